"""The rows of a planned stop, as people complete what was read."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.operations import audit
from accounts.operations.audit import Actor
from tracker.enums import WindowState
from tracker.models import MaintenanceWindow, WindowSlot
from tracker.operations.window_rows import add_tasks


def add(
    window: MaintenanceWindow, values: dict[str, Any], *, by: User, now: datetime
) -> WindowSlot:
    """Add a service to a window; on one that is confirmed, its tasks come with it."""
    with transaction.atomic():
        slot = WindowSlot.objects.create(window=window, **values)
        _audit("window_slot.added", slot, by, now)
        if window.state in (WindowState.CONFIRMED, WindowState.RUNNING):
            add_tasks(window, owner=by, now=now)
    return slot


def remove(slot: WindowSlot, *, by: User, now: datetime) -> None:
    """Take a service out of a window; tasks that were made stay."""
    with transaction.atomic():
        _audit("window_slot.removed", slot, by, now)
        slot.delete()


def _audit(action: str, slot: WindowSlot, by: User, now: datetime) -> None:
    audit.record(
        action,
        slot,
        actor=Actor.person(by),
        now=now,
        workspace=slot.window.workspace,
        after={"window": slot.window_id, "service": slot.service, "group": slot.group},
    )
