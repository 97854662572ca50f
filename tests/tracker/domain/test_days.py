from datetime import timedelta

from tests.tracker.domain.saying import day, say
from tracker.domain.days import DaySpan, days_told, level_spans, worst_spans
from tracker.domain.standing import PageReading
from tracker.enums import Level, ServiceDomain

ORDERS = ServiceDomain.ORDERS


def version(seen_at, *statements, page=1, **more):
    return PageReading(page, statements[0].seen_at + timedelta(hours=seen_at), statements, **more)


def told(*readings, until="12-31"):
    return days_told(readings, [ORDERS], until=day(until))


def test_days_go_by_what_notices_say_not_by_when_they_were_read():
    later = version(
        0, say("orders", "partial", "10-29", limits=["items"], page=2, number=2), page=2
    )
    first = version(1, say("orders", "stopped", "10-19", number=1))

    found = told(first, later)

    assert [(one.on, one.levels[ORDERS], one.numbers) for one in found] == [
        (day("10-19"), Level.DOWN, (1,)),
        (day("10-29"), Level.LIMITED, (2,)),
    ]


def test_what_is_dated_later_or_came_back_from_a_cache_is_left_out():
    stopped = version(0, say("orders", "stopped", "10-19"))
    future = version(1, say("orders", "normal", "12-03"), page=2)
    cached = version(2, say("orders", "normal", "10-25"), page=3, is_restored=True)

    assert [one.on for one in told(stopped, future, cached, until="11-30")] == [day("10-19")]


def test_spans_join_days_that_are_alike_and_leave_out_the_unknown():
    found = told(
        version(0, say("orders", "unknown", "10-18", page=1, number=1)),
        version(1, say("orders", "stopped", "10-19", page=1, number=2)),
        version(2, say("orders", "stopped", "10-21", page=1, number=3)),
        version(3, say("orders", "normal", "10-29", page=1, number=4)),
    )

    assert level_spans(found, ORDERS, end=day("11-05")) == [
        DaySpan(ORDERS, Level.DOWN, day("10-19"), day("10-29"), (2, 3)),
        DaySpan(ORDERS, Level.UP, day("10-29"), day("11-05"), (4,)),
    ]
    assert level_spans(found, ORDERS, end=day("11-05"))[0].day_count == 10


def test_the_worst_service_shows_where_they_differ():
    both = (
        say("orders", "stopped", "10-19", services=["A"]),
        say("orders", "normal", "10-19", services=["B"]),
    )

    found = told(version(0, *both))

    assert [one.level for one in level_spans(found, ORDERS, end=day("10-20"))] == [Level.LIMITED]
    assert [one.level for one in worst_spans(found, ORDERS, end=day("10-20"))] == [Level.DOWN]
    assert level_spans([], ORDERS, end=day("10-20")) == []
