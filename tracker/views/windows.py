"""Planned stops: the calendar as list and month, one stop, and those entered by hand."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import jpholiday
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY, WRITERS
from accounts.htmx import wants_fragment
from accounts.operations.audit import Actor
from tracker.domain import month
from tracker.domain.windows_calendar import collisions, falls_on
from tracker.enums import LIVE_WINDOWS, TaskMoment, WindowState
from tracker.forms.windows import CalendarForm, SlotForm, TaskForm, WindowForm
from tracker.models import MaintenanceWindow, Supplier
from tracker.operations import company_days, windows
from tracker.operations.window_rows import stretch_of
from tracker.operations.windows import FOLLOWS, WrongMomentError
from tracker.views import planned_feed
from tracker.views.lookup import posted, window_of

MOST = 200  # in the list; the month shows every one


@require_GET
@workspace_view(EVERYBODY)
@vary_on_headers("HX-Request")
def window_list(request: WorkspaceRequest) -> HttpResponse:
    """Show what is planned, soonest first; with ?month=2026-01 as one month of a calendar."""
    suppliers = Supplier.objects.in_workspace(request.workspace).active().order_by("name", "pk")
    form = CalendarForm(request.GET, suppliers=suppliers)
    form.is_valid()
    found = _filtered(request, form.cleaned_data)
    is_month = "month" in request.GET
    shown = _month(request, found) if is_month else _rows(request, found)
    context = shown | {"form": form, "is_month": is_month}
    if wants_fragment(request):
        return render(request, "tracker/_windows.html", context)
    context |= {
        "feed_path": planned_feed.path_of(request.membership),
        "may_write": request.membership.role in WRITERS,
    }
    return render(request, "tracker/window_list.html", context)


@require_GET
@workspace_view(EVERYBODY)
def window_detail(request: WorkspaceRequest, window_id: int) -> HttpResponse:
    window = window_of(request, window_id)
    return render(request, "tracker/window_detail.html", detail_context(request, window))


def detail_context(request: WorkspaceRequest, window: MaintenanceWindow) -> dict[str, Any]:
    """Return what the page of a planned stop shows; a refused form is put in its place."""
    may_write = request.membership.role in WRITERS
    tasks = list(window.tasks.select_related("owner", "done_by").order_by("due_at", "pk"))
    return {
        "window": window,
        "supplier": window.supplier,
        "slots": window.slots.order_by("start_at", "end_at", "pk"),
        "tasks": [(one, _task_form(one, request) if may_write else None) for one in tasks],
        "after_count": sum(one.moment == TaskMoment.AFTER for one in tasks),
        "meetings": company_days.meetings([window]),
        "follows": FOLLOWS.get(WindowState(window.state), set()),
        "later": window.replaced_by.order_by("-pk").first(),
        "slot_form": SlotForm(
            initial={"start_at": window.start_at, "end_at": window.end_at}, prefix="slot"
        ),
        "may_write": may_write,
        "now": timezone.now(),
    }


@require_http_methods(["GET", "POST"])
@workspace_view(WRITERS)
def window_add(request: WorkspaceRequest) -> HttpResponse:
    """Enter a planned stop that no page announces: a letter, a call."""
    form = WindowForm(posted(request), workspace=request.workspace)
    if request.method == "POST" and form.is_valid():
        supplier = form.cleaned_data["supplier"]
        window = windows.plan(supplier, form.told(), by=request.user, now=timezone.now())
        messages.success(request, _("Entered. Add its services, then confirm it."))
        return redirect("tracker:window-detail", request.workspace.slug, window.pk)
    status = 422 if form.is_bound else 200
    return render(request, "tracker/window_form.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@workspace_view(WRITERS)
def window_edit(request: WorkspaceRequest, window_id: int) -> HttpResponse:
    """Set right what is written; other times make a new window, which is confirmed anew."""
    window, now = window_of(request, window_id), timezone.now()
    form = WindowForm.of(posted(request), window)
    if request.method == "POST" and form.is_valid():
        try:
            window = _edited(request, window, form, now)
        except WrongMomentError:
            messages.error(request, _("Its times can no longer be changed."))
        return redirect("tracker:window-detail", request.workspace.slug, window.pk)
    context = {"form": form, "window": window, "supplier": window.supplier}
    status = 422 if form.is_bound else 200
    return render(request, "tracker/window_form.html", context, status=status)


def _edited(
    request: WorkspaceRequest, window: MaintenanceWindow, form: WindowForm, now: datetime
) -> MaintenanceWindow:
    told = form.moved(window)
    if told is None:
        windows.describe(window, form.texts(), by=request.user, now=now)
        messages.success(request, _("Saved."))
        return window
    moved = windows.move(window, told, actor=Actor.person(request.user), now=now)
    messages.success(request, _("Moved. Confirm the new times."))
    return moved


def _filtered(request: WorkspaceRequest, said: dict[str, Any]) -> QuerySet[MaintenanceWindow]:
    found = MaintenanceWindow.objects.in_workspace(request.workspace)
    if not said.get("gone"):
        found = found.filter(state__in=LIVE_WINDOWS)
    if supplier := said.get("supplier"):
        found = found.filter(supplier=supplier)
    return found.select_related("supplier", "workspace").order_by("start_at", "pk")


def _rows(request: WorkspaceRequest, found: QuerySet[MaintenanceWindow]) -> dict[str, Any]:
    """Return the list: each stop with its open tasks and what it meets."""
    shown = list(found.prefetch_related("tasks")[:MOST])
    met = _met(request, shown)
    rows = [
        {
            "window": one,
            "open_count": sum(task.done_at is None for task in one.tasks.all()),
            "meetings": met[one.pk],
        }
        for one in shown
    ]
    return {"rows": rows}


def _met(request: WorkspaceRequest, shown: Iterable[MaintenanceWindow]) -> dict[int, list[Any]]:
    days = company_days.values_of(request.workspace)
    zone = ZoneInfo(request.workspace.time_zone)
    return {one.pk: collisions(stretch_of(one), days, zone=zone) for one in shown}


def _month(request: WorkspaceRequest, found: QuerySet[MaintenanceWindow]) -> dict[str, Any]:
    """Return one month: weeks of days, each with its stops and our own days."""
    zone = ZoneInfo(request.workspace.time_zone)
    today = timezone.localdate()
    first = _first_day(request.GET.get("month", ""), today)
    since, until = month.bounds(first, zone)
    shown = list(found.between(since, until))  # type: ignore[attr-defined]
    own = [one for one in company_days.values_of(request.workspace) if one.is_dated]
    planned = month.by_day([(stretch_of(one), one) for one in shown], zone=zone)
    weeks = [
        [
            {
                "on": day,
                "is_inside": day.month == first.month,
                "is_today": day == today,
                "is_off": day.weekday() >= 5 or bool(jpholiday.is_holiday(day)),
                "holiday": jpholiday.is_holiday_name(day) or "",
                "windows": planned.get(day, []),
                "own": [one for one in own if falls_on(one, day)],
            }
            for day in week
        ]
        for week in month.weeks(first)
    ]
    return {
        "weeks": weeks,
        "first": first,
        "before": month.month_before(first),
        "after": month.next_month(first),
        "count": len(shown),
    }


def _first_day(text: str, today: date) -> date:
    """Return the first day of the month that is asked for; this month when none can be read."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)


def _task_form(task: Any, request: WorkspaceRequest) -> TaskForm:
    initial = {"owner": task.owner_id, "due_at": task.due_at}
    return TaskForm(workspace=request.workspace, initial=initial, prefix=f"task{task.pk}")
