"""The rows of a planned stop: the window, its slots and the tasks around it."""

from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from accounts.operations import audit
from accounts.operations.audit import Actor
from tracker.domain.windows_calendar import Slot, Stretch, tasks
from tracker.models import MaintenanceWindow, Reading, Supplier, WindowSlot, WindowTask

TEXTS = ("purpose", "contact", "rollback_rule", "improvement")  # what changes no time
SLOT_TEXTS = ("group", "service", "behaviour", "alternative", "condition")


def stretch_of(window: MaintenanceWindow) -> Stretch:
    """Return a window as a plain value."""
    start, end = window.reserve_start_at, window.reserve_end_at
    return Stretch(window.start_at, window.end_at, (start, end) if start and end else None)


def stretch_told(told: dict[str, Any]) -> Stretch:
    """Return a window as a reading keeps it as a plain value."""
    start, end = _moment(told, "reserve_start"), _moment(told, "reserve_end")
    return Stretch(
        datetime.fromisoformat(told["start"]),
        datetime.fromisoformat(told["end"]),
        (start, end) if start and end else None,
    )


def told_by(window: MaintenanceWindow, *, shift: timedelta = timedelta(0)) -> dict[str, Any]:
    """Return a window as a reading keeps it, its slots moved by `shift`."""
    return {name: getattr(window, name) for name in TEXTS} | {
        "start": window.start_at.isoformat(),
        "end": window.end_at.isoformat(),
        "slots": [_slot_told(one, shift) for one in window.slots.order_by("start_at", "pk")],
    }


def create(
    supplier: Supplier,
    told: dict[str, Any],
    *,
    reading: Reading | None = None,
    replaces: MaintenanceWindow | None = None,
    actor: Actor,
    now: datetime,
) -> MaintenanceWindow:
    """Keep a window with its slots. Runs inside the caller's transaction."""
    stretch = stretch_told(told)
    reserve = stretch.reserve or (None, None)
    row = MaintenanceWindow.objects.create(
        workspace=supplier.workspace,
        supplier=supplier,
        reading=reading,
        purpose=told.get("purpose", "")[:300],
        start_at=stretch.start,
        end_at=stretch.end,
        reserve_start_at=reserve[0],
        reserve_end_at=reserve[1],
        rollback_rule=told.get("rollback_rule", ""),
        contact=told.get("contact", "")[:300],
        improvement=told.get("improvement", ""),
        replaces=replaces,
    )
    WindowSlot.objects.bulk_create([_slot(row, one) for one in told.get("slots", [])])
    audit.record(
        "window.proposed",
        row,
        actor=actor,
        now=now,
        workspace=supplier.workspace,
        after={"from": row.start_at, "until": row.end_at, "purpose": row.purpose},
    )
    return row


def add_tasks(window: MaintenanceWindow, *, owner: User, now: datetime) -> None:
    """Add what has to be done around a window, whoever confirmed it in charge.

    What should have been prepared by now is due when the work begins.
    """
    slots = [
        Slot(f"{one.group} {one.service}", one.behaviour, one.alternative)
        for one in window.slots.order_by("start_at", "pk")
    ]
    WindowTask.objects.bulk_create(
        [
            WindowTask(
                window=window,
                kind=task.kind,
                moment=task.moment,
                due_at=task.due_at if task.due_at > now else max(now, window.start_at),
                source=task.source,
                owner=owner,
            )
            for task in tasks(stretch_of(window), slots)
        ],
        ignore_conflicts=True,
    )


def _slot(row: MaintenanceWindow, told: dict[str, Any]) -> WindowSlot:
    texts = {name: told.get(name, "") for name in SLOT_TEXTS}
    texts |= {"group": texts["group"][:80], "service": texts["service"][:300]}
    start, end = datetime.fromisoformat(told["start"]), datetime.fromisoformat(told["end"])
    return WindowSlot(window=row, start_at=start, end_at=end, **texts)


def _slot_told(slot: WindowSlot, shift: timedelta) -> dict[str, Any]:
    return {name: getattr(slot, name) for name in SLOT_TEXTS} | {
        "start": (slot.start_at + shift).isoformat(),
        "end": (slot.end_at + shift).isoformat(),
    }


def _moment(told: dict[str, Any], name: str) -> datetime | None:
    return datetime.fromisoformat(told[name]) if told.get(name) else None
