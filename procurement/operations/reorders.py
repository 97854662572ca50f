"""What an order would cost elsewhere: its lines mapped to offers, units converted (ALT-13)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from django.db.models import Q, QuerySet
from django.utils import timezone

from procurement.domain.basket import FreightStep
from procurement.domain.basket import SupplierTerms as PlainTerms
from procurement.domain.checklists import Reorder
from procurement.models import Offer, SupplierTerms
from procurement.operations.open_lines import LineState
from procurement.operations.routing import is_approval_needed
from tracker.enums import Level, ServiceDomain
from tracker.models import ServiceState, Supplier

MOST = 3  # alternates shown beside an original
NO_LEVEL = Level.UNKNOWN


@dataclass(frozen=True, slots=True)
class MappedLine:
    """One open line of the original and what would stand in for it. None: nothing is offered.

    Units: extra_units are bought beyond the need, because packs are whole.
    """

    state: LineState
    offer: Offer | None
    pack_count: int
    extra_units: int
    arrives_on: date | None

    @property
    def amount(self) -> int:
        return self.offer.pack_price * self.pack_count if self.offer else 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """One supplier that could deliver instead. None: not known.

    Units: amounts in minor units without tax; difference against what is open of the original.
    """

    supplier: Supplier
    lines: tuple[MappedLine, ...]
    freight_amount: int
    difference_amount: int | None
    arrives_on: date | None
    days_earlier: int | None
    level: Level
    is_below_minimum: bool

    @property
    def amount(self) -> int:
        return sum(line.amount for line in self.lines) + self.freight_amount

    @property
    def mapped(self) -> list[MappedLine]:
        return [line for line in self.lines if line.offer]

    @property
    def is_usable(self) -> bool:
        return self.level != Level.DOWN and not self.is_below_minimum

    @property
    def missing_count(self) -> int:
        return len(self.lines) - len(self.mapped)


@dataclass(frozen=True, slots=True)
class _Market:
    """What suppliers offer, on which terms, and how they run themselves."""

    offers: Mapping[Supplier, Mapping[int, list[Offer]]]
    terms: Mapping[int, PlainTerms]
    levels: Mapping[int, Level]
    today: date


def candidates(
    supplier: Supplier, lines: Collection[LineState], *, expected_on: date | None, now: datetime
) -> list[Candidate]:
    """Return up to three suppliers, the most complete first, then the cheapest."""
    wanted = [line for line in lines if line.open_quantity > 0]
    market = _market(supplier, wanted, now=now)
    found = [_candidate(other, market, wanted, expected_on) for other in market.offers]
    usable = [one for one in found if one.is_usable and one.mapped]
    ordered = sorted(usable, key=lambda one: (one.missing_count, one.amount, one.supplier.pk))
    return ordered[:MOST]


def reorders_for(
    supplier: Supplier, lines: Mapping[int, Collection[LineState]], *, now: datetime
) -> dict[int, tuple[Reorder, ...]]:
    """Return who could deliver all of each order, by order id. An order of which some thing is
    not known to us is left out: nobody can have looked."""
    known = {
        order: [state for state in states if state.open_quantity > 0]
        for order, states in lines.items()
        if all(state.item for state in states)
    }
    every = [state for states in known.values() for state in states]
    market = _market(supplier, every, now=now)
    found: dict[int, tuple[Reorder, ...]] = {}
    for order, states in known.items():
        compared = [_candidate(other, market, states, None) for other in market.offers]
        whole = [one for one in compared if one.lines and not one.missing_count and one.is_usable]
        found[order] = tuple(_reorder(one, supplier, market.today) for one in whole)
    return found


def _reorder(one: Candidate, supplier: Supplier, today: date) -> Reorder:
    in_stock = {line.offer.most_packs is not None for line in one.mapped if line.offer}
    return Reorder(
        supplier=one.supplier.name,
        amount=one.amount,
        arrives_on=one.arrives_on,
        is_in_stock=True if in_stock == {True} else None,
        needs_approval=is_approval_needed(supplier.workspace, one.amount, today=today),
    )


def valid_offers(today: date) -> QuerySet[Offer]:
    begun = Q(valid_from=None) | Q(valid_from__lte=today)
    still = Q(valid_until=None) | Q(valid_until__gt=today)
    return Offer.objects.filter(begun, still, is_approved=True)


def _offers(
    supplier: Supplier, lines: Iterable[LineState], *, now: datetime
) -> dict[Supplier, dict[int, list[Offer]]]:
    """Return what others offer for the items of lines: supplier -> item id -> offers."""
    items = {line.item.pk for line in lines if line.item}
    rows = valid_offers(timezone.localdate(now)).filter(item__in=items).exclude(supplier=supplier)
    found: dict[Supplier, dict[int, list[Offer]]] = defaultdict(lambda: defaultdict(list))
    active = rows.filter(supplier__archived_at=None)
    for offer in active.select_related("supplier", "item").order_by("supplier__name", "pk"):
        found[offer.supplier][offer.item_id].append(offer)
    return found


def levels_of(suppliers: Iterable[Supplier]) -> dict[int, Level]:
    """Return how shipping runs at the alternates themselves (ALT-14)."""
    rows = ServiceState.objects.filter(
        supplier__in=list(suppliers), domain=ServiceDomain.SHIPPING
    ).whole()
    return {row.supplier_id: Level(row.level) for row in rows.order_by("pk")}


def _terms(suppliers: Iterable[Supplier]) -> dict[int, PlainTerms]:
    rows = SupplierTerms.objects.filter(supplier__in=list(suppliers)).select_related("supplier")
    return {row.supplier_id: plain_terms(row) for row in rows.order_by("pk")}


def plain_terms(row: SupplierTerms) -> PlainTerms:
    """Return terms as a basket reads them."""
    steps = [FreightStep(0, row.freight_amount)]
    if row.free_from_amount:
        steps.append(FreightStep(row.free_from_amount, 0))
    return PlainTerms(row.supplier.name, row.minimum_amount, row.ceiling_amount, tuple(steps))


def _market(supplier: Supplier, lines: Iterable[LineState], *, now: datetime) -> _Market:
    offers = _offers(supplier, lines, now=now)
    return _Market(offers, _terms(offers), levels_of(offers), timezone.localdate(now))


def _candidate(
    supplier: Supplier, market: _Market, lines: Iterable[LineState], expected_on: date | None
) -> Candidate:
    offers = market.offers[supplier]
    mapped = tuple(_map(line, offers, market.today) for line in lines)
    goods = sum(line.amount for line in mapped)
    rule = market.terms.get(supplier.pk, PlainTerms(supplier.name))
    freight = rule.freight_of(goods)
    before = [line.state.open_amount for line in mapped if line.offer]
    known = [amount for amount in before if amount is not None]
    days = [line.arrives_on for line in mapped if line.arrives_on]
    last = max(days, default=None)
    return Candidate(
        supplier=supplier,
        lines=mapped,
        freight_amount=freight,
        difference_amount=goods + freight - sum(known) if len(known) == len(before) else None,
        arrives_on=last,
        days_earlier=(expected_on - last).days if expected_on and last else None,
        level=market.levels.get(supplier.pk, NO_LEVEL),
        is_below_minimum=goods < rule.minimum_amount,
    )


def _map(line: LineState, offers: Mapping[int, list[Offer]], today: date) -> MappedLine:
    """Take the offer that covers the line for least; a line we do not know is not guessed."""
    options = offers.get(line.item.pk, []) if line.item else []
    need = _units(line)
    counted = [(_packs(offer, need), offer) for offer in options]
    fitting = [
        (count, offer)
        for count, offer in counted
        if offer.most_packs is None or count <= offer.most_packs
    ]
    if not fitting:
        return MappedLine(line, None, 0, 0, None)
    count, offer = min(fitting, key=lambda pair: (pair[0] * pair[1].pack_price, pair[1].pk))
    arrives_on = today + timedelta(days=offer.lead_days)
    return MappedLine(line, offer, count, count * offer.pack_size - need, arrives_on)


def _units(line: LineState) -> int:
    """Return what is open in the item's smallest unit, a part of one counted as a whole."""
    return ceil(line.open_quantity * line.unit_size)


def _packs(offer: Offer, need: int) -> int:
    return max(-(-need // offer.pack_size), offer.minimum_packs)
