"""Telling people of planned work: when it is read, when it begins, when it is over."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.enums import MessageUrgency
from accounts.operations import messages
from tracker.enums import ServiceDomain, TaskMoment, WindowState
from tracker.models import MaintenanceWindow, Supplier, WindowSlot, WindowTask
from tracker.operations import alarms, company_days


def path_of(window: MaintenanceWindow) -> str:
    return reverse("tracker:window-detail", args=[window.workspace.slug, window.pk])


def tell_proposed(supplier: Supplier, made: list[MaintenanceWindow], *, now: datetime) -> list[int]:
    """Tell buyers that planned work was read and waits for somebody to confirm it."""
    first = min(made, key=lambda one: one.start_at)
    return messages.tell(
        alarms.members_for(supplier, ServiceDomain.ORDERS),
        urgency=MessageUrgency.TODAY,
        subject=format_lazy(_("[Planned stop] {supplier}"), supplier=supplier.name),
        body=format_lazy(
            _(
                "{supplier} announces planned work from {start} on.\n"
                "Check the times and confirm them; then they stand on the calendar.\n{meetings}"
            ),
            supplier=supplier.name,
            start=_clock(first.start_at, supplier),
            meetings=_meetings(made),
        ),
        path=path_of(first),
        cause=f"window:{first.pk}",
        now=now,
    )


def tell_step(window: MaintenanceWindow, *, now: datetime) -> list[int]:
    """Tell that planned work begins, with what to do meanwhile, or that it is over (MNT-08)."""
    is_begun = window.state == WindowState.RUNNING
    supplier = window.supplier
    subject = _("[Planned stop begins] {supplier}") if is_begun else _("[Planned stop over] {name}")
    begun = _("It lasts until {end}.\n{slots}")
    over = _("What is to be done now:\n{tasks}")
    body = (
        format_lazy(begun, end=_clock(window.end_at, supplier), slots=_slots(window))
        if is_begun
        else format_lazy(over, tasks=_tasks(window))
    )
    return messages.tell(
        alarms.members_for(supplier, ServiceDomain.ORDERS),
        urgency=MessageUrgency.NOW if is_begun else MessageUrgency.TODAY,
        subject=format_lazy(subject, supplier=supplier.name, name=supplier.name),
        body=body,
        path=path_of(window),
        cause=f"window:{window.pk}:{window.state}",
        now=now,
    )


def _clock(moment: datetime, supplier: Supplier) -> str:
    return f"{moment.astimezone(ZoneInfo(supplier.workspace.time_zone)):%Y-%m-%d %H:%M}"


def _meeting_lines(made: Iterable[MaintenanceWindow]) -> str:
    return "\n".join(
        f"! {one.collision.on.isoformat()} {one.collision.day.kind.label}: {one.collision.day.name}"
        for one in company_days.meetings(made)
    )


def _slot_lines(window: MaintenanceWindow) -> str:
    slots = WindowSlot.objects.filter(window=window).order_by("start_at", "pk")
    return "\n".join(f"- {one.title}: {one.behaviour} → {one.alternative}" for one in slots)


def _task_lines(window: MaintenanceWindow) -> str:
    tasks = WindowTask.objects.filter(window=window, moment=TaskMoment.AFTER, done_at=None)
    return "\n".join(f"- {one.get_kind_display()}" for one in tasks.order_by("due_at", "pk"))


_meetings = lazy(_meeting_lines, str)  # in the language of whoever is told
_slots = lazy(_slot_lines, str)
_tasks = lazy(_task_lines, str)
