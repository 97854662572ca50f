"""What people of one company set over the reading: claims judged, states set by hand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.domain.standing import Cell
from tracker.domain.statements import Expected, Statement
from tracker.enums import Basis, DomainState, Level, ReviewVerdict, ServiceDomain


@dataclass(frozen=True, slots=True)
class Override:
    """A state that a person set for one domain of one service, with an end.

    A locked override holds until it expires; any other ends with the supplier's next word.
    """

    key: int
    domain: ServiceDomain
    service: str
    level: Level
    set_at: datetime
    expires_at: datetime
    is_locked: bool = False
    ended_at: datetime | None = None

    def holds(self, cell: Cell, *, now: datetime) -> bool:
        """Whether it is in force over what the pages say."""
        end = min(self.expires_at, self.ended_at or self.expires_at)
        if not self.set_at <= now < end:
            return False
        return self.is_locked or all(one.seen_at <= self.set_at for one in cell.deciding)


@dataclass(frozen=True, slots=True)
class Review:
    """A person's verdict on one claim, with what it should have said. None: as it was read."""

    verdict: ReviewVerdict
    state: DomainState | None = None
    domain: ServiceDomain | None = None
    expected: Expected | None = None
    expires_at: datetime | None = None  # None: for good

    def holds(self, *, now: datetime) -> bool:
        return self.expires_at is None or now < self.expires_at


@dataclass(frozen=True, slots=True)
class Overridden:
    """A cell as the company sees it: what the pages say, and what was set over it, if anything."""

    cell: Cell
    said: Cell
    override: Override | None = None


def reviewed(
    statements: Iterable[Statement], reviews: Mapping[int, Review], *, now: datetime
) -> list[Statement]:
    """Leave out dismissed statements and put corrections in place; `reviews` go by claim key."""
    found = []
    for one in statements:
        review = reviews.get(one.key)
        if review is None or not review.holds(now=now):
            found.append(one)
        elif review.verdict is not ReviewVerdict.DISMISSED:
            found.append(_corrected(one, review))
    return found


def overridden(cell: Cell, overrides: Sequence[Override], *, now: datetime) -> Overridden:
    """Lay the newest override in force over a cell."""
    of_cell = [
        one
        for one in overrides
        if (one.domain, one.service) == (cell.domain, cell.service) and one.holds(cell, now=now)
    ]
    if not of_cell:
        return Overridden(cell, cell)
    newest = max(of_cell, key=lambda one: (one.set_at, one.key))
    shown = replace(cell, level=newest.level, state=None, basis=Basis.OVERRIDE)
    return Overridden(shown, cell, newest)


def _corrected(one: Statement, review: Review) -> Statement:
    return replace(
        one,
        state=review.state or one.state,
        domain=review.domain or one.domain,
        expected=review.expected or one.expected,
    )
