from typing import Self

from django.db import models

from accounts.models import Workspace
from procurement.enums import HIT_STATUSES, ImpactReason, ImpactStatus, Priority
from reconciliation.models import Order
from tracker.models import Disruption


class LineImpactQuerySet(models.QuerySet["LineImpact"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)

    def hit(self) -> Self:
        return self.filter(status__in=HIT_STATUSES)


class LineImpact(models.Model):
    """What one disruption does to one open order line, as last judged. A convenience that is
    rebuilt from scopes and orders; decisions hang on orders, never on it."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    disruption = models.ForeignKey(Disruption, on_delete=models.CASCADE, related_name="impacts")
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="impacts")
    line_number = models.PositiveIntegerField()
    item_code = models.CharField(max_length=80, blank=True)
    item_name = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=ImpactStatus)
    reason = models.CharField(max_length=22, choices=ImpactReason)
    priority = models.CharField(max_length=16, choices=Priority, default=Priority.ORDINARY)
    due_on = models.DateField(null=True)
    amount = models.BigIntegerField(null=True)  # None: no price
    uncovered_amount = models.BigIntegerField(null=True)
    expected_on = models.DateField(null=True)
    delay_days = models.IntegerField(null=True)
    is_beyond_accepted = models.BooleanField(null=True)
    judged_at = models.DateTimeField()

    objects = LineImpactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["disruption", "order", "line_number"], name="impact_once_per_line"
            )
        ]
        indexes = [models.Index(fields=["disruption", "status"], name="impact_by_status")]

    def __str__(self) -> str:
        return f"{self.order_id}-{self.line_number} {self.status}"
