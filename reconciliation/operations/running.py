"""One turn of one job: what it does, and how each way to end is told."""

from collections.abc import Callable
from functools import partial

from django.db import transaction

from accounts.models import User
from reconciliation import signals
from reconciliation.enums import ImportKind, ImportState, JobFault, JobKind, JobState
from reconciliation.models import ImportBatch, Job
from reconciliation.operations import applying, checking, comparing, jobs, matching
from reconciliation.operations.jobs import (
    Clock,
    Hold,
    JobCancelledError,
    JobPausedError,
    LostJobError,
)
from reconciliation.sources.errors import FileError

Work = Callable[[Hold, ImportBatch, User], None]


def run(job_id: int, *, clock: Clock) -> bool:
    """Work on a job for one turn. True: it is to be continued by another turn.

    Running it while another runner has the job, or after its end, does nothing.
    """
    hold = jobs.claim(job_id, clock=clock)
    if hold is None:
        return False
    job = Job.objects.select_related("workspace", "batch", "batch__file", "started_by").get(
        pk=job_id
    )
    try:
        _work(hold, job)
    except LostJobError:
        return False
    except JobPausedError:
        jobs.release(hold)
        return True
    except JobCancelledError:
        _end_cancelled(hold, job)
        return False
    except OSError as error:
        return _end_without_space(hold, error)
    return False


def _work(hold: Hold, job: Job) -> None:
    if job.kind == JobKind.MATCH:
        if matching.plan(hold, job) > 1:
            raise JobPausedError  # so that others are asked to help
        matching.work(hold, job)
        jobs.finish(hold, state=JobState.DONE)
        return
    assert job.batch is not None  # noqa: S101 - every other kind works on an import
    WORK[JobKind(job.kind)](hold, job.batch, job.started_by)


def _check(hold: Hold, batch: ImportBatch, _by: User) -> None:
    try:
        checking.check(hold, batch)
    except FileError as error:
        comparing.clear(hold, batch)
        with transaction.atomic():
            ImportBatch.objects.filter(pk=batch.pk).update(
                state=ImportState.REFUSED,
                refusal=error.fault,
                refusal_detail=error.detail[:200],
                read_position=0,
            )
            jobs.finish(hold, state=JobState.FAILED, fault=JobFault.FILE_REFUSED)
        return
    jobs.finish(hold, state=JobState.DONE)


def _apply(hold: Hold, batch: ImportBatch, by: User) -> None:
    try:
        applying.apply(hold, batch, by=by)
    except applying.OutdatedCheckError:
        _check_again(hold, batch, by)
        return
    except applying.WrongStateError:
        jobs.finish(hold, state=JobState.FAILED, fault=JobFault.STATE_CHANGED)
        return
    _finish_and_match(hold, batch, by)


def _finish_and_match(hold: Hold, batch: ImportBatch, by: User) -> None:
    """End the job, begin the match of what the import touched, and tell who listens."""
    about = {"supplier_id": batch.supplier_id, "batch_id": batch.pk}
    with transaction.atomic():
        ended = jobs.finish(hold, state=JobState.DONE)
        if ended and ImportKind(batch.kind) in matching.LEG_OF:
            jobs.start(JobKind.MATCH, batch, by=by, now=hold.clock())
        told = partial(signals.ledger_moved.send_robust, sender=ImportBatch, **about)
        transaction.on_commit(told)


def _undo(hold: Hold, batch: ImportBatch, by: User) -> None:
    try:
        applying.undo(hold, batch, by=by)
    except applying.UndoBlockedError as error:
        jobs.finish(
            hold, state=JobState.FAILED, fault=JobFault.UNDO_BLOCKED, detail=str(error.later.pk)
        )
        return
    except (applying.WrongStateError, applying.OutdatedCheckError):
        jobs.finish(hold, state=JobState.FAILED, fault=JobFault.STATE_CHANGED)
        return
    _finish_and_match(hold, batch, by)


WORK: dict[JobKind, Work] = {
    JobKind.CHECK_IMPORT: _check,
    JobKind.APPLY_IMPORT: _apply,
    JobKind.UNDO_IMPORT: _undo,
}


def _check_again(hold: Hold, batch: ImportBatch, by: User) -> None:
    """Begin the check anew: what was known may be so no longer."""
    comparing.clear(hold, batch)
    with transaction.atomic():
        jobs.finish(hold, state=JobState.FAILED, fault=JobFault.OUTDATED)
        reset(batch)
        jobs.start(JobKind.CHECK_IMPORT, batch, by=by, now=hold.clock())


def reset(batch: ImportBatch) -> None:
    """Put an import back to before its first row was read."""
    batch.quarantined_rows.all().delete()
    ImportBatch.objects.filter(pk=batch.pk).update(
        state=ImportState.READING,
        read_position=0,
        row_count=0,
        skipped_count=0,
        new_count=0,
        changed_count=0,
        known_count=0,
        refused_count=0,
        sums={},
        layout={key: value for key, value in batch.layout.items() if key != "corrected_rows"},
    )


def _end_cancelled(hold: Hold, job: Job) -> None:
    """Leave a cancelled check as if it had not begun; applying is over before it could be.

    What a match has stored stays: it is right as far as it goes.
    """
    Job.objects.filter(pk=hold.job_id).update(cancel_asked_at=None)
    batch = job.batch
    if (
        batch
        and job.kind != JobKind.MATCH
        and ImportBatch.objects.filter(pk=batch.pk, state=ImportState.READING).exists()
    ):
        batch.refresh_from_db()
        comparing.clear(hold, batch)
        with transaction.atomic():
            reset(batch)
            ImportBatch.objects.filter(pk=batch.pk).update(state=ImportState.ASKING)
            jobs.finish(hold, state=JobState.CANCELLED)
        return
    jobs.finish(hold, state=JobState.CANCELLED)


def _end_without_space(hold: Hold, error: OSError) -> bool:
    jobs.finish(hold, state=JobState.FAILED, fault=JobFault.NO_SPACE, detail=str(error))
    return False
