from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from procurement.enums import Decision, RequestState
from tracker.models import Disruption


class ApprovalRequestQuerySet(models.QuerySet["ApprovalRequest"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)

    def pending(self) -> Self:
        return self.filter(state=RequestState.PENDING)


class ApprovalRequest(models.Model):
    """One thing that somebody asks to be allowed. Its state follows from its votes; vote_count
    makes deciding one conditional update, so that two deciders never both count."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.PROTECT, related_name="approval_requests"
    )
    title = models.CharField(max_length=200)
    amount = models.BigIntegerField()
    department = models.CharField(max_length=80, blank=True)
    disruption = models.ForeignKey(
        Disruption, null=True, on_delete=models.PROTECT, related_name="approval_requests"
    )
    requester = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    needed_on = models.DateField(null=True)  # until when a decision helps
    is_review = models.BooleanField(default=False)  # of an emergency purchase, after the fact
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.PENDING)
    revision = models.PositiveIntegerField(default=1)  # votes count for one revision alone
    version = models.CharField(max_length=64)  # of what is shown now
    vote_count = models.PositiveIntegerField(default=0)
    route = models.JSONField(default=dict)  # as seated when it was asked
    waiting_for = models.ManyToManyField(User, related_name="+")
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    dispatched_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)  # when it could no longer be taken back

    objects = ApprovalRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[RequestState.APPROVED, RequestState.REFUSED])
                | Q(decided_by__isnull=False) & ~Q(decided_by=models.F("requester")),
                name="approval_never_by_requester",
            ),
            models.CheckConstraint(
                condition=Q(dispatched_at=None) | Q(state=RequestState.DISPATCHED),
                name="approval_dispatched_when_said",
            ),
        ]
        indexes = [models.Index(fields=["workspace", "state", "asked_at"], name="approval_waiting")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_pending(self) -> bool:
        return self.state == RequestState.PENDING


class RequestVersion(models.Model):
    """What was shown of a request under one mark, and who made it so; written once."""

    request = models.ForeignKey(ApprovalRequest, on_delete=models.PROTECT, related_name="versions")
    revision = models.PositiveIntegerField()
    version = models.CharField(max_length=64)
    shown = models.JSONField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "revision"], name="request_version_once_per_revision"
            )
        ]

    def __str__(self) -> str:
        return f"{self.request_id} v{self.revision}"


class Vote(models.Model):
    """One decision of one person on one seat, of exactly the version that was read."""

    request = models.ForeignKey(ApprovalRequest, on_delete=models.PROTECT, related_name="votes")
    revision = models.PositiveIntegerField()
    version = models.CharField(max_length=64)
    step = models.PositiveIntegerField()
    seat = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=8, choices=Decision)
    comment = models.TextField(_("comment"), blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "revision", "step", "seat"],
                condition=~Q(decision=Decision.ASK),
                name="vote_once_per_seat",
            ),
            models.CheckConstraint(
                condition=Q(decision=Decision.APPROVE) | ~Q(comment=""),
                name="vote_against_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.person_id} {self.decision}"
