"""The match of what is in the database, results stored: everything, again, and 1,000 orders.

python -m bench.reconciliation.run_stored_match [DIR] [--lines 100000] [--database URL]

DIR holds orders.csv, shipments.csv and transactions.csv of the generator; without it they are
made. They are imported first, which is not measured here. Prints one JSON object per round: wall
and CPU seconds, what was found, changed and closed, peak memory. A round after the first must
find nothing new.
"""

import argparse
import resource
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.reconciliation.books import make_books, write_books
from bench.reconciliation.run_import import KINDS, bring_in, emit, new_desk, prepare

TOUCHED = 1_000  # orders
AS_OF = datetime(2026, 3, 31, 3, tzinfo=UTC)
OUTAGE = datetime(2026, 1, 19, tzinfo=UTC), datetime(2026, 2, 19, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--database", default="")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="match-bench-") as data:
        folder = arguments.folder or make(Path(data) / "books", arguments.lines)
        (Path(data) / "queue" / "messages").mkdir(parents=True)  # where news for others is put
        prepare(data, arguments.database)
        desk = new_desk()
        for kind in KINDS:
            bring_in(desk, folder, kind)
        measure(desk)


def make(folder: Path, lines: int) -> Path:
    write_books(make_books(lines, seed=1), folder)
    return folder


def measure(desk) -> None:
    from reconciliation.models import Order
    from reconciliation.operations import match_rules, matching
    from reconciliation.operations.scopes import Scope
    from tracker.models import Disruption

    _user, supplier = desk
    started, recovered = OUTAGE
    stop = {"workspace": supplier.workspace, "supplier": supplier, "title": "Stop"}
    Disruption.objects.create(**stop, started_at=started, recovered_at=recovered)
    keys = Order.objects.filter(supplier=supplier).order_by("pk").values_list("key", flat=True)
    for name in ("everything", "again"):
        judge = match_rules.judge_of(supplier, now=AS_OF, habits=None)
        timed(name, lambda judge=judge: matching.match(Scope(supplier), judge, now=AS_OF))
    timed("touched", lambda: matching.match_now(supplier, list(keys[:TOUCHED]), now=AS_OF))


def timed(name, work) -> None:
    began, cpu = time.monotonic(), time.process_time()
    outcome = work()
    emit(
        round=name,
        seconds=round(time.monotonic() - began, 2),
        cpu_seconds=round(time.process_time() - cpu, 2),
        found=outcome.found,
        changed=outcome.changed + outcome.reopened,
        closed=outcome.closed,
        same=outcome.same,
        peak_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    )


if __name__ == "__main__":
    main()
