import pytest

from tests.factories import ManualFactFactory, OverrideFactory, TimelineRecordFactory
from tests.tracker.operations.telling import at, claim, day, follow, items, read, tell
from tracker.domain.conflicts import Conflict
from tracker.enums import Level
from tracker.models import ServiceState, ServiceStateSpan
from tracker.operations import states
from tracker.operations.pictures import picture

pytestmark = pytest.mark.django_db


def rows(supplier):
    found = ServiceState.objects.filter(supplier=supplier).order_by("domain", "service")
    return [(one.domain, one.service, one.level, one.trend) for one in found]


def test_the_board_s_rows_are_rebuilt_from_what_is_said(supplier, page):
    read(page, "10-19", claim("orders", "stopped", "10-19", services=("A", "B")))
    states.refresh(supplier, now=at("10-19"))
    read(
        page,
        "10-29",
        claim("orders", "partial", "10-29", services=("A",), limits=("items",)),
        claim("orders", "planned_resume", "10-29", services=("B",), by="12-07"),
        told_on="10-29",
    )

    moves = states.refresh(supplier, now=at("10-29"))

    assert [(move.state.service, move.before, move.state.level) for move in moves] == [
        ("", "down", "limited"),
        ("A", "down", "limited"),
    ]
    assert not moves[0].is_worse
    assert rows(supplier) == [
        ("orders", "", "limited", "better"),
        ("orders", "A", "limited", "steady"),
        ("orders", "B", "down", "steady"),
    ]
    whole = ServiceState.objects.whole().get(supplier=supplier)
    assert (whole.plan_on, whole.told_on) == (day("12-07"), day("10-29"))
    assert (whole.changed_at, whole.basis) == (at("10-29"), "implied")


def test_rows_of_what_nobody_speaks_of_any_more_go(supplier, page):
    ServiceState.objects.create(
        workspace=supplier.workspace,
        supplier=supplier,
        domain="fax",
        level="down",
        basis="official",
        changed_at=at("10-01"),
    )

    assert states.refresh(supplier, now=at("10-19")) == []
    assert rows(supplier) == []


def test_an_override_lies_over_a_row_and_is_named_on_it(supplier, page):
    read(page, "10-19", claim("orders", "stopped", "10-19"))
    override = OverrideFactory(
        supplier=supplier,
        workspace=supplier.workspace,
        set_at=at("10-20"),
        expires_at=at("10-30"),
    )
    alone = OverrideFactory(
        supplier=supplier,
        workspace=supplier.workspace,
        domain="fax",
        set_at=at("10-20"),
        expires_at=at("10-30"),
    )

    states.refresh(supplier, now=at("10-21"))

    orders, fax = ServiceState.objects.order_by("-domain")
    assert (orders.level, orders.basis, orders.override) == ("limited", "override", override)
    assert (fax.level, fax.claim, fax.override) == ("limited", None, alone)


def test_growing_numbers_are_a_trend_where_the_level_stays(supplier, page):
    read(page, "10-01", claim("orders", "partial", "10-01"), numbers=(items("10-01", 37),))
    read(page, "10-29", claim("orders", "partial", "10-01"), numbers=(items("10-29", 237),))

    states.refresh(supplier, now=at("10-30"))

    assert rows(supplier) == [("orders", "", "limited", "better")]


def conflicts(supplier, when):
    found = picture(supplier, at=at(when)).conflicts()
    assert all(isinstance(one, Conflict) for one in found)
    return [(one.kind, one.domain, one.level, one.other.level) for one in found]


def test_news_own_tries_and_facts_lie_beside_the_official_word(supplier, page):
    tell(page, "10-19", claim("orders", "stopped", "10-19"), claim("email", "normal", "10-19"))
    news = follow(supplier, folder="news")
    read(news, "10-20", claim("orders", "resumed", "10-20"))
    mine = {"supplier": supplier, "workspace": supplier.workspace}
    mail = mine | {"kind": "observation", "observed": "mail", "happened_at": at("10-20")}
    TimelineRecordFactory(**mail, result="works")
    TimelineRecordFactory(**mail, result="fails", body="")
    TimelineRecordFactory(**mail | {"observed": "cart"}, result="")
    ManualFactFactory(
        **mine, domain="orders", service="A", told_at=at("10-20"), recorded_at=at("10-20")
    )

    assert conflicts(supplier, "10-21") == [
        ("news", "orders", "down", "up"),
        ("fact", "orders", "down", "limited"),
        ("observation", "email", "up", "down"),
    ]


def test_two_pages_that_contradict_each_other_are_shown(supplier, page):
    other = follow(supplier)
    read(other, "10-10", claim("orders", "normal", "10-10"))
    read(page, "10-19", claim("orders", "stopped", "10-19"))

    assert conflicts(supplier, "10-20") == [("official_pages", "orders", "down", "up")]


def test_a_picture_knows_its_services_and_their_cells(supplier, page):
    read(page, "10-19", claim("orders", "stopped", "10-19", services=("A",)))

    seen = picture(supplier, at=at("10-20"))

    assert (seen.services, seen.domains) == (["A"], ["orders"])
    assert seen.of_service("A")["orders"].level is Level.DOWN
    assert seen.of_service("B") == {}
    assert seen.promises() == []


def test_a_service_never_spoken_of_can_be_set_to_not_known(supplier):
    OverrideFactory(
        supplier=supplier,
        workspace=supplier.workspace,
        domain="fax",
        level=Level.UNKNOWN,
        set_at=at("10-20"),
        expires_at=at("10-30"),
    )

    states.refresh(supplier, now=at("10-21"))

    (row,) = ServiceState.objects.all()
    assert (row.domain, row.level, row.changed_at) == ("fax", "unknown", at("10-21"))


def test_what_was_shown_stays_known(supplier, page):
    read(page, "10-19", claim("orders", "stopped", "10-19"))
    states.refresh(supplier, now=at("10-19"))
    states.refresh(supplier, now=at("10-20"))
    read(page, "10-29", claim("orders", "resumed", "10-29"), told_on="10-29")
    states.refresh(supplier, now=at("10-29"))

    spans = ServiceStateSpan.objects.order_by("started_at")

    assert [(one.level, one.trend, one.started_at, one.ended_at) for one in spans] == [
        ("down", "steady", at("10-19"), at("10-29")),
        ("up", "better", at("10-29"), None),
    ]
    assert ServiceStateSpan.objects.known_at(at("10-20")).get().told_on == day("10-19")
