"""What the clock and the queue ask of long work. A message only says "look"."""

from celery import shared_task
from django.utils import timezone

from reconciliation.operations import jobs, running


@shared_task(ignore_result=True, acks_late=True, time_limit=300, soft_time_limit=280)
def run_job(*, job_id: int) -> None:
    """Work on one job for one turn. A second message for it finds nothing to claim."""
    if running.run(job_id, clock=timezone.now):
        run_job.delay(job_id=job_id)


@shared_task(ignore_result=True, time_limit=60, soft_time_limit=50)
def sweep_jobs() -> None:
    """Ring for every job that is in nobody's hands; this is how a restart is survived."""
    for job_id in jobs.due_ids(now=timezone.now()):
        run_job.delay(job_id=job_id)
