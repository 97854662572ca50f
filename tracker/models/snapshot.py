from datetime import datetime
from typing import Self

from django.db import models

from accounts.models import User
from tracker.models.page import Page


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def unread(self, *, now: datetime) -> Self:
        """Keep versions whose claims wait to be read and that nobody is reading."""
        return self.filter(read_due_at__lte=now)


class Snapshot(models.Model):
    """What a page was at one moment, as it came and as it read; written once,
    but for the note that its claims wait to be read.

    `raw` is compressed against the raw of `base`, `text` against this snapshot's own raw; see
    operations.archive, which is the only place that packs and unpacks.
    """

    page = models.ForeignKey(  # the unique constraint serves as its index
        Page, on_delete=models.PROTECT, related_name="snapshots", db_index=False
    )
    version = models.PositiveIntegerField()  # 1, 2, 3 ... of the page
    base = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(  # who pasted or uploaded it; None: the poller
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    content_type = models.CharField(max_length=120)
    charset = models.CharField(max_length=30, blank=True)
    raw = models.BinaryField()
    raw_sha256 = models.BinaryField(max_length=32)
    text = models.BinaryField()
    text_sha256 = models.BinaryField(max_length=32)
    updated_at = models.DateTimeField(null=True, blank=True)  # as the page says
    published_on = models.DateField(null=True, blank=True)  # as the page prints it
    faults = models.CharField(max_length=200, blank=True)  # what may have been lost in reading

    read_due_at = models.DateTimeField(null=True, blank=True)  # None: its claims were read
    read_tries = models.PositiveSmallIntegerField(default=0)  # begun; see operations.unread

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "version"], name="snapshot_version_once")
        ]
        indexes = [
            models.Index(
                fields=["read_due_at"],
                condition=models.Q(read_due_at__isnull=False),
                name="snapshot_unread",
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id} v{self.version}"
