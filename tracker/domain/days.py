"""How a supplier stood day by day, by the days its notices date themselves with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from tracker.domain.standing import (
    PageReading,
    cell,
    overall,
    services_of,
    standing,
    still_said,
)
from tracker.domain.statements import SEVERITY, Statement
from tracker.enums import Level, ServiceDomain


@dataclass(frozen=True, slots=True)
class Day:
    """What stood once everything of a day had been told.

    Shapes: by domain; `worst` of the services where they differ. `numbers` are those of the
        notices of the day, sorted.
    """

    on: date
    levels: Mapping[ServiceDomain, Level]
    worst: Mapping[ServiceDomain, Level]
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Days [first, end) in which a domain ran alike."""

    domain: ServiceDomain
    level: Level
    first: date
    end: date
    numbers: tuple[int, ...] = ()  # of the notices that were told in it

    @property
    def day_count(self) -> int:
        return (self.end - self.first).days


def days_told(
    readings: Iterable[PageReading], domains: Sequence[ServiceDomain], *, until: date
) -> list[Day]:
    """Return every day on which something was told, oldest first; what is dated later is left."""
    pages = _by_page(readings)
    told = sorted({on for page in pages.values() for on, _ in page if on <= until})
    said: dict[int, list[Statement]] = {}
    found = []
    for today in told:
        for page, versions in pages.items():
            if any(on == today for on, _ in versions):
                said[page] = still_said(one for on, one in versions if on <= today)
        stands = standing(one for page in said.values() for one in page).statements
        numbers = {one.number for one in stands if one.told_on == today and one.number}
        found.append(
            Day(
                today,
                {domain: overall(domain, stands).level for domain in domains},
                {domain: _worst(domain, stands) for domain in domains},
                tuple(sorted(numbers)),
            )
        )
    return found


def level_spans(days: Sequence[Day], domain: ServiceDomain, *, end: date) -> list[DaySpan]:
    """Return how a domain ran over all its services, oldest first; unknown days are left out."""
    return _spans([(one, one.levels[domain]) for one in days], domain, end)


def worst_spans(days: Sequence[Day], domain: ServiceDomain, *, end: date) -> list[DaySpan]:
    """Return how the worst service of a domain ran, oldest first; unknown days are left out."""
    return _spans([(one, one.worst[domain]) for one in days], domain, end)


def _by_page(readings: Iterable[PageReading]) -> dict[int, list[tuple[date, PageReading]]]:
    """Return page -> its versions with the newest day that was told by then, oldest first."""
    pages: dict[int, list[tuple[date, PageReading]]] = {}
    for reading in sorted(readings, key=lambda one: one.taken_at):
        known = pages.setdefault(reading.page, [])
        days = [one.told_on for one in reading.statements]
        days += [on for on, _ in known[-1:]]
        if days and not reading.is_restored:
            known.append((max(days), reading))
    return pages


def _worst(domain: ServiceDomain, stands: Sequence[Statement]) -> Level:
    names = services_of(stands, domain)
    levels = [cell(domain, name, stands).level for name in names]
    levels.append(cell(domain, "", stands).level)
    known = [one for one in levels if one is not Level.UNKNOWN]
    return max(known, key=lambda one: SEVERITY[one], default=Level.UNKNOWN)


def _spans(days: Sequence[tuple[Day, Level]], domain: ServiceDomain, end: date) -> list[DaySpan]:
    found: list[DaySpan] = []
    ends = [(one, after.on) for (one, _), (after, _) in pairwise(days)]
    if days:
        ends.append((days[-1][0], end))
    for (day, until), (_, level) in zip(ends, days, strict=True):
        last = found[-1] if found else None
        if last and last.level is level:
            found[-1] = DaySpan(domain, level, last.first, until, (*last.numbers, *day.numbers))
        else:
            found.append(DaySpan(domain, level, day.on, until, day.numbers))
    return [one for one in found if one.level is not Level.UNKNOWN and one.end > one.first]
