from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import User, Workspace
from procurement.enums import ErrandKind
from reconciliation.enums import OPEN_JOB_STATES, JobState


class ErrandQuerySet(models.QuerySet["Errand"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)

    def open(self) -> Self:
        return self.filter(state__in=OPEN_JOB_STATES)

    def due(self, *, now: datetime) -> Self:
        """Keep open errands that are in nobody's hands."""
        return self.open().filter(Q(lease_until=None) | Q(lease_until__lte=now))


class Errand(models.Model):
    """One piece of long work of the response that a person has started and may walk away from.

    The row is the truth; who works on it holds a lease and a token, as with imports.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ErrandKind)
    about = models.JSONField(default=dict)  # what was asked for, ids and plain values
    result = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    done_count = models.PositiveIntegerField(default=0)
    total_count = models.PositiveIntegerField(null=True)  # None: it cannot be counted
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    token = models.PositiveIntegerField(default=0)
    attempt_count = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)  # when somebody acted on the result

    objects = ErrandQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=sorted(OPEN_JOB_STATES), ended_at=None)
                | ~Q(state__in=sorted(OPEN_JOB_STATES)) & Q(ended_at__isnull=False),
                name="errand_ended_when_over",
            )
        ]
        indexes = [
            models.Index(
                fields=["lease_until"],
                condition=Q(state__in=sorted(OPEN_JOB_STATES)),
                name="errand_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.get_kind_display()}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_JOB_STATES

    @property
    def is_done(self) -> bool:
        return self.state == JobState.DONE
