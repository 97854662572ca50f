from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from tracker.models import Supplier


class SupplierLookQuerySet(models.QuerySet["SupplierLook"]):
    def free(self, *, now: datetime) -> Self:
        """Keep rows that nobody is at."""
        return self.filter(Q(lease_until=None) | Q(lease_until__lte=now))


class SupplierLook(models.Model):
    """How much of what is known of one supplier its impacts, alarms and follow-ups rest on. What
    is known more is due; who works on it holds a lease and a token."""

    supplier = models.OneToOneField(Supplier, on_delete=models.CASCADE, related_name="look")
    ledger_version = models.PositiveIntegerField(default=0)
    decided_id = models.BigIntegerField(default=0)  # the newest decision on an order
    mark = models.CharField(max_length=64, blank=True)  # of notices, stage, offers and the day
    looked_at = models.DateTimeField(null=True)
    token = models.PositiveIntegerField(default=0)  # raised by every taker
    lease_until = models.DateTimeField(null=True)

    objects = SupplierLookQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.supplier_id} v{self.ledger_version}"
