from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from tracker.enums import Folder, Importance
from tracker.models.page import Page
from tracker.models.supplier import Supplier


class SourceQuerySet(models.QuerySet["Source"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)

    def current(self) -> Self:
        return self.filter(ended_at=None)


class Source(models.Model):
    """A workspace's subscription to a page, for one supplier."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="sources")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="sources")
    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="sources")
    folder = models.CharField(_("folder"), max_length=12, choices=Folder)
    name = models.CharField(_("name"), max_length=120)
    interval = models.DurationField(_("interval"))
    keeper = models.ForeignKey(  # told when the source cannot be read
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="kept_sources"
    )
    importance = models.CharField(
        _("importance"), max_length=8, choices=Importance, default=Importance.NORMAL
    )
    is_starred = models.BooleanField(_("starred"), default=False)
    keywords = models.CharField(_("keywords"), max_length=300, blank=True)  # comma-separated
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "page"],
                condition=models.Q(ended_at=None),
                name="source_once_per_supplier",
            )
        ]

    def __str__(self) -> str:
        return self.name
