from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import Workspace
from reconciliation.enums import Direction, ImportState, TrackingStage
from reconciliation.models.batch import IN_BATCH, ImportBatch
from tracker.models import Supplier


class ShipmentLineQuerySet(models.QuerySet["ShipmentLine"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)

    def current(self) -> Self:
        """Keep what applied files say and no later file has replaced."""
        return self.filter(ended_by=None, batch__state=ImportState.APPLIED)


class ShipmentLine(models.Model):
    """What one shipment brought of one order line, as one row of one file tells it."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+", **IN_BATCH)
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="+", **IN_BATCH)
    batch = models.ForeignKey(
        ImportBatch, on_delete=models.PROTECT, related_name="shipment_lines", db_index=False
    )
    source_row = models.PositiveIntegerField()
    ended_by = models.ForeignKey(
        ImportBatch, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    row_key = models.CharField(max_length=120)  # what makes the row the same in a later file
    occurrence = models.PositiveIntegerField(default=1)  # two equal rows are two deliveries
    shipment_number = models.CharField(max_length=80, blank=True)
    order_number = models.CharField(max_length=80)
    order_key = models.CharField(max_length=80)
    line_number = models.PositiveIntegerField(null=True)  # None: found by item
    item_code = models.CharField(max_length=80, blank=True)
    shipped_on = models.DateField(null=True)
    delivered_on = models.DateField(null=True)
    direction = models.CharField(max_length=6, choices=Direction)
    quantity = models.DecimalField(max_digits=15, decimal_places=3)
    received_quantity = models.DecimalField(max_digits=15, decimal_places=3, null=True)
    carrier = models.CharField(max_length=40, blank=True)
    tracking_number = models.CharField(max_length=40, blank=True)
    state_text = models.CharField(max_length=80, blank=True)  # the supplier's own word

    objects = ShipmentLineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "source_row"], name="shipment_line_once_per_row"
            ),
            models.CheckConstraint(condition=~Q(order_key=""), name="shipment_line_has_order"),
        ]
        indexes = [
            models.Index(fields=["supplier", "row_key", "batch"], name="shipment_line_key"),
            models.Index(fields=["supplier", "order_key"], name="shipment_line_order"),
            models.Index(
                fields=["ended_by"], condition=~Q(ended_by=None), name="shipment_line_ended"
            ),
            models.Index(
                fields=["workspace", "tracking_number"],
                condition=~Q(tracking_number=""),
                name="shipment_line_tracked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shipment_number} {self.order_number}"


class Shipment(models.Model):
    """One parcel on its way, as far as its carrier tells; its stage is that of its newest event."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="shipments")
    carrier = models.CharField(max_length=40, blank=True)
    tracking_number = models.CharField(max_length=40)
    stage = models.CharField(max_length=16, choices=TrackingStage, default=TrackingStage.REGISTERED)
    stage_on = models.DateField(null=True, blank=True)  # None: its carrier does not say

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "carrier", "tracking_number"],
                name="shipment_once_per_tracking_number",
            )
        ]

    def __str__(self) -> str:
        return f"{self.carrier} {self.tracking_number}"


class TrackingEvent(models.Model):
    """One word of a carrier about one parcel; a later word may be a step back, none is dropped."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+", **IN_BATCH)
    batch = models.ForeignKey(
        ImportBatch, on_delete=models.PROTECT, related_name="tracking_events", db_index=False
    )
    source_row = models.PositiveIntegerField()
    ended_by = models.ForeignKey(
        ImportBatch, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    row_key = models.CharField(max_length=200)
    occurrence = models.PositiveIntegerField(default=1)
    carrier = models.CharField(max_length=40, blank=True)
    tracking_number = models.CharField(max_length=40)
    happened_on = models.DateField(null=True)
    happened_time = models.CharField(max_length=20, blank=True)  # 14:02, 午前中: as written
    stage = models.CharField(max_length=16, choices=TrackingStage)
    word = models.CharField(max_length=80)  # the carrier's own
    place = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "source_row"], name="tracking_event_once_per_row"
            )
        ]
        indexes = [
            models.Index(
                fields=["workspace", "tracking_number", "row_key", "batch"],
                name="tracking_event_key",
            )
        ]

    def __str__(self) -> str:
        return f"{self.tracking_number} {self.word}"
