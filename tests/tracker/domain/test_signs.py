import pytest

from tests.tracker.domain.saying import day, say
from tracker.domain.series import Number, Point
from tracker.domain.signs import Wording, signs
from tracker.domain.stage_facts import Evidence
from tracker.enums import ReopeningSign, SeriesKind


def seen(before, now, **more):
    wording = Wording(day("11-01"), tuple(before), tuple(now), **more)
    return {one.sign.value for one in signs(wording) if one.is_seen}


def lead(on, days):
    return Point(Number(SeriesKind.LEAD_DAYS, 1, days), day(on), f"{days}")


STOPPED = say("orders", "stopped", "10-19")
BILLING = say("billing", "stopped", "10-19")


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ([STOPPED], [STOPPED], set()),
        (
            [say("orders", "partial", "10-29", limits=["hours"])],
            [say("orders", "resumed", "11-05")],
            {"limits_dropped"},
        ),
        (
            [BILLING],
            [say("billing", "resumed", "11-05", page=9)],
            {"billing_lifted", "fewer_stops"},
        ),
        (
            [say("email", "stopped", "10-19")],
            [
                say("email", "stopped", "10-19"),
                say("email", "planned_resume", "11-05", by="12-01", page=9),
            ],
            {"email_lifted"},
        ),
        (
            [],
            [say("orders", "resumed", "11-05"), say("shipping", "resumed", "11-05")],
            {"both_resumed"},
        ),
        (
            [say("shipping", "partial", "10-19", services=["A"])],
            [say("shipping", "partial", "11-05", services=["A"], evidence="more")],
            {"notice_edited"},
        ),
        (
            [STOPPED],
            [STOPPED, say("orders", "partial", "11-05", limits=["hours"])],
            {"services_named"},
        ),
        (
            [STOPPED],
            [STOPPED, say("orders", "planned_resume", "11-05", by="12-01", certainty="date")],
            {"estimate_concrete"},
        ),
    ],
)
def test_each_sign_is_seen_in_how_the_wording_moved(before, now, expected):
    assert seen(before, now) == expected


def test_a_shorter_delivery_time_is_a_sign():
    points = (lead("10-20", 10), lead("11-05", 7))

    assert seen([], [], points=points) == {"lead_time_shorter"}
    assert seen([], [], points=points[::-1][:1]) == set()


def test_delivery_dates_and_stock_that_are_shown_again_are_a_sign():
    shown = Evidence("stock is shown", day("11-05"))

    assert seen([], [], seen=(shown,)) == {"displays_back"}


def test_all_ten_are_listed_whether_seen_or_not():
    found = signs(Wording(day("11-01"), (), ()))

    assert [one.sign for one in found] == list(ReopeningSign)
    assert len(found) == 10
    assert not any(one.is_seen for one in found)
