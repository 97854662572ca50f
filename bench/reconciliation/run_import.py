"""Three files into the database, as a person would bring them in: checked, applied, summarised.

python -m bench.reconciliation.run_import DIR [--database URL] [--twice]

DIR holds orders.csv, shipments.csv and transactions.csv of the generator. The database must be
empty; a SQLite file is made beside the data folder and thrown away. Prints one JSON object per
file and one for the whole: wall and CPU seconds, rows, seconds per million rows, peak memory.
"""

import argparse
import json
import os
import resource
import tempfile
import time
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--database", default="")
    parser.add_argument("--twice", action="store_true", help="bring the same files in again")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="import-bench-") as data:
        prepare(data, arguments.database)
        desk = new_desk()
        rounds = 2 if arguments.twice else 1
        for number in range(rounds):
            measured = [bring_in(desk, arguments.folder, kind) for kind in KINDS]
            for each in measured:
                emit(round=number, **each)
            emit(round=number, **total(measured))


KINDS = ("orders", "shipments", "transactions")


def prepare(data: str, database: str) -> None:
    import django

    os.environ["DATA_DIR"] = data
    os.environ["DATABASE_URL"] = database or f"sqlite:///{data}/bench.sqlite3"
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def new_desk():
    """Return a person, a company and a supplier."""
    from accounts.models import User, Workspace
    from tracker.models import Supplier

    name = f"bench-{time.time_ns()}"
    workspace = Workspace.objects.create(slug=name, name=name)
    supplier = Supplier.objects.create(workspace=workspace, name="Bench supplier")
    return User.objects.create_user(f"{name}@example.com"), supplier


def bring_in(desk, folder: Path, kind: str) -> dict:
    """Import one file and return what it cost."""
    from django.utils import timezone

    from reconciliation.models import ImportBatch
    from reconciliation.operations import files, importing

    user, supplier = desk
    path = folder / f"{kind}.csv"
    began, cpu = time.monotonic(), time.process_time()
    with path.open("rb") as source:
        pieces = iter(lambda: source.read(1 << 20), b"")
        stored = files.store(
            pieces, label=path.name, workspace=supplier.workspace, by=user, now=timezone.now()
        )
    batch = importing.receive(stored, kind=kind, supplier=supplier, by=user, now=timezone.now())
    looked = time.monotonic()
    work(importing.start_check(batch, by=user, now=timezone.now()))
    checked = time.monotonic()
    work(importing.start_apply(batch, by=user, now=timezone.now()))
    ended = time.monotonic()
    batch = ImportBatch.objects.get(pk=batch.pk)
    return {
        "kind": kind,
        "state": batch.state,
        "rows": batch.row_count,
        "new": batch.new_count,
        "known": batch.known_count,
        "refused": batch.refused_count,
        "store_seconds": round(looked - began, 2),
        "check_seconds": round(checked - looked, 2),
        "apply_seconds": round(ended - checked, 2),
        "seconds": round(ended - began, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
    }


def work(job) -> None:
    from django.utils import timezone

    from reconciliation.operations import running

    while running.run(job.pk, clock=timezone.now):
        pass


def total(measured: list[dict]) -> dict:
    rows = sum(each["rows"] for each in measured)
    seconds = sum(each["seconds"] for each in measured)
    cpu = sum(each["cpu_seconds"] for each in measured)
    return {
        "kind": "all",
        "rows": rows,
        "seconds": round(seconds, 2),
        "seconds_per_million": round(seconds / rows * 1e6, 2),
        "cpu_per_million": round(cpu / rows * 1e6, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def emit(**values) -> None:
    print(json.dumps(values), flush=True)


if __name__ == "__main__":
    main()
