from typing import Self

from django.db import models

from accounts.models.user import User
from accounts.models.workspace import Workspace


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def of_chain(self, workspace: Workspace | None) -> Self:
        """Keep one chain, oldest first. None is the chain of acts that no workspace owns."""
        return self.filter(workspace=workspace).order_by("sequence", "pk")


class AuditEntry(models.Model):
    """One change that a person or a task made; written once, linked to the one before by hash."""

    workspace = models.ForeignKey(
        Workspace, null=True, on_delete=models.PROTECT, related_name="audit_entries"
    )
    sequence = models.PositiveBigIntegerField()  # 1, 2, 3 ... within the chain
    acted_at = models.DateTimeField()
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    actor_label = models.CharField(max_length=120)  # name at the time; "task poll_host" for a task
    action = models.CharField(max_length=60)  # "source.added", "member.removed"
    target = models.CharField(max_length=80)  # "tracker.source:12"
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.TextField(blank=True)
    previous_hash = models.CharField(max_length=64)
    own_hash = models.CharField(max_length=64)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "sequence"], name="audit_sequence_once_per_workspace"
            ),
            models.UniqueConstraint(
                fields=["sequence"],
                condition=models.Q(workspace=None),
                name="audit_sequence_once_outside_workspaces",
            ),
        ]
        indexes = [models.Index(fields=["workspace", "-acted_at"], name="audit_newest_first")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action} {self.target}"

    @property
    def differences(self) -> list[tuple[str, object, object]]:
        """Return name, value before and value after of what changed; None: there was none."""
        before, after = self.before or {}, self.after or {}
        names = dict.fromkeys([*before, *after])  # as written, each once
        return [(name, before.get(name), after.get(name)) for name in names]


class AuditAnchor(models.Model):
    """The head of one chain on one day, as it was handed to somebody outside."""

    workspace = models.ForeignKey(
        Workspace, null=True, on_delete=models.PROTECT, related_name="audit_anchors"
    )
    sequence = models.PositiveBigIntegerField()
    head_hash = models.CharField(max_length=64)
    exported_at = models.DateTimeField()
    exported_to = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.sequence} {self.head_hash[:12]}"
