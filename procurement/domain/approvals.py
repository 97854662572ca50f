"""Who may decide a request and what the decisions so far come to. Nothing is ever approved by
silence, by an empty step, or by somebody who asked, edited or stands in for them (A1 to A7)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from procurement.domain.routes import People, SeatedRoute, SeatedStep, is_over_limit
from procurement.enums import Bar, Decision, RequestState, Seating, Urgency

TAKE_BACK = timedelta(minutes=10)  # after an approval, unless it was dispatched before
REMIND_AFTER = timedelta(days=1)
ESCALATE_AFTER = timedelta(days=2)


class MayNotDecideError(Exception):
    """Somebody may not decide this request."""

    def __init__(self, bar: Bar) -> None:
        super().__init__(str(bar))
        self.bar = bar


class ChangedRequestError(Exception):
    """The request is not the one that was read; `differences` says what has changed."""

    def __init__(self, differences: "tuple[Difference, ...]") -> None:
        super().__init__(f"{len(differences)} values have changed")
        self.differences = differences


@dataclass(frozen=True, slots=True)
class Vote:
    """One decision that was made on one step (0 is the first), for whose seat, by whom."""

    step: int
    seat: int
    person: int
    decision: Decision


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a request stands. None as step: nothing is waited for."""

    state: RequestState
    step: int | None
    open_seats: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that was shown and is different now. None: it was not there."""

    name: str
    before: Any
    after: Any


def progress(route: SeatedRoute, votes: Iterable[Vote]) -> Progress:
    """Return what the votes come to; steps are taken in turn, each by its own seating."""
    cast = list(votes)
    for vote in cast:
        if vote.decision == Decision.REFUSE:
            return Progress(RequestState.REFUSED, None)
        if vote.decision == Decision.RETURN:
            return Progress(RequestState.RETURNED, None)
    for number, step in enumerate(route.steps):
        agreed = {v.seat for v in cast if v.step == number and v.decision == Decision.APPROVE}
        if not _is_passed(step, agreed):
            waiting = tuple(seat.approver for seat in step.seats if seat.approver not in agreed)
            return Progress(RequestState.PENDING, number, waiting)
    return Progress(RequestState.APPROVED, None)


def seat_for(
    person: int, route: SeatedRoute, people: People, votes: Iterable[Vote], *, amount: int
) -> Vote:
    """Return the seat on which somebody may decide now, as a vote to approve.

    Raises: MayNotDecideError, whatever door they came by.
    """
    if person not in people.current:
        raise MayNotDecideError(Bar.NOT_A_MEMBER)
    if person in people.barred:
        raise MayNotDecideError(_bar(person, people))
    now = progress(route, votes)
    if now.step is not None:
        for seat in route.steps[now.step].seats:
            if seat.approver in now.open_seats and person in seat.holders:
                return Vote(now.step, seat.approver, person, Decision.APPROVE)
    over = is_over_limit(person, amount, people)
    raise MayNotDecideError(Bar.OVER_LIMIT if over else Bar.NOT_SEATED)


def version_of(shown: Mapping[str, Any]) -> str:
    """Return the mark of exactly what was shown to the person who decides."""
    written = json.dumps(shown, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()


def check_version(read: str, shown: Mapping[str, Any], before: Mapping[str, Any]) -> None:
    """Raises: ChangedRequestError when the version that was read is not the one that stands.

    `before` is what the reader saw, as it was kept under the version that they send back.
    """
    if read != version_of(shown):
        raise ChangedRequestError(differences(before, shown))


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Return what changed, by name."""
    names = sorted(before.keys() | after.keys())
    return tuple(
        Difference(name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    )


def can_take_back(
    *, decided_at: datetime, dispatched_at: datetime | None, now: datetime
) -> timedelta | None:
    """Return how long an approval can still be taken back; None: not any more.

    A clock that was set back does not lengthen the time.
    """
    if dispatched_at is not None:
        return None
    left = min(decided_at + TAKE_BACK - now, TAKE_BACK)
    return left if left > timedelta(0) else None


def urgency_of(asked_at: datetime, *, now: datetime) -> Urgency:
    """Return whether to remind the approvers or to tell those above them."""
    age = now - asked_at
    if age >= ESCALATE_AFTER:
        return Urgency.ESCALATE
    return Urgency.REMIND if age >= REMIND_AFTER else Urgency.FRESH


@dataclass(frozen=True, slots=True)
class Budget:
    """What a department may spend in a period. Units: minor units; promised is approved but
    not yet billed."""

    amount: int
    spent_amount: int
    promised_amount: int
    ends_on: date

    @property
    def left_amount(self) -> int:
        return self.amount - self.spent_amount - self.promised_amount

    def left_after(self, amount: int) -> int:
        """Return what would be left; below zero: the budget does not suffice."""
        return self.left_amount - amount


def _is_passed(step: SeatedStep, agreed: set[int]) -> bool:
    """A step without seats is never passed."""
    seats = {seat.approver for seat in step.seats}
    if not seats:
        return False
    return seats <= agreed if step.seating == Seating.ALL else bool(seats & agreed)


def _bar(person: int, people: People) -> Bar:
    if person == people.requester:
        return Bar.REQUESTER
    return Bar.EDITOR if person in people.editors else Bar.DEPUTISED
