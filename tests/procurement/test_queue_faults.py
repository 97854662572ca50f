"""Q6, Q7 with real processes: poison in the queue, two schedulers."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from tests.tracker.site import NOTICES, Site

ROOT = Path(__file__).resolve().parents[2]
PATHS = ("/a", "/b", "/c")
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
database = pytest.mark.django_db  # only then is there a migrated database to copy
embedded = pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="works on a copy of the embedded database"
)

PREPARE = """
import sys, django
django.setup()
from datetime import timedelta
from django.utils import timezone
from accounts.models import Workspace
from accounts.operations.audit import Actor
from tracker.enums import Folder, PageKind
from tracker.models import Supplier
from tracker.operations import sources
company = Workspace.objects.create(slug="k", name="K", colour="blue")
supplier = Supplier.objects.create(workspace=company, name="S")
for url in sys.argv[1:]:
    wish = sources.Following(Folder.OFFICIAL, url, timedelta(hours=1))
    address = sources.Address(PageKind.WEB, url)
    sources.add(supplier, address, wish, actor=Actor.task("test"), now=timezone.now())
"""
POISON = """
import django
django.setup()
from procurement.celery import app
app.send_task("tracker.tasks.gone", kwargs={"host_id": 1}, queue="polls")
app.send_task("tracker.tasks.poll_host", kwargs={"host": 1, "older": "schema"}, queue="polls")
app.send_task("tracker.tasks.poll_host", args=[1, 2, 3], queue="polls")
app.send_task("tracker.tasks.poll_host", kwargs={"host_id": 10**9}, queue="polls")
"""


class Installation:
    """A data folder of its own, and the processes that work on it."""

    def __init__(self, data, site):
        self.data = data
        self.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DATA_DIR": str(data),
            "DOTENV_FILE": "",
            "SAMPLE_PORT": str(site.port),  # whose address and port are admitted
            "DJANGO_SETTINGS_MODULE": "procurement.settings",
        }
        self.started = []

    def run(self, *command):
        subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.environment, check=True, timeout=120
        )

    def start(self, *command):
        with (self.data / f"{command[0]}{len(self.started)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "procurement", *command],
                cwd=ROOT,
                env=self.environment,
                stderr=log,
                stdout=log,
                start_new_session=True,
            )
        self.started.append(process)

    def stop(self):
        for process in self.started:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def rows(self, query):
        with sqlite3.connect(self.data / "fukkyu.sqlite3") as database:
            return database.execute(query).fetchall()

    def log(self):
        return "".join(path.read_text() for path in self.data.glob("worker*.log"))


@pytest.fixture(scope="module")
def installation(tmp_path_factory, django_db_setup, django_db_blocker):
    site = Site()
    site.pages = dict.fromkeys(PATHS, NOTICES)
    made = Installation(tmp_path_factory.mktemp("queue"), site)
    for name in ("messages", "messages-inflight", "control"):
        (made.data / "queue" / name).mkdir(parents=True)
    with django_db_blocker.unblock(), connection.cursor() as cursor:  # saves the migrations
        cursor.execute("VACUUM INTO %s", [str(made.data / "fukkyu.sqlite3")])
    made.run("-c", PREPARE, *(site.url(path) for path in PATHS))
    made.run("-c", POISON)
    torn = made.data / "queue" / "messages" / "00000000000000000001_torn.polls.msg"
    torn.write_text('{"body": ')
    made.start("worker", "-P", "prefork", "-c", "2", "--without-gossip", "--without-mingle")
    for number in range(2):
        made.start("beat", "-s", str(made.data / f"schedule{number}"))
    yield made, site
    made.stop()
    site.stop()


def wait_until(condition, seconds=120):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.2)


@database
@embedded
def test_q6_poison_is_set_aside_with_its_reason_and_the_queue_flows_on(installation):
    made, site = installation

    wait_until(lambda: set(PATHS) <= set(site.asked))

    log = made.log()
    assert re.search(r"Received unregistered task of type \W+tracker\.tasks\.gone", log)
    assert "unexpected keyword argument 'host'" in log
    assert list(made.data.rglob("bad.*torn.polls.msg")) != []


@database
@embedded
def test_q7_two_schedulers_poll_each_due_page_once(installation):
    made, site = installation
    wait_until(lambda: made.rows("SELECT count(*) FROM tracker_snapshot") == [(3,)])
    beat = "SELECT beat_at FROM tracker_heartbeat WHERE part = 'scheduler'"
    for _ in range(4):  # two more ticks of either
        before = made.rows(beat)
        wait_until(lambda: made.rows(beat) != before)  # noqa: B023 - asked at once

    assert sorted(site.asked) == ["/a", "/b", "/c", "/robots.txt"]
    assert all(process.poll() is None for process in made.started)
