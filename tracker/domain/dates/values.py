"""A stretch of time as a notice words it, resolved against the day it was written."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

JST = ZoneInfo("Asia/Tokyo")


class Precision(StrEnum):
    """How finely the words name the time."""

    MINUTE = "minute"
    DAY = "day"
    PART = "part"  # a week, a third of a month, a month, a year's end


class Bound(StrEnum):
    """What the particle after (or the adverb before) the words says about them."""

    AT = "at"
    SINCE = "since"  # から, より, since
    ONWARD = "onward"  # 以降, or later: the far end is open
    UNTIL = "until"  # まで, until
    LATEST = "latest"  # 遅くとも, までに, by: the near end is open


@dataclass(frozen=True, slots=True)
class Span:
    """One time expression: `first` to `last`, both inclusive.

    Shapes: `start` and `stop` are offsets in the text that was searched.
    """

    text: str
    start: int
    stop: int
    first: datetime
    last: datetime
    precision: Precision
    bound: Bound = Bound.AT
    is_range: bool = False  # written with both ends
    has_day: bool = True  # False for a bare time of day

    @property
    def earliest(self) -> datetime | None:
        """None means that the near end is open."""
        return None if self.bound is Bound.LATEST and not self.is_range else self.first

    @property
    def latest(self) -> datetime | None:
        """None means that the far end is open."""
        return None if self.bound is Bound.ONWARD else self.last

    def moved(self, offset: int) -> "Span":
        """Return the same span at other offsets."""
        return replace(self, start=self.start + offset, stop=self.stop + offset)


def day(year: int, month: int, number: int) -> datetime | None:
    """Return that day at midnight in Japan, None when the calendar has no such day."""
    try:
        return datetime(year, month, number, tzinfo=JST)
    except ValueError:
        return None


def midnight(on: date) -> datetime:
    """Return the start of that day in Japan."""
    return datetime(on.year, on.month, on.day, tzinfo=JST)


def month_end(year: int, month: int) -> datetime:
    """Return the last day of that month."""
    following = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=JST)
    return following - timedelta(days=1)


def nearest_year(month: int, anchor: date) -> int:
    """Return the year that puts a year-less month closest to the day it was written."""
    distances = {
        anchor.year + shift: abs((shift * 12 + month) - anchor.month) for shift in (-1, 0, 1)
    }
    return min(distances, key=lambda year: (distances[year], -year))
