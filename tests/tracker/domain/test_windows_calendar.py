from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tracker.domain.windows_calendar import (
    Collision,
    CompanyDay,
    Renewal,
    Slot,
    Stretch,
    collisions,
    fall_back,
    renew,
    tasks,
)
from tracker.enums import CompanyDayKind, PlannedTaskKind, TaskMoment

TOKYO = ZoneInfo("Asia/Tokyo")
PAYMENT, CLOSING, CUT_OFF = (
    CompanyDayKind.PAYMENT,
    CompanyDayKind.CLOSING,
    CompanyDayKind.ORDER_CUT_OFF,
)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


def stretch(start, end, reserve=None):
    return Stretch(at(start), at(end), reserve and (at(reserve[0]), at(reserve[1])))


NIGHT = stretch("2017-06-12T00:00", "2017-06-12T04:30", ("2017-06-26T00:00", "2017-06-26T04:30"))


@pytest.mark.parametrize(
    ("day", "window", "met"),
    [
        (CompanyDay(PAYMENT, "p", day_of_month=12), NIGHT, ["2017-06-12"]),
        (CompanyDay(PAYMENT, "p", day_of_month=13), NIGHT, []),
        (CompanyDay(CUT_OFF, "c", weekday=0, at=time(4)), NIGHT, ["2017-06-12"]),
        (CompanyDay(CUT_OFF, "c", weekday=0, at=time(4, 30)), NIGHT, []),  # the end is open
        (CompanyDay(CUT_OFF, "c", weekday=1, at=time(4)), NIGHT, []),
        (CompanyDay(CUT_OFF, "c", at=time(17)), NIGHT, []),
        # a closing on the 31st is the last day of any month; the night runs over midnight
        (
            CompanyDay(CLOSING, "m", day_of_month=31),
            stretch("2017-06-30T23:00", "2017-07-01T02:00"),
            ["2017-06-30"],
        ),
        (
            CompanyDay(CLOSING, "m", day_of_month=1),
            stretch("2017-06-30T23:00", "2017-07-01T00:00"),
            [],
        ),
        (
            CompanyDay(CUT_OFF, "c", at=time(0, 30)),
            stretch("2017-06-29T23:00", "2017-07-01T02:00"),
            ["2017-06-30", "2017-07-01"],
        ),
    ],
)
def test_mnt_09_a_window_that_meets_a_day_of_ours_is_found(day, window, met):
    found = collisions(window, [day], zone=TOKYO)

    assert found == [Collision(day, datetime.fromisoformat(on).date()) for on in met]


def test_a_window_that_moves_is_the_same_window():
    first, second = stretch("2017-05-29T03:00", "2017-05-29T04:40"), NIGHT
    moved = stretch("2017-06-05T03:00", "2017-06-05T04:40")

    assert renew([first, second], [moved, second]) == Renewal(moved=((0, moved),))


def test_a_window_that_is_no_longer_named_is_dropped_and_a_far_one_is_new():
    far = stretch("2017-11-05T03:00", "2017-11-05T04:40")

    assert renew([NIGHT], []) == Renewal(dropped=(0,))
    assert renew([NIGHT], [far]) == Renewal(dropped=(0,), added=(far,))
    assert renew([], [NIGHT]) == Renewal(added=(NIGHT,))


def test_mnt_05_what_is_rolled_back_falls_to_its_reserve_day():
    assert fall_back(NIGHT) == stretch("2017-06-26T00:00", "2017-06-26T04:30")
    assert fall_back(stretch("2017-05-29T03:00", "2017-05-29T04:40")) is None


def test_mnt_07_mnt_13_the_words_of_a_notice_call_for_tasks():
    card = Slot("クレジットカード", "エラー", "承認番号取得の上、手書売上傳票の起票")
    totals = Slot("日計処理", "", "作業終了後に手動にて日計処理を実施ください。")

    found = tasks(NIGHT, [card, totals])

    before = NIGHT.start - timedelta(days=3)
    assert [(one.kind, one.moment, one.due_at) for one in found] == [
        (PlannedTaskKind.TELL_STAFF, TaskMoment.BEFORE, before),
        (PlannedTaskKind.GET_SLIPS, TaskMoment.BEFORE, before),
        (PlannedTaskKind.TEST_PHONE, TaskMoment.BEFORE, before),
        (PlannedTaskKind.ENTER_SLIPS, TaskMoment.AFTER, NIGHT.end),
        (PlannedTaskKind.DAILY_TOTALS, TaskMoment.AFTER, NIGHT.end),
        (PlannedTaskKind.CHECK_SERVICE, TaskMoment.AFTER, NIGHT.end),
    ]
    assert found[4].source == totals.alternative
