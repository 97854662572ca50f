"""Kill the worker again and again while it works, and count what got lost or came twice.

python -m bench.tracker.kill_rounds --rounds 40 [--profile server]

Eight hosts with 25 pages each; in every round half of the pages change, everything is due, and
the worker's whole process group dies by kill -9 within the first half second of the work.
"""

import argparse
import os
import random
import signal
import time

from bench.tracker import installation, pages
from bench.tracker.common import Server, emit

HOSTS, PAGES_PER_HOST, CHANGED_PERCENT = 8, 25, 50


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--profile", choices=["embedded", "server"], default="embedded")
    arguments = parser.parse_args()
    servers = [Server(PAGES_PER_HOST, CHANGED_PERCENT) for _ in range(HOSTS)]
    admitted = ",".join(server.url.removeprefix("http://") for server in servers)
    try:
        with installation.installed(arguments.profile, admitted):
            emit(profile=arguments.profile, **run(servers, arguments.rounds))
    finally:
        for server in servers:
            server.close()


def run(servers, rounds) -> dict[str, object]:
    from bench.tracker.run_ours import follow

    for server in servers:
        follow(server, PAGES_PER_HOST)
    worker = installation.start_worker()
    kills = interrupted = 0
    started = time.monotonic()
    try:
        for number in range(rounds):
            due_at = begin_round(servers, number)
            time.sleep(random.uniform(0.05, 0.5))
            interrupted += is_anything_due(due_at)
            os.killpg(worker.pid, signal.SIGKILL)
            kills += worker.wait() == -signal.SIGKILL
            worker = installation.start_worker()
            if not installation.wait_for(lambda: not sweep_and_look(due_at), every=0.5):  # noqa: B023
                break
        installation.wait_for(lambda: not sweep_and_find_unread(), every=0.5)
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    seconds = time.monotonic() - started
    return {"rounds": rounds, "kills": kills, "interrupted": interrupted, "seconds": seconds} | (
        verdict(servers, rounds)
    )


def begin_round(servers, number):
    from django.utils import timezone

    from tracker.models import Host, Page

    for server in servers:
        server.round(number)
    now = timezone.now()
    Page.objects.update(due_at=now)
    Host.objects.update(rung_at=None, not_before=now)
    sweep_and_look(now)
    return now


def sweep_and_look(due_at) -> bool:
    """Let the scheduler tick; return True while something of the round is still to be read."""
    from tracker.models import Host
    from tracker.tasks import sweep

    Host.objects.filter(lease_until=None).update(rung_at=None)  # the bench does not wait a minute
    sweep.delay()
    return is_anything_due(due_at)


def sweep_and_find_unread() -> bool:
    """Let the scheduler tick; return True while a kept version was not read or not taken in."""
    from tracker.models import Reading, Snapshot
    from tracker.tasks import sweep

    sweep.delay()
    unread = Snapshot.objects.filter(read_due_at__isnull=False)
    return unread.exists() or Reading.objects.undigested().exists()


def is_anything_due(due_at) -> bool:
    from tracker.models import Page

    return Page.objects.filter(due_at__lte=due_at).exists()


def verdict(servers, rounds) -> dict[str, object]:
    """Compare what is stored with what the servers showed."""
    from django.db.models import Count

    from tracker.models import Change, CheckSpan, Page, Reading, Snapshot
    from tracker.operations import archive

    lost = 0
    for server in servers:
        for number in range(PAGES_PER_HOST):
            page = Page.objects.get(url=server.page(number))
            last = page.snapshots.order_by("-version").first()
            version = pages.version_at(number, rounds - 1, CHANGED_PERCENT)
            lost += last is None or archive.raw_of(last) != pages.page(number, version).encode()
    snapshots = Snapshot.objects.values("page", "raw_sha256").annotate(times=Count("pk"))
    changes = Change.objects.exclude(notice=None).values("notice", "kind", "after")
    doubled = changes.annotate(times=Count("pk")).filter(times__gt=1).count()
    spans = CheckSpan.objects.filter(is_latest=True).values("page").annotate(times=Count("pk"))
    return {
        "pages": HOSTS * PAGES_PER_HOST,
        "snapshots": Snapshot.objects.count(),
        "lost": lost,
        "claims_lost": Snapshot.objects.count() - Reading.objects.exclude(digested_at=None).count(),
        "snapshots_doubled": snapshots.filter(times__gt=1).count(),
        "changes_doubled": doubled + spans.filter(times__gt=1).count(),
    }


if __name__ == "__main__":
    main()
