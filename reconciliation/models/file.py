from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import User, Workspace
from reconciliation.enums import FileSafety, FileType


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)


class StoredFile(models.Model):
    """The bytes of one file as they came, kept outside the web root under a name of our making."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, unique=True)  # in the storage
    label = models.CharField(max_length=300)  # the name it was given; never a path of ours
    sha256 = models.CharField(max_length=64)
    byte_count = models.PositiveBigIntegerField()
    type = models.CharField(max_length=10, choices=FileType)
    safety = models.CharField(max_length=12, choices=FileSafety)
    stored_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    stored_at = models.DateTimeField()

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(sha256=""), name="stored_file_has_hash")]
        indexes = [models.Index(fields=["workspace", "sha256"], name="stored_file_by_hash")]

    def __str__(self) -> str:
        return self.label

    @property
    def file_type(self) -> FileType:
        return FileType(self.type)

    @property
    def is_quarantined(self) -> bool:
        return self.safety == FileSafety.QUARANTINED
