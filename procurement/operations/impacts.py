"""Judging what a disruption does to the open orders of its supplier, and keeping the verdicts."""

from collections.abc import Collection, Iterable
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from procurement.domain.impact import (
    Cover,
    OpenLine,
    Scope,
    Situation,
    judge_lines,
)
from procurement.domain.impact import (
    LineImpact as Verdict,
)
from procurement.enums import HIT_STATUSES, OwnFact, Priority
from procurement.models import LineImpact, Offer, SupplierTerms
from procurement.operations.open_lines import LineState, line_states, same_item_codes
from reconciliation.enums import OrderDecision
from reconciliation.models import Order, OrderDecided, OrderLine
from tracker.enums import DomainState, Level, Limit
from tracker.models import Disruption, ServiceState, Supplier

BATCH = 2000  # rows in one statement
GIVING_UP = frozenset({OrderDecision.CANCEL, OrderDecision.SUBSTITUTE})
SOME = frozenset({"?"})  # a limit that was named without saying to what


def refresh(disruption: Disruption, *, now: datetime, orders: Collection[int] | None = None) -> int:
    """Judge open lines again and keep the verdicts; return how many lines were judged.

    orders are ids of touched orders: only they, and other lines of their items, are judged again.
    None: all are.
    """
    supplier = disruption.supplier
    states = _states(disruption, None if orders is None else _sharing(disruption, orders))
    if orders is not None:
        items = {_item_key(state) for state in states if state.order.pk in orders}
        states = [s for s in states if s.order.pk in orders or _item_key(s) in items]
    hit_before, given_up = _hit_before(disruption), _given_up(supplier)
    accepted = SupplierTerms.objects.filter(supplier=supplier).first()
    accepted_days = accepted.accepted_days if accepted else None
    lines = [
        _open_line(
            number,
            state,
            fact=OwnFact.GIVEN_UP if state.order.pk in given_up else _fact(state),
            was_hit=(state.order.pk, state.line.line_number) in hit_before,
            accepted_days=accepted_days,
        )
        for number, state in enumerate(states)
    ]
    verdicts = judge_lines(situation_of(supplier, states, now=now), lines)
    rows = [_row(disruption, states[verdict.key], verdict, now) for verdict in verdicts]
    with transaction.atomic():
        _keep(disruption, rows, orders)
    return len(verdicts)


def _states(disruption: Disruption, orders: Collection[int] | None) -> list[LineState]:
    """Return the lines that still matter: what is open, and what the supplier has cancelled."""
    supplier = disruption.supplier
    rows = Order.objects.in_workspace(disruption.workspace).filter(supplier=supplier).listed()
    since = timezone.localdate(disruption.started_at)
    lost = OrderLine.objects.current().filter(supplier=supplier, cancelled_quantity__gt=0)
    undated = Q(cancelled_on=None, promised_on__gte=since)  # it was still to come
    during = undated | Q(cancelled_on__gte=since)
    missed = set(lost.filter(during).values_list("order_key", "line_number"))
    rows = rows.filter(Q(open_quantity__gt=0) | Q(key__in={key for key, _line in missed}))
    if orders is not None:
        rows = rows.filter(pk__in=orders)
    found = line_states(supplier, rows.order_by("pk"))
    return [s for s in found if s.open_quantity > 0 or (s.order.key, s.line.line_number) in missed]


def _quantity(state: LineState) -> Decimal:
    """Return how much is missed: what is open, or what the supplier has taken off the order."""
    return state.open_quantity or state.line.cancelled_quantity or Decimal(0)


def _sharing(disruption: Disruption, orders: Collection[int]) -> set[int]:
    """Return touched orders and those that were judged with lines of the same items."""
    touched = Order.objects.filter(pk__in=orders, supplier=disruption.supplier)
    keys = list(touched.values_list("key", flat=True))
    lines = OrderLine.objects.current().filter(supplier=disruption.supplier, order_key__in=keys)
    codes = same_item_codes(disruption.supplier, lines.values_list("item_code", flat=True))
    judged = LineImpact.objects.filter(disruption=disruption, item_code__in=codes)
    return {*orders, *judged.values_list("order_id", flat=True)}


def _given_up(supplier: Supplier) -> set[int]:
    """Return ids of orders whose newest decision is to cancel or to buy elsewhere."""
    decided = OrderDecided.objects.filter(order__supplier=supplier).order_by("pk")
    newest = dict(decided.values_list("order", "decision"))
    return {order for order, decision in newest.items() if decision in GIVING_UP}


def situation_of(supplier: Supplier, states: Iterable[LineState], *, now: datetime) -> Situation:
    """Return what is officially said of a supplier, and what can stand in for its goods."""
    rows = ServiceState.objects.filter(supplier=supplier).select_related("claim").order_by("pk")
    scopes = tuple(_scope(row) for row in rows.whole())
    return Situation(scopes, timezone.localdate(now), _covers(supplier, states, now=now))


def levels_of(supplier: Supplier) -> dict[str, Level]:
    """Return what is said of every domain of a supplier."""
    rows = ServiceState.objects.filter(supplier=supplier).whole().order_by("pk")
    return {row.domain: Level(row.level) for row in rows}


def _scope(row: ServiceState) -> Scope:
    """Return a scope. Limits that a notice only names reach nobody for certain."""
    limits = set(row.claim.limits) if row.claim else set()
    hours_named = Limit.HOURS in limits
    is_back_soon = row.state == DomainState.PLANNED_RESUME
    return Scope(
        domain=row.domain,
        level=Level.LIMITED if is_back_soon and row.level == Level.UP else Level(row.level),
        item_groups=SOME if Limit.ITEMS in limits or hours_named else frozenset(),
        areas=SOME if Limit.AREAS in limits else frozenset(),
        customers=SOME if Limit.CUSTOMERS in limits else frozenset(),
        back_on=row.plan_on,
    )


def _covers(supplier: Supplier, states: Iterable[LineState], *, now: datetime) -> dict[str, Cover]:
    """Return stock of our own and what others offer, by item; both in smallest units."""
    items = {state.item.pk: state.item for state in states if state.item}
    offers = Offer.objects.filter(item__in=items, is_approved=True).exclude(supplier=supplier)
    elsewhere: dict[int, Decimal | None] = {}
    today = timezone.localdate(now)
    for offer in offers.order_by("pk"):
        if offer.valid_until is None or offer.valid_until > today:
            before = elsewhere.get(offer.item_id, Decimal(0))
            if offer.most_packs is None or before is None:
                elsewhere[offer.item_id] = None
            else:
                elsewhere[offer.item_id] = before + offer.most_packs * offer.pack_size
    return {
        str(pk): Cover(item.stock_quantity or Decimal(0), elsewhere.get(pk, Decimal(0)))
        for pk, item in items.items()
    }


def _open_line(
    number: int, state: LineState, *, fact: OwnFact, was_hit: bool, accepted_days: int | None
) -> OpenLine:
    quantity = _quantity(state)
    return OpenLine(
        key=number,
        order=str(state.order.pk),
        item=_item_key(state),
        quantity=quantity,
        amount=state.amount_of(quantity),
        due_on=state.line.promised_on,
        item_group="",
        department=state.line.department,
        priority=Priority(state.item.priority) if state.item else Priority.ORDINARY,
        fact=fact,
        was_hit=was_hit,
        accepted_days=accepted_days,
    )


def _item_key(state: LineState) -> str:
    return str(state.item.pk) if state.item else f"code:{state.line.item_code}"


def _fact(state: LineState) -> OwnFact:
    if (state.line.cancelled_quantity or 0) > 0 or "キャンセル" in state.line.state_text:
        return OwnFact.CANCELLED
    held_words = ("保留", "エラー", "引当")
    is_held = any(word in state.line.state_text for word in held_words)
    return OwnFact.HELD if is_held else OwnFact.SILENT


def _hit_before(disruption: Disruption) -> set[tuple[int, int]]:
    rows = LineImpact.objects.filter(disruption=disruption, status__in=HIT_STATUSES)
    return set(rows.values_list("order_id", "line_number"))


def _keep(disruption: Disruption, rows: list[LineImpact], orders: Collection[int] | None) -> None:
    """Write verdicts over the older ones: of all lines, or of touched orders and judged lines."""
    old = LineImpact.objects.filter(disruption=disruption)
    if orders is not None:
        judged = {(row.order_id, row.line_number) for row in rows}
        kept = old.filter(order__in={*orders, *(row.order_id for row in rows)})
        found = kept.values_list("pk", "order_id", "line_number")
        gone = [pk for pk, order, line in found if order in orders or (order, line) in judged]
        old = old.filter(pk__in=gone)
    old.delete()
    LineImpact.objects.bulk_create(rows, batch_size=BATCH)


def _row(disruption: Disruption, state: LineState, verdict: Verdict, now: datetime) -> LineImpact:
    return LineImpact(
        workspace_id=disruption.workspace_id,
        disruption=disruption,
        order=state.order,
        line_number=state.line.line_number,
        item_code=state.line.item_code,
        item_name=state.line.item_name,
        status=verdict.status,
        reason=verdict.reason,
        priority=state.item.priority if state.item else Priority.ORDINARY,
        due_on=verdict.due_on,
        amount=verdict.amount,
        uncovered_amount=verdict.uncovered_amount,
        expected_on=verdict.expected_on,
        delay_days=verdict.delay_days,
        is_beyond_accepted=verdict.is_beyond_accepted,
        judged_at=now,
    )
