from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from reconciliation.models.file import StoredFile


class UploadQuerySet(models.QuerySet["Upload"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)

    def open(self) -> Self:
        return self.filter(file=None)

    def forgotten(self, *, before: datetime) -> Self:
        """Keep those that nobody has gone on with since a moment."""
        return self.open().filter(touched_at__lt=before)


class Upload(models.Model):
    """One file on its way in, piece by piece; what has arrived is safe and need not come again."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(_("name"), max_length=300)
    mark = models.CharField(max_length=80)  # by which the browser knows its file again
    byte_count = models.PositiveBigIntegerField()  # announced
    received_count = models.PositiveBigIntegerField(default=0)  # bytes safely stored
    pieces = models.JSONField(default=list)  # names in the storage, in order
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    touched_at = models.DateTimeField()

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(received_count__lte=F("byte_count")), name="upload_within_its_size"
            ),
            models.UniqueConstraint(
                fields=["workspace", "started_by", "mark", "byte_count"],
                condition=Q(file=None),
                name="upload_once_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["touched_at"], condition=Q(file=None), name="upload_forgotten")
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_whole(self) -> bool:
        return self.received_count == self.byte_count
