from datetime import datetime
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

Row = TypeVar("Row", bound="Mailed")


class MailedQuerySet(models.QuerySet[Row]):
    def waiting_for_mail(self, *, now: datetime) -> Self:
        """Keep what should be mailed and is neither sent, given up nor in a mailer's hands."""
        free = Q(lease_until=None) | Q(lease_until__lte=now)
        return self.filter(free, mail_due_at__lte=now, mailed_at=None, mail_failed_at=None)


class Mailed(models.Model):
    """A row that is its own outbox: written in the transaction of what it tells, mailed later."""

    mail_due_at = models.DateTimeField(null=True, blank=True)  # None: never by mail
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail_failed_at = models.DateTimeField(null=True, blank=True)  # given up
    mail_error = models.TextField(blank=True)
    attempt_count = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
