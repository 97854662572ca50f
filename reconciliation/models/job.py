from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import User, Workspace
from reconciliation.enums import OPEN_JOB_STATES, JobFault, JobKind, JobPhase, JobState
from reconciliation.models.batch import ImportBatch


class JobQuerySet(models.QuerySet["Job"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)

    def open(self) -> Self:
        return self.filter(state__in=OPEN_JOB_STATES)

    def due(self, *, now: datetime) -> Self:
        """Keep open jobs that are in nobody's hands."""
        free = Q(lease_until=None) | Q(lease_until__lte=now)
        return self.open().filter(free)


class Job(models.Model):
    """One piece of long work. The row is the truth; a queue message only says that it is there.

    Who works on it holds a lease and a token; every step it writes is conditional on that token,
    so that a runner that was thought dead writes nothing more.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="jobs")
    kind = models.CharField(max_length=14, choices=JobKind)
    batch = models.ForeignKey(ImportBatch, null=True, on_delete=models.PROTECT, related_name="jobs")
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    phase = models.CharField(max_length=12, choices=JobPhase, default=JobPhase.QUEUED)
    done_count = models.PositiveIntegerField(default=0)
    total_count = models.PositiveIntegerField(null=True)  # None: not counted yet
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)  # the first time somebody took it
    phase_started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    token = models.PositiveIntegerField(default=0)  # raised by every taker
    attempt_count = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=16, choices=JobFault, blank=True)
    detail = models.CharField(max_length=200, blank=True)  # which import, row or record

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch"],
                condition=Q(state__in=sorted(OPEN_JOB_STATES)) & ~Q(kind=JobKind.MATCH),
                name="job_one_at_a_time_per_batch",
            ),
            models.UniqueConstraint(
                fields=["workspace"],
                condition=Q(state__in=sorted(OPEN_JOB_STATES), kind=JobKind.MATCH, batch=None),
                name="job_one_whole_match",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(OPEN_JOB_STATES), ended_at=None)
                | ~Q(state__in=sorted(OPEN_JOB_STATES)) & Q(ended_at__isnull=False),
                name="job_ended_when_over",
            ),
        ]
        indexes = [
            models.Index(
                fields=["lease_until"],
                condition=Q(state__in=sorted(OPEN_JOB_STATES)),
                name="job_due",
            ),
            models.Index(fields=["workspace", "-created_at"], name="job_newest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.get_kind_display()}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_JOB_STATES
