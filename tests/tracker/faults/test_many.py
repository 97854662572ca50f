"""F12: a thousand sources on one host. Q4: five hundred jobs whose messages are gone."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from threading import Lock

import pytest
import time_machine
from django.utils import timezone

from procurement.celery import app
from tests.factories import HostFactory, PageFactory
from tests.tracker.faults.dying import in_threads
from tests.tracker.operations.site import KIND, STOPPED
from tests.tracker.sources.servers import ScriptedServer, page
from tracker import tasks
from tracker.models import Host, Page
from tracker.operations import polling

SOURCES, WORKERS, JOBS = 1000, 4, 500
BODY = page(f"<html><body><main><h1>お知らせ</h1>{STOPPED}</main></body></html>".encode(), KIND)


class CountingServer(ScriptedServer):
    """Counts how many requests it is answering at one moment."""

    def __init__(self):
        self.lock, self.now, self.most = Lock(), 0, 0
        super().__init__(self._count)

    def _count(self, connection, number):
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        connection.sendall(BODY)
        with self.lock:
            self.now -= 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_f12_a_thousand_sources_on_one_host_are_asked_one_at_a_time(settings):
    server = CountingServer()
    settings.ADMITTED_ADDRESSES = server.admitted
    now = timezone.now()
    host = HostFactory(authority=f"127.0.0.1:{server.port}", not_before=now)
    for number in range(SOURCES):
        PageFactory(host=host, url=server.url(f"/{number}"), due_at=now)

    def work():
        while Page.objects.filter(due_at__lte=now).exists():
            polling.poll_host(host.pk, clock=timezone.now)

    in_threads(WORKERS, work)

    server.stop()
    asked = Counter(head.split(" ")[1] for head in server.requests)
    assert asked == {f"/{number}": 1 for number in range(SOURCES)} | {"/robots.txt": 1}
    assert server.most == 1


def drain(queue):
    """Take every message off a queue and return what each asks for."""
    with app.connection_for_read() as connection:
        waiting = connection.SimpleQueue(app.amqp.queues[queue])
        found = []
        with suppress(waiting.Empty):
            while message := waiting.get_nowait():
                message.ack()
                found.append(message.payload[1])
        return found


@pytest.mark.django_db
def test_q4_five_hundred_flushed_jobs_come_back_in_one_sweep():
    app.control.purge()
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        for _ in range(JOBS):
            PageFactory(due_at=timezone.now(), host=HostFactory(not_before=timezone.now()))
        tasks.sweep()
        flushed = drain("polls")

        traveller.shift(timedelta(seconds=30))
        tasks.sweep()
        soon = drain("polls")
        traveller.shift(timedelta(seconds=31))
        tasks.sweep()
        back = drain("polls")

    hosts = set(Host.objects.values_list("pk", flat=True))
    assert (len(flushed), soon, len(back)) == (JOBS, [], JOBS)
    assert {message["host_id"] for message in back} == hosts
