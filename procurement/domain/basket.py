"""A basket of needs, what suppliers offer for it, and a split of the one over the other."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from procurement.enums import Charge, Method, Picked, Priority


@dataclass(frozen=True, slots=True)
class Need:
    """How much of one item has to come by when. None: any day will do.

    Units: quantity in the item's smallest unit.
    """

    key: str
    item: str
    quantity: int
    need_by: date | None = None
    priority: Priority = Priority.ORDINARY


@dataclass(frozen=True, slots=True)
class Offer:
    """One way to buy an item. None as most_packs: the supplier names no limit.

    Units: prices and points in minor units per pack; pack_size in the item's smallest unit.
    """

    key: str
    item: str
    supplier: str
    pack_price: int
    pack_size: int
    arrives_on: date
    minimum_packs: int = 1
    most_packs: int | None = None
    pack_points: int = 0


@dataclass(frozen=True, slots=True)
class FreightStep:
    """What an order of at least this amount pays for freight. Units: minor units."""

    from_amount: int
    freight: int


@dataclass(frozen=True, slots=True)
class SupplierTerms:
    """How one supplier takes an order. None as ceiling_amount: there is no limit.

    Shapes: freight ascending by amount; none means that freight is free.
    """

    supplier: str
    minimum_amount: int = 0
    ceiling_amount: int | None = None
    freight: tuple[FreightStep, ...] = ()

    def freight_of(self, amount: int) -> int:
        """Return what an order of this amount pays."""
        steps = [step.freight for step in self.freight if step.from_amount <= amount]
        return steps[-1] if steps else 0


@dataclass(frozen=True, slots=True)
class Basket:
    needs: tuple[Need, ...]
    offers: tuple[Offer, ...]
    terms: Mapping[str, SupplierTerms]

    def offers_by_item(self) -> dict[str, list[Offer]]:
        """Return the offers of every item that is needed; an item without offers has none."""
        grouped: dict[str, list[Offer]] = {need.item: [] for need in self.needs}
        for offer in self.offers:
            if offer.item in grouped:
                grouped[offer.item].append(offer)
        return grouped

    def needs_by_item(self) -> dict[str, list[Need]]:
        grouped: dict[str, list[Need]] = defaultdict(list)
        for need in self.needs:
            grouped[need.item].append(need)
        return dict(grouped)

    def most_packs(self, offer: Offer, wanted: int) -> int:
        """Return how many packs may be taken: never more than the need alone would fill."""
        enough = max(-(-wanted // offer.pack_size), offer.minimum_packs)
        return enough if offer.most_packs is None else min(enough, offer.most_packs)


@dataclass(frozen=True, slots=True)
class Pick:
    """So many packs of one offer, and why that offer."""

    offer: Offer
    pack_count: int
    why: tuple[Picked, ...] = ()

    @property
    def amount(self) -> int:
        return self.offer.pack_price * self.pack_count


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What a need does not get in time, and what it does not get at all. Units: smallest unit."""

    need: Need
    late_quantity: int
    missing_quantity: int


@dataclass(frozen=True, slots=True)
class ChargeOf:
    """What one date or limit costs. `amount` is a saving without it; is_exact says whether it
    was worked out, or only cannot be more."""

    charge: Charge
    about: str  # a need's key, a supplier, or an offer's key
    amount: int
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Split:
    """One way to buy the whole basket. Units: amounts in minor units, freight included in cost.

    `gap_amount` is how much cheaper another split could be at most; None: not known.
    """

    method: Method
    picks: tuple[Pick, ...]
    freight: Mapping[str, int]
    shortfalls: tuple[Shortfall, ...] = ()
    gap_amount: int | None = 0
    charges: tuple[ChargeOf, ...] = ()

    @property
    def cost_amount(self) -> int:
        """Landed cost: goods and freight, less points."""
        goods = sum(pick.amount for pick in self.picks)
        points = sum(pick.offer.pack_points * pick.pack_count for pick in self.picks)
        return goods - points + sum(self.freight.values())

    def amount_of(self, supplier: str) -> int:
        return sum(pick.amount for pick in self.picks if pick.offer.supplier == supplier)


def freight_of(picks: Iterable[Pick], terms: Mapping[str, SupplierTerms]) -> dict[str, int]:
    """Return the freight by supplier that is ordered from."""
    amounts: dict[str, int] = defaultdict(int)
    for pick in picks:
        amounts[pick.offer.supplier] += pick.amount
    free = SupplierTerms("")
    return {
        supplier: terms.get(supplier, free).freight_of(amount)
        for supplier, amount in sorted(amounts.items())
    }


def shortfalls_of(basket: Basket, picks: Iterable[Pick]) -> tuple[Shortfall, ...]:
    """Return who goes short: the goods go to the most urgent need that they reach in time.

    Earlier deadlines are served from earlier arrivals, so that nobody is short without cause.
    """
    ranks = list(Priority)
    by_item: dict[str, list[Pick]] = defaultdict(list)
    for pick in picks:
        by_item[pick.offer.item].append(pick)
    found = []
    for item, needs in basket.needs_by_item().items():
        lots = [[p.offer.arrives_on, p.offer.pack_size * p.pack_count] for p in by_item[item]]
        urgent = sorted(
            needs, key=lambda need: (ranks.index(need.priority), need.need_by or date.max, need.key)
        )
        open_quantity = {need.key: _serve(need, lots, need.quantity, late=False) for need in urgent}
        for need in urgent:
            late = open_quantity[need.key]
            missing = _serve(need, lots, late, late=True)
            if late:
                found.append(Shortfall(need, late - missing, missing))
    return tuple(found)


def _serve(need: Need, lots: list, wanted: int, *, late: bool) -> int:  # type: ignore[type-arg]
    """Take from the lots, the latest that is still in time first; return what stays open."""
    for lot in sorted(lots, key=lambda lot: lot[0], reverse=not late):
        if late or need.need_by is None or lot[0] <= need.need_by:
            taken = min(wanted, lot[1])
            lot[1] -= taken
            wanted -= taken
    return wanted
