"""Split a basket of needs over suppliers: the dates held, at the least landed cost (ALT-08)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from procurement.domain.basket import Basket, Need, Offer, Pick, Split, freight_of, shortfalls_of
from procurement.domain.greedy import split_greedily
from procurement.domain.program import Answer, Columns, Program, build, classes_of
from procurement.domain.solver import solve
from procurement.enums import Method

COST_FIRST = Decimal(0)
DELIVERY_FIRST = Decimal(1)
NEARLY_DELIVERY_FIRST = Decimal("0.95")  # where limits forbid the earliest day for everything
DAY_RATIO = Decimal("0.01")  # of a unit's price: what a day is worth where both weigh the same


LEAST_SECONDS = 0.05  # a solver that may not even begin would run without a limit
PHASE_RATIO = 0.2  # of the time left that one class may take when not all can be served


@dataclass(frozen=True, slots=True)
class Clock:
    """Until when the solver may work, and who may stop it.

    `now` is a clock that never steps back, in seconds, and `until` one of its readings.
    """

    now: Callable[[], float]
    until: float
    is_cancelled: Callable[[], bool] = field(default=lambda: False)

    @property
    def seconds_left(self) -> float:
        return max(self.until - self.now(), LEAST_SECONDS)

    @property
    def is_over(self) -> bool:
        return self.now() >= self.until or self.is_cancelled()

    def solve(self, program: Program, start: Mapping[int, int], *, ratio: float = 1.0) -> Answer:
        """Solve within the time left, or a part of it."""
        seconds = self.seconds_left * ratio
        return solve(program, seconds=seconds, is_cancelled=self.is_cancelled, start=start)


def split_basket(
    basket: Basket, *, delivery_weight: Decimal, clock: Clock, known: Split | None = None
) -> Split:
    """Split a basket between cost (0) and delivery (1). A known split is where it begins.

    Where not all needs can be met in time, the most urgent class is served first, late rather
    than never; only then costs decide. When time is up without a result, the step-by-step split
    is returned and says so.
    """
    first = known or split_greedily(basket)
    if clock.is_over:
        return first
    possible = settle(basket)
    for wish, weight in _wishes(possible, delivery_weight):
        day_price = _day_price(possible, weight)
        program, columns = build(wish, day_price=day_price)
        answer = clock.solve(program, _start(columns, first))
        if not answer.is_infeasible:
            break
    if answer.is_infeasible:
        program, columns, start = _relaxed(possible, day_price, clock)
        answer = clock.solve(program, start)
    return first if answer.values is None else _split(basket, columns, answer, program)


def _wishes(basket: Basket, weight: Decimal) -> list[tuple[Basket, Decimal]]:
    """Return what to try in turn: all at its earliest where delivery is all that counts."""
    if weight < DELIVERY_FIRST:
        return [(basket, weight)]
    return [(hasten(basket), COST_FIRST), (basket, NEARLY_DELIVERY_FIRST)]


def settle(basket: Basket) -> Basket:
    """Return the basket less what no supplier has at all, and with what must be late undated.

    The most urgent need keeps its date. What limits on whole orders forbid is not seen here.
    """
    totals = {item: sum(n.quantity for n in of) for item, of in basket.needs_by_item().items()}
    everything = [
        Pick(offer, basket.most_packs(offer, totals[offer.item]))
        for offer in basket.offers
        if offer.item in totals
    ]
    short = {one.need.key: one for one in shortfalls_of(basket, everything)}
    needs: list[Need] = []
    for need in basket.needs:
        late, missing = (
            (short[need.key].late_quantity, short[need.key].missing_quantity)
            if need.key in short
            else (0, 0)
        )
        in_time = need.quantity - late - missing
        needs.append(replace(need, quantity=in_time))
        needs.append(replace(need, key=f"{need.key} late", quantity=late, need_by=None))
    return replace(basket, needs=tuple(need for need in needs if need.quantity > 0))


def hasten(basket: Basket) -> Basket:
    """Return the basket with every need due as early as it could come were it alone."""
    offers, wanted = basket.offers_by_item(), basket.needs_by_item()
    needs = []
    for need in basket.needs:
        total = sum(one.quantity for one in wanted[need.item])
        earliest = _earliest(need, offers[need.item], basket, total)
        needs.append(replace(need, need_by=earliest or need.need_by))
    return replace(basket, needs=tuple(needs))


def _earliest(need: Need, offers: list[Offer], basket: Basket, total: int) -> date | None:
    """Return the first day on which enough can be there. None: never in time, if at all."""
    come = 0
    for offer in sorted(offers, key=lambda one: one.arrives_on):
        come += offer.pack_size * basket.most_packs(offer, total)
        if come >= need.quantity:
            is_in_time = need.need_by is None or offer.arrives_on <= need.need_by
            return offer.arrives_on if is_in_time else None
    return None


def _day_price(basket: Basket, weight: Decimal) -> Callable[[Offer], int]:
    """Return what a pack's arrival adds to its price: later is dearer between the two extremes."""
    if weight == COST_FIRST or not basket.offers:
        return lambda offer: 0
    first_on = min(offer.arrives_on for offer in basket.offers)
    per_day = weight / (1 - weight) * DAY_RATIO
    return lambda offer: int(per_day * offer.pack_price * (offer.arrives_on - first_on).days)


def _start(columns: Columns, known: Split) -> dict[int, int]:
    """Return a known split as a first solution. The solver drops it where it does not fit."""
    counts = {pick.offer: pick.pack_count for pick in known.picks}
    return {column: counts.get(offer, 0) for offer, column in columns.packs.items()}


def _relaxed(
    basket: Basket, day_price: Callable[[Offer], int], clock: Clock
) -> tuple[Program, Columns, dict[int, int]]:
    """Return the programme in which every class, by urgency, already has the most it can get.

    A missing unit weighs as much as two late ones. Ordering nothing is where it begins.
    """
    program, columns = build(basket, day_price=day_price, may_fall_short=True)
    costs = program.costs
    values = _nothing(columns, program)
    for group in classes_of(basket):
        own = {columns.late[n.key] for n in group} | {columns.missing[n.key] for n in group}
        program.costs = [int(column in own) for column in range(len(costs))]
        start = dict(enumerate(values))
        values = clock.solve(program, start, ratio=PHASE_RATIO).values or values
        program.add_row(dict.fromkeys(sorted(own), 1), most=sum(values[column] for column in own))
    program.costs = costs
    return program, columns, dict(enumerate(values))


def _nothing(columns: Columns, program: Program) -> tuple[int, ...]:
    """Return the solution in which every need stays open."""
    short = set(columns.late.values()) | set(columns.missing.values())
    return tuple(
        program.upper[column] if column in short else 0 for column in range(len(program.upper))
    )


def _split(basket: Basket, columns: Columns, answer: Answer, program: Program) -> Split:
    values = answer.values or ()
    picks = tuple(
        Pick(offer, values[column]) for offer, column in columns.packs.items() if values[column]
    )
    found = sum(cost * value for cost, value in zip(program.costs, values, strict=True))
    gap = None if answer.bound is None else max(int(found - answer.bound), 0)
    return Split(
        method=Method.OPTIMAL if answer.is_proved else Method.IN_TIME,
        picks=picks,
        freight=freight_of(picks, basket.terms),
        shortfalls=shortfalls_of(basket, picks),
        gap_amount=0 if answer.is_proved else gap,
    )
