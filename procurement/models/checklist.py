from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from procurement.enums import (
    ChecklistAnswer,
    ChecklistResult,
    ChecklistStep,
    FollowUpKind,
    FollowUpState,
)
from reconciliation.models import Order
from tracker.models import Disruption


class ChecklistQuerySet(models.QuerySet["Checklist"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)

    def open(self) -> Self:
        return self.filter(closed_at=None)


class Checklist(models.Model):
    """The five questions about one order, from the first look to the decision."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="checklists")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="checklists")
    disruption = models.ForeignKey(
        Disruption, null=True, on_delete=models.PROTECT, related_name="checklists"
    )
    is_made_to_order = models.BooleanField(null=True)  # None: not known
    opened_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)  # raised by every answer
    result = models.CharField(max_length=10, choices=ChecklistResult, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)  # somebody was told that its time is over

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(closed_at=None), name="checklist_open_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, result="")
                | Q(closed_at__isnull=False, closed_by__isnull=False)
                & ~Q(result="")
                & ~Q(reason=""),
                name="checklist_closed_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order}"


class ChecklistEntry(models.Model):
    """One answer to one step; appended, the newest holds."""

    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="entries")
    step = models.CharField(max_length=10, choices=ChecklistStep)
    answer = models.CharField(max_length=16, choices=ChecklistAnswer)
    evidence = models.JSONField(default=list)  # pairs of kind and value
    note = models.TextField(_("evidence, name, time of the call"), blank=True)
    answered_by = models.ForeignKey(  # None: the data
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["checklist", "step"], name="checklist_entry_of_step")]

    def __str__(self) -> str:
        return f"{self.step}: {self.answer}"


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def waiting(self) -> Self:
        return self.filter(answered_at=None)

    def overdue(self, *, now: datetime) -> Self:
        return self.waiting().filter(due_at__lte=now)


class Inquiry(models.Model):
    """One question to the supplier that "not known" has raised, with all that they need to answer
    it (COM-06) and the deadline we gave."""

    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="inquiries")
    step = models.CharField(max_length=10, choices=ChecklistStep)
    details = models.JSONField(default=dict)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)  # somebody was told that its time is over

    objects = InquiryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["checklist", "step"],
                condition=Q(answered_at=None),
                name="inquiry_waiting_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.checklist_id} {self.step}"


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def waiting(self) -> Self:
        return self.filter(state__in=[FollowUpState.WAITING, FollowUpState.CONTRADICTED])


class FollowUp(models.Model):
    """One thing that has to happen after a cancellation, watched until papers confirm it."""

    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="follow_ups")
    kind = models.CharField(max_length=16, choices=FollowUpKind)
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=FollowUpState, default=FollowUpState.WAITING)
    note = models.CharField(max_length=200, blank=True)  # whom was told, what the supplier said
    changed_by = models.ForeignKey(  # None: the match
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)  # somebody was told that its time is over

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["checklist", "kind"], name="follow_up_once_per_kind")
        ]

    def __str__(self) -> str:
        return f"{self.checklist_id} {self.kind}: {self.state}"

    @property
    def is_told_by_hand(self) -> bool:
        return self.kind == FollowUpKind.DEPARTMENT_TOLD and self.state == FollowUpState.WAITING
