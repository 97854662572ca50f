"""The integer programme behind a split: packs of offers, and freight steps of suppliers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from procurement.domain.basket import Basket, FreightStep, Need, Offer, SupplierTerms
from procurement.enums import Priority

INFINITE = float("inf")
GAP = 0.5  # minor units; costs are whole, so a smaller gap is none


@dataclass(slots=True)
class Program:
    """Columns and rows as a solver takes them; every column and coefficient is a whole number."""

    costs: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    rows: list[tuple[list[int], list[int], float, float]] = field(default_factory=list)

    def add_column(self, cost: int, upper: int) -> int:
        self.costs.append(cost)
        self.upper.append(upper)
        return len(self.costs) - 1

    def add_row(
        self, terms: Mapping[int, int], *, least: float = -INFINITE, most: float = INFINITE
    ) -> None:
        self.rows.append((list(terms), list(terms.values()), least, most))


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column is which. Shapes: packs by offer; late and missing units by need key."""

    packs: Mapping[Offer, int]
    late: Mapping[str, int]
    missing: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a solver found. values is None where it found nothing.

    `bound` is below what any solution costs; None: no bound was found.
    """

    values: tuple[int, ...] | None
    is_proved: bool
    is_infeasible: bool
    bound: float | None


def build(
    basket: Basket, *, day_price: Callable[[Offer], int], may_fall_short: bool = False
) -> tuple[Program, Columns]:
    """Return the programme of a basket. With may_fall_short needs may stay open, at no cost yet.

    day_price adds to a pack's cost what its later arrival is worth to us, in minor units.
    """
    program = Program()
    needs, offers = basket.needs_by_item(), basket.offers_by_item()
    packs = {
        offer: program.add_column(
            offer.pack_price - offer.pack_points + day_price(offer),
            basket.most_packs(offer, sum(need.quantity for need in needs[item])),
        )
        for item, of_item in offers.items()
        for offer in of_item
    }
    late, missing = _short_columns(program, basket) if may_fall_short else ({}, {})
    columns = Columns(packs, late, missing)
    for item, of_item in needs.items():
        _cover(program, columns, offers[item], of_item)
    for supplier in sorted({offer.supplier for offer in packs}):
        own = {offer: column for offer, column in packs.items() if offer.supplier == supplier}
        _take_order(program, own, basket.terms.get(supplier, SupplierTerms(supplier)))
    return program, columns


def _short_columns(program: Program, basket: Basket) -> tuple[dict[str, int], dict[str, int]]:
    late, missing = {}, {}
    for need in basket.needs:
        late[need.key] = program.add_column(0, need.quantity)
        missing[need.key] = program.add_column(0, need.quantity)
        program.add_row({late[need.key]: 1, missing[need.key]: -1}, least=0)
    return late, missing


def _cover(program: Program, columns: Columns, offers: list[Offer], needs: list[Need]) -> None:
    """What has come by each deadline must cover all needs up to it (Hall's condition)."""
    deadlines = sorted({need.need_by or date.max for need in needs})
    for deadline in deadlines:
        due = [need for need in needs if (need.need_by or date.max) <= deadline]
        row = {columns.packs[o]: o.pack_size for o in offers if o.arrives_on <= deadline}
        row |= {columns.late[need.key]: 1 for need in due if columns.late}
        program.add_row(row, least=sum(need.quantity for need in due))
    if columns.missing:
        row = {columns.packs[o]: o.pack_size for o in offers}
        row |= {columns.missing[need.key]: 1 for need in needs}
        program.add_row(row, least=sum(need.quantity for need in needs))


def _take_order(program: Program, packs: Mapping[Offer, int], terms: SupplierTerms) -> None:
    """Choose at most one freight step, and let the amount lie in it; none: no order."""
    prices = {column: offer.pack_price for offer, column in packs.items()}
    most = sum(price * program.upper[column] for column, price in prices.items())
    steps = {
        program.add_column(freight, 1): (begin, end)
        for begin, end, freight in _brackets(terms, most)
    }
    program.add_row(dict.fromkeys(steps, 1), least=0, most=1)
    program.add_row(prices | {step: -begin for step, (begin, _end) in steps.items()}, least=0)
    program.add_row(prices | {step: -end for step, (_begin, end) in steps.items()}, most=0)
    for offer, column in packs.items():
        most_packs = program.upper[column]
        program.add_row({column: 1} | dict.fromkeys(steps, -most_packs), most=0)
        if offer.minimum_packs > 1:
            chosen = program.add_column(0, 1)
            program.add_row({column: 1, chosen: -offer.minimum_packs}, least=0)
            program.add_row({column: 1, chosen: -most_packs}, most=0)


def _brackets(terms: SupplierTerms, most: int) -> list[tuple[int, int, int]]:
    """Return begin, end and freight of every bracket that an order can lie in, both inclusive."""
    ceiling = most if terms.ceiling_amount is None else min(most, terms.ceiling_amount)
    freight = terms.freight or (FreightStep(0, 0),)
    if freight[0].from_amount > 0:
        freight = (FreightStep(0, 0), *freight)
    ends = [step.from_amount - 1 for step in freight[1:]] + [ceiling]
    brackets = [
        (max(step.from_amount, terms.minimum_amount), min(end, ceiling), step.freight)
        for step, end in zip(freight, ends, strict=True)
    ]
    return [bracket for bracket in brackets if bracket[0] <= bracket[1]]


def classes_of(basket: Basket) -> list[list[Need]]:
    """Return the needs by priority, the most urgent class first."""
    groups = [[need for need in basket.needs if need.priority == rank] for rank in Priority]
    return [group for group in groups if group]
