"""Every paper is linked to the order line it covers, and shares of payments sum to them."""

from hypothesis import given, settings

from reconciliation.domain.allotments import allotments_of
from tests.reconciliation.domain.ledger import Books
from tests.reconciliation.domain.test_order_of_rows import books


def test_each_paper_is_a_row_of_its_own():
    ledger = Books().order(10).ship(6).ship(4).give_back(2).bill(10).tax(100)
    ledger.order(1, 1_000, line=2).bill(1, 1_000, line=2).pay(1_100).credit(2).refund(220)

    rows = allotments_of(ledger.legs()).drop("order_no", "rule").rows()

    assert rows == [
        (1, "credit_note", "CN1", -2, -200),
        (1, "invoice", "INV1", 10, 1_000),
        (1, "payment", "INV1", None, 550),
        (1, "refund", "", None, -220),
        (1, "shipment", "", -2, None),
        (1, "shipment", "", 4, None),
        (1, "shipment", "", 6, None),
        (2, "invoice", "INV1", 1, 1_000),
        (2, "payment", "INV1", None, 550),
    ]


@settings(max_examples=20, deadline=None)
@given(ledger=books())
def test_payments_are_shared_out_whole(ledger):
    legs = ledger.legs()

    shared = allotments_of(legs).filter(paper="payment")["amount"].sum()

    payments = [row for row in ledger.transactions if row["txn_type"] == "payment"]
    assert shared == sum(row["amount"] for row in payments)
