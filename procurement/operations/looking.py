"""Taking in what has become known of a supplier: impacts, alarms, follow-ups, once per news.

Whether a supplier is due is read from what is known, not from a message, so that a lost message
costs a few seconds and nothing else.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, QuerySet

from accounts.models import Workspace
from procurement.models import Checklist, SubstituteOrder, SupplierLook
from procurement.operations import alarms, following, impacts
from procurement.operations.knowledge import Known, known_of
from reconciliation.enums import ImportState, JobKind
from reconciliation.models import (
    ImportBatch,
    Job,
    Order,
    OrderDecided,
    OrderLine,
    ShipmentLine,
    Transaction,
)
from tracker.models import Disruption, Supplier

LEASE = timedelta(minutes=5)  # above the time limit of the task
APPLYING = (JobKind.APPLY_IMPORT, JobKind.UNDO_IMPORT)


@dataclass(frozen=True, slots=True)
class Looked:
    """What one look came to."""

    judged_count: int
    alarm_count: int
    proved_count: int


def due_ids(*, now: datetime) -> list[int]:
    """Return suppliers of which more is known than was taken in, and that nobody is at."""
    suppliers = list(_watched().order_by("pk"))
    known = known_of(suppliers, now=now)
    looks = {row.supplier_id: row for row in SupplierLook.objects.filter(supplier__in=known)}
    busy = set(SupplierLook.objects.filter(lease_until__gt=now).values_list("supplier", flat=True))
    busy |= _being_imported()
    return [pk for pk in known if pk not in busy and _is_news(known[pk], looks.get(pk))]


def look(supplier_id: int, *, now: datetime) -> Looked | None:
    """Take in what is known of a supplier. None: nothing is new, or somebody else is at it."""
    supplier = Supplier.objects.select_related("workspace").get(pk=supplier_id)
    if supplier_id in _being_imported():
        return None
    row, _is_new = SupplierLook.objects.get_or_create(supplier=supplier)
    known = known_of([supplier], now=now)[supplier.pk]
    if not _is_news(known, row) or not _claim(row, now=now):
        return None
    touched = touched_orders(supplier, row, known)
    is_same_day = known.mark == row.mark
    looked = _take_in(supplier, touched, all_lines=not is_same_day or touched is None, now=now)
    SupplierLook.objects.filter(pk=row.pk, token=row.token + 1).update(
        ledger_version=known.ledger_version,
        decided_id=known.decided_id,
        mark=known.mark,
        looked_at=now,
        lease_until=None,
    )
    return looked


def touched_orders(supplier: Supplier, row: SupplierLook, known: Known) -> set[int] | None:
    """Return ids of orders that papers or decisions have moved since. None: that cannot be said,
    because an import was undone or came in another way."""
    decided = OrderDecided.objects.filter(order__supplier=supplier, pk__gt=row.decided_id)
    orders = set(decided.values_list("order", flat=True))
    applied = ImportBatch.objects.filter(
        supplier=supplier, state=ImportState.APPLIED, ledger_version__gte=row.ledger_version
    )
    batches = list(applied.values_list("pk", flat=True))
    if len(batches) != known.ledger_version - row.ledger_version:
        return None
    keys: set[str] = set()
    for rows in (OrderLine, ShipmentLine, Transaction):
        of_batches = rows.objects.filter(supplier=supplier, batch__in=batches)
        keys.update(of_batches.values_list("order_key", flat=True).distinct())
    of_keys = Order.objects.filter(supplier=supplier, key__in=keys - {""})
    return orders | set(of_keys.values_list("pk", flat=True))


def _take_in(
    supplier: Supplier, touched: Collection[int] | None, *, all_lines: bool, now: datetime
) -> Looked:
    disruptions = Disruption.objects.open().filter(supplier=supplier).select_related("supplier")
    judged = sum(
        impacts.refresh(one, now=now, orders=None if all_lines else touched)
        for one in disruptions.order_by("pk")
    )
    found = alarms.look(supplier.workspace, now=now, touched=touched)
    proved = following.follow(supplier, now=now)
    return Looked(judged, len(found), proved)


def _watched() -> QuerySet[Supplier]:
    """Return the suppliers of companies in which something was stopped, cancelled or replaced."""
    mine = {"workspace": OuterRef("pk")}
    stirred = Workspace.objects.filter(
        Exists(Disruption.objects.open().filter(**mine))
        | Exists(Checklist.objects.filter(**mine))
        | Exists(SubstituteOrder.objects.filter(**mine))
    )
    return Supplier.objects.active().filter(workspace__in=stirred)


def _being_imported() -> set[int]:
    """Return suppliers whose order list is being renewed at this moment."""
    running = Job.objects.open().filter(kind__in=APPLYING, batch__supplier__isnull=False)
    return set(running.values_list("batch__supplier", flat=True))


def _is_news(known: Known, row: SupplierLook | None) -> bool:
    if row is None:
        return True
    return known != Known(row.ledger_version, row.decided_id, row.mark)


def _claim(row: SupplierLook, *, now: datetime) -> bool:
    free = SupplierLook.objects.free(now=now).filter(pk=row.pk, token=row.token)
    return free.update(token=F("token") + 1, lease_until=now + LEASE) == 1
