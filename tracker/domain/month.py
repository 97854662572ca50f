"""One month as weeks of days, and which days a stretch of time touches."""

from calendar import SUNDAY, Calendar
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from tracker.domain.windows_calendar import Stretch

Thing = TypeVar("Thing")
_WEEKS = Calendar(firstweekday=SUNDAY)  # as Japanese calendars hang on the wall


def weeks(first: date) -> list[list[date]]:
    """Return the month that begins on this day, in whole weeks from Sunday on."""
    return _WEEKS.monthdatescalendar(first.year, first.month)


def next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def month_before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def bounds(first: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the half-open span of the weeks that show a month."""
    shown = weeks(first)
    end = shown[-1][-1] + timedelta(days=1)
    midnight = datetime.min.time()
    return datetime.combine(shown[0][0], midnight, zone), datetime.combine(end, midnight, zone)


def by_day(things: Iterable[tuple[Stretch, Thing]], *, zone: ZoneInfo) -> dict[date, list[Thing]]:
    """Return day -> the things whose stretch touches it, in the order given."""
    found: dict[date, list[Thing]] = defaultdict(list)
    for stretch, thing in things:
        day = stretch.start.astimezone(zone).date()
        last = (stretch.end.astimezone(zone) - timedelta(microseconds=1)).date()
        while day <= last:
            found[day].append(thing)
            day += timedelta(days=1)
    return dict(found)
