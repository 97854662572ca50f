"""Alarms for double supplies, raised when the second fact is in; closed by people alone (A9)."""

from collections.abc import Collection, Iterable
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import MessageUrgency
from accounts.models import Membership, Workspace
from accounts.operations import audit, messages
from accounts.operations.audit import Actor
from procurement.domain.double_supply import Alarm, Supply, find_alarms
from procurement.enums import BUYERS, ChecklistResult
from procurement.models import Checklist, Item, SubstituteLine, SubstituteOrder, SupplyAlarm
from procurement.operations.open_lines import LineState, line_states
from procurement.operations.rivals import rivals_of
from reconciliation.enums import TransactionKind
from reconciliation.models import Order, Transaction

BATCH = 500


class AlreadyClosedError(Exception):
    """Somebody has closed the alarm before."""


def look(
    workspace: Workspace, *, now: datetime, touched: Collection[int] | None = ()
) -> list[SupplyAlarm]:
    """Compare the orders that may be supplied twice, and keep what is new.

    Cancelled orders, substitutes and what they replace are always compared, touched orders with
    those that other suppliers have for the same things; None: all recent ones are touched. An open
    alarm stays open whatever the papers say later.
    """
    rivals = rivals_of(workspace, touched, today=timezone.localdate(now))
    found = find_alarms(_supplies(workspace, rivals))
    known = set(SupplyAlarm.objects.in_workspace(workspace).values_list("identity", flat=True))
    news = [alarm for alarm in found if _mark(alarm) not in known]
    with transaction.atomic():
        rows = [_row(workspace, alarm, now) for alarm in news]
        SupplyAlarm.objects.bulk_create(rows, ignore_conflicts=True)
        for row in rows:
            _tell(workspace, row, now=now)
    return rows


def close(alarm: SupplyAlarm, *, reason: str, by: Membership, now: datetime) -> None:
    """Put an alarm away with the reason. Raises: AlreadyClosedError."""
    with transaction.atomic():
        still = SupplyAlarm.objects.open().filter(pk=alarm.pk)
        if not still.update(closed_at=now, closed_by=by.user, close_reason=reason):
            raise AlreadyClosedError
        audit.record(
            "supply_alarm.closed",
            alarm,
            actor=Actor.person(by.user),
            now=now,
            workspace=alarm.workspace,
            reason=reason,
        )


def with_names(workspace: Workspace, rows: Iterable[SupplyAlarm]) -> list[tuple[SupplyAlarm, str]]:
    """Return alarms with the name of the item they are about; empty where it is not known."""
    found = list(rows)
    ids = [int(row.item.removeprefix("item:")) for row in found if row.item.startswith("item:")]
    names = dict(Item.objects.in_workspace(workspace).filter(pk__in=ids).values_list("pk", "name"))
    return [(row, names.get(int(row.item[5:]), "") if row.item else "") for row in found]


def _supplies(workspace: Workspace, rivals: Collection[int]) -> list[Supply]:
    ended = [ChecklistResult.CANCEL, ChecklistResult.SUBSTITUTE]
    cancelled = set(
        Checklist.objects.in_workspace(workspace)
        .filter(result__in=ended)
        .values_list("order_id", flat=True)
    )
    placed = SubstituteOrder.objects.in_workspace(workspace).filter(order__isnull=False)
    replaced = SubstituteLine.objects.filter(substitute__in=placed)
    wanted = {
        *cancelled,
        *rivals,
        *placed.values_list("order_id", flat=True),
        *placed.values_list("original_id", flat=True),
        *replaced.exclude(original=None).values_list("original_id", flat=True),
    }
    orders = Order.objects.in_workspace(workspace).filter(pk__in=wanted).select_related("supplier")
    by_supplier: dict[int, list[Order]] = {}
    for order in orders.order_by("pk"):
        by_supplier.setdefault(order.supplier_id, []).append(order)
    found: list[Supply] = []
    for of_supplier in by_supplier.values():
        billed = _billed(of_supplier)
        found += [
            _supply(
                state,
                is_cancelled=state.order.pk in cancelled or state.is_cancelled,
                replaces=state.line.replaces_number,
                billed_amount=billed.get(state.order.key, 0),
            )
            for state in line_states(of_supplier[0].supplier, of_supplier)
        ]
    return found


def _billed(orders: list[Order]) -> dict[str, int]:
    """Return what is billed less credit notes, by order key."""
    rows = (
        Transaction.objects.current()
        .of_orders()
        .filter(
            supplier=orders[0].supplier,
            order_key__in=[order.key for order in orders],
            kind__in=[TransactionKind.INVOICE, TransactionKind.CREDIT_NOTE],
        )
    )
    sums = rows.order_by().values("order_key", "kind").annotate(total=Sum("amount"))
    billed: dict[str, int] = {}
    for row in sums:
        sign = -1 if row["kind"] == TransactionKind.CREDIT_NOTE else 1
        billed[row["order_key"]] = billed.get(row["order_key"], 0) + sign * abs(row["total"])
    return billed


def _supply(state: LineState, *, is_cancelled: bool, replaces: str, billed_amount: int) -> Supply:
    return Supply(
        order=state.order.number,
        line=state.line.line_number,
        supplier=str(state.order.supplier_id),
        item=f"item:{state.item.pk}" if state.item else "",
        place=state.line.delivery_place,
        quantity=state.line.quantity,
        ordered_on=state.order.ordered_on,
        is_cancelled=is_cancelled,
        shipped_quantity=state.shipped_quantity,
        delivered_quantity=state.delivered_quantity,
        billed_amount=billed_amount,
        replaces=replaces,
        is_made_to_order=bool(state.item and state.item.is_made_to_order),
    )


def _mark(alarm: Alarm) -> str:
    return sha256(alarm.identity.encode()).hexdigest()


def _row(workspace: Workspace, alarm: Alarm, now: datetime) -> SupplyAlarm:
    return SupplyAlarm(
        workspace=workspace,
        identity=_mark(alarm),
        kind=alarm.kind,
        act=alarm.act,
        item=alarm.item,
        orders=list(alarm.orders),
        found_at=now,
    )


def _tell(workspace: Workspace, row: SupplyAlarm, *, now: datetime) -> None:
    members = Membership.objects.current().filter(workspace=workspace, role__in=BUYERS)
    messages.tell(
        members.select_related("user", "workspace").order_by("pk"),
        urgency=MessageUrgency.NOW,
        subject=_("Possible double supply"),
        body=_("The same need may be supplied twice. Open the list to see what still helps."),
        path=f"{workspace.path}double-supply/",
        cause=f"double-supply:{row.identity}",
        now=now,
    )
