"""Following a cancellation until papers prove that it was carried out (CAN-08)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max, QuerySet, Sum
from django.utils import timezone

from accounts.operations import audit
from accounts.operations.audit import Actor
from procurement.domain.follow_ups import Papers, confirm
from procurement.enums import FollowUpKind, FollowUpState
from procurement.models import FollowUp
from reconciliation.enums import Direction, TransactionKind
from reconciliation.models import Order, OrderLine, ShipmentLine, Transaction
from tracker.models import Supplier

OPEN = [FollowUpState.WAITING, FollowUpState.CONTRADICTED]
MONEY = (
    TransactionKind.INVOICE,
    TransactionKind.CREDIT_NOTE,
    TransactionKind.PAYMENT,
    TransactionKind.REFUND,
)
Sums = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class _Books:
    """What the papers of one supplier say. Shapes: sums by order key and kind; shipped by order
    key, one pair of day and quantity per day."""

    sums: Sums
    billed_until: date | None  # the newest day of an invoice; None: there is none
    shipped: Mapping[str, list[tuple[date | None, Decimal]]]
    cancelled: frozenset[str]  # keys of orders that the supplier's papers call cancelled
    has_shipments: bool


def follow(supplier: Supplier, *, now: datetime) -> int:
    """Bring every follow-up that still waits up to what the papers prove; count what changed."""
    waiting = FollowUp.objects.filter(state__in=OPEN, checklist__order__supplier=supplier)
    rows = waiting.exclude(kind=FollowUpKind.DEPARTMENT_TOLD)
    related = list(rows.select_related("checklist__order", "checklist__workspace").order_by("pk"))
    if not related:
        return 0
    books = _books(supplier, {row.checklist.order for row in related})
    return sum(_renew(row, books, now) for row in related)


def _renew(row: FollowUp, books: _Books, now: datetime) -> bool:
    state = confirm(FollowUpKind(row.kind), _papers(row, books))
    if state == row.state:
        return False
    with transaction.atomic():
        same = FollowUp.objects.filter(pk=row.pk, state=row.state)
        if not same.update(state=state, changed_by=None, changed_at=now):
            return False
        audit.record(
            "follow_up.proved",
            row,
            actor=Actor.task("follow"),
            now=now,
            workspace=row.checklist.workspace,
            before={"state": row.state},
            after={"state": str(state), "kind": row.kind},
        )
    return True


def _books(supplier: Supplier, orders: Collection[Order]) -> _Books:
    current = Transaction.objects.current().filter(supplier=supplier)
    keys = [order.key for order in orders]
    told = current.of_orders().filter(order_key__in=keys, kind__in=MONEY)
    rows = told.order_by().values("order_key", "kind")
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows.annotate(total=Sum("amount")):
        sums[row["order_key"], row["kind"]] += abs(row["total"])
    invoices = current.filter(kind=TransactionKind.INVOICE)
    newest = invoices.aggregate(newest=Max("occurred_on"))["newest"]
    lines = OrderLine.objects.current().filter(supplier=supplier, order_key__in=keys)
    lost = lines.filter(cancelled_quantity__gt=0).values_list("order_key", flat=True)
    parcels = ShipmentLine.objects.current().filter(supplier=supplier)
    return _Books(
        sums=sums,
        billed_until=newest,
        shipped=_shipped(parcels.filter(order_key__in=keys, direction=Direction.OUT)),
        cancelled=frozenset(lost),
        has_shipments=parcels.exists(),
    )


def _shipped(parcels: QuerySet[ShipmentLine]) -> dict[str, list[tuple[date | None, Decimal]]]:
    rows = parcels.order_by().values_list("order_key", "shipped_on").annotate(total=Sum("quantity"))
    found: dict[str, list[tuple[date | None, Decimal]]] = defaultdict(list)
    for key, day, total in rows:
        found[key].append((day, total))
    return found


def _papers(row: FollowUp, books: _Books) -> Papers:
    """Return what the papers know of one cancelled order. The bill that could have held it is in
    once an invoice of the supplier is newer than the decision."""
    checklist, key = row.checklist, row.checklist.order.key
    assert checklist.closed_at is not None  # noqa: S101 - only closed ones have follow-ups
    decided_on = timezone.localdate(checklist.closed_at)
    has_closed = bool(books.billed_until and books.billed_until > decided_on)
    billed = books.sums.get((key, TransactionKind.INVOICE), 0)
    credited = books.sums.get((key, TransactionKind.CREDIT_NOTE), 0)
    paid = books.sums.get((key, TransactionKind.PAYMENT))
    if paid is None and has_closed and not billed:
        paid = 0  # what was never billed was never paid
    return Papers(
        is_confirmed_by_supplier=key in books.cancelled,
        shipped_quantity=_shipped_since(decided_on, books.shipped.get(key, []), books),
        billed_amount=max(billed - credited, 0),
        has_billing_closed=has_closed,
        paid_amount=paid,
        refunded_amount=books.sums.get((key, TransactionKind.REFUND)),
        told_to="",
    )


def _shipped_since(
    decided_on: date, shipped: Collection[tuple[date | None, Decimal]], books: _Books
) -> Decimal | None:
    """Return what left the supplier after the decision, or on a day that no paper names.

    None: no shipment papers of the supplier are known at all.
    """
    if not books.has_shipments:
        return None
    return sum((count for day, count in shipped if day is None or day > decided_on), Decimal(0))
