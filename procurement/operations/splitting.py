"""Splitting chosen order lines over suppliers as long work, and drafting the orders it proposes."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from math import ceil
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, Workspace
from procurement.domain import basket as plain
from procurement.domain.allocation import Clock, split_basket
from procurement.domain.basket import Basket, Need, Split
from procurement.domain.split_reasons import explain, price_limits
from procurement.enums import Priority
from procurement.models import Errand, Offer, SubstituteOrder, SupplierTerms
from procurement.operations import substituting, switching
from procurement.operations.errands import Hold
from procurement.operations.open_lines import LineState, line_states
from procurement.operations.reorders import (
    NO_LEVEL,
    Candidate,
    MappedLine,
    levels_of,
    plain_terms,
    valid_offers,
)
from procurement.operations.substituting import Draft
from reconciliation.models import Order
from tracker.enums import Level
from tracker.models import Disruption, Supplier

SPLIT_SECONDS = 7.0  # of the ten that a person is promised; the rest is for loading and pricing
WHOLE_SECONDS = 9.0
ASK_EVERY = 0.5  # seconds between two looks at whether somebody has cancelled


class OutdatedSplitError(Exception):
    """Orders or offers have changed since the split was made; split again."""


class AlreadyDraftedError(Exception):
    """The orders of this split were drafted before."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The chosen lines that are known and open, and what is offered for their items."""

    states: Mapping[str, LineState]  # by "order id-line number"
    offers: Mapping[str, Offer]  # by id
    terms: Mapping[str, plain.SupplierTerms]  # by supplier id
    unknown: tuple[str, ...]  # lines that nobody has said what thing of ours they are

    @property
    def mark(self) -> str:
        """What the split rests on, so that a draft made of it can tell whether it still holds."""
        lines = sorted((key, str(s.open_quantity)) for key, s in self.states.items())
        prices = sorted(
            (key, o.pack_price, str(o.most_packs), o.lead_days) for key, o in self.offers.items()
        )
        return sha256(repr((lines, prices, sorted(self.terms.items()))).encode()).hexdigest()


def wanted_of(workspace: Workspace, keys: Iterable[str], *, now: datetime) -> Wanted:
    """Load chosen lines and the offers of everybody who delivers."""
    chosen = set(keys)
    ids = {int(key.partition("-")[0]) for key in chosen}
    orders = Order.objects.in_workspace(workspace).filter(pk__in=ids).select_related("supplier")
    by_supplier: dict[Supplier, list[Order]] = defaultdict(list)
    for order in orders.order_by("pk"):
        by_supplier[order.supplier].append(order)
    states = {
        key_of(state): state
        for supplier, own in by_supplier.items()
        for state in line_states(supplier, own)
        if key_of(state) in chosen and state.open_quantity > 0
    }
    known = {key: state for key, state in states.items() if state.item}
    items = {state.item.pk for state in known.values() if state.item}
    rows = valid_offers(timezone.localdate(now)).filter(item__in=items, supplier__archived_at=None)
    rows = rows.exclude(supplier__in=by_supplier).select_related("supplier", "item")
    levels = levels_of({offer.supplier for offer in rows})
    offers = {str(o.pk): o for o in rows.order_by("pk") if levels.get(o.supplier_id) != Level.DOWN}
    terms = SupplierTerms.objects.filter(supplier__in={o.supplier_id for o in offers.values()})
    return Wanted(
        states=known,
        offers=offers,
        terms={str(t.supplier_id): plain_terms(t) for t in terms.select_related("supplier")},
        unknown=tuple(sorted(states.keys() - known.keys())),
    )


def key_of(state: LineState) -> str:
    return f"{state.order.pk}-{state.line.line_number}"


def basket_of(wanted: Wanted, *, today: date) -> Basket:
    """Return the basket that the solver splits. What is late already is wanted as any day."""
    needs = []
    for key, state in wanted.states.items():
        day = state.line.promised_on
        item = state.item
        needs.append(
            Need(
                key=key,
                item=str(item.pk) if item else "",
                quantity=ceil(state.open_quantity * state.unit_size),
                need_by=day if day and day >= today else None,
                priority=Priority(item.priority) if item else Priority.ORDINARY,
            )
        )
    offers = [
        plain.Offer(
            key=key,
            item=str(offer.item_id),
            supplier=str(offer.supplier_id),
            pack_price=offer.pack_price,
            pack_size=offer.pack_size,
            arrives_on=today + timedelta(days=offer.lead_days),
            minimum_packs=offer.minimum_packs,
            most_packs=offer.most_packs,
            pack_points=offer.pack_points,
        )
        for key, offer in wanted.offers.items()
    ]
    return Basket(tuple(needs), tuple(offers), wanted.terms)


def split_lines(hold: Hold, errand: Errand) -> Mapping[str, Any]:
    """Split the lines of an errand within ten seconds; cancelled, what was found is dropped."""
    begun = time.perf_counter()
    hold.keep(done=0)
    wanted = wanted_of(errand.workspace, errand.about["lines"], now=hold.clock())
    basket = basket_of(wanted, today=timezone.localdate(hold.clock()))
    weight = Decimal(errand.about["weight"])
    is_cancelled = _asked_seldom(hold.is_cancelled)
    clock = Clock(time.perf_counter, begun + SPLIT_SECONDS, is_cancelled)
    split = explain(split_basket(basket, delivery_weight=weight, clock=clock), basket)
    clock = Clock(time.perf_counter, begun + WHOLE_SECONDS, is_cancelled)
    split = price_limits(split, basket, delivery_weight=weight, clock=clock)
    hold.keep(done=1, total=1)
    return _kept(split, wanted) | {"seconds": round(time.perf_counter() - begun, 1)}


def draft_orders(
    errand: Errand, *, reason: str, by: Membership, now: datetime
) -> list[SubstituteOrder]:
    """Draft one order per supplier of a split, each with its approval, once.

    Raises: AlreadyDraftedError; OutdatedSplitError.
    """
    with transaction.atomic():
        if not Errand.objects.filter(pk=errand.pk, used_at=None).update(used_at=now):
            raise AlreadyDraftedError
        wanted = wanted_of(errand.workspace, errand.about["lines"], now=now)
        if wanted.mark != errand.result["mark"]:
            raise OutdatedSplitError
        disruption = Disruption.objects.filter(
            workspace=errand.workspace, pk=errand.about["disruption"]
        ).first()
        made = []
        for candidate in _candidates(errand.result["picks"], errand.result["freight"], wanted):
            original = candidate.mapped[0].state.order
            draft = Draft(original, candidate, disruption, reason)
            made.append(substituting.submit(draft, by=by, now=now))
            items = [line.state.item for line in candidate.mapped if line.state.item]
            if disruption is not None:
                switching.switch(items, disruption=disruption, by=by, now=now)
    return made


def _asked_seldom(ask: Callable[[], bool]) -> Callable[[], bool]:
    """Return the question in a form that the solver may ask as often as it likes."""
    last = {"at": 0.0, "answer": False}

    def answer() -> bool:
        now = time.perf_counter()
        if now - last["at"] >= ASK_EVERY:
            last["at"], last["answer"] = now, ask()
        return bool(last["answer"])

    return answer


def _kept(split: Split, wanted: Wanted) -> dict[str, Any]:
    """Return a split as it is kept with its errand: plain values alone."""
    return {
        "mark": wanted.mark,
        "method": str(split.method),
        "gap": split.gap_amount,
        "cost": split.cost_amount,
        "picks": [
            [pick.offer.key, pick.pack_count, pick.amount, [str(why) for why in pick.why]]
            for pick in split.picks
        ],
        "freight": dict(split.freight),
        "shortfalls": [
            [one.need.key, one.late_quantity, one.missing_quantity] for one in split.shortfalls
        ],
        "charges": [[str(c.charge), c.about, c.amount, c.is_exact] for c in split.charges],
        "unknown": list(wanted.unknown),
    }


def _candidates(
    picks: Sequence[Sequence[Any]], freight: Mapping[str, int], wanted: Wanted
) -> list[Candidate]:
    """Return one candidate per supplier of a split, its packs given to the lines they are for."""
    by_supplier: dict[str, list[MappedLine]] = defaultdict(list)
    open_units = {key: ceil(s.open_quantity * s.unit_size) for key, s in wanted.states.items()}
    for key, count, _amount, _why in picks:
        offer = wanted.offers[key]
        by_supplier[str(offer.supplier_id)] += _shared_out(offer, count, wanted, open_units)
    return [
        _candidate(lines, freight.get(supplier, 0))
        for supplier, lines in sorted(by_supplier.items())
    ]


def _shared_out(
    offer: Offer, count: int, wanted: Wanted, open_units: dict[str, int]
) -> list[MappedLine]:
    """Give packs to the lines of an item, the earliest first; what is left over joins the last."""
    states = [s for s in wanted.states.values() if s.item and s.item.pk == offer.item_id]
    urgent = sorted(states, key=lambda s: (s.line.promised_on or date.max, key_of(s)))
    arrives_on = timezone.localdate() + timedelta(days=offer.lead_days)
    found: list[MappedLine] = []
    for state in urgent:
        needed = min(-(-open_units[key_of(state)] // offer.pack_size), count)
        if needed > 0:
            left = open_units[key_of(state)] - needed * offer.pack_size
            open_units[key_of(state)] = max(left, 0)
            found.append(MappedLine(state, offer, needed, max(-left, 0), arrives_on))
            count -= needed
    if count and found:
        last = found[-1]
        extra = last.extra_units + count * offer.pack_size
        found[-1] = MappedLine(last.state, offer, last.pack_count + count, extra, arrives_on)
    return found


def _candidate(lines: Sequence[MappedLine], freight: int) -> Candidate:
    offer = lines[0].offer
    assert offer is not None  # noqa: S101 - lines come from picks, which have offers
    before = {key_of(line.state): line.state.open_amount for line in lines}
    known = [amount for amount in before.values() if amount is not None]
    goods = sum(line.amount for line in lines)
    return Candidate(
        supplier=offer.supplier,
        lines=tuple(lines),
        freight_amount=freight,
        difference_amount=goods + freight - sum(known) if len(known) == len(before) else None,
        arrives_on=max((line.arrives_on for line in lines if line.arrives_on), default=None),
        days_earlier=None,
        level=NO_LEVEL,
        is_below_minimum=False,
    )
