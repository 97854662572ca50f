from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from tracker.domain import month
from tracker.domain.windows_calendar import Stretch

TOKYO = ZoneInfo("Asia/Tokyo")


def at(day, hour):
    return datetime(2026, 1, day, hour, tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("first", "before", "after"),
    [
        (date(2026, 1, 1), date(2025, 12, 1), date(2026, 2, 1)),
        (date(2026, 12, 1), date(2026, 11, 1), date(2027, 1, 1)),
        (date(2024, 2, 1), date(2024, 1, 1), date(2024, 3, 1)),
    ],
)
def test_the_months_beside_a_month(first, before, after):
    assert (month.month_before(first), month.next_month(first)) == (before, after)


def test_a_month_is_shown_in_whole_weeks_from_sunday():
    shown = month.weeks(date(2026, 1, 1))

    assert (shown[0][0], shown[-1][-1], len(shown)) == (date(2025, 12, 28), date(2026, 1, 31), 5)
    assert month.bounds(date(2026, 1, 1), TOKYO) == (
        datetime(2025, 12, 27, 15, tzinfo=UTC),
        datetime(2026, 1, 31, 15, tzinfo=UTC),
    )


def test_mnt_10_a_night_stands_on_both_of_its_days_and_midnight_ends_the_first():
    night, evening = Stretch(at(17, 22), at(18, 6)), Stretch(at(17, 20), at(18, 0))

    assert month.by_day([(night, "night"), (evening, "evening")], zone=TOKYO) == {
        date(2026, 1, 17): ["night", "evening"],
        date(2026, 1, 18): ["night"],
    }
