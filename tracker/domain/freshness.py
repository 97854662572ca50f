"""How old the last reading of a page is, and whether looks were missed."""

from datetime import date, datetime, timedelta
from enum import StrEnum

STALE_AFTER = 2  # missed looks
LOST_AFTER = 6  # missed looks


class Age(StrEnum):
    """When a page was last read, as a person would say it (TRK-04)."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    OLDER = "older"
    NEVER = "never"


class Freshness(StrEnum):
    """How far a reading may be trusted to be current."""

    FRESH = "fresh"
    STALE = "stale"
    LOST = "lost"


def age(read_on: date | None, *, today: date) -> Age:
    """Return the age of a reading. None means it was never read."""
    if read_on is None:
        return Age.NEVER
    if read_on >= today:
        return Age.TODAY
    return Age.YESTERDAY if read_on == today - timedelta(days=1) else Age.OLDER


def freshness(
    miss_count: int, *, last_read_at: datetime | None, interval: timedelta, now: datetime
) -> Freshness:
    """Return the freshness: looks that failed and looks that nobody took count alike.

    A page that was never read is lost, however recently it was added.
    """
    if last_read_at is None:
        return Freshness.LOST
    missed = max(miss_count, (now - last_read_at) // interval - 1)
    if missed >= LOST_AFTER:
        return Freshness.LOST
    return Freshness.STALE if missed >= STALE_AFTER else Freshness.FRESH
