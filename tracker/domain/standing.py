"""What stands: the newest valid word per domain, service and scope, over all official pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from tracker.domain.newest import newest_first
from tracker.domain.statements import SEVERITY, Statement
from tracker.enums import Basis, DomainState, Folder, Level, ServiceDomain


@dataclass(frozen=True, slots=True)
class PageReading:
    """What one version of one page says. `withdrawn` are keys of notices that it took back."""

    page: int
    taken_at: datetime
    statements: tuple[Statement, ...] = ()
    is_restored: bool = False  # an old version that came back: it counts for nothing
    withdrawn: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A statement that no longer counts, and the newer one because of which."""

    statement: Statement
    by: Statement


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything the supplier's own pages still say. Shapes: newest first."""

    statements: tuple[Statement, ...] = ()
    overtaken: tuple[Overtaken, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """How one domain of one service runs; service "" is the supplier as a whole.

    Shapes: `deciding` are the statements that the level rests on, `exceptions` those among the
        standing that say otherwise for a part, `plans` what is announced; newest first.
    """

    domain: ServiceDomain
    service: str = ""
    level: Level = Level.UNKNOWN
    state: DomainState | None = None
    basis: Basis = Basis.NOTHING
    deciding: tuple[Statement, ...] = ()
    exceptions: tuple[Statement, ...] = ()
    plans: tuple[Statement, ...] = field(default=())

    @property
    def told_on(self) -> date | None:
        """The day of the newest word that it rests on."""
        return max((one.told_on for one in self.deciding), default=None)

    @property
    def is_unsaid(self) -> bool:
        """Whether no page says it any more; the last word is kept, and ages."""
        return bool(self.deciding) and all(one.unsaid_since for one in self.deciding)


def still_said(readings: Iterable[PageReading]) -> list[Statement]:
    """Return what the readings of one page leave standing.

    What a page drops without a new word on it is kept and marked: silence is no good news.
    """
    said: list[Statement] = []
    for reading in sorted(readings, key=lambda one: one.taken_at):
        if reading.is_restored:
            continue
        left = [
            replace(one, unsaid_since=one.unsaid_since or reading.taken_at)
            for one in said
            if one.notice not in reading.withdrawn and not _is_retold(one, reading)
        ]
        said = [*reading.statements, *left]
    return said


def standing(said: Iterable[Statement]) -> Standing:
    """Merge what the official pages say; a newer word overtakes what lies inside its scope."""
    kept: list[Statement] = []
    overtaken: list[Overtaken] = []
    for one in newest_first(one for one in said if one.folder is Folder.OFFICIAL):
        by = next((newer for newer in kept if overtakes(newer, one)), None)
        if by:
            overtaken.append(Overtaken(one, by))
        else:
            kept.append(one)
    return Standing(tuple(kept), tuple(overtaken))


def overtakes(newer: Statement, older: Statement) -> bool:
    """Whether a newer statement makes an older one void.

    Statements of one reading stand together: the page's own reader has weighed them.
    """
    if newer.domain is not older.domain or not newer.scope.covers(older.scope):
        return False
    if (newer.page, newer.reading) == (older.page, older.reading):
        return False
    if older.state is DomainState.PLANNED_RESUME:
        return newer.state is older.state or newer.level is Level.UP
    if older.state is DomainState.PLANNED_STOP:
        return newer.state in (older.state, DomainState.CANCELLED, DomainState.STOPPED)
    return newer.level is not None


def services_of(statements: Iterable[Statement], domain: ServiceDomain | None = None) -> list[str]:
    """Return the services that statements name, sorted; of one domain if it is given."""
    spoken = (one for one in statements if domain in (None, one.domain))
    return sorted({service for one in spoken for service in one.scope.services})


def cell(domain: ServiceDomain, service: str, stands: Sequence[Statement]) -> Cell:
    """Return how one domain of one service runs, as far as the standing statements say."""
    here = [one for one in stands if one.domain is domain and one.scope.reaches(service)]
    plans = tuple(one for one in here if one.is_plan)
    present = [one for one in here if one.level is not None]
    bare = Cell(domain, service, plans=plans)
    if not present:
        return _implied(bare)
    whole = next((one for one in present if one.scope.is_whole), None)
    parts = [one for one in present if not one.scope.is_whole]
    level = _level(whole, parts)
    differing = tuple(one for one in parts if whole is None or one.level is not whole.level)
    deciding = (whole, *differing) if whole else differing
    return replace(
        bare,
        level=level,
        state=_state(whole, parts, level),
        basis=Basis.OFFICIAL,
        deciding=deciding,
        exceptions=differing if whole else (),
    )


def overall(domain: ServiceDomain, stands: Sequence[Statement]) -> Cell:
    """Return how a domain runs over all services: limited where they differ."""
    general = cell(domain, "", stands)
    named = [cell(domain, service, stands) for service in services_of(stands, domain)]
    cells = [one for one in (general, *named) if one.basis is not Basis.NOTHING]
    if not cells:
        return general
    worst = max(cells, key=lambda one: SEVERITY[one.level])
    levels = {one.level for one in cells if one.level is not Level.UNKNOWN}
    is_mixed = len(levels) > 1
    return Cell(
        domain,
        level=Level.LIMITED if is_mixed else worst.level,
        state=DomainState.PARTIAL if is_mixed else worst.state,
        basis=worst.basis,
        deciding=_unique(one for found in cells for one in found.deciding),
        exceptions=_unique(one for found in cells for one in found.exceptions),
        plans=_unique(one for found in cells for one in found.plans),
    )


def _is_retold(one: Statement, reading: PageReading) -> bool:
    """Whether the page has a new word on the same domain for all the services of a statement."""
    told = [new.scope.services for new in reading.statements if new.domain is one.domain]
    named = frozenset[str]().union(*told)
    return any(not services for services in told) or bool(
        one.scope.services and one.scope.services <= named
    )


def _implied(bare: Cell) -> Cell:
    """A restart that is announced says that the service does not run; other plans say nothing."""
    restarts = tuple(one for one in bare.plans if one.state is DomainState.PLANNED_RESUME)
    if not restarts:
        return bare
    return replace(
        bare,
        level=Level.DOWN,
        state=DomainState.STOPPED,
        basis=Basis.IMPLIED,
        deciding=restarts,
    )


def _level(whole: Statement | None, parts: Sequence[Statement]) -> Level:
    """Weigh what is said of all against what is said of parts; in doubt nothing is well."""
    known = [one for one in parts if one.level is not Level.UNKNOWN]
    if whole is None or whole.level is Level.UNKNOWN:
        if not known:
            return Level.UNKNOWN
        is_normal = all(one.state is DomainState.NORMAL for one in known)
        return Level.UP if is_normal and whole is None else Level.LIMITED
    if any(one.level is not whole.level for one in known):
        return Level.LIMITED
    return whole.level or Level.UNKNOWN


def _state(whole: Statement | None, parts: Sequence[Statement], level: Level) -> DomainState:
    """Return the word for the level: the supplier's own where one statement decides."""
    said = [one for one in (whole, *parts) if one and one.level is level]
    return said[0].state if said else DomainState.PARTIAL


def _unique(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    return tuple(dict.fromkeys(statements))
