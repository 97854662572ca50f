"""What the clock and the queue ask of the response. A message only says "look"."""

from celery import shared_task
from django.utils import timezone

from procurement.operations import deadlines, errands, looking, running_errands


@shared_task(ignore_result=True, time_limit=60, soft_time_limit=50)
def sweep_response() -> None:
    """Ring for every supplier of which more is known than was taken in, and for long work."""
    for supplier_id in looking.due_ids(now=timezone.now()):
        look_at_supplier.delay(supplier_id=supplier_id)
    for errand_id in errands.due_ids(now=timezone.now()):
        run_errand.delay(errand_id=errand_id)


@shared_task(ignore_result=True, acks_late=True, time_limit=240, soft_time_limit=220)
def look_at_supplier(*, supplier_id: int) -> None:
    """Take in what is known of one supplier. A second message for it finds nothing new."""
    looking.look(supplier_id, now=timezone.now())


@shared_task(ignore_result=True, acks_late=True, time_limit=240, soft_time_limit=220)
def run_errand(*, errand_id: int) -> None:
    """Do one piece of long work. A second message for it finds nothing to claim."""
    running_errands.run(errand_id, clock=timezone.now)


@shared_task(ignore_result=True, time_limit=120, soft_time_limit=100)
def keep_deadlines() -> None:
    """Tell of what is due; each row is taken by itself and told once."""
    deadlines.keep(now=timezone.now())
