"""What the clock and the queue ask of long work. A message only says "look".

What matches is imported by the tasks that need it: its engine takes 40 MB, which a worker that
only polls pages does without.
"""

from celery import group, shared_task
from django.utils import timezone

from reconciliation.operations import jobs, uploads


@shared_task(ignore_result=True, acks_late=True, time_limit=300, soft_time_limit=280)
def run_job(*, job_id: int) -> None:
    """Work on one job for one turn. A second message for it finds nothing to claim."""
    from reconciliation.operations import running  # noqa: PLC0415 - see above

    if running.run(job_id, clock=timezone.now):
        run_job.apply_async(kwargs={"job_id": job_id}, countdown=1)
        _ring_for_parts(job_id)
        return
    for follower in jobs.followers_of(job_id):
        run_job.delay(job_id=follower)


def _ring_for_parts(job_id: int) -> None:
    """Ask for help with the parts of a match that nobody has: a group of equal tasks."""
    from reconciliation.operations import matching  # noqa: PLC0415 - see above

    group(match_part.s(job_id=job_id) for _ in range(matching.waiting_parts(job_id))).delay()


@shared_task(ignore_result=True, acks_late=True, time_limit=300, soft_time_limit=280)
def match_part(*, job_id: int) -> None:
    """Do one part of a match that nobody has; if there is none, nothing."""
    from reconciliation.operations import matching  # noqa: PLC0415 - see above

    matching.help_with(job_id, now=timezone.now())


@shared_task(ignore_result=True, time_limit=60, soft_time_limit=50)
def sweep_jobs() -> None:
    """Ring for every job that is in nobody's hands; this is how a restart is survived."""
    for job_id in jobs.due_ids(now=timezone.now()):
        run_job.delay(job_id=job_id)


@shared_task(ignore_result=True, time_limit=300, soft_time_limit=280)
def forget_uploads() -> None:
    """Take away uploads that were broken off and not gone on with for a week."""
    uploads.forget(now=timezone.now())
