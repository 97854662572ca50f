"""Substitute orders: drafted from the original, asked for, ordered once, and kept as orders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from itertools import count
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Membership
from accounts.operations import audit
from accounts.operations.audit import Actor
from procurement.domain.ordersheet import OrderSheet, SheetLine, as_csv
from procurement.domain.routes import Subject
from procurement.models import SubstituteLine, SubstituteOrder
from procurement.operations import approving
from procurement.operations.approving import Wish
from procurement.operations.budgets import budget_left
from procurement.operations.reorders import Candidate
from procurement.operations.routing import is_approval_needed
from reconciliation.domain.row_keys import number_key
from reconciliation.enums import ImportKind, ImportState, TaxBasis, TaxClass
from reconciliation.models import ImportBatch, Ledger, Order, OrderLine
from reconciliation.operations import files
from reconciliation.signals import ledger_moved
from tracker.models import Disruption, StageDecision

MARK = "﻿"  # tells spreadsheets that the file is UTF-8


class NotApprovedError(Exception):
    """The order is not approved, or has been ordered already."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person chose: the alternate, and why."""

    original: Order
    candidate: Candidate
    disruption: Disruption | None
    reason: str
    others: Sequence[Candidate] = ()  # what else was on offer


def submit(draft: Draft, *, by: Membership, now: datetime) -> SubstituteOrder:
    """Write a substitute order and ask for its approval where one is needed."""
    with transaction.atomic():
        substitute = write(draft, by=by, now=now)
        today = timezone.localdate(now)
        if is_approval_needed(by.workspace, amount_of(substitute), today=today):
            wish = wish_of(substitute, draft, now=now)
            substitute.request = approving.ask(wish, by=by, now=now)
            substitute.save(update_fields=["request"])
        audit.record(
            "substitute.submitted",
            substitute,
            actor=Actor.person(by.user),
            now=now,
            workspace=by.workspace,
            after={"original": draft.original.number, "amount": amount_of(substitute)},
            reason=draft.reason,
        )
    return substitute


def dispatch(substitute: SubstituteOrder, *, by: Membership, now: datetime) -> Order:
    """Order it: once, whoever and however many try. The sheet is kept as a file, and its lines
    become an order that names the one it replaces, so that the match knows both.

    Raises: NotApprovedError.
    """
    with transaction.atomic():
        _claim(substitute, by=by, now=now)
        sheet = sheet_of(substitute, by=by, now=now)
        order = _become_order(substitute, sheet, by=by, now=now)
        SubstituteOrder.objects.filter(pk=substitute.pk).update(order=order)
        substitute.refresh_from_db()
        audit.record(
            "substitute.dispatched",
            substitute,
            actor=Actor.person(by.user),
            now=now,
            workspace=by.workspace,
            after={"order": order.number, "amount": amount_of(substitute)},
        )
        about = {"supplier_id": substitute.supplier_id, "batch_id": None}
        transaction.on_commit(partial(ledger_moved.send_robust, sender=ImportBatch, **about))
    return order


def amount_of(substitute: SubstituteOrder) -> int:
    """Return what the order costs without tax, freight included."""
    goods = sum(line.amount for line in substitute.lines.order_by("line_number"))
    return goods + substitute.freight_amount


def sheet_of(substitute: SubstituteOrder, *, by: Membership, now: datetime) -> OrderSheet:
    """Return the order as it goes to the supplier."""
    lines = substitute.lines.select_related("original", "substitute__original")
    lines = lines.order_by("line_number")
    return OrderSheet(
        number=substitute.number,
        supplier=substitute.supplier.name,
        customer_number=substitute.supplier.customer_number,
        company=substitute.workspace.name,
        person=str(by.user),
        delivery_place=substitute.delivery_place,
        ordered_on=timezone.localdate(now),
        lines=tuple(_sheet_line(line, line.replaces_number) for line in lines),
        note=substitute.note,
    )


def wish_of(substitute: SubstituteOrder, draft: Draft, *, now: datetime) -> Wish:
    """Return what is asked for, with all that the decider reads of it."""
    amount = amount_of(substitute)
    stage = _stage(draft.original, draft.disruption)
    subject = Subject(
        amount=amount,
        department=substitute.department,
        category=_category(substitute),
        supplier=substitute.supplier.name,
        stage=stage,
    )
    title = f"{substitute.supplier.name} {substitute.number}"
    shown = _shown(substitute, draft, stage=stage, now=now)
    return Wish(title, subject, shown, draft.disruption, draft.original.promised_on)


def write(draft: Draft, *, by: Membership, now: datetime) -> SubstituteOrder:
    """Write a substitute order down, asked for and ordered by nobody yet."""
    original, chosen = draft.original, draft.candidate
    first = chosen.mapped[0].state.line
    substitute = _create_numbered(
        workspace=by.workspace,
        supplier=chosen.supplier,
        original=original,
        disruption=draft.disruption,
        department=original.department,
        delivery_place=first.delivery_place,
        freight_amount=chosen.freight_amount,
        note=draft.reason,
        created_by=by.user,
        created_at=now,
    )
    for number, line in enumerate(chosen.mapped, start=1):
        if line.offer is not None:
            SubstituteLine.objects.create(
                substitute=substitute,
                line_number=number,
                original=line.state.order,
                replaces_line_number=line.state.line.line_number,
                offer=line.offer,
                item_code=line.offer.item_code,
                item_name=line.offer.item_name or line.offer.item.name,
                pack_count=line.pack_count,
                pack_price=line.offer.pack_price,
                pack_size=line.offer.pack_size,
                unit=line.offer.pack_unit,
                arrives_on=line.arrives_on,
            )
    return substitute


def _create_numbered(*, original: Order, **values: Any) -> SubstituteOrder:
    """Create an order whose number tells which one it replaces. Two people at once, or two
    suppliers that count alike, get the next number: the database keeps it unique."""
    stem = f"{original.number}-S"
    taken = SubstituteOrder.objects.filter(workspace=original.workspace, number__startswith=stem)
    for number in count(taken.count() + 1):
        try:
            with transaction.atomic():
                return SubstituteOrder.objects.create(
                    original=original, number=f"{stem}{number}", **values
                )
        except IntegrityError:
            if not taken.filter(number=f"{stem}{number}").exists():
                raise  # something else than the number
    raise AssertionError("numbers do not end")


def _claim(substitute: SubstituteOrder, *, by: Membership, now: datetime) -> None:
    """Take the order for dispatch. Raises: NotApprovedError."""
    request = substitute.request
    if request is not None and not request.is_review:
        if not approving.claim_dispatch(request, by=by.user, now=now):
            raise NotApprovedError
        return
    free = SubstituteOrder.objects.select_for_update().filter(pk=substitute.pk, order=None)
    if not free.exists():
        raise NotApprovedError


def _become_order(
    substitute: SubstituteOrder, sheet: OrderSheet, *, by: Membership, now: datetime
) -> Order:
    content = (MARK + as_csv(sheet)).encode()
    label = f"{substitute.number}.csv"
    ledger, _is_new = Ledger.objects.get_or_create(
        workspace=by.workspace, supplier=substitute.supplier
    )
    stored = files.store([content], label=label, workspace=by.workspace, by=by.user, now=now)
    batch = ImportBatch.objects.create(
        workspace=by.workspace,
        supplier=substitute.supplier,
        kind=ImportKind.ORDERS,
        file=stored,
        state=ImportState.APPLIED,
        created_by=by.user,
        created_at=now,
        row_count=len(sheet.lines),
        new_count=len(sheet.lines),
        applied_at=now,
        applied_by=by.user,
        ledger_version=ledger.version,
    )
    Ledger.objects.filter(pk=ledger.pk).update(version=F("version") + 1)
    lines = substitute.lines.select_related("original", "substitute__original")
    lines = lines.order_by("line_number")
    OrderLine.objects.bulk_create([_order_line(line, substitute, batch, now) for line in lines])
    return Order.objects.create(
        workspace=by.workspace,
        supplier=substitute.supplier,
        key=number_key(substitute.number),
        number=substitute.number,
        own_number=substitute.number,
        ordered_on=sheet.ordered_on,
        promised_on=max((line.arrives_on for line in lines if line.arrives_on), default=None),
        department=substitute.department,
        line_count=len(sheet.lines),
        net_amount=sheet.amount,
        open_quantity=sum((line.quantity for line in sheet.lines), Decimal(0)),
    )


def _order_line(
    line: SubstituteLine, substitute: SubstituteOrder, batch: ImportBatch, now: datetime
) -> OrderLine:
    return OrderLine(
        workspace_id=substitute.workspace_id,
        supplier_id=substitute.supplier_id,
        batch=batch,
        source_row=line.line_number + 1,  # below the heading
        order_number=substitute.number,
        order_key=number_key(substitute.number),
        line_number=line.line_number,
        own_number=substitute.number,
        ordered_on=timezone.localdate(now),
        promised_on=line.arrives_on,
        department=substitute.department,
        item_code=line.item_code,
        item_name=line.item_name,
        quantity=Decimal(line.pack_count),
        unit=line.unit,
        unit_price=Decimal(line.pack_price),
        net_amount=line.amount,
        currency="JPY",
        tax_class=TaxClass.UNSTATED,
        tax_basis=TaxBasis.EXCLUDED,
        replaces_number=line.replaces_number,
        replaces_line_number=line.replaces_line_number,
        delivery_place=substitute.delivery_place,
    )


def _sheet_line(line: SubstituteLine, replaces: str) -> SheetLine:
    return SheetLine(
        item_code=line.item_code,
        item_name=line.item_name,
        quantity=Decimal(line.pack_count),
        unit=line.unit,
        unit_price=Decimal(line.pack_price),
        amount=line.amount,
        wanted_on=line.arrives_on,
        replaces=replaces,
    )


def _stage(original: Order, disruption: Disruption | None) -> str:
    """Return the stage that a person last decided; before the first decision it is the stop."""
    decided = StageDecision.objects.filter(supplier=original.supplier, domain="", service="")
    newest = decided.order_by("-decided_at", "-pk").first()
    if newest is not None:
        return newest.stage
    return "stopped" if disruption else ""


def _category(substitute: SubstituteOrder) -> str:
    """Return the category all lines share; empty where they do not."""
    lines = substitute.lines.select_related("offer__item")
    found = {line.offer.item.category for line in lines.order_by("pk")}
    return found.pop() if len(found) == 1 else ""


def _shown(
    substitute: SubstituteOrder, draft: Draft, *, stage: str, now: datetime
) -> Mapping[str, Any]:
    chosen = draft.candidate
    today = timezone.localdate(now)
    left = budget_left(substitute.workspace, substitute.department, today=today)
    return {
        "supplier": substitute.supplier.name,
        "amount": amount_of(substitute),
        "freight": substitute.freight_amount,
        "original": draft.original.number,
        "original_supplier": draft.original.supplier.name,
        "difference": chosen.difference_amount,
        "arrives_on": chosen.arrives_on.isoformat() if chosen.arrives_on else None,
        "days_earlier": chosen.days_earlier,
        "department": substitute.department,
        "reason": draft.reason,
        "stage": stage,
        "lines": [
            [line.item_name, line.pack_count, line.unit, line.pack_price, line.amount]
            for line in substitute.lines.order_by("line_number")
        ],
        "budget_left": left,
        "budget_after": None if left is None else left - amount_of(substitute),
        "alternative": _alternative(draft),
    }


def _alternative(draft: Draft) -> list[Any] | None:
    """Return supplier, amount and day of the cheapest other one that has everything and delivers
    itself. None: there is none."""
    whole = [one for one in draft.others if one.is_usable and not one.missing_count]
    rivals = [one for one in whole if one.supplier != draft.candidate.supplier]
    best = min(rivals, key=lambda one: (one.amount, one.supplier.pk), default=None)
    if best is None:
        return None
    day = best.arrives_on.isoformat() if best.arrives_on else None
    return [best.supplier.name, best.amount, day]
