"""What our papers say of orders, for the five questions before a cancellation."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from procurement.domain.checklists import OrderFacts, Reorder, Terms
from procurement.models import LineImpact, SupplierTerms
from procurement.operations.open_lines import LineState, by_order, line_states, shipments_as_of
from procurement.operations.reorders import reorders_for
from reconciliation.models import Order
from tracker.models import Disruption, Supplier


@dataclass(frozen=True, slots=True)
class _Known:
    """What holds for all orders of one supplier, or is looked up by order id."""

    lines: Mapping[int, list[LineState]]
    terms: SupplierTerms | None
    shipments_as_of: date | None
    reorders: Mapping[int, tuple[Reorder, ...]]
    expected: Mapping[int, date | None]
    today: date


def facts_of(
    supplier: Supplier, orders: Collection[Order], *, disruption: Disruption | None, now: datetime
) -> dict[int, OrderFacts]:
    """Return what our papers say, by order id; everything is read in a few questions."""
    lines = by_order(line_states(supplier, orders))
    known = _Known(
        lines=lines,
        terms=SupplierTerms.objects.filter(supplier=supplier).first(),
        shipments_as_of=shipments_as_of(supplier),
        reorders=reorders_for(supplier, lines, now=now),
        expected=_expected(disruption),
        today=timezone.localdate(now),
    )
    return {order.pk: _facts(order, known) for order in orders}


def _expected(disruption: Disruption | None) -> dict[int, date | None]:
    """Return the latest expected day by order id; None where some hit line has no such day."""
    rows = LineImpact.objects.filter(disruption=disruption).hit().order_by("pk")
    found: dict[int, list[date | None]] = {}
    for order, day in rows.values_list("order_id", "expected_on"):
        found.setdefault(order, []).append(day)
    return {order: _latest(days) for order, days in found.items()}


def _latest(days: Collection[date | None]) -> date | None:
    known = [day for day in days if day is not None]
    return max(known) if len(known) == len(days) else None


def _facts(order: Order, known: _Known) -> OrderFacts:
    lines = known.lines.get(order.pk, [])
    ordered = sum((s.open_quantity + s.shipped_quantity for s in lines), Decimal(0))
    shipped = sum((s.shipped_quantity for s in lines), Decimal(0))
    return OrderFacts(
        ordered_quantity=ordered,
        shipped_quantity=shipped if known.shipments_as_of else None,
        shipments_as_of=known.shipments_as_of,
        due_on=order.promised_on,
        expected_on=known.expected.get(order.pk),
        today=known.today,
        accepted_days=known.terms.accepted_days if known.terms else None,
        is_direct=_any([s.line.is_direct for s in lines]),
        is_made_to_order=_any([s.item.is_made_to_order if s.item else None for s in lines]),
        terms=_terms(known.terms),
        reorders=known.reorders.get(order.pk),
    )


def _any(values: Collection[bool | None]) -> bool | None:
    """Return True if any is, None if that is not known of some, False if none is."""
    if True in values:
        return True
    return None if None in values or not values else False


def _terms(row: SupplierTerms | None) -> Terms:
    if row is None:
        return Terms()
    return Terms(
        source=row.source,
        allows_direct=row.allows_direct_cancel,
        allows_made_to_order=row.allows_made_cancel,
        fee_amount=row.cancel_fee_amount,
    )
