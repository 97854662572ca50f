"""The match of what is in the database: the same answers as for files, kept over time."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from reconciliation.enums import (
    DecisionKind,
    DiscrepancyState,
    ImportKind,
    JobKind,
    JobState,
    MatchScope,
)
from reconciliation.models import Discrepancy, ExpectedRefund, Job, MatchRun
from reconciliation.operations import matching
from tests.factories import WorkspaceFactory
from tests.reconciliation.operations.files import Desk, run

NOW = datetime(2026, 3, 31, 3, 0, tzinfo=UTC)
ORDERS = "注文番号,明細番号,注文日,納期,商品コード,数量,単価,税率,取消数量\n"
SHIPMENTS = "注文番号,明細番号,納品書番号,出荷日,数量,受領数量\n"
HISTORY = "取引区分,取引日,請求番号,注文番号,明細番号,数量,単価,税抜金額,税率,金額,状態\n"
BILL = "請求,2026/1/20,INV-1,PO-1,1,{quantity},100,{net},10,{net},確定\n"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk():
    return Desk(WorkspaceFactory())


def whole_match(desk):
    job = run(matching.start(desk.workspace, by=desk.user, now=timezone.now()))
    assert (job.state, job.fault) == (JobState.DONE, "")
    return job


def bring(desk, orders="", shipments="", history=""):
    """Import what there is, and match it as the end of an import does."""
    kinds = (
        (ImportKind.ORDERS, ORDERS, orders),
        (ImportKind.SHIPMENTS, SHIPMENTS, shipments),
        (ImportKind.TRANSACTIONS, HISTORY, history),
    )
    for kind, heading, rows in kinds:
        if rows:
            batch = desk.bring_in(heading + rows, kind=kind)
            assert (batch.state, batch.refused_count) == ("applied", 0)
            for job in Job.objects.filter(batch=batch, kind=JobKind.MATCH, state=JobState.WAITING):
                run(job)


def found():
    rows = Discrepancy.objects.order_by("kind", "order_key", "line_number")
    return [
        (row.kind, row.order_key, row.line_number, row.document_number, row.amount, row.state)
        for row in rows
    ]


def bill(quantity, document="INV-1"):
    net = quantity * 100
    return BILL.format(quantity=quantity, net=net).replace("INV-1", document)


PO1 = "PO-1,1,2026/1/5,2026/1/10,A-1,10,100,10%,0\n"
OVER = ("BILLED_OVER_SHIPPED", "PO1", 1, "", 440, DiscrepancyState.OPEN)
SENT_SIX = "PO-1,1,SH-1,2026/1/12,6,6\n"


def test_the_end_of_an_import_matches_the_orders_it_touched(desk):
    bring(desk, PO1, SENT_SIX, bill(10))

    assert found() == [("BACKORDER_OVERDUE", "PO1", 1, "", 440, "closed"), OVER]
    discrepancy = Discrepancy.objects.get(kind="BILLED_OVER_SHIPPED")
    assert discrepancy.facts == {
        "ordered": 10,
        "shipped": 6,
        "confirmed": 6,
        "billed": 10,
        "price": 100,
        "rate": 10,
        "billed_net": 1000,
        "papers": "INV1",
    }
    assert discrepancy.order.number == "PO-1"


def test_running_again_changes_nothing(desk):
    bring(desk, PO1, SENT_SIX, bill(10))
    whole_match(desk)
    before = found()

    whole_match(desk)

    assert found() == before
    run_ = MatchRun.objects.order_by("pk").last()
    assert (run_.found_count, run_.changed_count, run_.closed_count) == (0, 0, 0)
    assert run_.scope == MatchScope.WHOLE


def test_a_settled_discrepancy_is_reopened_only_when_its_papers_change(desk):
    bring(desk, PO1, SENT_SIX, bill(10))
    mine = Discrepancy.objects.filter(kind="BILLED_OVER_SHIPPED")
    mine.update(state=DiscrepancyState.SETTLED)
    whole_match(desk)
    assert mine.get().state == DiscrepancyState.SETTLED

    bring(desk, shipments="PO-1,1,SH-2,2026/1/13,1,1\n")

    again = mine.get()
    assert (again.state, again.amount) == (DiscrepancyState.OPEN, 330)
    entry = again.entries.get()
    assert (entry.kind, entry.made_by) == (DecisionKind.REOPENED, None)
    assert (entry.before["amount"], entry.after["amount"]) == (440, 330)
    assert (entry.before["facts"]["shipped"], entry.after["facts"]["shipped"]) == (6, 7)


def test_a_kind_that_disappears_is_closed_with_the_facts_of_today(desk):
    bring(desk, PO1, SENT_SIX, bill(10))

    bring(desk, shipments="PO-1,1,SH-2,2026/1/13,4,4\n")

    gone = Discrepancy.objects.get(kind="BILLED_OVER_SHIPPED")
    assert gone.state == DiscrepancyState.CLOSED
    entry = gone.entries.get()
    assert entry.kind == DecisionKind.CLOSED
    assert (entry.before["facts"]["shipped"], entry.after["facts"]["shipped"]) == (6, 10)


def test_undoing_an_import_opens_again_what_it_had_closed(desk):
    bring(desk, PO1, SENT_SIX, bill(10))
    batch = desk.bring_in(SHIPMENTS + "PO-1,1,SH-2,2026/1/13,4,4\n", kind=ImportKind.SHIPMENTS)
    whole_match(desk)
    assert found()[1][-1] == DiscrepancyState.CLOSED

    desk.undo(batch)
    for job in Job.objects.filter(batch=batch, kind=JobKind.MATCH).order_by("pk"):
        run(job)

    assert found()[1] == OVER
    kinds = Discrepancy.objects.get(kind="BILLED_OVER_SHIPPED").entries.order_by("pk")
    assert [entry.kind for entry in kinds] == [DecisionKind.CLOSED, DecisionKind.REOPENED]


def test_parts_find_what_the_whole_finds(desk, monkeypatch):
    orders = "".join(PO1.replace("PO-1", f"PO-{n}") for n in range(1, 7))
    sent = "".join(SENT_SIX.replace("PO-1", f"PO-{n}") for n in range(1, 7))
    history = "".join(bill(10).replace("PO-1", f"PO-{n}") for n in range(1, 7))
    bring(desk, orders, sent, history)
    whole_match(desk)
    before = found()
    monkeypatch.setattr(matching, "PART_LINES", 2)

    job = whole_match(desk)

    assert [part.scope for part in job.match_parts.all()] == [MatchScope.RANGE] * 3
    assert found() == before
    counts = MatchRun.objects.filter(job=job).values_list("order_count", "same_count")
    assert list(counts.order_by("pk")) == [(2, 2), (2, 2), (2, 2)]


def test_expected_refunds_are_renewed(desk):
    cancelled = PO1.replace(",0\n", ",10\n")
    paid = "支払,2026/1/25,INV-1,PO-1,,,,,,1100,支払済\n"
    tax = "消費税,2026/1/20,INV-1,,,,,1000,10,100,確定\n"
    bring(desk, cancelled, "", bill(10) + tax + paid)
    bring(desk, shipments="PO-9,1,SH-9,2026/1/12,6,6\n")
    whole_match(desk)

    refund = ExpectedRefund.objects.get()
    assert (refund.order_key, refund.due_amount, refund.short_amount) == ("PO1", 1100, 1100)


def test_two_whole_matches_at_once_are_one(desk):
    matching.start(desk.workspace, by=desk.user, now=NOW)

    with pytest.raises(matching.JobAlreadyRunningError):
        matching.start(desk.workspace, by=desk.user, now=NOW)
