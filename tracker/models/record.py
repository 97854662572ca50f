from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from tracker.enums import Agreement, Observed, ObservedResult, RecordKind
from tracker.models.change import Change
from tracker.models.disruption import Disruption
from tracker.models.supplier import Supplier


class TimelineRecordQuerySet(models.QuerySet["TimelineRecord"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)


class TimelineRecord(models.Model):
    """What a person put on a supplier's timeline: a note, an observation, an act. Never edited;
    a correction is a new record that names the one it corrects."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="records")
    disruption = models.ForeignKey(
        Disruption, null=True, blank=True, on_delete=models.PROTECT, related_name="records"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=RecordKind)
    happened_at = models.DateTimeField(_("happened at"))
    recorded_at = models.DateTimeField()
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    body = models.TextField(_("text"), blank=True)
    observed = models.CharField(_("what"), max_length=16, choices=Observed, blank=True)
    result = models.CharField(_("result"), max_length=10, choices=ObservedResult, blank=True)
    retry_at = models.DateTimeField(_("look again at"), null=True, blank=True)
    agreement = models.CharField(_("agreement"), max_length=16, choices=Agreement, blank=True)
    change = models.ForeignKey(  # the change that it speaks of
        Change, null=True, blank=True, on_delete=models.PROTECT, related_name="records"
    )
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )

    objects = TimelineRecordQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["supplier", "-happened_at", "-id"], name="record_newest_first")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.body[:40]}"
