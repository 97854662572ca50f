"""Planned stops: proposed from notices, confirmed by people, kept on the calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.enums import MessageUrgency
from accounts.models import User
from accounts.operations import audit, messages
from accounts.operations.audit import Actor
from tracker.domain.windows_calendar import (
    Collision,
    Slot,
    Stretch,
    collisions,
    fall_back,
    renew,
    tasks,
)
from tracker.domain.windows_calendar import CompanyDay as CompanyDayValue
from tracker.enums import CompanyDayKind, ServiceDomain, WindowState
from tracker.models import (
    CompanyDay,
    MaintenanceWindow,
    Reading,
    Supplier,
    WindowSlot,
    WindowTask,
)
from tracker.operations import alarms

# what may follow what; everything else is refused
FOLLOWS = {
    WindowState.PROPOSED: {WindowState.CONFIRMED, WindowState.CANCELLED, WindowState.MOVED},
    WindowState.CONFIRMED: {
        WindowState.RUNNING,
        WindowState.DONE,
        WindowState.CANCELLED,
        WindowState.MOVED,
        WindowState.ROLLED_BACK,
    },
    WindowState.RUNNING: {WindowState.DONE, WindowState.ROLLED_BACK, WindowState.CANCELLED},
}


class WrongMomentError(Exception):
    """The window is not in a state that this may follow."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A window that meets a day of ours."""

    window: MaintenanceWindow
    collision: Collision


def take_in(reading: Reading, supplier: Supplier, *, now: datetime) -> list[int]:
    """Bring a supplier's proposed windows up to what a page now says of planned work.

    A page that no longer names a window says nothing about it: only people call off.
    """
    if reading.is_restored or not reading.windows:
        return []
    known = list(
        MaintenanceWindow.objects.live()
        .filter(supplier=supplier, reading__page=reading.page)
        .order_by("start_at", "pk")
    )
    told = {_stretch(one): one for one in reading.windows}
    renewal = renew([stretch_of(one) for one in known], list(told))
    for index, stretch in renewal.moved:
        move(known[index], told[stretch], reading, now=now)
    added = [one for one in renewal.added if one.end > now]
    made = [_create(supplier, told[stretch], reading) for stretch in added]
    return _announce(supplier, made, now) if made else []


def move(
    window: MaintenanceWindow, told: dict[str, Any], reading: Reading | None, *, now: datetime
) -> MaintenanceWindow:
    """Replace a window by the one that its notice now names; people confirm it anew."""
    with transaction.atomic():
        replacement = _create(window.supplier, told, reading, replaces=window)
        _set(window, WindowState.MOVED, Actor.task("digest_readings"), now)
    return replacement


def confirm(window: MaintenanceWindow, *, by: User, now: datetime) -> None:
    """Put a proposed window on the calendar, with its tasks.

    Raises: WrongMomentError.
    """
    with transaction.atomic():
        _set(window, WindowState.CONFIRMED, Actor.person(by), now)
        window.confirmed_by, window.confirmed_at = by, now
        window.save(update_fields=["confirmed_by", "confirmed_at"])
        _add_tasks(window)


def change_state(window: MaintenanceWindow, state: WindowState, *, by: User, now: datetime) -> None:
    """Say that a window began, ended, was called off.

    Raises: WrongMomentError.
    """
    with transaction.atomic():
        _set(window, state, Actor.person(by), now)


def roll_back(window: MaintenanceWindow, *, by: User, now: datetime) -> MaintenanceWindow | None:
    """Say that the work failed; its reserve becomes the window that counts. None: there is none.

    Raises: WrongMomentError.
    """
    with transaction.atomic():
        _set(window, WindowState.ROLLED_BACK, Actor.person(by), now)
        reserve = fall_back(stretch_of(window))
        if reserve is None:
            return None
        row = MaintenanceWindow.objects.create(
            workspace=window.workspace,
            supplier=window.supplier,
            reading=window.reading,
            purpose=window.purpose,
            start_at=reserve.start,
            end_at=reserve.end,
            rollback_rule=window.rollback_rule,
            contact=window.contact,
            improvement=window.improvement,
            state=WindowState.CONFIRMED,
            replaces=window,
            confirmed_by=by,
            confirmed_at=now,
        )
        shift = reserve.start - window.start_at
        WindowSlot.objects.bulk_create([_shifted(one, row, shift) for one in window.slots.all()])
        _add_tasks(row)
        return row


def do_task(task: WindowTask, *, by: User, now: datetime) -> None:
    """Tick a task off; doing it twice changes nothing."""
    with transaction.atomic():
        open_task = WindowTask.objects.filter(pk=task.pk, done_at=None)
        if open_task.update(done_at=now, done_by=by):
            audit.record(
                "window_task.done",
                task,
                actor=Actor.person(by),
                now=now,
                workspace=task.window.workspace,
                after={"task": task.kind, "window": task.window_id},
            )


def advance(*, now: datetime) -> int:
    """Move confirmed windows along with the clock; return how many moved."""
    begun = MaintenanceWindow.objects.filter(
        state=WindowState.CONFIRMED, start_at__lte=now, end_at__gt=now
    ).update(state=WindowState.RUNNING)
    over = MaintenanceWindow.objects.filter(
        state__in=[WindowState.CONFIRMED, WindowState.RUNNING], end_at__lte=now
    ).update(state=WindowState.DONE)
    return begun + over


def meetings(windows: Iterable[MaintenanceWindow]) -> list[Meeting]:
    """Return where windows meet closing days, payment days and order cut-offs."""
    found = []
    days: dict[int, list[CompanyDayValue]] = {}
    for window in windows:
        if window.workspace_id not in days:
            days[window.workspace_id] = _company_days(window)
        zone = ZoneInfo(window.workspace.time_zone)
        met = collisions(stretch_of(window), days[window.workspace_id], zone=zone)
        found += [Meeting(window, one) for one in met]
    return found


def stretch_of(window: MaintenanceWindow) -> Stretch:
    """Return a window as a plain value."""
    start, end = window.reserve_start_at, window.reserve_end_at
    return Stretch(window.start_at, window.end_at, (start, end) if start and end else None)


def _company_days(window: MaintenanceWindow) -> list[CompanyDayValue]:
    rows = CompanyDay.objects.filter(workspace=window.workspace).order_by("kind", "pk")
    return [
        CompanyDayValue(CompanyDayKind(one.kind), one.name, one.weekday, one.day_of_month, one.at)
        for one in rows
    ]


def _stretch(told: dict[str, Any]) -> Stretch:
    start, end = _moment(told, "reserve_start"), _moment(told, "reserve_end")
    return Stretch(
        datetime.fromisoformat(told["start"]),
        datetime.fromisoformat(told["end"]),
        (start, end) if start and end else None,
    )


def _moment(told: dict[str, Any], name: str) -> datetime | None:
    return datetime.fromisoformat(told[name]) if told.get(name) else None


def _create(
    supplier: Supplier,
    told: dict[str, Any],
    reading: Reading | None,
    replaces: MaintenanceWindow | None = None,
) -> MaintenanceWindow:
    row = MaintenanceWindow.objects.create(
        workspace=supplier.workspace,
        supplier=supplier,
        reading=reading,
        purpose=told.get("purpose", "")[:300],
        start_at=datetime.fromisoformat(told["start"]),
        end_at=datetime.fromisoformat(told["end"]),
        reserve_start_at=_moment(told, "reserve_start"),
        reserve_end_at=_moment(told, "reserve_end"),
        rollback_rule=told.get("rollback_rule", ""),
        contact=told.get("contact", "")[:300],
        improvement=told.get("improvement", ""),
        replaces=replaces,
    )
    WindowSlot.objects.bulk_create([_slot(row, one) for one in told.get("slots", [])])
    return row


def _slot(row: MaintenanceWindow, told: dict[str, Any]) -> WindowSlot:
    return WindowSlot(
        window=row,
        start_at=datetime.fromisoformat(told["start"]),
        end_at=datetime.fromisoformat(told["end"]),
        group=told["group"][:80],
        service=told["service"][:300],
        behaviour=told["behaviour"],
        alternative=told["alternative"],
        condition=told["condition"],
    )


def _shifted(slot: WindowSlot, row: MaintenanceWindow, shift: timedelta) -> WindowSlot:
    return WindowSlot(
        window=row,
        start_at=slot.start_at + shift,
        end_at=slot.end_at + shift,
        group=slot.group,
        service=slot.service,
        behaviour=slot.behaviour,
        alternative=slot.alternative,
        condition=slot.condition,
    )


def _add_tasks(window: MaintenanceWindow) -> None:
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
                due_at=task.due_at,
                source=task.source,
            )
            for task in tasks(stretch_of(window), slots)
        ],
        ignore_conflicts=True,
    )


def _set(window: MaintenanceWindow, state: WindowState, actor: Actor, now: datetime) -> None:
    """Change a window's state, if it is still in one that this may follow."""
    before = WindowState(window.state)
    is_allowed = state in FOLLOWS.get(before, set())
    rows = MaintenanceWindow.objects.filter(pk=window.pk, state=before)
    if not is_allowed or not rows.update(state=state):
        raise WrongMomentError
    window.state = state
    audit.record(
        "window.state",
        window,
        actor=actor,
        now=now,
        workspace=window.workspace,
        before={"state": before},
        after={"state": state, "from": window.start_at, "until": window.end_at},
    )


def _announce(supplier: Supplier, made: list[MaintenanceWindow], now: datetime) -> list[int]:
    """Tell buyers that planned work was read and waits for somebody to confirm it."""
    first = min(made, key=lambda one: one.start_at)
    zone = ZoneInfo(supplier.workspace.time_zone)
    return messages.tell(
        alarms.members_for(supplier, ServiceDomain.ORDERS),
        urgency=MessageUrgency.TODAY,
        subject=format_lazy(_("[Planned stop] {supplier}"), supplier=supplier.name),
        body=format_lazy(
            _(
                "{supplier} announces planned work from {start} on.\n"
                "Check the times and confirm them; then they stand on the calendar."
            ),
            supplier=supplier.name,
            start=f"{first.start_at.astimezone(zone):%Y-%m-%d %H:%M}",
        ),
        path=alarms.path_of(supplier),
        cause=f"window:{first.pk}",
        now=now,
    )
