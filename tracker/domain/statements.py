"""One claim with the notice that makes it: what standing, stages and promises reason about."""

from dataclasses import dataclass, field
from datetime import date, datetime

from tracker.enums import Certainty, DomainState, Folder, Level, ServiceDomain

# What a state means for the present; a plan or something called off says nothing of it.
LEVELS = {
    DomainState.STOPPED: Level.DOWN,
    DomainState.PARTIAL: Level.LIMITED,
    DomainState.DEGRADED: Level.LIMITED,
    DomainState.NORMAL: Level.UP,
    DomainState.RESUMED: Level.UP,
    DomainState.UNKNOWN: Level.UNKNOWN,
}
PLANS = frozenset({DomainState.PLANNED_RESUME, DomainState.PLANNED_STOP})
SEVERITY = {Level.DOWN: 3, Level.LIMITED: 2, Level.UNKNOWN: 1, Level.UP: 0}


@dataclass(frozen=True, slots=True)
class Scope:
    """What a statement holds for. Empty parts mean all services, goods, channels."""

    services: frozenset[str] = frozenset()
    limits: frozenset[str] = frozenset()  # values of Limit
    items: frozenset[str] = frozenset()  # goods named one by one
    channel: str = ""  # a value of Channel

    @property
    def is_whole(self) -> bool:
        """Whether the statement holds without limit inside its services."""
        return not (self.limits or self.items or self.channel)

    def reaches(self, service: str) -> bool:
        """Whether it speaks of a service; "" is the supplier as a whole."""
        return not self.services or service in self.services

    def covers(self, other: "Scope") -> bool:
        """Whether everything that the other scope speaks of lies inside this one."""
        return (
            self._covers_services(other)
            and (not self.limits or self.limits == other.limits)
            and (not self.items or self.items >= other.items > frozenset())
            and self.channel in ("", other.channel)
        )

    def _covers_services(self, other: "Scope") -> bool:
        return not self.services or (bool(other.services) and other.services <= self.services)


@dataclass(frozen=True, slots=True)
class Expected:
    """When a restart is expected; None means that this end is open."""

    first: date | None
    last: date | None
    text: str = ""

    @property
    def deadline(self) -> date | None:
        """The day after which the promise is broken."""
        return self.last or self.first


@dataclass(frozen=True, slots=True)
class Statement:
    """What one notice says of one domain.

    `told_on` is the day the notice dates itself with, `posted_on` the day it first appeared; both
    are the day of our reading when it prints none. `unsaid_since` is when the page left it out
    without saying anything else; None while the page still says it.
    """

    key: int  # of the stored claim; 0 for none
    page: int
    domain: ServiceDomain
    state: DomainState
    told_on: date
    seen_at: datetime
    evidence: str = ""
    scope: Scope = field(default_factory=Scope)
    folder: Folder = Folder.OFFICIAL
    reading: int = 0  # of the page; statements of one reading stand together
    notice: int = 0  # key of the notice on the page; 0: the page as a whole
    number: int | None = None  # 第N報
    posted_on: date | None = None
    effective_on: date | None = None
    expected: Expected | None = None
    certainty: Certainty = Certainty.NONE
    unsaid_since: datetime | None = None

    @property
    def level(self) -> Level | None:
        """What it says of the present; None for a plan."""
        return LEVELS.get(self.state)

    @property
    def is_plan(self) -> bool:
        return self.state in PLANS

    @property
    def since(self) -> date:
        """The day from which it holds, as far as it is said."""
        return self.effective_on or self.told_on
