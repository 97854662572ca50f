from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import User, Workspace
from procurement.enums import AlarmKind, HelpfulAct


class SupplyAlarmQuerySet(models.QuerySet["SupplyAlarm"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)

    def open(self) -> Self:
        return self.filter(closed_at=None)


class SupplyAlarm(models.Model):
    """One need that may be supplied twice. Only a person closes it, with a reason."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="supply_alarms")
    identity = models.CharField(max_length=64)  # hash of kind, item and orders
    kind = models.CharField(max_length=24, choices=AlarmKind)
    act = models.CharField(max_length=16, choices=HelpfulAct)
    item = models.CharField(max_length=200, blank=True)
    orders = models.JSONField(default=list)  # numbers; the one to act on comes first
    found_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    close_reason = models.TextField(blank=True)

    objects = SupplyAlarmQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "identity"], name="supply_alarm_once_per_identity"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(close_reason=""),
                name="supply_alarm_closed_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {', '.join(self.orders)}"
