from datetime import UTC, date, datetime, timedelta

import pytest

from tracker.domain.freshness import Age, Freshness, age, freshness

NOW = datetime(2025, 10, 19, 5, 0, tzinfo=UTC)
TEN_MINUTES = timedelta(minutes=10)


@pytest.mark.parametrize(
    ("read_on", "expected"),
    [
        (None, Age.NEVER),
        (date(2025, 10, 19), Age.TODAY),
        (date(2025, 10, 20), Age.TODAY),
        (date(2025, 10, 18), Age.YESTERDAY),
        (date(2025, 10, 17), Age.OLDER),
    ],
)
def test_age_is_what_a_person_would_say(read_on, expected):
    assert age(read_on, today=date(2025, 10, 19)) == expected


@pytest.mark.parametrize(
    ("miss_count", "minutes", "expected"),
    [
        (0, 0, Freshness.FRESH),
        (1, 0, Freshness.FRESH),
        (2, 0, Freshness.STALE),
        (5, 0, Freshness.STALE),
        (6, 0, Freshness.LOST),
        (0, 29, Freshness.FRESH),
        (0, 30, Freshness.STALE),
        (0, 70, Freshness.LOST),
    ],
)
def test_freshness_counts_failed_looks_and_looks_nobody_took(miss_count, minutes, expected):
    read_at = NOW - timedelta(minutes=minutes)

    found = freshness(miss_count, last_read_at=read_at, interval=TEN_MINUTES, now=NOW)

    assert found == expected


def test_freshness_of_a_page_never_read_is_lost():
    assert freshness(0, last_read_at=None, interval=TEN_MINUTES, now=NOW) == Freshness.LOST
