"""The expected-refund ledger by its rows."""

from datetime import date

from reconciliation.domain.refund_ledger import refund_ledger
from tests.reconciliation.domain.ledger import Books, paid_and_cancelled


def rows(books):
    ledger = refund_ledger(books.legs(), books.rules)
    names = ("line_no", "due", "promised", "promised_by", "received", "short", "over", "offset")
    return ledger.select(names).rows()


def test_what_is_due_promised_and_received():
    books = paid_and_cancelled().refund(600).refund(300, status="pending", on="2026-03-02")

    assert rows(books) == [(1, 1_100, 300, date(2026, 4, 1), 600, 500, 0, 0)]


def test_what_came_in_excess():
    assert rows(paid_and_cancelled().refund(1_200)) == [(1, 1_100, 0, None, 1_200, 0, 100, 0)]


def test_what_was_netted_in_a_later_invoice():
    books = paid_and_cancelled().order(20, line=3).ship(20, line=3)
    books.bill(20, line=3, doc="INV2").bill(-10, doc="INV2").tax(100, doc="INV2")
    books.pay(1_100, doc="INV2")

    assert rows(books) == [(1, 0, 0, None, 0, 0, 0, 1_000)]


def test_goods_in_order_have_no_row():
    assert rows(Books().order(10).ship(10).bill(10).tax(100).pay(1_100)) == []
