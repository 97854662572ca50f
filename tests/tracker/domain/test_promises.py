import pytest

from tests.tracker.domain.saying import day, say
from tracker.domain.promises import Forecast, forecast, promises


def plan(on, by, domain="orders", **more):
    return say(domain, "planned_resume", on, **{"by": by, "evidence": "再開する予定です。"} | more)


def test_a_day_that_moves_is_a_slip_of_the_same_promise():
    first, second = plan("10-30", "11-15"), plan("11-12", "12-07", page=2)
    repeated = plan("11-20", "12-07", page=3)

    (found,) = promises([second, repeated, first])

    assert found.told == (first, second)
    assert (found.slip_count, found.slip_days) == (1, 22)
    assert (found.kept_on, found.late_days) == (None, None)
    assert [found.is_overdue(day(one)) for one in ("12-07", "12-08")] == [False, True]


def test_a_promise_is_kept_when_the_supplier_says_it_runs():
    told = plan("10-30", "12-07")
    resumed = say("orders", "resumed", "12-05", effective="12-03")

    (found,) = promises([told, resumed, plan("12-06", "12-07")])

    assert (found.outcome, found.kept_on, found.late_days) == (resumed, day("12-03"), -4)
    assert not found.is_overdue(day("12-20"))


@pytest.mark.parametrize(
    ("outcome", "is_kept"),
    [
        (say("orders", "resumed", "12-05"), True),
        (say("orders", "resumed", "12-05", channel="web"), True),
        (say("orders", "partial", "12-05", channel="web"), True),
        (say("orders", "degraded", "12-05", channel="web"), False),
        (say("orders", "resumed", "12-05", channel="fax"), False),
        (say("orders", "resumed", "12-05", channel="web", services=["B"]), False),
        (say("orders", "stopped", "12-05", channel="web"), False),
        (say("orders", "resumed", "10-20"), False),  # before it was promised
        (say("shipping", "resumed", "12-05"), False),
        (say("orders", "resumed", "12-05", folder="news"), False),
    ],
)
def test_a_limited_promise_is_kept_by_a_limited_running(outcome, is_kept):
    told = plan("10-30", "12-07", channel="web", services=["A"])

    (found,) = promises([told, outcome])

    assert (found.outcome is not None) is is_kept


def test_a_whole_promise_is_not_kept_by_a_part():
    (found,) = promises([plan("10-30", "12-07"), say("orders", "partial", "12-05")])

    assert found.outcome is None


def test_a_promise_without_a_day_is_none():
    assert promises([plan("10-30", None)]) == []


def test_a_term_for_something_else_is_no_promise():
    assert promises([plan("10-30", "11-14", evidence="11月14日まで取り消しを承ります。")]) == []


def test_a_new_promise_after_the_restart_and_one_of_another_thing_stand_apart():
    found = promises(
        [
            plan("10-30", "11-15"),
            plan("10-30", "11-20", domain="shipping"),
            say("orders", "resumed", "11-16"),
            plan("12-01", "12-20"),
        ]
    )

    assert [(one.domain, one.deadlines[0]) for one in found] == [
        ("orders", day("11-15")),
        ("shipping", day("11-20")),
        ("orders", day("12-20")),
    ]


def record(*late):
    """Make restarts that came that many days late."""
    made = []
    for index, days in enumerate(late):
        kept = day("11-10").replace(day=10 + days)
        made += promises(
            [
                plan("11-01", "11-10", services=[str(index)]),
                say("orders", "resumed", kept.isoformat(), services=[str(index)]),
            ]
        )
    return made


@pytest.mark.parametrize(
    ("late", "today", "expected"),
    [
        ([2, 9, 4], "11-20", Forecast(day("12-11"), day("12-07"), 3, 4, 2, 9)),
        ([], "11-20", Forecast(day("12-07"), day("12-07"), 0)),
        ([1], "12-09", Forecast(None, day("12-07"), 1, 1, 1, 1)),
    ],
)
def test_a_forecast_adds_what_the_supplier_was_late_by_before(late, today, expected):
    (promise,) = promises([plan("10-30", "12-07")])

    assert forecast(promise, [promise, *record(*late)], today=day(today)) == expected
