"""Who has to decide a request: the route that fits, and the people seated on it today."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from procurement.enums import RouteNote, Seating

ANY: frozenset[str] = frozenset()  # a condition that names nothing lets everything through


@dataclass(frozen=True, slots=True)
class Subject:
    """What routes look at. Empty texts: not known. Units: amount in minor units."""

    amount: int
    department: str = ""
    category: str = ""
    supplier: str = ""
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a route: its approvers decide side by side, all of them or any one."""

    approvers: tuple[int, ...]
    seating: Seating = Seating.ANY


@dataclass(frozen=True, slots=True)
class Route:
    """One route and what it is for, from_amount included, below_amount not; None: no upper end."""

    name: str
    steps: tuple[Step, ...]
    from_amount: int = 0
    below_amount: int | None = None
    departments: frozenset[str] = ANY
    categories: frozenset[str] = ANY
    suppliers: frozenset[str] = ANY
    stages: frozenset[str] = ANY


@dataclass(frozen=True, slots=True)
class Deputising:
    """One person stands in for another, from a day to before another, up to an amount.

    None as most_amount: without a limit.
    """

    principal: int
    deputy: int
    from_on: date
    until_on: date
    most_amount: int | None = None

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day < self.until_on


@dataclass(frozen=True, slots=True)
class People:
    """Everybody who matters for one request.

    `current` are members today; `editors` have changed the request; `deputisings` are all that
    are known, also past ones.
    """

    requester: int
    current: frozenset[int]
    today: date
    editors: frozenset[int] = field(default=frozenset())
    deputisings: tuple[Deputising, ...] = ()
    fallbacks: tuple[int, ...] = ()

    @property
    def barred(self) -> frozenset[int]:
        """Return who can never decide: who asks, who edited, and whom either made a deputy."""
        own = {self.requester, *self.editors}
        return frozenset(own | {one.deputy for one in self.deputisings if one.principal in own})

    def may_sit(self, person: int) -> bool:
        return person in self.current and person not in self.barred


@dataclass(frozen=True, slots=True)
class Seat:
    """One vote of a step, and who may cast it: the approver or a deputy."""

    approver: int
    deputies: tuple[int, ...] = ()

    @property
    def holders(self) -> tuple[int, ...]:
        return (self.approver, *self.deputies)


@dataclass(frozen=True, slots=True)
class SeatedStep:
    seats: tuple[Seat, ...]
    seating: Seating


@dataclass(frozen=True, slots=True)
class SeatedRoute:
    """The route of one request with the people on it. It is never empty of steps; a step
    without seats waits for an administrator and is never passed by itself."""

    name: str
    steps: tuple[SeatedStep, ...]
    notes: tuple[RouteNote, ...] = ()


def find_route(routes: Iterable[Route], subject: Subject) -> Route | None:
    """Return the first route that fits, in the company's own order; None: none does."""
    return next((route for route in routes if fits(route, subject)), None)


def fits(route: Route, subject: Subject) -> bool:
    if subject.amount < route.from_amount:
        return False
    if route.below_amount is not None and subject.amount >= route.below_amount:
        return False
    pairs = (
        (route.departments, subject.department),
        (route.categories, subject.category),
        (route.suppliers, subject.supplier),
        (route.stages, subject.stage),
    )
    return all(not wanted or value in wanted for wanted, value in pairs)


def seat(route: Route | None, subject: Subject, people: People) -> SeatedRoute:
    """Put people on a route. Whoever has left or is barred gives way to the named fallback."""
    if route is None or not any(step.approvers for step in route.steps):
        fallback, more = _fallback_step(subject, people)
        return SeatedRoute("", (fallback,), (RouteNote.NO_ROUTE, *more))
    steps = []
    found: set[RouteNote] = set()
    for step in route.steps:
        seated, notes = _seat_step(step, subject, people)
        steps.append(seated)
        found.update(notes)
    return SeatedRoute(route.name, tuple(steps), tuple(note for note in RouteNote if note in found))


def deputies_of(person: int, amount: int, people: People) -> tuple[int, ...]:
    """Return who may act for somebody today, at first hand only: a chain of deputies ends there,
    so that a circle leads nowhere."""
    found = {
        one.deputy
        for one in people.deputisings
        if one.principal == person
        and one.holds_on(people.today)
        and (one.most_amount is None or amount <= one.most_amount)
        and one.deputy != person
        and people.may_sit(one.deputy)
    }
    return tuple(sorted(found))


def is_over_limit(person: int, amount: int, people: People) -> bool:
    """Return whether somebody is a deputy today of anybody, but not for so much."""
    limits = [
        one.most_amount
        for one in people.deputisings
        if one.deputy == person and one.holds_on(people.today)
    ]
    return any(limit is not None and amount > limit for limit in limits)


def _seat_step(
    step: Step, subject: Subject, people: People
) -> tuple[SeatedStep, Collection[RouteNote]]:
    notes: list[RouteNote] = []
    seats = []
    for approver in step.approvers:
        if people.may_sit(approver):
            deputies = deputies_of(approver, subject.amount, people)
            notes += [RouteNote.DEPUTY] if deputies else []
            seats.append(Seat(approver, deputies))
        else:
            is_gone = approver not in people.current
            notes.append(RouteNote.GONE if is_gone else RouteNote.BARRED)
    needs_all = step.seating == Seating.ALL
    if seats and (len(seats) == len(step.approvers) or not needs_all):
        return SeatedStep(tuple(seats), step.seating), notes
    if not seats:
        fallback, more = _fallback_step(subject, people)
        return fallback, [*notes, *more]
    return _with_fallback(seats, people, notes)


def _with_fallback(
    seats: list[Seat], people: People, notes: list[RouteNote]
) -> tuple[SeatedStep, Collection[RouteNote]]:
    """Fill an empty seat of a step that needs everybody; one vote fewer would be a gift."""
    taken = {seat.approver for seat in seats}
    spare = [one for one in people.fallbacks if people.may_sit(one) and one not in taken]
    if not spare:
        return SeatedStep((), Seating.ALL), [*notes, RouteNote.NOBODY]
    seats.append(Seat(spare[0], tuple(spare[1:])))
    return SeatedStep(tuple(seats), Seating.ALL), notes


def _fallback_step(subject: Subject, people: People) -> tuple[SeatedStep, tuple[RouteNote, ...]]:
    seats = tuple(
        Seat(one, deputies_of(one, subject.amount, people))
        for one in people.fallbacks
        if people.may_sit(one)
    )
    return SeatedStep(seats, Seating.ANY), () if seats else (RouteNote.NOBODY,)
