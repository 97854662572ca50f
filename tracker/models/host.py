from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q


class HostQuerySet(models.QuerySet["Host"]):
    def free(self, *, now: datetime) -> Self:
        """Keep hosts that nobody is reading and that may be asked again."""
        unleased = Q(lease_until=None) | Q(lease_until__lte=now)
        return self.filter(unleased, not_before__lte=now)


class Host(models.Model):
    """One server (name and port) that is asked politely: one request in flight, spaced out.

    The lease and its token are the claim: a worker that lost the lease may no longer write.
    """

    authority = models.CharField(max_length=260, unique=True)  # "example.co.jp", "127.0.0.1:8765"
    not_before = models.DateTimeField()  # spacing, Retry-After
    rung_at = models.DateTimeField(null=True, blank=True)  # when a worker was last sent here
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.PositiveBigIntegerField(default=0)  # raised by every claim
    claim_count = models.PositiveSmallIntegerField(default=0)  # claims since the last finished one
    robots = models.TextField(blank=True)
    robots_checked_at = models.DateTimeField(null=True, blank=True)
    robots_failure = models.CharField(max_length=32, blank=True)  # why it could not be had

    objects = HostQuerySet.as_manager()

    def __str__(self) -> str:
        return self.authority

    @property
    def address_and_port(self) -> tuple[str, int]:
        """The host as the list of admitted addresses names it."""
        name, colon, port = self.authority.rpartition(":")
        return (name, int(port)) if colon and port.isdecimal() else (self.authority, 0)
