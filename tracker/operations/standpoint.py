"""Everything that the recovery page of a supplier shows, put side by side and never merged."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.functional import Promise as LazyWords

from tracker.domain.conflicts import OBSERVED_DOMAINS, Conflict, Word
from tracker.domain.overrides import Overridden
from tracker.domain.promises import Forecast, Promise, forecast
from tracker.domain.signs import Sign
from tracker.domain.stages import DomainStage, Rung
from tracker.domain.statements import Statement
from tracker.enums import (
    RELEASE_ORDER,
    STAGE_ADVICE,
    STAGE_LOOKS,
    Disagreement,
    Level,
    RecordKind,
    RecoveryStage,
    ServiceDomain,
    VerificationKind,
)
from tracker.models import (
    ManualFact,
    Override,
    Reading,
    Supplier,
    TimelineRecord,
    Verification,
)
from tracker.operations.ground import Ground, ground_of
from tracker.operations.pictures import Picture, picture
from tracker.operations.recovery import Recovery, recovery, seen_signs
from tracker.operations.sentences import Sentence, sentence

OBSERVED_WITHIN = timedelta(days=60)  # what we saw earlier is on the timeline
OBSERVED_MOST = 30


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of the ladder as it is shown."""

    rung: Rung
    looks: LazyWords
    advice: LazyWords
    is_decided: bool
    is_proposed: bool
    is_announced: bool

    @property
    def stage(self) -> RecoveryStage:
        return self.rung.stage


@dataclass(frozen=True, slots=True)
class Told:
    """What the supplier's pages say of one domain. Shapes: `statements` newest first."""

    domain: ServiceDomain
    cell: Overridden
    statements: tuple[Statement, ...]

    @property
    def is_telling(self) -> bool:
        """Whether it is shown at once: what nothing is bought without, and what has stopped."""
        return self.domain in RELEASE_ORDER[:2] or self.cell.cell.level is Level.DOWN


@dataclass(frozen=True, slots=True)
class Kept:
    """A promise with how late it is, and what is to be reckoned with. None: it was kept."""

    promise: Promise
    is_overdue: bool
    forecast: Forecast | None


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One service on the table of stages; "" is the supplier over all.

    Shapes: `stages` in the order of the domains, None where nothing is known.
    """

    service: str
    recovery: Recovery
    stages: tuple[DomainStage | None, ...]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One thing to be seen to after an attack. None: nobody has confirmed it."""

    kind: VerificationKind
    row: Verification | None


@dataclass(frozen=True, slots=True)
class Standpoint:
    """A supplier, or one service of it, as it was known at a moment.

    Shapes: `conflicts` newest first; `snapshots` by the key of the reading that a statement was
        taken from.
    """

    seen: Picture
    service: str  # "" for the supplier over all
    ground: Ground
    recovery: Recovery
    sentence: Sentence
    steps: tuple[Step, ...]
    told: tuple[Told, ...]
    news: tuple[Statement, ...]
    facts: tuple[ManualFact, ...]
    observations: tuple[TimelineRecord, ...]
    conflicts: tuple[Conflict, ...]
    supporting: tuple[Word, ...]
    lines: tuple[ServiceLine, ...]
    signs: tuple[Sign, ...]
    promises: tuple[Kept, ...]
    overrides: tuple[Override, ...]
    snapshots: Mapping[int, int]

    @property
    def domains(self) -> list[ServiceDomain]:
        return self.seen.domains

    @property
    def verifications(self) -> list[Confirmation]:
        rows = {VerificationKind(one.kind): one for one in self.ground.verifications}
        return [Confirmation(kind, rows.get(kind)) for kind in VerificationKind]

    @property
    def seen_sign_count(self) -> int:
        return sum(one.is_seen for one in self.signs)

    @property
    def slip_count(self) -> int:
        return sum(one.promise.slip_count for one in self.promises)

    @property
    def supporting_keys(self) -> set[int]:
        """The keys of news that agree with the supplier; they change nothing."""
        return {one.key for one in self.supporting if one.kind is Disagreement.NEWS}


def standpoint(supplier: Supplier, *, service: str = "", at: datetime) -> Standpoint:
    """Put together what was known of a supplier at a moment, in a flat number of queries.

    A service of which nobody has spoken is the supplier over all.
    """
    seen = picture(supplier, at=at)
    service = service if service in seen.services else ""
    ground = ground_of(seen)
    lines = tuple(_line(seen, name, ground) for name in ("", *seen.services))
    found = next(line.recovery for line in lines if line.service == service)
    comparisons = seen.comparisons()
    return Standpoint(
        seen=seen,
        service=service,
        ground=ground,
        recovery=found,
        sentence=sentence(seen, found),
        steps=_steps(found),
        told=_told(seen, service),
        news=tuple(sorted(seen.said.news, key=lambda one: one.told_on, reverse=True)),
        facts=_facts(supplier, at),
        observations=_observations(supplier, at),
        conflicts=tuple(sorted(seen.conflicts(), key=lambda one: one.other.on, reverse=True)),
        supporting=tuple(word for one in comparisons for word in one.supporting),
        lines=lines,
        signs=seen_signs(seen),
        promises=_kept(seen.promises(), seen.today),
        overrides=_overrides(supplier, at),
        snapshots=_snapshots(seen),
    )


def opening(supplier: Supplier, *, at: datetime) -> Sentence:
    """Return the one sentence alone, for pages that only open with it."""
    seen = picture(supplier, at=at)
    return sentence(seen, recovery(seen))


def _line(seen: Picture, service: str, ground: Ground) -> ServiceLine:
    found = recovery(seen, service=service, ground=ground)
    stages = tuple(found.domains.get(domain) for domain in seen.domains)
    return ServiceLine(service, found, stages)


def _steps(found: Recovery) -> tuple[Step, ...]:
    """Return the rungs, highest first, as a ladder is drawn."""
    assessment = found.assessment
    return tuple(
        Step(
            rung,
            STAGE_LOOKS[rung.stage],
            STAGE_ADVICE[rung.stage],
            is_decided=found.stage is rung.stage,
            is_proposed=assessment.proposed is rung.stage,
            is_announced=assessment.announced is rung.stage,
        )
        for rung in reversed(assessment.rungs)
    )


def _told(seen: Picture, service: str) -> tuple[Told, ...]:
    found = []
    for domain in seen.domains:
        here = [
            one
            for one in seen.standing.statements
            if one.domain is domain and (not service or one.scope.reaches(service))
        ]
        cell = seen.cells.get((domain, service)) or seen.cells[domain, ""]
        found.append(Told(domain, cell, tuple(here)))
    return tuple(found)


def _kept(found: Sequence[Promise], today: date) -> tuple[Kept, ...]:
    """Return the promises, open ones first, then the newest."""
    ordered = sorted(found, key=lambda one: one.told[-1].told_on, reverse=True)
    ordered.sort(key=lambda one: one.outcome is not None)
    return tuple(
        Kept(
            one,
            one.is_overdue(today),
            None if one.outcome else forecast(one, found, today=today),
        )
        for one in ordered
    )


def _facts(supplier: Supplier, at: datetime) -> tuple[ManualFact, ...]:
    rows = ManualFact.objects.filter(supplier=supplier, told_at__lte=at, recorded_at__lte=at)
    return tuple(rows.select_related("recorded_by").order_by("-told_at", "-pk"))


def _observations(supplier: Supplier, at: datetime) -> tuple[TimelineRecord, ...]:
    rows = TimelineRecord.objects.filter(
        supplier=supplier,
        kind=RecordKind.OBSERVATION,
        observed__in=[one.value for one in OBSERVED_DOMAINS],
        happened_at__lte=at,
        happened_at__gt=at - OBSERVED_WITHIN,
        corrections=None,
    )
    newest = rows.select_related("author").order_by("-happened_at", "-pk")
    return tuple(newest[:OBSERVED_MOST])


def _overrides(supplier: Supplier, at: datetime) -> tuple[Override, ...]:
    """Return what was set over the reading and whose time is not up."""
    rows = Override.objects.filter(supplier=supplier).in_force(now=at)
    return tuple(rows.select_related("set_by").order_by("-set_at", "-pk"))


def _snapshots(seen: Picture) -> Mapping[int, int]:
    """Return reading key -> the kept version of the page that it was taken from."""
    keys = {one.reading for one in _quoted(seen)}
    return dict(Reading.objects.filter(pk__in=keys).values_list("pk", "snapshot_id"))


def _quoted(seen: Picture) -> Iterable[Statement]:
    yield from seen.standing.statements
    yield from (one.statement for one in seen.standing.overtaken)
    yield from seen.said.news
    yield from seen.said.ever
