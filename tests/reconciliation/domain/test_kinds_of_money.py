"""Refunds, documents and transfers by tables of values."""

import pytest

from reconciliation.enums import RoundingMode
from tests.reconciliation.domain.ledger import Books, paid_and_cancelled

DAY_30, DAY_31 = "2026-03-01", "2026-02-28"  # before 2026-03-31


def returned(kept=6):
    books = Books().order(10).ship(10).give_back(10 - kept).bill(10).tax(100)
    return books.pay(1_100)


REFUNDS = {
    "nothing came back": (paid_and_cancelled(), [(1, "REFUND_MISSING", 1_100)], []),
    "it came back, with its paper": (paid_and_cancelled().credit(10).refund(1_100), [], []),
    "under 10,000 yen no paper is needed": (paid_and_cancelled().refund(1_100), [], []),
    "10,000 yen and more need one": (
        paid_and_cancelled(10, 1_000).refund(11_000),
        [(1, "CREDIT_NOTE_MISSING", 1_000)],
        [],
    ),
    "after a return": (returned(), [(1, "REFUND_MISSING", 440)], []),
    "announced, on the last day of the promise": (
        paid_and_cancelled().refund(1_100, status="pending", on=DAY_30),
        [(1, "REFUND_PENDING", 1_100)],
        [],
    ),
    "announced a day before that": (
        paid_and_cancelled().refund(1_100, status="pending", on=DAY_31),
        [(1, "REFUND_LATE", 1_100)],
        [],
    ),
    "announced twice, each dated by its own row": (
        paid_and_cancelled()
        .refund(600, status="pending", on=DAY_30)
        .refund(500, status="pending", on=DAY_31),
        [(1, "REFUND_PENDING", 600)],
        [(1, "REFUND_LATE", 500)],
    ),
    "part settled, part announced": (
        paid_and_cancelled().refund(600).refund(500, status="pending", on=DAY_31),
        [(1, "REFUND_LATE", 500)],
        [],
    ),
    "announced, then settled under the same paper": (
        paid_and_cancelled()
        .refund(1_000, status="pending", on=DAY_31, doc="R1")
        .refund(1_100, doc="R1", on=DAY_30),
        [],
        [],
    ),
    "announced, then settled in the same amount": (
        paid_and_cancelled().refund(1_100, status="pending", on=DAY_31).refund(1_100, on=DAY_30),
        [],
        [],
    ),
    "settled before it was announced is another refund": (
        paid_and_cancelled().refund(1_100, on=DAY_31).refund(1_100, status="pending", on=DAY_30),
        [(1, "REFUND_PENDING", 1_100)],
        [],
    ),
    "one settled row replaces one announced row": (
        paid_and_cancelled()
        .refund(550, status="pending", on=DAY_31)
        .refund(550, status="pending", on=DAY_30)
        .refund(550, on="2026-03-10"),
        [(1, "REFUND_PENDING", 550)],
        [],
    ),
    "too small": (
        paid_and_cancelled().credit(10).refund(900),
        [(1, "REFUND_SHORT", 200)],
        [],
    ),
    "a yen off within a credit note": (paid_and_cancelled().credit(10).refund(1_099), [], []),
    "two yen off": (
        paid_and_cancelled().credit(10).refund(1_098),
        [(1, "REFUND_SHORT", 2)],
        [],
    ),
    "a yen off without a credit note": (
        paid_and_cancelled().refund(1_099),
        [(1, "REFUND_SHORT", 1)],
        [],
    ),
    "too large": (
        paid_and_cancelled().credit(10).refund(1_150),
        [(1, "REFUND_OVER", 50)],
        [],
    ),
    "for goods that came": (
        Books().order(10).ship(10).bill(10).tax(100).pay(1_100).refund(300),
        [(1, "REFUND_OVER", 300)],
        [],
    ),
    "a lowered price is given back": (
        Books().order(10).ship(10).bill(10, 120).tax(120).pay(1_320)
        .credit(0, net=200, tax=20, amount=220).refund(220),
        [],
        [],
    ),
    "never more than was paid": (
        Books().order(10, cancel_qty=10).order(1, line=2).ship(1, line=2).bill(1, doc="I9", line=2)
        .bill(10).tax(100).pay(600),
        [(1, "REFUND_MISSING", 600)],
        [("INV1", "PAYMENT_DIFF", -500)],
    ),
    "a payment net of a credit note settles the rest": (
        Books().order(10, cancel_qty=4).ship(6).bill(10).tax(100).credit(4).pay(660),
        [],
        [],
    ),
    "announced payments have not settled anything": (
        Books().order(10, cancel_qty=10).ship(1, line=2).order(1, line=2).bill(1, line=2, doc="I9")
        .bill(10).tax(100).pay(1_100, status="pending"),
        [(1, "CANCELLED_BILLED", 1_100)],
        [],
    ),
    "netted in a later paid invoice": (
        paid_and_cancelled().order(20, line=3).ship(20, line=3)
        .bill(20, line=3, doc="INV2").bill(-10, doc="INV2").tax(100, doc="INV2")
        .pay(1_100, doc="INV2"),
        [],
        [],
    ),
    "points came back": (
        Books().order(10, cancel_qty=10, points=300).ship(1, line=2).order(1, line=2)
        .bill(1, line=2, doc="I9").bill(10).tax(100).use_points(300).pay(800)
        .credit(10).refund(800).return_points(300),
        [],
        [],
    ),
    "points did not": (
        Books().order(10, cancel_qty=10, points=300).ship(1, line=2).order(1, line=2)
        .bill(1, line=2, doc="I9").bill(10).tax(100).use_points(300).pay(800)
        .credit(10).refund(800).return_points(100),
        [(1, "POINTS_NOT_RETURNED", 200)],
        [],
    ),
    "points alone can settle": (
        Books().order(10, cancel_qty=10, points=1_100).ship(1, line=2).order(1, line=2)
        .bill(1, line=2, doc="I9").bill(10).tax(100).use_points(1_100).credit(10),
        [(1, "POINTS_NOT_RETURNED", 1_100)],
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUNDS)
def test_refunds_are_judged_by_the_table(case):
    books, main, additional = REFUNDS[case]

    assert books.both() == (main, additional)


def test_the_whole_refund_decides_whether_a_return_invoice_is_needed():
    books = Books().ship(1, line=9).order(1, line=9).bill(1, line=9, doc="I9")
    for line in (1, 2):
        books.order(60, line=line, cancel_qty=60).bill(60, line=line)
        books.refund(6_600, line=line, doc="R1")
    books.tax(1_200).pay(13_200)

    assert books.main() == [(1, "CREDIT_NOTE_MISSING", 600), (2, "CREDIT_NOTE_MISSING", 600)]


def test_one_yen_per_credit_note_is_a_total_over_its_lines():
    books = Books().ship(1, line=9).order(1, line=9).bill(1, line=9, doc="I9")
    for line in (1, 2):
        books.order(10, line=line, cancel_qty=10).bill(10, line=line)
        books.credit(10, line=line).refund(1_099, line=line)
    books.tax(200).pay(2_200)

    assert books.main() == [(1, "REFUND_SHORT", 1), (2, "REFUND_SHORT", 1)]


def billed(tax, *nets, rate=10):
    books = Books()
    for line, net in enumerate(nets, start=1):
        books.order(1, net, line=line, tax_rate=rate).ship(1, line=line)
        books.bill(1, net, line=line, rate=rate)
    return books.tax(tax, rate=rate)


DOCUMENTS = {
    "rounded once per rate": (billed(89, 198, 298, 398), [], []),
    "rounded up by an issuer that always does": (billed(90, 198, 298, 398), [], []),
    "rounded line by line": (
        billed(87, 198, 298, 398),
        [("INV1", "TAX_ROUNDING", -2)],
        [],
    ),
    "an issuer that rounds half up": (billed(32, 315), [], []),
    "paid twice": (
        billed(10, 100).pay(110).pay(110),
        [("INV1", "DUPLICATE_PAYMENT", 110)],
        [],
    ),
    "paid in two parts": (billed(10, 100).pay(60).pay(50), [], []),
    "paid twice with points": (
        billed(10, 100).use_points(10).pay(100).pay(100),
        [("INV1", "DUPLICATE_PAYMENT", 100)],
        [],
    ),
    "the second payment is only announced": (
        billed(10, 100).pay(110).pay(110, status="pending"),
        [],
        [],
    ),
    "paid twice and given back by a negative payment": (
        billed(10, 100).pay(110).pay(110).pay(-110),
        [],
        [],
    ),
    "paid twice and given back by a refund that names the invoice": (
        billed(10, 100).pay(110).pay(110).refund(110, doc="INV1"),
        [],
        [],
    ),
    "paid twice and given back by a refund that names the line only": (
        billed(10, 100).pay(110).pay(110).refund(110),
        [],
        [],
    ),
    "paid too much at once": (billed(10, 100).pay(150), [], [("INV1", "PAYMENT_DIFF", 40)]),
    "paid too little at once": (billed(10, 100).pay(100), [], [("INV1", "PAYMENT_DIFF", -10)]),
    "a transfer less a known fee": (
        billed(100, 1_000).pay(1_100, settle="B1").bank(880, settle="B1"),
        [],
        [],
    ),
    "a transfer less an unknown fee": (
        billed(100, 1_000).pay(1_100, settle="B1").bank(879, settle="B1"),
        [("B1", "SETTLEMENT_DIFF", 221)],
        [],
    ),
    "a fee is not added": (
        billed(100, 1_000).pay(1_100, settle="B1").bank(1_320, settle="B1"),
        [("B1", "SETTLEMENT_DIFF", 220)],
        [],
    ),
    "two bank lines of one settlement": (
        billed(100, 1_000).pay(1_100, settle="B1").bank(600, settle="B1").bank(500, settle="B1"),
        [],
        [],
    ),
    "a bank line without payments, a payment without a bank line": (
        billed(100, 1_000).pay(1_100, settle="B1").bank(600, settle="B2"),
        [],
        [],
    ),
}


@pytest.mark.parametrize("case", DOCUMENTS)
def test_documents_and_transfers_are_judged_by_the_table(case):
    books, main, additional = DOCUMENTS[case]

    assert books.both() == (main, additional)


@pytest.mark.parametrize(
    ("mode", "found"),
    [
        (RoundingMode.DOWN, [("INV1", "TAX_ROUNDING", 1)]),
        (RoundingMode.HALF_UP, []),
        (RoundingMode.UP, []),
    ],
)
def test_a_supplier_setting_decides_the_rounding(mode, found):
    assert billed(32, 315).under(rounding=mode).main() == found


def test_issuers_that_do_not_agree_with_themselves_are_taken_to_cut_off():
    books = billed(32, 315)
    books.order(1, 315, no="PO2").ship(1, no="PO2").bill(1, 315, no="PO2", doc="INV2")
    books.tax(31, doc="INV2")

    assert books.main() == [("INV1", "TAX_ROUNDING", 1)]


def test_waiting_transfers_are_states_and_not_findings():
    books = billed(100, 1_000).pay(1_100, settle="B1").bank(600, settle="B2")

    notices = books.match().notices.select("doc_no", "kind", "amount").rows()

    assert notices == [("B1", "PAYMENT_WAITING", 1_100), ("B2", "BANK_UNALLOCATED", 600)]
