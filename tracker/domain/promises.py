"""What a supplier promised and what came of it: slips, record, and a plain forecast."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from tracker.domain.newest import oldest_first
from tracker.domain.statements import Scope, Statement
from tracker.enums import DomainState, Folder, Level, ServiceDomain

# A day is a promise when the sentence speaks of running again, not of some other term.
_RESTART = re.compile(
    r"再開|再稼働|復旧|復帰|解除|拡大|広げ|開始|正常化|通常|稼働"
    r"|resum|restor|restart|reopen|recover|expand|begin|start|back|normal",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Promise:
    """One restart that was announced, however often its day moved.

    Shapes: `told` are the announcements with a new day, oldest first. `outcome` is the first
        notice that says it runs, None while it does not.
    """

    domain: ServiceDomain
    scope: Scope
    told: tuple[Statement, ...]
    outcome: Statement | None = None

    @property
    def deadlines(self) -> tuple[date, ...]:
        """The last day of each promise, in the order they were told."""
        days = (one.expected.deadline for one in self.told if one.expected)
        return tuple(day for day in days if day)

    @property
    def slip_count(self) -> int:
        """How often the day moved to a later one."""
        return sum(after > before for before, after in pairwise(self.deadlines))

    @property
    def slip_days(self) -> int:
        """How far the day has moved from the first promise to the newest."""
        return (self.deadlines[-1] - self.deadlines[0]).days

    @property
    def kept_on(self) -> date | None:
        """The day on which it came true."""
        return self.outcome.since if self.outcome else None

    @property
    def late_days(self) -> int | None:
        """How late it came true against the first promise; negative: early. None: not yet."""
        return (self.kept_on - self.deadlines[0]).days if self.kept_on else None

    def is_overdue(self, today: date) -> bool:
        return self.outcome is None and today > self.deadlines[-1]


@dataclass(frozen=True, slots=True)
class Forecast:
    """When a promised restart is to be reckoned with, and what that rests on.

    `on` is None when the reckoned day has passed as well: there is no basis for another.
    Units: `median_days`, `least_days`, `most_days` late over `count` restarts of the supplier.
    """

    on: date | None
    promised: date
    count: int
    median_days: int = 0
    least_days: int = 0
    most_days: int = 0


def promises(told: Iterable[Statement]) -> list[Promise]:
    """Return every restart that official notices announced with a day, oldest first."""
    found: list[Promise] = []
    for one in oldest_first(one for one in told if one.folder is Folder.OFFICIAL):
        if one.state is DomainState.PLANNED_RESUME:
            _announce(found, one)
        else:
            _settle(found, one)
    return found


def forecast(promise: Promise, record: Sequence[Promise], *, today: date) -> Forecast:
    """Add to a promise what the supplier's restarts came late by, in the middle."""
    late = sorted(one.late_days for one in record if one.late_days is not None)
    promised = promise.deadlines[-1]
    middle = int(median(late)) if late else 0
    day = promised + timedelta(days=middle)
    return Forecast(
        on=day if day >= today else None,
        promised=promised,
        count=len(late),
        median_days=middle,
        least_days=late[0] if late else 0,
        most_days=late[-1] if late else 0,
    )


def _announce(found: list[Promise], one: Statement) -> None:
    """Add to the open promise of the same thing, or begin a new one.

    A page that goes on showing a promise which was kept promises nothing new.
    """
    deadline = one.expected.deadline if one.expected else None
    if deadline is None or not _RESTART.search(one.evidence):
        return
    for index, promise in enumerate(found):
        if not _is_same(promise, one):
            continue
        if promise.deadlines[-1] == deadline:
            return
        if promise.outcome is None:
            found[index] = replace(promise, told=(*promise.told, one))
            return
    found.append(Promise(one.domain, one.scope, (one,)))


def _settle(found: list[Promise], one: Statement) -> None:
    """Close the promises that a notice reports as kept."""
    for index, promise in enumerate(found):
        if promise.outcome is None and _keeps(one, promise):
            found[index] = replace(promise, outcome=one)


def _is_same(promise: Promise, one: Statement) -> bool:
    return (promise.domain, promise.scope.services, promise.scope.channel) == (
        one.domain,
        one.scope.services,
        one.scope.channel,
    )


def _keeps(one: Statement, promise: Promise) -> bool:
    """Whether a word on the present makes a promise true: a limited one a limited running."""
    if one.domain is not promise.domain or one.since < promise.told[0].told_on:
        return False
    if promise.scope.is_whole:
        return one.level is Level.UP and one.scope.covers(promise.scope)
    runs = one.level is Level.UP or one.state is DomainState.PARTIAL
    same_channel = one.scope.channel in ("", promise.scope.channel)
    services = one.scope.services
    return runs and same_channel and (not services or services >= promise.scope.services)
