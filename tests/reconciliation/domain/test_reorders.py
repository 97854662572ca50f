"""Goods ordered twice: by a named link, and by what the lines have in common."""

import pytest

from tests.reconciliation.domain.ledger import Books


def pair(*, link=False, first=None, second=None, shipped_on="2026-02-25"):
    """Ten pieces ordered before the stop and again after it, both delivered and billed."""
    same = {"item_code": "PAPER", "dept": "D1"}
    named = {"orig_order_no": "PO-A", "orig_line_no": 1} if link else {}
    books = Books()
    books.order(10, no="PO-A", **(same | {"order_date": "2026-01-12"} | (first or {})))
    books.order(10, no="PO-B", **(same | {"order_date": "2026-02-24"} | named | (second or {})))
    for name in ("A", "B"):
        books.ship(10, no=f"PO-{name}", on=shipped_on)
        books.bill(10, no=f"PO-{name}", doc=f"INV-{name}")
    return books


DOUBLE = [("PO-A", 1, "REORDER_DOUBLE", 1_100)]


def found(books):
    rows = books.match().discrepancies
    return rows.select("order_no", "line_no", "kind", "amount").rows()


@pytest.mark.parametrize(
    ("books", "expected"),
    [
        pytest.param(pair(link=True), DOUBLE, id="named"),
        pytest.param(pair(), DOUBLE, id="not named"),
        pytest.param(pair(shipped_on="2026-01-19"), [], id="there on the first day"),
        pytest.param(pair(shipped_on="2026-01-20"), DOUBLE, id="there a day later"),
        pytest.param(pair(second={"order_date": "2026-03-05"}), DOUBLE, id="on the 45th day"),
        pytest.param(pair(second={"order_date": "2026-03-06"}), [], id="on the 46th day"),
        pytest.param(pair(second={"order_date": "2026-01-19"}), DOUBLE, id="on the first day"),
        pytest.param(pair(second={"dept": "D2"}), [], id="another department"),
        pytest.param(pair(second={"item_code": "PENS"}), [], id="another item"),
    ],
)
def test_both_billed_is_a_finding_at_the_first_order(books, expected):
    assert found(books) == expected


def test_the_nearest_earlier_line_is_the_original():
    books = pair(first={"order_date": "2026-01-05"})
    books.order(10, no="PO-C", item_code="PAPER", order_date="2026-01-15")
    books.ship(10, no="PO-C", on="2026-02-25").bill(10, no="PO-C", doc="INV-C")

    assert found(books) == [("PO-C", 1, "REORDER_DOUBLE", 1_100)]


def test_a_cancelled_original_doubles_nothing():
    books = pair(link=True, first={"cancel_qty": 10})
    books.shipments = books.shipments[1:]
    books.transactions = books.transactions[1:]

    assert found(books) == []


def test_a_file_that_names_replaced_lines_makes_unnamed_pairs_proposals():
    books = pair().under(links_kept=True)

    result = books.match()

    assert result.discrepancies.rows() == []
    assert result.additional.rows() == [("PO-A", 1, "", "REORDER_DOUBLE", 1_100)]
