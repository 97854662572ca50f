"""Suppliers of a company: taken in, changed, put away."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import Membership, Workspace
from accounts.operations import audit
from accounts.operations.audit import Actor
from tracker.models import Supplier, Visit


@dataclass(frozen=True, slots=True)
class Card:
    """What a company notes of a supplier."""

    name: str
    customer_number: str = ""
    website: str = ""
    note: str = ""
    usual_lead_days: int | None = None  # None: nobody has said


def add(workspace: Workspace, card: Card, *, actor: Actor, now: datetime) -> Supplier:
    """Take in a supplier. The name must be new in the company (the database insists)."""
    with transaction.atomic():
        supplier = Supplier.objects.create(workspace=workspace, **asdict(card))
        audit.record(
            "supplier.added",
            supplier,
            actor=actor,
            now=now,
            workspace=workspace,
            after=asdict(card),
        )
    return supplier


def change(supplier: Supplier, card: Card, *, actor: Actor, now: datetime) -> None:
    """Change what is noted of a supplier."""
    with transaction.atomic():
        locked = Supplier.objects.select_for_update().get(pk=supplier.pk)
        before = {name: getattr(locked, name) for name in asdict(card)}
        Supplier.objects.filter(pk=supplier.pk).update(**asdict(card))
        audit.record(
            "supplier.changed",
            supplier,
            actor=actor,
            now=now,
            workspace=supplier.workspace,
            before=before,
            after=asdict(card),
        )


def archive(supplier: Supplier, *, actor: Actor, now: datetime) -> None:
    """Put a supplier away: off the board, its history kept."""
    _set_archived(supplier, now, "supplier.archived", actor=actor, now=now)


def restore(supplier: Supplier, *, actor: Actor, now: datetime) -> None:
    """Bring a supplier back onto the board."""
    _set_archived(supplier, None, "supplier.restored", actor=actor, now=now)


def visit(supplier: Supplier, membership: Membership, *, now: datetime) -> datetime | None:
    """Record that a member looks now, and return when they looked last; None: never."""
    seen, is_first = Visit.objects.get_or_create(
        supplier=supplier, membership=membership, defaults={"visited_at": now}
    )
    if is_first:
        return None
    Visit.objects.filter(pk=seen.pk, visited_at__lt=now).update(visited_at=now)
    return seen.visited_at


def _set_archived(
    supplier: Supplier, archived_at: datetime | None, action: str, *, actor: Actor, now: datetime
) -> None:
    with transaction.atomic():
        Supplier.objects.filter(pk=supplier.pk).update(archived_at=archived_at)
        audit.record(action, supplier, actor=actor, now=now, workspace=supplier.workspace)
