import pytest
from django.utils import translation

from accounts.audit_words import lines_of, object_of, words_for
from accounts.models import AuditEntry


def entry(target="accounts.workspace:12", before=None, after=None):
    return AuditEntry(target=target, before=before, after=after, action="company.added")


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("accounts.workspace:12", "Company 12"),
        ("accounts.user:3", "Person 3"),
        ("elsewhere.thing:9", "elsewhere.thing:9"),
        ("an unknown address", "an unknown address"),
    ],
)
def test_object_of_names_what_it_knows(target, expected):
    with translation.override("en"):
        assert object_of(entry(target)) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"colour": "blue"}, {"colour": "green"}, ["colour: Blue → Green"]),
        (None, {"name": "Kitahama"}, ["company name: Kitahama"]),
        ({"name": "Kitahama"}, None, ["company name: Kitahama → none"]),
        (
            {"uses_japanese_era": False},
            {"uses_japanese_era": True},
            ["show Japanese era years: no → yes"],
        ),
        (None, {"fields": ["role", "slug"]}, ["fields: role, slug"]),
        (None, None, []),
    ],
)
def test_lines_of_speak_the_words_of_the_forms(before, after, expected):
    with translation.override("en"):
        assert lines_of(entry(before=before, after=after)) == expected


def test_lines_of_an_unknown_object_keep_their_names():
    assert lines_of(entry("an unknown address", after={"address": "192.0.2.1"})) == [
        "address: 192.0.2.1"
    ]


def test_an_unknown_act_stands_for_itself():
    assert words_for("moon.landed") == "moon.landed"


def test_names_that_are_no_field_speak_words_as_well():
    told = entry(
        "tracker.source:3",
        before={"kind": "web"},
        after={"kind": "notice_list", "url": "https://a.example/"},
    )

    with translation.override("en"):
        assert lines_of(told) == [
            "Kind: Web page → Notice list (links are followed)",
            "Address: https://a.example/",
        ]
