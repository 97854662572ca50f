"""What the clock asks for: reminders, escalation, the end of taking back, and days that pass.

Every row is taken by a conditional update before anybody is told, so that two clocks, a clock that
jumps and a task that runs twice tell once.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import MessageUrgency
from accounts.models import Membership, Workspace
from accounts.operations import audit, messages
from accounts.operations.audit import Actor
from procurement.domain.approvals import ESCALATE_AFTER, REMIND_AFTER, TAKE_BACK
from procurement.enums import BUYERS, RequestState
from procurement.models import ApprovalRequest, Checklist, EmergencyRule, FollowUp, Inquiry
from procurement.operations.approving import path_of
from procurement.operations.routing import people_for

CHECKLIST_TIME = timedelta(days=2)  # an order is decided by then, or somebody is asked why not
AT_A_TIME = 200  # rows of one kind per run; the next run takes the rest


@dataclass(frozen=True, slots=True)
class Deadline:
    """Rows whose time has come and of which nobody was told; `mark` is the field that says so."""

    rows: QuerySet[Any]
    mark: str
    subject: Promise
    people: Callable[[Any], QuerySet[Membership]]
    path: Callable[[Any], str]


def keep(*, now: datetime) -> int:
    """Tell of everything that is due, once, and return of how many rows."""
    return sum(
        _tell(deadline, row, now)
        for deadline in (*_of_approvals(now), *_of_orders(now))
        for row in deadline.rows.order_by("pk")[:AT_A_TIME]
    )


def _tell(deadline: Deadline, row: Any, now: datetime) -> bool:
    with transaction.atomic():
        if not deadline.rows.filter(pk=row.pk).update(**{deadline.mark: now}):
            return False
        messages.tell(
            deadline.people(row).select_related("user", "workspace").order_by("pk"),
            urgency=MessageUrgency.NOW,
            subject=deadline.subject,
            body=_("Open it to see what waits and what to do next."),
            path=deadline.path(row),
            cause=f"{row._meta.label_lower}:{row.pk}:{deadline.mark}:{now.isoformat()}",
            now=now,
        )
        if deadline.mark == "escalated_at":
            audit.record(
                "approval.escalated",
                row,
                actor=Actor.task("deadlines"),
                now=now,
                workspace=row.workspace,
            )
    return True


def _of_approvals(now: datetime) -> Iterator[Deadline]:
    pending = ApprovalRequest.objects.pending().select_related("workspace")

    def those_above(request: ApprovalRequest) -> QuerySet[Membership]:
        people = people_for(request, now=now)
        wanted = [one for one in people.fallbacks if people.may_sit(one)]
        return _members(request.workspace).filter(user__in=wanted)

    yield Deadline(
        pending.filter(reminded_at=None, asked_at__lte=now - REMIND_AFTER),
        "reminded_at",
        _("Reminder: a request waits for your decision"),
        lambda row: _members(row.workspace).filter(user__in=row.waiting_for.all()),
        path_of,
    )
    yield Deadline(
        pending.filter(escalated_at=None, asked_at__lte=now - ESCALATE_AFTER),
        "escalated_at",
        _("A request has waited for two days"),
        those_above,
        path_of,
    )
    approved = ApprovalRequest.objects.filter(state=RequestState.APPROVED, settled_at=None)
    yield Deadline(
        approved.filter(decided_at__lte=now - TAKE_BACK).select_related("workspace"),
        "settled_at",
        _("Approved, and not to be taken back any more: order it now"),
        lambda row: _members(row.workspace).filter(user=row.requester_id),
        path_of,
    )


def _of_orders(now: datetime) -> Iterator[Deadline]:
    today = timezone.localdate(now)
    yield Deadline(
        Inquiry.objects.overdue(now=now)
        .filter(told_at=None)
        .select_related("checklist__workspace"),
        "told_at",
        _("The supplier has not answered in time"),
        lambda row: _members(row.checklist.workspace).filter(user=row.asked_by_id),
        lambda row: _path_of(row.checklist),
    )
    late = FollowUp.objects.waiting().filter(told_at=None, due_on__lt=today)
    yield Deadline(
        late.select_related("checklist__workspace"),
        "told_at",
        _("A cancellation is not confirmed yet"),
        lambda row: _buyers(row.checklist.workspace),
        lambda row: _path_of(row.checklist),
    )
    old = Checklist.objects.open().filter(told_at=None, opened_at__lte=now - CHECKLIST_TIME)
    yield Deadline(
        old.select_related("workspace"),
        "told_at",
        _("A checklist has been open for two days"),
        lambda row: _buyers(row.workspace),
        _path_of,
    )
    run_out = EmergencyRule.objects.standing().filter(told_at=None, ends_on__lte=today)
    yield Deadline(
        run_out.select_related("workspace"),
        "told_at",
        _("An emergency rule has run out: withdraw it with a record"),
        lambda row: _members(row.workspace).filter(user=row.owner_id),
        lambda row: reverse("procurement:rule-list", args=[row.workspace.slug]),
    )


def _members(workspace: Workspace) -> QuerySet[Membership]:
    return Membership.objects.current().filter(workspace=workspace)


def _buyers(workspace: Workspace) -> QuerySet[Membership]:
    return _members(workspace).filter(role__in=BUYERS)


def _path_of(checklist: Checklist) -> str:
    return reverse("procurement:checklist-detail", args=[checklist.workspace.slug, checklist.pk])
