"""D2 to D4 on the embedded database: dying writers, a full disk, a reader without an end."""

import os
import random
import resource
import select
import signal
import time
from threading import Event, Thread

import pytest
from django.db import DatabaseError, connection, connections, transaction

from accounts.models import AuditEntry
from accounts.operations import audit
from accounts.operations.audit import Actor
from tests.factories import SnapshotFactory
from tests.factories.accounts import NOON
from tracker.models import Snapshot

ROUNDS = 200
SMALL = 4_000_000  # bytes a file may have while the disk is "full"
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the embedded database alone"),
]


def write_for_ever(acknowledge):
    """Append entries and acknowledge each once it was committed."""
    while True:
        with transaction.atomic():
            entry = audit.record("test.act", "x" * 40, actor=Actor.task("t"), now=NOON)
        os.write(acknowledge, b"%d\n" % entry.sequence)


def killed_writer(seconds):
    """Kill a process some time after its first write; return the last number it acknowledged."""
    heard, acknowledge = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(heard)
        try:
            write_for_ever(acknowledge)
        finally:
            os._exit(1)
    os.close(acknowledge)
    select.select([heard], [], [], 30)  # a busy machine is slow to begin
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(heard, "rb") as lines:
        numbers = lines.read().split(b"\n")[:-1]
    return os.WTERMSIG(status), int(numbers[-1]) if numbers else 0


def integrity():
    with connection.cursor() as cursor:
        return cursor.execute("PRAGMA integrity_check").fetchall()


@pytest.mark.slow
def test_d3_two_hundred_killed_writers_lose_nothing_that_was_acknowledged():
    kills, acknowledged = 0, 0
    for _ in range(ROUNDS):
        connections.close_all()
        died_by, last = killed_writer(random.uniform(0.005, 0.04))  # noqa: S311 - chance, not secrecy
        kills += died_by == signal.SIGKILL
        acknowledged = max(acknowledged, last)
        assert AuditEntry.objects.filter(workspace=None).count() >= acknowledged

    assert (kills, acknowledged >= ROUNDS) == (ROUNDS, True)
    assert integrity() == [("ok",)]
    assert audit.verify(None) >= acknowledged


def test_d2_write_that_finds_the_disk_full_is_refused_whole():
    kept = SnapshotFactory(raw=b"a" * 100)
    connections.close_all()
    child = os.fork()
    if child == 0:  # no file of this process may grow beyond the limit: the disk is full
        resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, SMALL))
        code = 1
        try:
            with transaction.atomic():
                SnapshotFactory(page=kept.page, raw=b"b" * 1000)
                SnapshotFactory(page=kept.page, raw=os.urandom(2 * SMALL))
        except DatabaseError:
            code = 0 if Snapshot.objects.count() == 1 else 2  # refused, and reading works
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)

    again = SnapshotFactory(page=kept.page, raw=os.urandom(2 * SMALL))

    assert os.waitstatus_to_exitcode(status) == 0
    assert list(Snapshot.objects.order_by("pk")) == [kept, again]
    assert integrity() == [("ok",)]


def test_d4_reader_that_does_not_end_holds_up_no_writer():
    SnapshotFactory.create_batch(200)
    is_reading, may_end = Event(), Event()

    def read_slowly():
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM tracker_snapshot a, tracker_snapshot b")
            cursor.fetchone()  # the read transaction stays open
            is_reading.set()
            may_end.wait(30)
        connections.close_all()

    reader = Thread(target=read_slowly)
    reader.start()
    is_reading.wait(10)
    started = time.monotonic()
    SnapshotFactory.create_batch(50)
    took = time.monotonic() - started
    may_end.set()
    reader.join()

    assert (took < 5, Snapshot.objects.count()) == (True, 250)


def test_d4_writers_wait_for_one_another_and_none_gives_up():
    is_writing = Event()

    def write_slowly():
        with transaction.atomic():
            SnapshotFactory()
            is_writing.set()
            time.sleep(2)
        connections.close_all()

    writer = Thread(target=write_slowly)
    writer.start()
    is_writing.wait(10)
    started = time.monotonic()
    SnapshotFactory()
    waited = time.monotonic() - started
    writer.join()

    assert (1 < waited < 5, Snapshot.objects.count()) == (True, 2)
