"""What a person does to a planned stop, to its slots and to the tasks around it."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import WRITERS
from accounts.models import User
from tracker.enums import WindowState
from tracker.forms.windows import SlotForm, TaskForm
from tracker.models import MaintenanceWindow
from tracker.operations import window_slots, window_tasks, windows
from tracker.operations.windows import WrongMomentError
from tracker.views.lookup import task_of, window_of
from tracker.views.windows import detail_context

Step = Callable[[MaintenanceWindow, User, datetime], MaintenanceWindow | None]


def _confirm(window: MaintenanceWindow, by: User, now: datetime) -> None:
    windows.confirm(window, by=by, now=now)


def _roll_back(window: MaintenanceWindow, by: User, now: datetime) -> MaintenanceWindow | None:
    return windows.roll_back(window, by=by, now=now)


def _to(state: WindowState) -> Step:
    def change(window: MaintenanceWindow, by: User, now: datetime) -> None:
        windows.change_state(window, state, by=by, now=now)

    return change


STEPS: dict[str, tuple[Step, Promise]] = {
    "confirm": (_confirm, gettext_lazy("Confirmed. Its tasks are in your hands.")),
    "begin": (_to(WindowState.RUNNING), gettext_lazy("Noted that the work has begun.")),
    "done": (_to(WindowState.DONE), gettext_lazy("Noted that the work is over.")),
    "cancel": (_to(WindowState.CANCELLED), gettext_lazy("Noted that the work was called off.")),
    "roll-back": (_roll_back, gettext_lazy("Noted that the work was rolled back.")),
}


@require_POST
@workspace_view(WRITERS)
def window_step(request: WorkspaceRequest, window_id: int, move: str) -> HttpResponse:
    if move not in STEPS:
        raise Http404
    window = window_of(request, window_id)
    perform, done = STEPS[move]
    try:
        window = perform(window, request.user, timezone.now()) or window
        messages.success(request, str(done))
    except WrongMomentError:
        messages.error(request, _("The planned stop has changed meanwhile; nothing was done."))
    return redirect("tracker:window-detail", request.workspace.slug, window.pk)


@require_POST
@workspace_view(WRITERS)
def slot_add(request: WorkspaceRequest, window_id: int) -> HttpResponse:
    window = window_of(request, window_id)
    form = SlotForm(request.POST, prefix="slot")
    if form.is_valid():
        window_slots.add(window, form.cleaned_data, by=request.user, now=timezone.now())
        return redirect("tracker:window-detail", request.workspace.slug, window.pk)
    context = detail_context(request, window) | {"slot_form": form}
    return render(request, "tracker/window_detail.html", context, status=422)


@require_POST
@workspace_view(WRITERS)
def slot_remove(request: WorkspaceRequest, window_id: int, slot_id: int) -> HttpResponse:
    window = window_of(request, window_id)
    slot = window.slots.filter(pk=slot_id).first()
    if slot is None:
        raise Http404
    window_slots.remove(slot, by=request.user, now=timezone.now())
    messages.success(request, _("Removed."))
    return redirect("tracker:window-detail", request.workspace.slug, window.pk)


@require_POST
@workspace_view(WRITERS)
def task_step(request: WorkspaceRequest, task_id: int) -> HttpResponse:
    """Tick a task off, take the tick away (`act`=undo), or hand it over (`act`=hand-over)."""
    task, now = task_of(request, task_id), timezone.now()
    act = request.POST.get("act")
    if act == "hand-over":
        form = TaskForm(request.POST, workspace=request.workspace, prefix=f"task{task.pk}")
        if not form.is_valid():
            context = detail_context(request, task.window)
            context["tasks"] = [
                (one, form if one == task else other) for one, other in context["tasks"]
            ]
            return render(request, "tracker/window_detail.html", context, status=422)
        said = form.cleaned_data
        window_tasks.hand_over(task, said["owner"], due_at=said["due_at"], by=request.user, now=now)
    elif act == "undo":
        window_tasks.undo(task, by=request.user, now=now)
    else:
        window_tasks.do(task, by=request.user, now=now)
    return redirect("tracker:window-detail", request.workspace.slug, task.window_id)
