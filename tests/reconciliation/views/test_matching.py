from datetime import date

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from reconciliation.enums import DecisionKind, DiscrepancyState
from reconciliation.models import Discrepancy, Hold, Job
from tests.factories import (
    DiscrepancyFactory,
    OrderFactory,
    OrderLineFactory,
    ShipmentLineFactory,
    SupplierFactory,
    TransactionFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/w/kitahama/matching/"


@pytest.fixture
def supplier(workspace):
    return SupplierFactory(workspace=workspace)


def make(supplier, count=1, **more):
    return [
        DiscrepancyFactory(
            workspace=supplier.workspace,
            supplier=supplier,
            order_key=f"PO{number}",
            amount=1_000 + number,
            dated_on=date(2026, 3, 1),
            **more,
        )
        for number in range(count)
    ]


def act(name, *args):
    return reverse(f"reconciliation:{name}", args=["kitahama", *args])


@pytest.mark.parametrize("count", [1, 3])
def test_queue_query_count_is_flat(accountant_client, supplier, django_assert_num_queries, count):
    rows = make(supplier, count)
    accountant_client.get(LIST)

    with django_assert_num_queries(QUERIES):
        response = accountant_client.get(LIST)

    assert response.context["page"].rows == rows[::-1]
    heap = response.context["heaps"][0]
    assert (heap.count, heap.amount) == (count, sum(row.amount for row in rows))


QUERIES = 10  # session, user, member, health of the watch, rows, kinds, last run, running match


def test_queue_pages_through_every_row_once_the_dearest_first(accountant_client, supplier):
    rows = make(supplier, 70)

    assert paged(accountant_client) == rows[::-1]


def test_list_of_several_kinds_pages_through_all_of_them_in_one_order(accountant_client, supplier):
    late = make(supplier, 40, kind="REFUND_LATE")
    short = make(supplier, 40, kind="REFUND_SHORT")
    make(supplier, kind="SHIPPED_NOT_BILLED")

    found = paged(accountant_client, list="refunds")

    assert found == sorted(late + short, key=lambda row: (-row.amount, -row.pk))


def paged(client, **query):
    seen, mark = [], ""
    while True:
        page = client.get(LIST, {"before": mark, **query}).context["page"]
        seen += page.rows
        if not (mark := page.next_mark):
            return seen


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ({"list": "unbilled"}, ["SHIPPED_NOT_BILLED"]),
        ({"list": "refunds"}, ["REFUND_LATE"]),
        ({"kind": "CANCELLED_BILLED"}, ["CANCELLED_BILLED"]),
        ({"state": "settled"}, []),
        ({"list": "outage"}, []),
    ],
)
def test_queue_shows_what_is_asked_for(accountant_client, supplier, query, kinds):
    for kind in ("CANCELLED_BILLED", "SHIPPED_NOT_BILLED", "REFUND_LATE"):
        make(supplier, kind=kind)

    page = accountant_client.get(LIST, query).context["page"]

    assert [row.kind for row in page.rows] == kinds


def test_settling_and_undoing_a_row(accountant_client, supplier):
    [row] = make(supplier)

    answer = accountant_client.post(
        act("discrepancy-settle", row.pk),
        {"resolution": "corrected"},
        headers={"HX-Request": "true"},
    )

    row.refresh_from_db()
    assert row.state == DiscrepancyState.SETTLED
    entry = row.entries.get()
    assert (entry.kind, entry.before, entry.after["resolution"]) == (
        DecisionKind.SETTLED,
        {"state": "open"},
        "corrected",
    )
    assert f"d-{row.pk}" in answer.content.decode()
    accountant_client.post(act("act-undo", entry.act))
    row.refresh_from_db()
    assert row.state == DiscrepancyState.OPEN
    told = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(told) == ["discrepancy.settled", "discrepancy.undone"]


def test_a_row_that_somebody_else_has_settled_is_left_alone(accountant_client, supplier):
    [row] = make(supplier, state=DiscrepancyState.SETTLED)

    accountant_client.post(act("discrepancy-settle", row.pk), {"resolution": "accepted"})

    assert row.entries.count() == 0


def test_several_are_settled_after_their_totals_were_shown(accountant_client, supplier):
    rows = make(supplier, 3)
    foreign = DiscrepancyFactory()
    ids = [row.pk for row in [*rows, foreign]]

    preview = accountant_client.post(act("discrepancy-bulk"), {"ids": ids})
    assert (
        preview.context["groups"]
        == [{"kind": "Billed although cancelled", "count": 3, "amount": 3_003}]
        or preview.context["groups"][0]["amount"] == 3_003
    )
    accountant_client.post(
        act("discrepancy-bulk"), {"ids": ids[:3], "resolution": "accepted", "reason": "agreed"}
    )

    states = Discrepancy.objects.filter(supplier=supplier).values_list("state", flat=True)
    assert set(states) == {"settled"}
    foreign.refresh_from_db()
    assert foreign.state == DiscrepancyState.OPEN
    act_key = rows[0].entries.get().act
    accountant_client.post(act("act-undo", act_key))
    assert Discrepancy.objects.filter(supplier=supplier, state="open").count() == 3


def test_a_note_stays_on_the_discrepancy(purchaser_client, supplier):
    [row] = make(supplier)

    purchaser_client.post(act("discrepancy-note", row.pk), {"note": "電話済み"})

    assert row.entries.get().reason == "電話済み"


def test_a_hold_is_placed_once_and_released_with_a_reason(accountant_client, supplier):
    [row] = make(supplier)

    accountant_client.post(act("hold-place", row.pk), {"reason": "請求の訂正待ち"})
    accountant_client.post(act("hold-place", row.pk), {"reason": "again"})
    hold = Hold.objects.get()
    assert (hold.amount, hold.reason) == (1_000, "請求の訂正待ち")
    accountant_client.post(act("hold-release", hold.pk), {"reason": ""})
    hold.refresh_from_db()
    assert hold.released_at is None
    accountant_client.post(act("hold-release", hold.pk), {"reason": "訂正済み"})

    hold.refresh_from_db()
    assert hold.release_reason == "訂正済み"


def test_a_large_hold_is_released_by_somebody_else(accountant_client, supplier):
    [row] = make(supplier)
    Discrepancy.objects.filter(pk=row.pk).update(amount=2_000_000)

    accountant_client.post(act("hold-place", row.pk), {"reason": "大口"})
    accountant_client.post(act("hold-release", Hold.objects.get().pk), {"reason": "自分で"})

    assert Hold.objects.get().released_at is None


def test_a_discrepancy_shows_its_papers_and_why(accountant_client, supplier):
    mine = {"workspace": supplier.workspace, "supplier": supplier, "order_key": "PO0"}
    OrderFactory(workspace=supplier.workspace, supplier=supplier, number="PO0", key="PO0")
    day = date(2026, 1, 5)
    OrderLineFactory(**mine, order_number="PO0", quantity=10, unit_price=100, ordered_on=day)
    ShipmentLineFactory(**mine, order_number="PO0", quantity=6, received_quantity=6)
    TransactionFactory(
        **mine,
        line_number=1,
        quantity=10,
        unit_price=100,
        net_amount=1000,
        tax_rate=10,
        document_number="INV1",
        document_key="INV1",
    )
    [row] = make(supplier, kind="BILLED_OVER_SHIPPED", line_number=1)

    response = accountant_client.get(act("discrepancy-detail", row.pk))

    [quantity, *_] = response.context["found"].rows
    assert (quantity.ordered, quantity.shipped, quantity.charged) == (10, 6, 10)
    assert quantity.differs
    answer = response.context["found"].answer
    assert answer.is_found
    assert [check.holds for check in answer.checks] == [True] * 4


def test_a_match_of_everything_is_started_once(accountant_client, supplier):
    accountant_client.post(act("match-start"))
    accountant_client.post(act("match-start"))

    assert Job.objects.filter(kind="match").count() == 1
