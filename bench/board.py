"""The board under load: seconds per answer with many suppliers and a long history.

python -m bench.board [--suppliers 1000] [--changes 1000000] [--rounds 60]

Works in the database of DATABASE_URL, which must be empty and is left filled; without it in a
new SQLite file that goes with the run. Prints one JSON line per screen and visitor.
"""

import argparse
import json
import os
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from itertools import islice

import django

COLUMNS = (
    "page_id", "kind", "seen_at", "title", "reason", "difference", "added_count", "removed_count",
    "is_late",
)  # fmt: skip
KINDS = ("posted", "edited", "edited", "cosmetic", "resolved")
PAGES_EACH = 3  # two sources and one page linked from a list
DAYS = 365  # over which the history is spread
DOMAINS = ("orders", "shipping", "billing", "email", "fax", "website")
WEEKS = 10  # in which the squares of the board moved, one move a week
EARLIER = (datetime.now(UTC) - timedelta(days=30)).date()
BATCH = 20_000  # rows


def main():
    arguments = parse()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATA_DIR", folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = "procurement.settings_test"
        django.setup()
        run(arguments)


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--suppliers", type=int, default=1000)
    parser.add_argument("--changes", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=60)
    return parser.parse_args()


def run(arguments):
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    people, slug = fill(arguments.suppliers, arguments.changes)
    print(json.dumps({"filled_seconds": round(time.perf_counter() - began, 1)}))
    for screen, path in paths(slug).items():
        for visitor, member in people.items():
            figures = measure(path, member, arguments.rounds)
            about = {"database": connection.vendor, "screen": screen, "visitor": visitor}
            load = {"load": [round(part, 1) for part in os.getloadavg()]}
            print(json.dumps(about | figures | load))


def paths(slug):
    from django.urls import reverse

    from tracker.models import Supplier

    first = Supplier.objects.order_by("pk").first()
    return {
        "board": reverse("tracker:supplier-list", args=[slug]),
        "board of an earlier day": reverse("tracker:supplier-list", args=[slug]) + f"?on={EARLIER}",
        "timeline": reverse("tracker:supplier-detail", args=[slug, first.pk]),
        "today": reverse("tracker:today", args=[slug]),
    }


def measure(path, member, rounds):
    """Ask for one page again and again; the first answer, with its cold caches, is left out."""
    from django.db import connection
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(member.user)
    client.get(path)
    statements = []

    def count(execute, sql, *rest):
        statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        assert client.get(path).status_code == 200
    seconds = []
    for _ in range(rounds):
        began = time.perf_counter()
        client.get(path)
        seconds.append(time.perf_counter() - began)
    marks = statistics.quantiles(seconds, n=20)
    return {
        "p50_ms": round(statistics.median(seconds) * 1000, 1),
        "p95_ms": round(marks[18] * 1000, 1),
        "queries": len(statements),
    }


def fill(supplier_count, change_count):
    """Make one company with its history; return its two visitors and its address."""
    from accounts.models import Membership, User, Workspace
    from tracker.models import Supplier, Visit

    now = datetime.now(UTC)
    workspace = Workspace.objects.create(slug="bench", name="ベンチ商事")
    people = {}
    for name in ("first time", "since yesterday"):
        user = User.objects.create_user(email=f"{len(people)}@example.com")
        people[name] = Membership.objects.create(workspace=workspace, user=user, role="purchaser")
    Membership.objects.update(started_at=now - timedelta(days=DAYS))
    for member in people.values():
        member.refresh_from_db()
    suppliers = Supplier.objects.bulk_create(
        [Supplier(workspace=workspace, name=f"仕入先{n:04}") for n in range(supplier_count)]
    )
    pages = follow(workspace, suppliers, now)
    show(workspace, suppliers, now)
    insert(islice(changes(pages, change_count, now), change_count))
    yesterday = now - timedelta(days=1)
    member = people["since yesterday"]
    Visit.objects.bulk_create(
        [Visit(membership=member, supplier=row, visited_at=yesterday) for row in suppliers]
    )
    analyse()
    return people, workspace.slug


def follow(workspace, suppliers, now):
    """Give every supplier two sources, and one page linked from the second."""
    from tracker.models import Disruption, Host, Page, Source

    host = Host.objects.create(authority="bench.example", not_before=now)
    made = []
    for number, supplier in enumerate(suppliers):
        pages = [
            Page(
                kind="web" if part != 1 else "notice_list",
                host=host,
                url=f"https://bench.example/{number}/{part}",
                interval=timedelta(minutes=10),
                health="unreachable" if number % 20 == 0 and part == 0 else "readable",
                miss_count=3 if number % 20 == 0 and part == 0 else 0,
                last_read_at=now - timedelta(minutes=number % 40),
                last_changed_at=now - timedelta(minutes=number),
                last_checked_at=now,
                due_at=now + timedelta(minutes=5),
                title=f"お知らせ {number}-{part}",
            )
            for part in range(PAGES_EACH)
        ]
        made.append((supplier, pages))
    Page.objects.bulk_create([page for _, pages in made for page in pages], batch_size=500)
    children = [pages[2] for _, pages in made]
    for _, pages in made:
        pages[2].parent = pages[1]
    Page.objects.bulk_update(children, ["parent"], batch_size=200)
    Source.objects.bulk_create(
        [
            Source(
                workspace=workspace,
                supplier=supplier,
                page=page,
                folder="official",
                name=page.title,
                interval=timedelta(minutes=10),
                started_at=now,
            )
            for supplier, pages in made
            for page in pages[:2]
        ],
        batch_size=500,
    )
    Disruption.objects.bulk_create(
        [
            Disruption(workspace=workspace, supplier=row, title="出荷停止", started_at=now)
            for row in suppliers[::10]
        ]
    )
    return [page.pk for _, pages in made for page in pages]


def show(workspace, suppliers, now):
    """Give every supplier its squares, and what they showed in each of the weeks before."""
    from tracker.models import ServiceState, ServiceStateSpan

    levels = ("down", "limited", "up")
    rows, spans = [], []
    for number, supplier in enumerate(suppliers):
        for place, domain in enumerate(DOMAINS):
            mine = {"workspace": workspace, "supplier": supplier, "domain": domain}
            level = levels[(number + place) % 3]
            rows.append(
                ServiceState(**mine, level=level, basis="official", told_on=now, changed_at=now)
            )
            for week in range(WEEKS):
                ended_at = now - timedelta(weeks=week) if week else None
                spans.append(
                    ServiceStateSpan(
                        **mine,
                        level=levels[(number + place + week) % 3],
                        basis="official",
                        told_on=now - timedelta(weeks=week + 1),
                        started_at=now - timedelta(weeks=week + 1),
                        ended_at=ended_at,
                    )
                )
    ServiceState.objects.bulk_create(rows, batch_size=500)
    ServiceStateSpan.objects.bulk_create(spans, batch_size=500)


def changes(pages, count, now):
    """Yield rows of changes, spread evenly over the pages and over the days."""
    step = timedelta(days=DAYS) / max(count // len(pages), 1)
    for number in range(count):
        page = pages[number % len(pages)]
        seen_at = now - step * (number // len(pages))
        kind = KINDS[number % len(KINDS)]
        yield (
            page,
            kind,
            seen_at,
            f"第{number}報 出荷状況のお知らせ",
            "",
            b"",
            number % 300,
            7,
            False,
        )


def insert(rows):
    from django.db import connection, transaction

    names = ", ".join(COLUMNS)
    marks = ", ".join(["%s"] * len(COLUMNS))
    while batch := list(islice(rows, BATCH)):
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY tracker_change ({names}) FROM STDIN") as copy:
                    for row in batch:
                        copy.write_row(row)
            else:
                statement = f"INSERT INTO tracker_change ({names}) VALUES ({marks})"  # noqa: S608
                cursor.executemany(statement, [plain(row) for row in batch])


def plain(row):
    """Return a row as SQLite keeps it: moments as text in UTC."""
    return tuple(
        value.replace(tzinfo=None).isoformat(" ") if isinstance(value, datetime) else value
        for value in row
    )


def analyse():
    """Let the database know its own size, as autovacuum does in time."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
