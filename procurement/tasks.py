"""What the clock and the queue ask of the response. A message only says "look"."""

from celery import shared_task
from django.utils import timezone

from procurement.operations import deadlines, looking


@shared_task(ignore_result=True, time_limit=60, soft_time_limit=50)
def sweep_response() -> None:
    """Ring for every supplier of which more is known than was taken in."""
    for supplier_id in looking.due_ids(now=timezone.now()):
        look_at_supplier.delay(supplier_id=supplier_id)


@shared_task(ignore_result=True, acks_late=True, time_limit=240, soft_time_limit=220)
def look_at_supplier(*, supplier_id: int) -> None:
    """Take in what is known of one supplier. A second message for it finds nothing new."""
    looking.look(supplier_id, now=timezone.now())


@shared_task(ignore_result=True, time_limit=120, soft_time_limit=100)
def keep_deadlines() -> None:
    """Tell of what is due; each row is taken by itself and told once."""
    deadlines.keep(now=timezone.now())
