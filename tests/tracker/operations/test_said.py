import pytest

from tests.factories import ClaimReviewFactory, PageFactory, WorkspaceFactory
from tests.factories.tracker import NOON
from tests.tracker.operations.telling import at, claim, day, follow, items, read
from tracker.enums import NoticeState, PageKind, ReviewVerdict
from tracker.models import Claim, Notice
from tracker.operations import said

pytestmark = pytest.mark.django_db


def states(supplier, when):
    found = said.load(supplier, at=at(when))
    return sorted(f"{one.domain} {one.state}" for one in found.standing.statements)


def make_notice(page, **more):
    return Notice.objects.create(
        page=page,
        identity=Notice.objects.count(),
        title="notice",
        seen_at=NOON,
        changed_at=NOON,
        snapshot=page.snapshots.first() or read(page, "10-19").snapshot,
        **more,
    )


def test_what_is_said_depends_on_the_day_that_is_asked_for(supplier, page):
    read(page, "10-19", claim("orders", "stopped", "10-19"))
    read(page, "10-29", claim("orders", "partial", "10-29"))

    assert states(supplier, "10-18") == []
    assert states(supplier, "10-20") == ["orders stopped"]
    assert states(supplier, "10-30") == ["orders partial"]


def test_news_are_kept_apart_and_pages_no_longer_followed_left_out(supplier, page):
    news = follow(supplier, folder="news")
    ended = follow(supplier, ended_at=at("10-20"))
    read(page, "10-19", claim("orders", "stopped", "10-19"))
    read(news, "10-19", claim("orders", "resumed", "10-19"))
    read(ended, "10-19", claim("fax", "stopped", "10-19"))

    found = said.load(supplier, at=at("10-21"))

    assert [one.state for one in found.news] == ["resumed"]
    assert states(supplier, "10-21") == ["orders stopped"]
    assert said.official_page_ids(supplier, at=at("10-21")) == [page.pk]


def test_pages_behind_a_list_speak_with_the_weight_of_the_list(supplier, page):
    child = PageFactory(parent=page)
    read(child, "10-19", claim("orders", "stopped", "10-19"))

    assert states(supplier, "10-20") == ["orders stopped"]


def test_t3_a_page_whose_notice_was_withdrawn_from_the_list_no_longer_counts(supplier, page):
    child = PageFactory(parent=page)
    read(child, "10-19", claim("orders", "stopped", "10-19"))
    make_notice(page, url=child.url, state=NoticeState.WITHDRAWN)

    assert states(supplier, "10-20") == []


def test_t3_what_a_version_takes_back_no_longer_counts(supplier, page):
    first = make_notice(page, number=1)
    one = claim("orders", "stopped", "10-19", notice_key="one")
    read(page, "10-20", one, notices={"one": first})
    read(page, "10-21", withdrawn=[first])

    assert states(supplier, "10-20") == ["orders stopped"]
    assert states(supplier, "10-22") == []


def test_f11_an_old_version_that_comes_back_is_recorded_and_counts_for_nothing(supplier, page):
    read(page, "10-19", claim("orders", "normal", "10-01"), told_on="10-01")
    read(page, "10-20", claim("orders", "stopped", "10-19"), told_on="10-19")

    restored = read(page, "10-22", claim("orders", "normal", "10-01"), told_on="10-01")

    assert restored.is_restored
    assert states(supplier, "10-23") == ["orders stopped"]


def test_mails_add_up_instead_of_replacing_one_another(supplier):
    mails = PageFactory.build(
        kind=PageKind.MAIL, host=None, url="", owner=supplier.workspace, due_at=None
    )
    mails.save()
    follow(supplier, page=mails)
    read(mails, "10-19", claim("orders", "stopped", "10-19"))
    read(mails, "10-20", claim("fax", "stopped", "10-20"))

    found = said.load(supplier, at=at("10-21")).official

    assert sorted((one.domain, one.unsaid_since) for one in found) == [
        ("fax", None),
        ("orders", None),
    ]


def test_the_same_sentence_read_again_is_not_newer(supplier, page):
    read(page, "10-19", claim("orders", "stopped", "10-19"))
    read(page, "10-25", claim("orders", "stopped", "10-25"), claim("fax", "stopped", "10-25"))

    found = {one.domain: one for one in said.load(supplier, at=at("10-26")).official}

    assert (found["orders"].seen_at, found["orders"].told_on) == (at("10-19"), day("10-19"))
    assert found["fax"].seen_at == at("10-25")


def test_a_sentence_that_comes_back_after_a_break_is_new(supplier, page):
    for when, state in (("10-19", "stopped"), ("10-25", "resumed"), ("11-03", "stopped")):
        read(page, when, claim("orders", state, when))

    (found,) = said.load(supplier, at=at("11-04")).official

    assert (found.state, found.told_on) == ("stopped", day("11-03"))


def test_every_statement_ever_made_and_every_number_is_there_once(supplier, page):
    for when in ("10-29", "11-02"):
        read(page, when, claim("orders", "partial", "10-29"), numbers=(items("10-29", 37),))
    read(page, "11-12", claim("orders", "partial", "11-12", evidence="more"))

    found = said.load(supplier, at=at("11-13"))

    assert [one.evidence for one in found.ever] == ["orders partial", "more"]
    assert [point.value for point in found.points] == [37]


@pytest.mark.parametrize(
    ("verdict", "more", "expected"),
    [
        (ReviewVerdict.ACCEPTED, {}, ["orders resumed"]),
        (ReviewVerdict.DISMISSED, {}, []),
        (ReviewVerdict.CORRECTED, {"state": "partial"}, ["orders partial"]),
        (ReviewVerdict.CORRECTED, {"domain": "fax"}, ["fax resumed"]),
        (ReviewVerdict.DISMISSED, {"expires_at": at("10-21")}, ["orders resumed"]),
        (ReviewVerdict.DISMISSED, {"replaced_at": at("10-21")}, ["orders resumed"]),
        (ReviewVerdict.DISMISSED, {"workspace": None}, ["orders resumed"]),  # another company's
    ],
)
def test_a_company_s_reviews_hold_for_the_same_sentence_read_again(
    supplier, page, verdict, more, expected
):
    read(page, "10-19", claim("orders", "resumed", "10-19"))
    other = WorkspaceFactory() if "workspace" in more else supplier.workspace
    ClaimReviewFactory(
        **{"claim": Claim.objects.get(), "verdict": verdict, "reviewed_at": at("10-20")}
        | more
        | {"workspace": other}
    )
    read(page, "10-22", claim("orders", "resumed", "10-19"))

    assert states(supplier, "10-23") == expected


@pytest.mark.parametrize(("is_locked", "expected"), [(True, []), (False, ["orders resumed"])])
def test_a_locked_review_holds_whatever_the_page_says_next(supplier, page, is_locked, expected):
    read(page, "10-19", claim("orders", "resumed", "10-19"))
    ClaimReviewFactory(
        workspace=supplier.workspace,
        claim=Claim.objects.get(),
        verdict=ReviewVerdict.DISMISSED,
        reviewed_at=at("10-20"),
        is_locked=is_locked,
    )
    read(page, "10-22", claim("orders", "resumed", "10-19", evidence="in other words"))

    assert states(supplier, "10-23") == expected
