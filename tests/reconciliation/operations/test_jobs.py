"""Long work that is killed, doubled, outrun and cancelled (Q1, Q3, Q5)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reconciliation.enums import ImportState, JobFault, JobPhase, JobState
from reconciliation.models import Job, OrderLine
from reconciliation.operations import checking, importing, jobs, running
from tests.factories import JobFactory
from tests.reconciliation.operations.files import ORDERS, Desk, fresh, run

pytestmark = pytest.mark.django_db
ROWS = "".join(f"PO-{n},1,2026/9/1,AS001,紙,2,500,10%\n" for n in range(30))


@pytest.fixture
def small_slices(monkeypatch):
    monkeypatch.setattr(checking, "SLICE", 4)
    monkeypatch.setattr(checking, "SLICES", 1)


@pytest.fixture
def desk(workspace):
    return Desk(workspace)


def waiting_job(desk):
    batch = desk.receive(ORDERS + ROWS)
    return importing.start_check(batch, by=desk.user, now=timezone.now())


class Clock:
    """A clock that a test moves; it may ring at a certain reading."""

    def __init__(self, *, calls=None, then=None):
        self.at = timezone.now()
        self.calls, self.then = calls, then

    def __call__(self):
        if self.calls is not None:
            self.calls -= 1
            if self.calls == 0:
                self.then(self)
        return self.at


class KilledError(BaseException):
    """The runner is gone from one moment to the next."""


def kill(_clock):
    raise KilledError


@pytest.mark.parametrize("reading", range(2, 16, 2))
def test_q1_a_killed_check_is_repeated_and_its_effect_is_once(desk, small_slices, reading):
    job = waiting_job(desk)
    with pytest.raises(KilledError):
        running.run(job.pk, clock=Clock(calls=reading, then=kill))

    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now())
    run(job)

    batch = fresh(job.batch)
    assert (batch.state, batch.row_count, batch.new_count) == (ImportState.CHECKED, 30, 30)
    assert OrderLine.objects.filter(batch=batch).count() == 30


def test_q3_of_ten_messages_one_does_the_work(desk):
    job = waiting_job(desk)
    hold = jobs.claim(job.pk, clock=timezone.now)

    assert hold is not None
    assert [jobs.claim(job.pk, clock=timezone.now) for _ in range(9)] == [None] * 9


def test_q3_a_stale_runner_loses_by_its_token(desk, small_slices):
    job = waiting_job(desk)

    def outrun(clock):
        Job.objects.filter(pk=job.pk).update(token=99)

    assert running.run(job.pk, clock=Clock(calls=8, then=outrun)) is False

    batch = fresh(job.batch)
    assert batch.read_position < 31
    assert OrderLine.objects.filter(batch=batch).count() == max(batch.read_position - 1, 0)


def test_a_runner_whose_turn_is_over_hands_on(desk, small_slices):
    job = waiting_job(desk)

    def late(clock):
        clock.at += jobs.TURN

    clock = Clock(calls=8, then=late)
    assert running.run(job.pk, clock=clock) is True
    assert running.run(job.pk, clock=clock) is False

    assert Job.objects.get(pk=job.pk).state == JobState.DONE
    assert fresh(job.batch).new_count == 30


def test_a_cancelled_check_leaves_nothing(desk, small_slices):
    job = waiting_job(desk)

    def cancel(clock):
        jobs.ask_cancel(job, now=clock.at)

    running.run(job.pk, clock=Clock(calls=8, then=cancel))

    job.refresh_from_db()
    assert (job.state, fresh(job.batch).state) == (JobState.CANCELLED, ImportState.ASKING)
    assert not OrderLine.objects.exists()


def test_a_job_that_never_ends_is_given_to_a_person():
    job = JobFactory(attempt_count=jobs.ATTEMPTS)

    assert jobs.claim(job.pk, clock=timezone.now) is None

    job.refresh_from_db()
    assert (job.state, job.fault) == (JobState.FAILED, JobFault.ENDLESS)


def test_q5_what_nobody_heard_is_due_until_it_is_taken():
    now = timezone.now()
    waiting = JobFactory()
    JobFactory(state=JobState.RUNNING, lease_until=now + timedelta(seconds=5))
    dead = JobFactory(state=JobState.RUNNING, lease_until=now - timedelta(seconds=5))
    JobFactory(state=JobState.DONE, ended_at=now)

    assert sorted(jobs.due_ids(now=now)) == sorted([waiting.pk, dead.pk])


def test_d2_a_full_disk_ends_the_job_and_keeps_what_was(desk, monkeypatch):
    job = waiting_job(desk)

    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(running.WORK, job.kind, full)
    running.run(job.pk, clock=timezone.now)

    job.refresh_from_db()
    assert (job.state, job.fault) == (JobState.FAILED, JobFault.NO_SPACE)


def test_the_rest_of_a_phase_is_estimated():
    now = timezone.now()
    job = JobFactory.build(
        phase=JobPhase.READING,
        phase_started_at=now - timedelta(seconds=10),
        done_count=100,
        total_count=400,
    )

    assert jobs.seconds_left(job, now=now) == 30
