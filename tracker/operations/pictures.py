"""One supplier as one company sees it at one moment: cells, overrides, conflicts, promises."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tracker.domain.conflicts import (
    OBSERVED_DOMAINS,
    Comparison,
    Conflict,
    Word,
    between_pages,
    compare,
)
from tracker.domain.overrides import Overridden, overridden
from tracker.domain.overrides import Override as OverrideValue
from tracker.domain.promises import Promise, promises
from tracker.domain.series import growth
from tracker.domain.standing import Cell, Standing, cell, overall, services_of
from tracker.domain.statements import Scope
from tracker.domain.trends import RECENT, Span, spans, trend
from tracker.enums import (
    Disagreement,
    Level,
    Observed,
    ObservedResult,
    RecordKind,
    ServiceDomain,
    Trend,
)
from tracker.models import ManualFact, Override, Supplier, TimelineRecord
from tracker.operations import said
from tracker.operations.said import Said

OBSERVED_WITHIN = timedelta(days=14)  # an older try of our own tells nothing of today
OBSERVED_LEVELS = {
    ObservedResult.WORKS: Level.UP,
    ObservedResult.UNSTABLE: Level.LIMITED,
    ObservedResult.FAILS: Level.DOWN,
    ObservedResult.UNKNOWN: Level.UNKNOWN,
}
Place = tuple[ServiceDomain, str]  # a domain of a service; "" is the supplier over all


@dataclass(frozen=True, slots=True)
class Picture:
    """Shapes: `cells` by domain and service, with what was set over them; `history` per domain."""

    supplier: Supplier
    at: datetime
    said: Said
    standing: Standing
    cells: dict[Place, Overridden]
    history: dict[ServiceDomain, list[Span]]
    words: tuple[Word, ...] = field(default=())

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.supplier.workspace.time_zone)

    @property
    def today(self) -> date:
        """The day of the picture, in the company's zone."""
        return self.at.astimezone(self.zone).date()

    @property
    def domains(self) -> list[ServiceDomain]:
        """The domains that anybody spoke of, in their fixed order."""
        return [domain for domain in ServiceDomain if (domain, "") in self.cells]

    @property
    def services(self) -> list[str]:
        return services_of(self.standing.statements)

    def whole(self) -> dict[ServiceDomain, Cell]:
        """Return the cells over all services."""
        return {domain: self.cells[domain, ""].cell for domain in self.domains}

    def of_service(self, service: str) -> dict[ServiceDomain, Cell]:
        """Return the cells of one service."""
        found = {domain: self.cells.get((domain, service)) for domain in self.domains}
        return {domain: one.cell for domain, one in found.items() if one}

    def trend(self, domain: ServiceDomain) -> Trend:
        since = (self.at - RECENT).date()
        return trend(self.history[domain], growth(self.said.points, since=since), now=self.at)

    def promises(self) -> list[Promise]:
        return promises(self.said.ever)

    def comparisons(self) -> list[Comparison]:
        """Return how news, our own tries and what we were told stand to the supplier's word."""
        words: dict[Place, list[Word]] = defaultdict(list)
        for word in self.words:
            words[self._place_of(word)].append(word)
        return [compare(one.said, words[place]) for place, one in self.cells.items()]

    def _place_of(self, word: Word) -> Place:
        """Return the cell a word speaks of: its service's own, if there is one."""
        named = [(word.domain, service) for service in sorted(word.scope.services)]
        return next((place for place in named if place in self.cells), (word.domain, ""))

    def conflicts(self) -> list[Conflict]:
        """Return everything that contradicts the supplier's newest word, its own pages first."""
        others = [one for found in self.comparisons() for one in found.conflicts]
        return [*between_pages(self.standing), *others]


def picture(supplier: Supplier, *, at: datetime) -> Picture:
    """Return a supplier as it was known at a moment."""
    found = said.load(supplier, at=at)
    stands = found.standing
    domains = sorted({one.domain for one in stands.statements}, key=list(ServiceDomain).index)
    set_here = _overrides(supplier, at)
    set_domains = {one.domain for one in set_here}
    domains += [domain for domain in ServiceDomain if domain in set_domains - set(domains)]
    places: list[Cell] = []
    for domain in domains:
        places.append(overall(domain, stands.statements))
        named = services_of(stands.statements, domain)
        places += [cell(domain, service, stands.statements) for service in named]
    return Picture(
        supplier=supplier,
        at=at,
        said=found,
        standing=stands,
        cells={(one.domain, one.service): overridden(one, set_here, now=at) for one in places},
        history=spans(found.readings, domains),
        words=_words(supplier, found, at),
    )


def _overrides(supplier: Supplier, at: datetime) -> list[OverrideValue]:
    rows = Override.objects.filter(supplier=supplier, set_at__lte=at)
    return [
        OverrideValue(
            key=row.pk,
            domain=ServiceDomain(row.domain),
            service=row.service,
            level=Level(row.level),
            set_at=row.set_at,
            expires_at=row.expires_at,
            is_locked=row.is_locked,
            ended_at=row.ended_at,
        )
        for row in rows.order_by("pk")
    ]


def _words(supplier: Supplier, found: Said, at: datetime) -> tuple[Word, ...]:
    """Return what others than the supplier's pages say."""
    news = [
        Word(
            Disagreement.NEWS,
            one.key,
            one.domain,
            one.level,
            one.told_on,
            one.evidence,
            one.scope,
        )
        for one in found.news
        if one.level
    ]
    return (*news, *_observed(supplier, at), *_facts(supplier, at))


def _observed(supplier: Supplier, at: datetime) -> list[Word]:
    """Return our own latest try of each thing."""
    tries = TimelineRecord.objects.filter(
        supplier=supplier,
        kind=RecordKind.OBSERVATION,
        happened_at__lte=at,
        happened_at__gt=at - OBSERVED_WITHIN,
        corrections=None,
    ).exclude(observed="")
    latest = {row.observed: row for row in tries.order_by("happened_at", "pk")}
    zone = ZoneInfo(supplier.workspace.time_zone)
    return [
        Word(
            Disagreement.OBSERVATION,
            row.pk,
            OBSERVED_DOMAINS[Observed(row.observed)],
            OBSERVED_LEVELS[ObservedResult(row.result)],
            row.happened_at.astimezone(zone).date(),
            row.body or f"{row.get_observed_display()}: {row.get_result_display()}",
        )
        for row in latest.values()
        if row.result
    ]


def _facts(supplier: Supplier, at: datetime) -> list[Word]:
    rows = ManualFact.objects.filter(supplier=supplier, told_at__lte=at, recorded_at__lte=at)
    zone = ZoneInfo(supplier.workspace.time_zone)
    return [
        Word(
            Disagreement.FACT,
            row.pk,
            ServiceDomain(row.domain),
            Level(row.level),
            row.told_at.astimezone(zone).date(),
            row.text,
            Scope(frozenset([row.service]) if row.service else frozenset()),
        )
        for row in rows.order_by("told_at", "pk")
    ]
