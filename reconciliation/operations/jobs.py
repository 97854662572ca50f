"""Long work claimed from rows: a lease, a token, counted steps, cancel, and an end that is told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import User
from reconciliation.enums import JobFault, JobKind, JobPhase, JobState
from reconciliation.models import ImportBatch, Job

LEASE = timedelta(seconds=90)  # a step takes a second; a runner this late is dead
TURN = timedelta(seconds=150)  # below the soft time limit of a task
ATTEMPTS = 8  # takings without an end before a person is asked
Clock = Callable[[], datetime]


class JobAlreadyRunningError(Exception):
    """Somebody has started long work on the same import and it is not over."""


class LostJobError(Exception):
    """The lease ran out and somebody else has taken the job: write nothing more."""


class JobPausedError(Exception):
    """The runner's time is over; the job goes on with the next one."""


class JobCancelledError(Exception):
    """A person has asked for the end of the job."""


@dataclass(slots=True)
class Hold:
    """One runner's right to work on a job, and the clock it works by."""

    job_id: int
    token: int
    clock: Clock
    until: datetime

    def pause_if_due(self) -> None:
        """Raises: JobPausedError between two steps when another runner should go on."""
        if self.clock() >= self.until:
            raise JobPausedError

    def keep(self, *, phase: JobPhase, done: int, total: int | None = None) -> None:
        """Say how far the work is, inside the transaction of the step itself.

        Raises: LostJobError when the job is in other hands; JobCancelledError when a person wants
            it to end. Both undo the step.
        """
        now = self.clock()
        held = Job.objects.filter(pk=self.job_id, token=self.token, state=JobState.RUNNING)
        changes = {"phase": phase, "done_count": done, "lease_until": now + LEASE}
        if total is not None:
            changes["total_count"] = total
        held.exclude(phase=phase).update(phase_started_at=now)
        if not held.update(**changes):
            raise LostJobError
        if held.filter(cancel_asked_at__isnull=False).exists():
            raise JobCancelledError


def start(kind: JobKind, batch: ImportBatch, *, by: User, now: datetime) -> Job:
    """Add a job to the queue. The row is the job; ring for it after the commit.

    Raises: JobAlreadyRunningError when the import has an open job.
    """
    try:
        with transaction.atomic():
            return Job.objects.create(
                workspace=batch.workspace, kind=kind, batch=batch, started_by=by, created_at=now
            )
    except IntegrityError as error:
        raise JobAlreadyRunningError from error


def due_ids(*, now: datetime) -> list[int]:
    """Return jobs that wait for somebody, oldest first."""
    return list(Job.objects.due(now=now).order_by("created_at", "pk").values_list("pk", flat=True))


def followers_of(job_id: int) -> list[int]:
    """Return jobs of the same import that wait: what the end of this one has begun."""
    ended = Job.objects.filter(pk=job_id, ended_at__isnull=False).first()
    if ended is None or ended.batch_id is None:
        return []
    waiting = Job.objects.filter(batch=ended.batch_id, state=JobState.WAITING)
    return list(waiting.values_list("pk", flat=True))


def claim(job_id: int, *, clock: Clock) -> Hold | None:
    """Take a job that is in nobody's hands. None: it is over, or another runner has it."""
    now = clock()
    taken = (
        Job.objects.due(now=now)
        .filter(pk=job_id)
        .update(
            state=JobState.RUNNING,
            token=F("token") + 1,
            attempt_count=F("attempt_count") + 1,
            lease_until=now + LEASE,
        )
    )
    if not taken:
        return None
    Job.objects.filter(pk=job_id, started_at=None).update(started_at=now)
    job = Job.objects.get(pk=job_id)
    hold = Hold(job_id, job.token, clock, now + TURN)
    if job.attempt_count > ATTEMPTS:
        finish(hold, state=JobState.FAILED, fault=JobFault.ENDLESS)
        return None
    return hold


def release(hold: Hold) -> None:
    """Put a job back that is to be continued; a pause is not a failed attempt."""
    Job.objects.filter(pk=hold.job_id, token=hold.token, state=JobState.RUNNING).update(
        lease_until=hold.clock(), attempt_count=0
    )


def finish(hold: Hold, *, state: JobState, fault: str = "", detail: str = "") -> bool:
    """End the job. False: it is in other hands, and nothing was changed."""
    held = Job.objects.filter(pk=hold.job_id, token=hold.token, state=JobState.RUNNING)
    return bool(
        held.update(
            state=state,
            phase=JobPhase.FINISHED,
            fault=fault,
            detail=detail[:200],
            ended_at=hold.clock(),
            lease_until=None,
        )
    )


def ask_cancel(job: Job, *, now: datetime) -> bool:
    """Ask for the end of a job; its runner stops at the next step. False: it is over already."""
    return bool(Job.objects.open().filter(pk=job.pk).update(cancel_asked_at=now))


def seconds_left(job: Job, *, now: datetime) -> int | None:
    """Return an estimate for the phase at hand; None when nothing can be said yet."""
    if not (job.phase_started_at and job.total_count and job.done_count):
        return None
    spent = (now - job.phase_started_at).total_seconds()
    return max(0, round(spent / job.done_count * (job.total_count - job.done_count)))
