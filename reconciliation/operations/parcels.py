"""Where each parcel is: the newest word of its carrier, which may be a step back."""

from django.db import transaction

from reconciliation.enums import ImportState, TrackingStage
from reconciliation.models import ImportBatch, Shipment, TrackingEvent

AT_A_TIME = 500  # parcels per short transaction


def summarise(batch: ImportBatch) -> None:
    """Renew every parcel that the import tells of. May run twice."""
    told = TrackingEvent.objects.filter(batch=batch).values_list("tracking_number", flat=True)
    numbers = sorted(set(told))
    for first in range(0, len(numbers), AT_A_TIME):
        with transaction.atomic():
            _summarise(batch, numbers[first : first + AT_A_TIME])


def _summarise(batch: ImportBatch, numbers: list[str]) -> None:
    current = TrackingEvent.objects.filter(
        workspace=batch.workspace_id,
        tracking_number__in=numbers,
        ended_by=None,
        batch__state=ImportState.APPLIED,
    )
    newest: dict[tuple[str, str], TrackingEvent] = {}
    for event in current.order_by("happened_on", "happened_time", "pk"):
        newest[event.carrier, event.tracking_number] = event
    known = Shipment.objects.filter(workspace=batch.workspace_id, tracking_number__in=numbers)
    known.update(stage=TrackingStage.UNKNOWN, stage_on=None)  # what nothing tells of any more
    for (carrier, number), event in newest.items():
        Shipment.objects.update_or_create(
            workspace_id=batch.workspace_id,
            carrier=carrier,
            tracking_number=number,
            defaults={"stage": event.stage, "stage_on": event.happened_on},
        )
