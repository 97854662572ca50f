"""How a domain moved over time: its spans for the plots, and which way it went last."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from tracker.domain.series import Step
from tracker.domain.standing import Cell, PageReading, overall, standing, still_said
from tracker.domain.statements import SEVERITY, Statement
from tracker.enums import Level, ServiceDomain, Trend

RECENT = timedelta(days=14)  # a move longer ago is no trend


@dataclass(frozen=True, slots=True)
class Span:
    """A time [started_at, ended_at) in which a domain ran alike; None means still going."""

    domain: ServiceDomain
    level: Level
    started_at: datetime
    ended_at: datetime | None
    statement: Statement | None  # that brought it


def spans(
    readings: Iterable[PageReading], domains: Iterable[ServiceDomain]
) -> dict[ServiceDomain, list[Span]]:
    """Return how each domain ran as it was known then, oldest first.

    Shapes: `readings` of all official pages; days before the first word are left out.
    """
    wanted = list(domains)
    found: dict[ServiceDomain, list[Span]] = {domain: [] for domain in wanted}
    pages: dict[int, list[PageReading]] = {}
    said: dict[int, list[Statement]] = {}
    for reading in sorted(readings, key=lambda one: (one.taken_at, one.page)):
        pages.setdefault(reading.page, []).append(reading)
        said[reading.page] = still_said(pages[reading.page])
        stands = standing(one for page in said.values() for one in page).statements
        for domain in wanted:
            _extend(found[domain], overall(domain, stands), reading.taken_at)
    return found


def trend(history: Sequence[Span], growth: Sequence[Step], *, now: datetime) -> Trend:
    """Say which way a domain went last: by its level, else by its numbers."""
    recent = [one for one in history if one.started_at > now - RECENT]
    if recent and len(history) > 1:
        return _move(history[-2].level, recent[-1].level)
    if history and history[-1].level is Level.LIMITED and growth:
        return Trend.BETTER
    return Trend.STEADY


def worsened_at(history: Sequence[Span]) -> datetime | None:
    """Return when a domain last got worse; its first word counts if it was a bad one."""
    levels = [0, *(SEVERITY[one.level] for one in history)]
    worse = [one for one, (was, now) in zip(history, pairwise(levels), strict=True) if now > was]
    return worse[-1].started_at if worse else None


def _move(before: Level, after: Level) -> Trend:
    """A word that was taken back is neither good nor bad news."""
    if Level.UNKNOWN in (before, after):
        return Trend.STEADY
    return Trend.WORSE if SEVERITY[after] > SEVERITY[before] else Trend.BETTER


def _extend(history: list[Span], cell: Cell, at: datetime) -> None:
    if cell.level is Level.UNKNOWN and not history:
        return
    if history and history[-1].level is cell.level:
        return
    if history:
        history[-1] = replace(history[-1], ended_at=at)
    statement = cell.deciding[0] if cell.deciding else None
    history.append(Span(cell.domain, cell.level, at, None, statement))
