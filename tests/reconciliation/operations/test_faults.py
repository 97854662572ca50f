"""Files that go wrong, people at once, what must not be lost (I3, I5, A8, A10, Q1, D1, D2, L2)."""

import csv
import logging
from hashlib import sha256
from io import StringIO

import pytest
from django.db import OperationalError
from django.utils import timezone

from reconciliation.enums import CellFault, ImportState, JobFault
from reconciliation.models import Job, Order, OrderLine, QuarantinedRow
from reconciliation.operations import (
    applying,
    checking,
    files,
    importing,
    jobs,
    quarantine,
    running,
    summarising,
)
from tests.factories import UserFactory
from tests.reconciliation.operations.files import ORDERS, Desk, counts, fresh, run

pytestmark = pytest.mark.django_db
CANARY = "canary-4111-1111-1111-1111"


class KilledError(BaseException):
    """The runner is gone from one moment to the next."""


@pytest.fixture
def desk(workspace):
    return Desk(workspace)


def line(order, *, quantity="2", price="500"):
    return f"PO-{order},1,2026/9/1,AS001,紙,{quantity},{price},10%\n"


def test_i3_refused_rows_open_as_text_and_come_back_as_they_were(desk):
    batch = desk.check(ORDERS + "=cmd|calc,1,2026/9/1,＋A,@紙,二個,500,10%\n" + line(1))

    rows = list(csv.reader(StringIO(b"".join(quarantine.as_csv(batch)).decode("utf-8-sig"))))

    assert rows[1][:6] == ["'=cmd|calc", "1", "2026/9/1", "'＋A", "'@紙", "二個"]


def test_i5_two_people_with_the_same_file_add_it_once(desk):
    text = ORDERS + line(1) + line(2)
    colleague = Desk(desk.workspace, supplier=desk.supplier, user=UserFactory())
    mine, theirs = desk.check(text), colleague.check(text)

    desk.apply(mine)
    colleague.apply(theirs)
    again = fresh(theirs)
    while job := Job.objects.open().first():
        run(job)

    assert again.state != ImportState.APPLIED
    assert counts(fresh(theirs)) == (0, 0, 2, 0)
    assert OrderLine.objects.current().count() == 2


def test_q1_killed_after_applying_the_list_of_orders_is_made_all_the_same(desk, monkeypatch):
    batch = desk.check(ORDERS + line(1))
    job = importing.start_apply(batch, by=desk.user, now=timezone.now())

    def die(*_):
        raise KilledError

    with monkeypatch.context() as dying:
        dying.setattr(summarising, "summarise", die)
        with pytest.raises(KilledError):
            running.run(job.pk, clock=timezone.now)
    assert (fresh(batch).state, Order.objects.count()) == (ImportState.APPLIED, 0)
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now())
    run(job)

    assert Order.objects.get().net_amount == 1000


def test_a10_rows_in_any_order_give_the_same_orders(workspace):
    lines = [line(number, quantity=str(number + 1)) for number in range(20)]
    seen = set()
    for seed in range(5):
        mixed = sorted(lines, key=lambda row, seed=seed: sha256(f"{seed}{row}".encode()).digest())
        desk = Desk(workspace)
        desk.bring_in(ORDERS + "".join(mixed))
        own = Order.objects.filter(supplier=desk.supplier).order_by("key")
        seen.add(tuple(own.values_list("key", "net_amount", "open_quantity")))

    assert len(seen) == 1


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (line(1, price="$5"), CellFault.OTHER_CURRENCY),
        (line(1, price="1.23E+12"), CellFault.SCIENTIFIC),
        (line(1, quantity="▲2"), CellFault.NEGATIVE_QUANTITY),
        (line(1, price="10000000000000000000"), CellFault.TOO_LARGE),
    ],
)
def test_a8_what_money_must_not_be_is_said_and_kept(desk, row, fault):
    batch = desk.check(ORDERS + row + line(2))

    [refused] = QuarantinedRow.objects.filter(batch=batch)
    assert ([each["fault"] for each in refused.faults], counts(batch)) == ([fault], (1, 0, 0, 1))


def test_one_bad_row_among_fifty_thousand_is_the_only_one_refused(desk):
    good = "".join(line(number) for number in range(50_000))

    batch = desk.check(ORDERS + good + "PO-X,1,きのう,A,紙,2,1,10\n")

    assert counts(batch) == (50_000, 0, 0, 1)
    assert QuarantinedRow.objects.get(batch=batch).source_row == 50_002


def test_d2_without_space_nothing_of_an_import_counts(desk, monkeypatch):
    batch = desk.check(ORDERS + line(1))
    job = importing.start_apply(batch, by=desk.user, now=timezone.now())

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(applying, "_settle_corrected", full)
    running.run(job.pk, clock=timezone.now)

    job.refresh_from_db()
    assert (job.fault, fresh(batch).state) == (JobFault.NO_SPACE, ImportState.CHECKED)
    assert not OrderLine.objects.current().exists()


def test_d1_a_database_that_goes_away_costs_one_slice_and_no_row_comes_twice(desk, monkeypatch):
    monkeypatch.setattr(checking, "SLICE", 4)
    monkeypatch.setattr(checking, "SLICES", 1)
    batch = desk.receive(ORDERS + "".join(line(number) for number in range(10)))
    job = importing.start_check(batch, by=desk.user, now=timezone.now())
    load, calls = checking.load_frame, []

    def cut_off(*given, **named):
        calls.append(given)
        if len(calls) == 2:
            raise OperationalError("server closed the connection unexpectedly")
        load(*given, **named)

    monkeypatch.setattr(checking, "load_frame", cut_off)
    with pytest.raises(OperationalError):
        running.run(job.pk, clock=timezone.now)
    assert fresh(batch).read_position == 4

    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now())
    run(job)

    assert (fresh(batch).state, counts(fresh(batch))) == (ImportState.CHECKED, (10, 0, 0, 0))


def test_l2_what_a_file_says_is_in_no_log_and_no_message(desk, caplog):
    caplog.set_level(logging.DEBUG)
    text = ORDERS + f"PO-1,1,{CANARY},AS001,{CANARY},2,500,10%\n" + line(2)

    batch = desk.bring_in(text, label="x.csv")

    assert batch.refused_count == 1
    assert CANARY not in caplog.text
    assert not any(CANARY in job.detail for job in jobs.Job.objects.all())
    assert CANARY not in files.label_of(batch.file.label)
