from datetime import date

import pytest
from django.urls import reverse

from tests.factories import (
    ChangeFactory,
    ClaimFactory,
    ReadingFactory,
    SeriesPointFactory,
    SnapshotFactory,
    SourceFactory,
    SupplierFactory,
)
from tests.tracker.targets import packed
from tracker.domain.difference import diff
from tracker.enums import ChangeKind
from tracker.operations import archive

OLD = "お知らせ\nケース品37品目を承ります。\n単品は停止しております。"
NEW = "お知らせ\nケース品237品目を承ります。\n単品は停止しております。"


@pytest.fixture
def source(workspace):
    return SourceFactory(workspace=workspace, supplier=SupplierFactory(workspace=workspace))


@pytest.fixture
def versions(source):
    return [
        SnapshotFactory(page=source.page, version=number, **packed(text.encode(), text))
        for number, text in enumerate((OLD, NEW, NEW), start=1)
    ]


def show(client, source, change, **query):
    args = [source.workspace.slug, source.supplier.pk, change.pk]
    return client.get(reverse("tracker:change-detail", args=args), query)


def compare(client, source, **query):
    args = [source.workspace.slug, source.page.pk]
    return client.get(reverse("tracker:compare", args=args), query)


@pytest.mark.parametrize("view", ["side", "inline"])
def test_change_detail_marks_by_sign_and_word(purchaser_client, source, versions, view):
    change = ChangeFactory(page=source.page, before=versions[0], after=versions[1])

    page = show(purchaser_client, source, change, view=view).content.decode()

    assert f'data-view="{view}"' in page
    assert '<span class="visually-hidden">削除:</span>37品</del>' in page
    assert '<span class="visually-hidden">追加:</span>237品</ins>' in page
    assert bytes(versions[1].raw_sha256).hex() in page


def test_change_detail_shows_the_difference_that_was_stored(purchaser_client, source, versions):
    stored = diff(["出荷停止"], ["出荷再開"]).to_json()
    change = ChangeFactory(
        page=source.page,
        before=versions[0],
        after=versions[1],
        difference=archive.pack(stored.encode()),
    )

    page = show(purchaser_client, source, change).content.decode()

    assert "出荷" in page
    assert "再開</ins>" in page


def test_change_detail_of_a_lost_page_says_why(purchaser_client, source):
    change = ChangeFactory(page=source.page, kind=ChangeKind.LOST, reason="captcha")

    page = show(purchaser_client, source, change).content.decode()

    assert "人による閲覧かどうかの確認を求めています。" in page
    assert 'class="difference"' not in page


def test_change_detail_of_damaged_versions_shows_no_text(purchaser_client, source, versions):
    versions[1].raw_sha256 = bytes(32)
    versions[1].save()
    change = ChangeFactory(page=source.page, before=versions[0], after=versions[1])

    page = show(purchaser_client, source, change).content.decode()

    assert "保存した内容がハッシュ値と一致しません" in page
    assert "237" not in page


def test_a_change_of_a_page_that_is_not_followed_is_not_found(purchaser_client, source):
    assert show(purchaser_client, source, ChangeFactory()).status_code == 404


def test_compare_takes_the_newest_two_versions(purchaser_client, source, versions):
    response = compare(purchaser_client, source)

    assert (response.context["old"], response.context["new"]) == (versions[1], versions[2])
    assert "2つの版の文章は同じです。" in response.content.decode()


def test_compare_takes_any_two_versions(purchaser_client, source, versions):
    response = compare(purchaser_client, source, **{"from": 1, "to": 3})

    difference = response.context["comparison"].difference
    assert (difference.removed_count, difference.added_count) == (len("37品"), len("237品"))


@pytest.mark.parametrize("query", [{"to": 9}, {"from": 9}, {"to": "x"}])
def test_compare_with_an_unknown_version_is_not_found(purchaser_client, source, versions, query):
    assert compare(purchaser_client, source, **query).status_code == 404


def test_compare_of_a_page_without_versions_is_not_found(purchaser_client, source):
    assert compare(purchaser_client, source).status_code == 404


def test_ignored_list_tells_why(purchaser_client, source):
    ChangeFactory(page=source.page, kind=ChangeKind.COSMETIC, reason="counter")
    path = reverse("tracker:ignored-list", args=["kitahama", source.pk])

    assert "カウンターだけの変化です。" in purchaser_client.get(path).content.decode()


def test_change_detail_shows_changed_facts_before_the_words(purchaser_client, source, versions):
    old, new = (ReadingFactory(page=source.page, snapshot=one) for one in versions[:2])
    for reading, count in ((old, 37), (new, 237)):
        ClaimFactory(reading=reading, state="stopped", channel="web")
        SeriesPointFactory(reading=reading, low=count, high=count)
    ClaimFactory(
        reading=new,
        state="planned_resume",
        channel="web",
        expected_first=date(2025, 12, 1),
        expected_last=date(2025, 12, 7),
    )
    change = ChangeFactory(page=source.page, before=versions[0], after=versions[1])

    response = show(purchaser_client, source, change)

    facts, page = response.context["facts"], response.content.decode()
    assert [(one.domain, one.before, len(one.after)) for one in facts.changes] == [
        ("orders", (), 1)
    ]
    assert [(one.before.value, one.after.value) for one in facts.numbers] == [(37, 237)]
    assert "2025/12/1(月)–2025/12/7(日)" in page
    assert page.index("変わった事実") < page.index("変わったところ")
