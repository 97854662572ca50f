from django.db import models
from django.db.models import Q

from tracker.enums import NoticeState
from tracker.models.page import Page
from tracker.models.snapshot import Snapshot


class Notice(models.Model):
    """One announcement on a page, from the day it was posted to the day it was withdrawn."""

    page = models.ForeignKey(  # the unique constraint serves as its index
        Page, on_delete=models.PROTECT, related_name="notices", db_index=False
    )
    identity = models.BigIntegerField()  # 64 bits of the hash of the notice's key
    number = models.PositiveSmallIntegerField(null=True, blank=True)  # 第N報
    title = models.CharField(max_length=200)
    url = models.CharField(max_length=2000, blank=True)
    state = models.CharField(max_length=10, choices=NoticeState, default=NoticeState.POSTED)
    posted_on = models.DateField(null=True, blank=True)  # as it says itself
    seen_at = models.DateTimeField()  # by us, first
    changed_at = models.DateTimeField()  # by our reading, last
    snapshot = models.ForeignKey(  # in which it was last seen
        Snapshot, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "identity"], name="notice_once_per_page"),
            models.CheckConstraint(condition=~Q(title=""), name="notice_has_title"),
        ]

    def __str__(self) -> str:
        return self.title
