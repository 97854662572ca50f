from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import Workspace
from tracker.enums import FETCHED_KINDS, CheckOutcome, Folder, PageHealth, PageKind
from tracker.models.host import Host
from tracker.models.supplier import Supplier


class PageQuerySet(models.QuerySet["Page"]):
    def due(self, *, now: datetime) -> Self:
        return self.filter(due_at__lte=now)

    def followed_in(self, workspace: Workspace) -> Self:
        """Keep pages that a workspace follows, by itself or through the list that links them."""
        direct = Q(sources__workspace=workspace, sources__ended_at=None)
        through_list = Q(parent__sources__workspace=workspace, parent__sources__ended_at=None)
        return self.filter(direct | through_list).distinct()

    def official_in(self, workspace: Workspace) -> Self:
        """Keep pages whose word a workspace counts as the supplier's own."""
        own = {"workspace": workspace, "folder": Folder.OFFICIAL, "ended_at": None}
        direct = Q(**{f"sources__{name}": value for name, value in own.items()})
        linked = Q(**{f"parent__sources__{name}": value for name, value in own.items()})
        return self.filter(direct | linked).distinct()

    def known_in(self, workspace: Workspace) -> Self:
        """Keep pages that a workspace follows or once followed: its history stays readable."""
        direct = Q(sources__workspace=workspace)
        return self.filter(direct | Q(parent__sources__workspace=workspace)).distinct()

    def known_to(self, supplier: Supplier) -> Self:
        """Keep pages whose changes make the supplier's timeline."""
        return self.filter(
            Q(sources__supplier=supplier) | Q(parent__sources__supplier=supplier)
        ).distinct()


class Page(models.Model):
    """One address read in one way, fetched once however many workspaces follow it.

    Pages without an address (mail, entries by hand) belong to the one workspace that fills them.
    """

    kind = models.CharField(max_length=12, choices=PageKind)
    url = models.CharField(max_length=2000, blank=True)
    selector = models.CharField(max_length=200, blank=True)  # CSS: read only this part
    owner = models.ForeignKey(
        Workspace, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    parent = models.ForeignKey(  # the notice list that links here
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    host = models.ForeignKey(
        Host, null=True, blank=True, on_delete=models.PROTECT, related_name="pages"
    )
    title = models.CharField(max_length=300, blank=True)

    due_at = models.DateTimeField(null=True, blank=True)  # None: never polled
    interval = models.DurationField()  # the shortest that a follower asked for
    is_heavy = models.BooleanField(default=False)  # PDF: read on its own queue

    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=60, blank=True)
    body_print = models.BinaryField(max_length=32, default=b"")  # see domain.fingerprint
    text_sha256 = models.BinaryField(max_length=32, default=b"")
    text_length = models.PositiveIntegerField(default=0)  # characters of the last reading

    health = models.CharField(max_length=12, choices=PageHealth, default=PageHealth.NEW)
    health_reason = models.CharField(max_length=200, blank=True)
    miss_count = models.PositiveIntegerField(default=0)  # in a row
    missed_since = models.DateTimeField(null=True, blank=True)
    last_outcome = models.CharField(max_length=12, choices=CheckOutcome, blank=True)
    last_checked_at = models.DateTimeField(null=True, blank=True)  # we looked
    last_read_at = models.DateTimeField(null=True, blank=True)  # and could read
    last_changed_at = models.DateTimeField(null=True, blank=True)  # and it said something new
    updated_at = models.DateTimeField(null=True, blank=True)  # what the page itself says

    objects = PageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["url", "kind", "selector"],
                condition=Q(owner=None),
                name="page_once_per_way_of_reading",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=FETCHED_KINDS, owner=None, host__isnull=False) & ~Q(url="")
                | Q(kind__in=[PageKind.MAIL, PageKind.MANUAL], owner__isnull=False, due_at=None),
                name="page_fetched_or_owned",
            ),
        ]
        indexes = [models.Index(fields=["host", "due_at"], name="page_due_per_host")]

    def __str__(self) -> str:
        return self.title or self.url or self.get_kind_display()
