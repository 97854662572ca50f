"""Bars of a plot as positions, so that a template only has to write them down."""

from collections.abc import Sequence
from dataclasses import dataclass

LEFT, WIDTH, VALUES = 190, 430, 140  # of labels, bars and the room for values, in the plot's units
STEP = 34  # from bar to bar


@dataclass(frozen=True)
class Measure:
    """One value of a plot. tone: which colour repeats what the label says."""

    label: str
    value: int
    tone: str = ""


@dataclass(frozen=True)
class Bar:
    """One bar, placed. text_x is where its value is written."""

    label: str
    value: int
    tone: str
    x: float
    y: int
    width: float
    text_y: int
    text_x: float


@dataclass(frozen=True)
class Chart:
    """A plot of horizontal bars, with its height and the line that all of them begin at."""

    bars: tuple[Bar, ...]
    height: int
    width: int = LEFT + WIDTH + VALUES
    axis: int = LEFT
    label_x: int = LEFT - 10


def bars(measures: Sequence[Measure]) -> Chart:
    """Place bars that all begin at the axis; negative values count by their size."""
    largest = max((abs(each.value) for each in measures), default=0) or 1
    placed = [
        _placed(each, row, start=0, scale=WIDTH / largest) for row, each in enumerate(measures)
    ]
    return Chart(tuple(placed), height=STEP * len(measures) + 8)


def waterfall(measures: Sequence[Measure]) -> Chart:
    """Place bars that each begin where the one before ended; the last is their sum.

    Shapes: the last measure is the sum of the others, so the plot closes.
    """
    parts, whole = measures[:-1], measures[-1]
    scale = WIDTH / (sum(abs(each.value) for each in parts) or 1)
    placed, start = [], 0
    for row, each in enumerate(parts):
        placed.append(_placed(each, row, start=start, scale=scale))
        start += abs(each.value)
    placed.append(_placed(whole, len(parts), start=0, scale=scale))
    return Chart(tuple(placed), height=STEP * len(measures) + 8)


def _placed(measure: Measure, row: int, *, start: int, scale: float) -> Bar:
    x = LEFT + round(start * scale, 1)
    width = round(abs(measure.value) * scale, 1)
    y = row * STEP + 6
    return Bar(
        label=measure.label,
        value=measure.value,
        tone=measure.tone,
        x=x,
        y=y,
        width=max(width, 1),
        text_y=y + 17,
        text_x=round(x + width + 6, 1),
    )
