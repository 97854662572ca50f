from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet

from tracker.enums import ChangeKind
from tracker.models.notice import Notice
from tracker.models.page import Page
from tracker.models.snapshot import Snapshot


class ChangeQuerySet(models.QuerySet["Change"]):
    def news(self) -> Self:
        """Leave out what is only recorded: cosmetic changes, and the first reading of a notice
        that the list which links to it has told already."""
        linked = models.Q(kind=ChangeKind.FIRST_READ, page__parent__isnull=False)
        return self.exclude(kind=ChangeKind.COSMETIC).exclude(linked)

    def told_once(self, pages: Iterable[int] | QuerySet[Page]) -> Self:
        """Of what several of the pages told alike, keep what the earliest told."""
        earlier = Change.objects.filter(
            story=OuterRef("story"), page__in=pages, pk__lt=OuterRef("pk")
        )
        return self.filter(~Exists(earlier))

    def since(self, moment: datetime) -> Self:
        return self.filter(seen_at__gt=moment)


class Change(models.Model):
    """One thing that happened on a page: a notice posted, edited, resolved, withdrawn; the page
    lost or found again. Shared by everybody who follows the page; written once."""

    page = models.ForeignKey(  # change_newest_first serves as its index
        Page, on_delete=models.PROTECT, related_name="changes", db_index=False
    )
    notice = models.ForeignKey(
        Notice, null=True, blank=True, on_delete=models.PROTECT, related_name="changes"
    )
    kind = models.CharField(max_length=12, choices=ChangeKind)
    seen_at = models.DateTimeField()  # by us
    told_at = models.DateTimeField(null=True, blank=True)  # when the page says it was told
    told_on = models.DateField(null=True, blank=True)  # the same where only the day is printed
    title = models.CharField(max_length=200)
    is_late = models.BooleanField(default=False)  # posted after a later notice: 第11報 after 第12報
    reason = models.CharField(max_length=200, blank=True)  # why cosmetic, why unreadable
    before = models.ForeignKey(
        Snapshot, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    after = models.ForeignKey(
        Snapshot, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    difference = models.BinaryField(default=b"")  # packed; see operations.archive
    added_count = models.PositiveIntegerField(default=0)  # characters
    removed_count = models.PositiveIntegerField(default=0)  # characters

    story = models.BigIntegerField(  # the earliest change that tells the same, of another page
        null=True, blank=True
    )

    objects = ChangeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["page", "-seen_at", "-id"], name="change_newest_first"),
            models.Index(
                fields=["story"], condition=models.Q(story__isnull=False), name="change_story"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title}"
