"""Our poller, whole: rows, sweep, queue, worker processes, everything stored.

python -m bench.tracker.run_ours --pages 1000 --rounds 4 [--profile server] [--noise] [--no-etag]

Round 0 is the first sight of every page; in each later round ten per cent of the pages change.
What a change means to a buyer is read afterwards by another task and counted apart
(`claims_ms_per_page`).
Prints one JSON object per round with the keys of the other runners.
"""

import argparse
from datetime import timedelta

from bench.tracker import installation
from bench.tracker.common import Server, calib, cpu_rss, disk_mb, emit, peak_rss, tree

PAGES_PER_SUPPLIER = 20


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--change-pct", type=int, default=10)
    parser.add_argument("--noise", action="store_true")
    parser.add_argument("--profile", choices=["embedded", "server"], default="embedded")
    parser.add_argument("--latency-ms", type=float, default=0)
    arguments = parser.parse_args()
    server = Server(
        arguments.pages, arguments.change_pct, arguments.latency_ms, noise=arguments.noise
    )
    try:
        with installation.installed(arguments.profile, server.url.removeprefix("http://")) as data:
            run(arguments, server, data)
    finally:
        server.close()


def run(arguments, server, data) -> None:
    follow(server, arguments.pages)
    with installation.worker() as process:
        installation.wait_for(lambda: len(tree(process.pid)) >= 3)
        warm_up()
        for number in range(arguments.rounds):
            server.round(number)
            server.stats(reset=True)
            emit(**measure(arguments, server, process, data, number))


def follow(server, count) -> None:
    """Subscribe one workspace to every page of the server."""
    from django.utils import timezone

    from accounts.models import Workspace
    from accounts.operations.audit import Actor
    from tracker.enums import Folder, PageKind
    from tracker.models import Page, Supplier
    from tracker.operations import sources

    workspace, _ = Workspace.objects.get_or_create(slug="bench", defaults={"name": "Bench"})
    names = [f"{server.url} {number}" for number in range(0, count, PAGES_PER_SUPPLIER)]
    suppliers = [Supplier.objects.create(workspace=workspace, name=name) for name in names]
    actor = Actor.task("bench")
    now = timezone.now()
    for number in range(count):
        wish = sources.Following(Folder.OFFICIAL, f"Page {number}", timedelta(minutes=10))
        address = sources.Address(PageKind.WEB, server.page(number))
        supplier = suppliers[number // PAGES_PER_SUPPLIER]
        sources.add(supplier, address, wish, actor=actor, now=now)
    Page.objects.update(due_at=now + timedelta(days=1))


def warm_up() -> None:
    """Let both children import everything before anything is counted."""
    import time

    from tracker.tasks import poll_host

    for _ in range(8):
        poll_host.delay(host_id=0)
    time.sleep(3)


def measure(arguments, server, process, data, number) -> dict[str, object]:
    """Make every page due, let the scheduler's tick ring, wait until all were read."""
    import time

    from django.utils import timezone

    from tracker.enums import NOTICE_CHANGES
    from tracker.models import Change, Host, Page
    from tracker.tasks import sweep

    now = timezone.now()
    Page.objects.update(due_at=now)
    Host.objects.update(rung_at=None)
    cpu, _ = cpu_rss(process.pid)
    started = time.perf_counter()
    sweep.delay()
    is_done = installation.wait_for(lambda: not Page.objects.filter(due_at__lte=now).exists())
    wall = time.perf_counter() - started
    time.sleep(0.3)  # the last batch is released
    cpu = cpu_rss(process.pid)[0] - cpu
    peak = max(peak_rss(pid) for pid in tree(process.pid))
    claims_cpu = read_claims(process)
    changed = Change.objects.filter(seen_at__gte=now, kind__in=NOTICE_CHANGES)
    stats = server.stats()
    return {
        "peer": "ours",
        "profile": arguments.profile,
        "pages": arguments.pages,
        "noise": arguments.noise,
        "round": number,
        "is_done": is_done,
        "wall_s": wall,
        "cpu_s": cpu,
        "cpu_ms_per_page": 1000 * cpu / arguments.pages,
        "claims_ms_per_page": 1000 * claims_cpu / arguments.pages,
        "pages_per_s": arguments.pages / wall,
        "changed": changed.values("page").distinct().count(),
        "peak_rss_mb": peak,  # round 0: of polling alone; later: of reading claims too
        "disk_mb": disk_mb(data)[1],
        "calib_ms": calib(),
        "ok": stats["ok"],
        "nm": stats["not_modified"],
        "max_in_flight": stats["max_in_flight"],
    }


def read_claims(process) -> float:
    """Let what was kept be read and taken in; return the processor seconds of it."""
    from tracker.models import Reading, Snapshot
    from tracker.tasks import sweep

    cpu, _ = cpu_rss(process.pid)
    sweep.delay()
    unread = Snapshot.objects.filter(read_due_at__isnull=False)
    undigested = Reading.objects.undigested()
    installation.wait_for(lambda: not unread.exists() and not undigested.exists(), every=0.2)
    return cpu_rss(process.pid)[0] - cpu


if __name__ == "__main__":
    main()
