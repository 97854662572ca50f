"""What has to be done before and after planned work: in whose hands, done or not."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.models import Membership, User
from accounts.operations import audit
from accounts.operations.audit import Actor
from tracker.enums import WindowState
from tracker.models import MaintenanceWindow, WindowTask

SHOWN_AHEAD = timedelta(days=2)  # before a task is due
MOST = 20  # on the first screen; the calendar has them all
GONE = (WindowState.CANCELLED, WindowState.MOVED, WindowState.ROLLED_BACK)


def do(task: WindowTask, *, by: User, now: datetime) -> None:
    """Tick a task off; doing it twice changes nothing."""
    with transaction.atomic():
        open_task = WindowTask.objects.filter(pk=task.pk, done_at=None)
        if open_task.update(done_at=now, done_by=by):
            _audit("window_task.done", task, by, now)


def undo(task: WindowTask, *, by: User, now: datetime) -> None:
    """Take the tick away again."""
    with transaction.atomic():
        done = WindowTask.objects.filter(pk=task.pk).exclude(done_at=None)
        if done.update(done_at=None, done_by=None):
            _audit("window_task.undone", task, by, now)


def hand_over(task: WindowTask, owner: User, *, due_at: datetime, by: User, now: datetime) -> None:
    """Say who does a task, and by when."""
    with transaction.atomic():
        WindowTask.objects.filter(pk=task.pk).update(owner=owner, due_at=due_at)
        _audit("window_task.handed_over", task, by, now, owner=str(owner), due_at=due_at)


def waiting_for(membership: Membership, *, now: datetime) -> list[WindowTask]:
    """Return the open tasks that are due for a member or for nobody, the most urgent first."""
    mine = Q(owner=membership.user) | Q(owner=None)
    due = WindowTask.objects.filter(
        mine,
        window__workspace=membership.workspace,
        done_at=None,
        due_at__lte=now + SHOWN_AHEAD,
    ).exclude(window__state__in=GONE)
    return list(due.select_related("window__supplier").order_by("due_at", "pk")[:MOST])


def proposed_in(membership: Membership) -> Iterable[MaintenanceWindow]:
    """Return planned stops that nobody has confirmed yet."""
    windows = MaintenanceWindow.objects.in_workspace(membership.workspace)
    proposed = windows.filter(state=WindowState.PROPOSED).select_related("supplier")
    return proposed.order_by("start_at", "pk")[:MOST]


def _audit(action: str, task: WindowTask, by: User, now: datetime, **more: object) -> None:
    audit.record(
        action,
        task,
        actor=Actor.person(by),
        now=now,
        workspace=task.window.workspace,
        after={"task": task.kind, "window": task.window_id, **more},
    )
