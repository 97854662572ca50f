from dataclasses import replace

from tests.tracker.domain.saying import day, say
from tracker.domain.fact_changes import FactChange, fact_changes, number_changes
from tracker.domain.series import Number, Point
from tracker.domain.statements import Scope
from tracker.enums import SeriesKind, ServiceDomain

ORDERS = ServiceDomain.ORDERS


def point(value, kind=SeriesKind.ITEMS):
    return Point(Number(kind, value, value), day("11-28"), f"{value}")


def test_a_promise_that_appears_is_a_changed_fact():
    stopped = say("orders", "stopped", "11-21", channel="web")
    again = replace(stopped, key=0, told_on=day("11-28"))
    promised = say("orders", "planned_resume", "11-28", channel="web", by="12-07")

    found = fact_changes([stopped], [again, promised])

    assert found == [FactChange(ORDERS, Scope(channel="web"), (), (promised,))]


def test_a_state_or_a_limit_that_moves_is_shown_with_both_sides():
    before = say("shipping", "stopped", "11-21")
    after = say("shipping", "partial", "11-28", limits=["areas"])
    same = say("fax", "partial", "11-28")

    (found,) = fact_changes([before, same], [after, same])

    assert (found.domain, found.before, found.after) == ("shipping", (before,), (after,))


def test_changes_come_in_the_order_of_the_services():
    found = fact_changes(
        [],
        [
            say("fax", "normal", "11-28"),
            say("orders", "normal", "11-28", services=["B"]),
            say("orders", "normal", "11-28", services=["A"]),
        ],
    )

    assert [(one.domain, sorted(one.scope.services)) for one in found] == [
        ("orders", ["A"]),
        ("orders", ["B"]),
        ("fax", []),
    ]


def test_numbers_that_became_others_are_shown():
    found = number_changes(
        [point(37), point(2, SeriesKind.SITES)],
        [point(237), point(2, SeriesKind.SITES), point(7, SeriesKind.LEAD_DAYS)],
    )

    assert [
        (one.number.kind, one.before and one.before.value, one.after.value) for one in found
    ] == [
        ("items", 37, 237),
        ("lead_days", None, 7),
    ]
    assert number_changes([point(37)], [])[0].number.high == 37
