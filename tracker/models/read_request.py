from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from tracker.enums import CheckOutcome
from tracker.models.source import Source


class ReadRequestQuerySet(models.QuerySet["ReadRequest"]):
    def waiting(self) -> Self:
        return self.filter(finished_at=None)

    def since(self, moment: datetime) -> Self:
        """Keep what still waits, and what was answered after a moment."""
        return self.filter(Q(finished_at=None) | Q(finished_at__gt=moment))


class ReadRequest(models.Model):
    """A person's wish that a source be read now, and what the look brought."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="read_requests")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    rung_at = models.DateTimeField()  # when a worker was last sent
    finished_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=CheckOutcome, blank=True)  # "": no look
    reason = models.CharField(max_length=200, blank=True)

    objects = ReadRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(finished_at=None), name="read_request_once_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.asked_at:%Y-%m-%d %H:%M}"
