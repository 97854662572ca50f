"""Items that are bought elsewhere for a time: put on the board, checked, and sent back in steps."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, Workspace
from accounts.operations import audit
from accounts.operations.audit import Actor
from procurement.domain.switching_back import Return, Switched, plan_returns
from procurement.enums import ItemClass
from procurement.models import Item, SwitchedItem
from reconciliation.models import Discrepancy
from tracker.enums import RecoveryStage
from tracker.models import Disruption, StageDecision, Supplier


class NotReadyError(Exception):
    """An item may not go back yet; `plan` says what is missing."""

    def __init__(self, plan: Return) -> None:
        super().__init__(plan.item)
        self.plan = plan


def switch(items: Iterable[Item], *, disruption: Disruption, by: Membership, now: datetime) -> int:
    """Put items on the board; those that are on it already stay as they are."""
    count = 0
    for item in items:
        _row, is_new = SwitchedItem.objects.get_or_create(
            item=item,
            returned_at=None,
            defaults={
                "workspace": item.workspace,
                "disruption": disruption,
                "switched_at": now,
                "switched_by": by.user,
            },
        )
        count += is_new
    return count


def board(workspace: Workspace, *, now: datetime) -> list[tuple[SwitchedItem, Return]]:
    """Return what is bought elsewhere in the order in which it goes back, with what is missing."""
    rows = SwitchedItem.objects.in_workspace(workspace).away()
    found: list[tuple[SwitchedItem, Return]] = []
    by_supplier: dict[Supplier, list[SwitchedItem]] = {}
    for row in rows.select_related("item", "disruption__supplier").order_by("pk"):
        by_supplier.setdefault(row.disruption.supplier, []).append(row)
    for supplier, of_supplier in by_supplier.items():
        found += _plan(supplier, of_supplier, now=now)
    return found


def stage_of(supplier: Supplier, *, today: date) -> tuple[RecoveryStage, date]:
    """Return the stage that a person decided last, and since when; stopped before the first."""
    decided = StageDecision.objects.filter(supplier=supplier, domain="", service="")
    newest = decided.order_by("-decided_at", "-pk").first()
    if newest is None:
        return RecoveryStage.STOPPED, today
    return RecoveryStage(newest.stage), timezone.localdate(newest.decided_at)


def record_checks(
    row: SwitchedItem, checks: dict[str, bool], *, by: Membership, now: datetime
) -> None:
    """Keep what was checked at the item's own supplier."""
    with transaction.atomic():
        SwitchedItem.objects.filter(pk=row.pk).update(**checks)
        audit.record(
            "switched_item.checked",
            row,
            actor=Actor.person(by.user),
            now=now,
            workspace=row.workspace,
            after=dict(checks),
        )
    row.refresh_from_db()


def send_back(row: SwitchedItem, *, by: Membership, now: datetime) -> None:
    """Buy an item at its own supplier again. Raises: NotReadyError."""
    plan = _plan(row.disruption.supplier, [row], now=now)[0][1]
    if not plan.is_ready:
        raise NotReadyError(plan)
    with transaction.atomic():
        SwitchedItem.objects.filter(pk=row.pk, returned_at=None).update(
            returned_at=now, returned_by=by.user
        )
        audit.record(
            "switched_item.returned",
            row,
            actor=Actor.person(by.user),
            now=now,
            workspace=row.workspace,
            after={"item": row.item.name},
        )


def _plan(
    supplier: Supplier, rows: list[SwitchedItem], *, now: datetime
) -> list[tuple[SwitchedItem, Return]]:
    today = timezone.localdate(now)
    stage, since = stage_of(supplier, today=today)
    exceptions = Discrepancy.objects.filter(supplier=supplier).open().count()
    by_key = {str(row.pk): row for row in rows}
    plans = plan_returns(
        [_switched(row, exceptions) for row in rows], stage=stage, stage_since=since, today=today
    )
    return [(by_key[plan.item], plan) for plan in plans]


def _switched(row: SwitchedItem, exceptions: int) -> Switched:
    return Switched(
        item=str(row.pk),
        item_class=ItemClass(row.item.item_class),
        yearly_amount=0,
        is_stock_shown=row.is_stock_shown,
        is_delivery_measured=row.is_delivery_measured,
        is_contact_back=row.is_contact_back,
        open_exception_count=exceptions,
    )
