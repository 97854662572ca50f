"""Judging what a disruption does to the open orders of its supplier, and keeping the verdicts."""

from collections.abc import Collection, Iterable
from datetime import datetime
from decimal import Decimal

from django.db import transaction
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
from procurement.operations.open_lines import LineState, line_states
from reconciliation.models import Order
from tracker.enums import DomainState, Level, Limit
from tracker.models import Disruption, ServiceState, Supplier

BATCH = 2000  # rows in one statement
SOME = frozenset({"?"})  # a limit that was named without saying to what


def refresh(disruption: Disruption, *, now: datetime, orders: Collection[int] | None = None) -> int:
    """Judge open lines again and keep the verdicts; return how many lines were judged.

    orders are ids of touched orders: only they, and others that share their items, are judged
    again. None: all are.
    """
    supplier = disruption.supplier
    open_orders = Order.objects.in_workspace(disruption.workspace).filter(supplier=supplier)
    states = [
        state
        for state in line_states(supplier, open_orders.listed().unfinished().order_by("pk"))
        if state.open_quantity > 0
    ]
    if orders is not None:
        states = _touched(states, orders)
    hit_before = _hit_before(disruption)
    accepted = SupplierTerms.objects.filter(supplier=supplier).first()
    accepted_days = accepted.accepted_days if accepted else None
    lines = [_open_line(number, s, hit_before, accepted_days) for number, s in enumerate(states)]
    verdicts = judge_lines(situation_of(supplier, states, now=now), lines)
    with transaction.atomic():
        _keep(disruption, states, verdicts, whole=orders is None, now=now)
    return len(verdicts)


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
    number: int,
    state: LineState,
    hit_before: Collection[tuple[int, int]],
    accepted_days: int | None,
) -> OpenLine:
    return OpenLine(
        key=number,
        order=str(state.order.pk),
        item=_item_key(state),
        quantity=state.open_quantity,
        amount=state.open_amount,
        due_on=state.line.promised_on,
        item_group="",
        department=state.line.department,
        priority=Priority(state.item.priority) if state.item else Priority.ORDINARY,
        fact=_fact(state),
        was_hit=(state.order.pk, state.line.line_number) in hit_before,
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


def _touched(states: list[LineState], orders: Collection[int]) -> list[LineState]:
    items = {_item_key(state) for state in states if state.order.pk in orders}
    return [state for state in states if _item_key(state) in items]


def _hit_before(disruption: Disruption) -> set[tuple[int, int]]:
    rows = LineImpact.objects.filter(disruption=disruption, status__in=HIT_STATUSES)
    return set(rows.values_list("order_id", "line_number"))


def _keep(
    disruption: Disruption,
    states: list[LineState],
    verdicts: list[Verdict],
    *,
    whole: bool,
    now: datetime,
) -> None:
    """Write the verdicts over the older ones of the same lines."""
    rows = [_row(disruption, states[verdict.key], verdict, now) for verdict in verdicts]
    old = LineImpact.objects.filter(disruption=disruption)
    if not whole:
        old = old.filter(order__in={row.order_id for row in rows})
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
