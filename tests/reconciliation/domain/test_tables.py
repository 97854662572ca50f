"""How files become tables: encodings, Japanese cells, refused rows, doubled imports."""

from io import BytesIO

import pytest

from reconciliation.domain.decoding import UnknownEncodingError, decode_to_utf8
from reconciliation.enums import Leg
from tests.reconciliation.domain.ledger import Books, table

NO_DATE = "a pending refund has no date"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_every_encoding_of_the_ladder_comes_out_as_utf8(encoding):
    text = "注文番号,品名\r\nPO1,コピー用紙\r\n"

    assert decode_to_utf8(BytesIO(text.encode(encoding))) == text.encode()


def test_bytes_of_no_known_encoding_are_refused():
    with pytest.raises(UnknownEncodingError):
        decode_to_utf8(BytesIO(b"\x81\x20\xff\xfd"))


def refused(books, leg):
    rows = {
        Leg.ORDERS: books.orders,
        Leg.SHIPMENTS: books.shipments,
        Leg.TRANSACTIONS: books.transactions,
    }[leg]
    return table(rows, leg).refused.select("row", "reason").rows()


@pytest.mark.parametrize(
    ("leg", "books", "reason"),
    [
        (Leg.ORDERS, Books().order("約10"), "qty cannot be read"),
        (Leg.ORDERS, Books().order(10, no=""), "order_no is blank"),
        (Leg.ORDERS, Books().order(10, ""), "unit_price is blank"),
        (Leg.ORDERS, Books().order(-1), "a quantity is negative"),
        (Leg.ORDERS, Books().order(1, cancel_qty=2), "cancelled more than ordered"),
        (Leg.ORDERS, Books().order(1, promised_date="soon"), "promised_date cannot be read"),
        (Leg.ORDERS, Books().order(1, tax_rate=""), "tax_rate is blank or not 0 to 100"),
        (Leg.SHIPMENTS, Books().ship(1, direction="up"), "direction is neither out nor return"),
        (Leg.SHIPMENTS, Books().ship(1, on=""), "ship_date is blank"),
        (Leg.TRANSACTIONS, Books().bill(1, net="?"), "net cannot be read"),
        (Leg.TRANSACTIONS, Books().bill(1, line=""), "line_no is blank"),
        (Leg.TRANSACTIONS, Books().pay(1, status="maybe"), "status is not known"),
        (Leg.TRANSACTIONS, Books().pay(1, status=""), "status is neither settled nor pending"),
        (Leg.TRANSACTIONS, Books().refund(1, status="pending", on=""), NO_DATE),
        (Leg.TRANSACTIONS, Books().pay(10**16), "amount is too large"),
        (Leg.TRANSACTIONS, Books().bill(10**8, 10**9), "qty x unit_price is too large"),
    ],
)  # fmt: skip
def test_rows_that_cannot_be_judged_are_refused_with_the_reason(leg, books, reason):
    [(_, reasons)] = refused(books, leg)

    assert reason in reasons.split("; ")


def test_a_refused_row_holds_back_its_line_and_nothing_else():
    books = Books()
    for line in (1, 2):
        books.order(10, line=line).ship(10, line=line)
    books.bill("ten", line=1, net=1_000).bill(5, line=2)

    assert books.main() == [(2, "SHIPPED_NOT_BILLED", 550)]
    assert books.legs().refused.select("row", "reason").rows() == [(2, "qty cannot be read")]


def test_a_row_without_a_readable_line_holds_back_its_order():
    books = Books().order(10).ship(10).bill(1, line="?")
    books.order(5, no="PO2").ship(5, no="PO2").bill(4, no="PO2", doc="INV2")

    rows = books.match().discrepancies.select("order_no", "kind").rows()

    assert rows == [("PO2", "SHIPPED_NOT_BILLED")]


def test_an_invoice_with_a_refused_row_is_not_judged():
    books = Books().order(1, 105).ship(1).bill(1, 105).tax(99).bill(1, 1, line=2, net="?")

    assert books.main() == []


def test_a_doubled_import_is_one_document():
    books = Books().order(10, 105).ship(10).bill(10, 105).tax(105)
    for row in [dict(row) for row in books.transactions]:
        books.transactions.append(row | {"txn_no": f"again-{row['txn_no']}"})

    assert books.both() == ([], [])


def test_the_same_row_twice_is_one_row():
    books = Books().order(10).ship(10).bill(10).tax(100).pay(1_100)
    books.transactions.append(dict(books.transactions[-1]))
    books.shipments.append(dict(books.shipments[-1]))
    books.orders.append(dict(books.orders[-1]))

    assert books.both() == ([], [])


def test_one_invoice_may_bill_the_same_freight_twice():
    books = Books().order(1, 1_000).ship(1).bill(1, 1_000).bill(1, 300, line=99)
    books.bill(1, 300, line=99).tax(160)

    assert books.main() == [(99, "SHIPPING_FEE_WRONG", 660)]


def test_one_invoice_number_with_two_contents_is_refused():
    books = Books().order(10).ship(10).bill(10).tax(100)
    books.bill(8).tax(80)

    reasons = books.legs().refused["reason"].unique().to_list()

    assert reasons == ["the invoice number has two different contents"]
    assert books.both() == ([], [])


def test_one_order_line_with_two_contents_is_refused():
    books = Books().order(10).order(12).ship(10).bill(11)

    reasons = books.legs().refused["reason"].to_list()

    assert reasons == ["the order line has two different contents"] * 2
    assert books.main() == []


MISSING = {
    "orders": Books().ship(10).bill(10).tax(99).pay(1_099),
    "shipments": Books().order(10, cancel_qty=10).bill(10).accrue(5),
    "transactions": Books().order(10).ship(10),
}


@pytest.mark.parametrize("leg", MISSING)
def test_a_missing_leg_is_one_notice_and_accuses_nobody(leg):
    result = MISSING[leg].match()

    assert result.notices.filter(kind="LEG_MISSING")["doc_no"].to_list() == [leg]
    accusing = {"TAX_ROUNDING", "ACCRUAL_NOT_REVERSED"}  # these ask nothing of the missing leg
    assert set(result.discrepancies["kind"]) <= accusing


def test_quantities_and_prices_may_have_decimals():
    books = (
        Books()
        .order("2.5", "10.5")
        .ship("2.5")
        .bill("1.5", "10.5", net=15)
        .bill("1.0", "12.5", net=12, doc="INV2")
    )

    assert books.main() == [(1, "PRICE_VARIANCE", 2)]


def test_ten_trillion_yen_are_exact():
    books = Books().order(10**4, 10**9).ship(10**4).bill(10**4, 10**9 + 10**7)

    assert books.main() == [(1, "PRICE_VARIANCE", 110_000_000_000)]


def test_findings_are_written_as_the_orders_file_writes_the_number():
    books = Books().order(10, no="po-1").ship(10, no="PO1").bill(9, no="ＰＯ１")

    rows = books.match().discrepancies.select("order_no", "kind").rows()

    assert rows == [("po-1", "SHIPPED_NOT_BILLED")]
