"""Where things stand on a plot: plain geometry, drawn by the templates as SVG.

Units: user units of the SVG, which are pixels at full width.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from tracker.domain.days import DaySpan
from tracker.domain.promises import Promise
from tracker.domain.series import Point
from tracker.enums import Level, ServiceDomain

WIDTH = 860
LEFT = 130  # for the names of the rows
RIGHT = 16
TOP = 24  # for the days
ROW = 26
SERIES_HEIGHT = 150
MOST_TICKS = 8
HEIGHTS = {Level.DOWN: 18, Level.LIMITED: 10, Level.UP: 4}  # the shape tells without a colour


@dataclass(frozen=True, slots=True)
class Axis:
    """The days [first, last] from left to right."""

    first: date
    last: date

    @property
    def day_count(self) -> int:
        return max((self.last - self.first).days, 1)

    def x(self, on: date) -> float:
        """Return where a day begins; days outside are drawn at the edge."""
        inside = min(max(on, self.first), self.last)
        return round(LEFT + (inside - self.first).days / self.day_count * self.length, 1)

    @property
    def length(self) -> int:
        return WIDTH - LEFT - RIGHT

    def ticks(self) -> "list[Tick]":
        step = max(7, -(-self.day_count // MOST_TICKS))
        count = self.day_count // step + 1
        days = [self.first + timedelta(days=step * number) for number in range(count)]
        return [Tick(self.x(day), day) for day in days]


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    on: date


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of days in which a domain ran alike."""

    span: DaySpan
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Marker:
    """A promised day."""

    x: float
    y: float
    on: date
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Arrow:
    """A promised day that moved to another."""

    x: float
    to_x: float
    y: float
    before: date
    after: date


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of a plot over days."""

    domain: ServiceDomain
    y: float  # the middle
    bars: tuple[Bar, ...]
    markers: tuple[Marker, ...] = ()
    arrows: tuple[Arrow, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """Lanes over an axis of days."""

    axis: Axis
    lanes: tuple[Lane, ...]

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def height(self) -> int:
        return TOP + ROW * len(self.lanes) + 4

    @property
    def ticks(self) -> list[Tick]:
        return self.axis.ticks()


@dataclass(frozen=True, slots=True)
class Dot:
    """One number of a series."""

    x: float
    y: float
    point: Point


@dataclass(frozen=True, slots=True)
class Curve:
    """One series of numbers; it starts at zero."""

    axis: Axis
    dots: tuple[Dot, ...]
    top: int  # the number at the upper edge

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def height(self) -> int:
        return SERIES_HEIGHT

    @property
    def line(self) -> str:
        """The points of the polyline, in steps: a number holds until the next is told."""
        found: list[str] = []
        for number, dot in enumerate(self.dots):
            if number:
                found.append(f"{dot.x},{self.dots[number - 1].y}")
            found.append(f"{dot.x},{dot.y}")
        return " ".join(found)

    @property
    def ticks(self) -> list[Tick]:
        return self.axis.ticks()


def gantt(
    spans: dict[ServiceDomain, list[DaySpan]], promises: Sequence[Promise], axis: Axis
) -> Chart:
    """Lay out bars by level, promised days as markers and slips as arrows."""
    lanes = []
    for place, (domain, found) in enumerate(spans.items()):
        y = TOP + ROW * place + ROW / 2
        mine = [one for one in promises if one.domain is domain]
        lanes.append(
            Lane(
                domain,
                y,
                tuple(_bar(one, axis, y, HEIGHTS[one.level]) for one in found),
                tuple(_marker(one, day, axis, y) for one in mine for day in one.deadlines),
                tuple(arrow for one in mine for arrow in _arrows(one, axis, y)),
            )
        )
    return Chart(axis, tuple(lanes))


def strip(spans: dict[ServiceDomain, list[DaySpan]], axis: Axis) -> Chart:
    """Lay out one cell a day, so that single days can be counted."""
    lanes = []
    for place, (domain, found) in enumerate(spans.items()):
        y = TOP + ROW * place + ROW / 2
        days = [day for one in found for day in _single_days(one, axis)]
        lanes.append(Lane(domain, y, tuple(_bar(day, axis, y, ROW - 6) for day in days)))
    return Chart(axis, tuple(lanes))


def curve(points: Sequence[Point], axis: Axis) -> Curve:
    """Lay out a series of numbers from zero upwards."""
    top = max((point.value for point in points), default=0) or 1
    room = SERIES_HEIGHT - TOP - 10
    dots = [
        Dot(axis.x(one.on), round(TOP + room - one.value / top * room + 4, 1), one)
        for one in points
    ]
    return Curve(axis, tuple(dots), top)


def _bar(span: DaySpan, axis: Axis, y: float, height: int) -> Bar:
    x = axis.x(span.first)
    width = max(round(axis.x(span.end) - x, 1), 1.0)
    return Bar(span, x, y - height / 2, width, height)


def _marker(promise: Promise, day: date, axis: Axis, y: float) -> Marker:
    return Marker(axis.x(day), y, day, promise.outcome is not None)


def _arrows(promise: Promise, axis: Axis, y: float) -> list[Arrow]:
    days = promise.deadlines
    return [
        Arrow(axis.x(before), axis.x(after), y, before, after)
        for before, after in pairwise(days)
        if before != after
    ]


def _single_days(span: DaySpan, axis: Axis) -> list[DaySpan]:
    first, end = max(span.first, axis.first), min(span.end, axis.last + timedelta(days=1))
    days = [first + timedelta(days=number) for number in range(max((end - first).days, 0))]
    return [
        DaySpan(span.domain, span.level, day, day + timedelta(days=1), span.numbers) for day in days
    ]
