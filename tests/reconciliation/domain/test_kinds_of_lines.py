"""Every kind of an order line by a table of values: what is written, what is silent."""

import pytest

from tests.reconciliation.domain.ledger import Books, paid_and_cancelled

TODAY, YESTERDAY = "2026-03-31", "2026-03-30"


def clean(qty=10, price=100):
    return Books().order(qty, price).ship(qty).bill(qty, price)


def shipped_elsewhere():
    """Books whose second line is in order, so that no leg is missing."""
    return Books().order(1, line=2).ship(1, line=2).bill(1, line=2, doc="INV9")


def unshipped(**order):
    return shipped_elsewhere().order(10, **order)


def doubled(kept, *quantities, ordered=10):
    books = Books().order(ordered).ship(kept)
    for number, quantity in enumerate(quantities):
        books.bill(quantity, doc=f"INV{number}", txn_date=f"2026-02-{number + 1:02}")
    return books


QUANTITIES = {
    "matched": (clean(), [], []),
    "billed without an order": (
        clean().bill(2, 500, no="QX1", doc="INV2"),
        [(1, "ORPHAN_BILLING", 1_100)],
        [],
    ),
    "an orphan credited in full is silent": (
        clean().bill(2, 500, no="QX1", doc="INV2").credit(2, 500, no="QX1"),
        [],
        [],
    ),
    "cancelled, not paid, billed": (
        unshipped(cancel_qty=10).bill(10),
        [(1, "CANCELLED_BILLED", 1_100)],
        [],
    ),
    "billed, nothing shipped": (unshipped().bill(10), [(1, "BILLED_NOT_SHIPPED", 1_100)], []),
    "nothing shipped is valued at the billed price": (
        unshipped().bill(10, 120),
        [(1, "BILLED_NOT_SHIPPED", 1_320), (1, "PRICE_VARIANCE", 220)],
        [],
    ),
    "nothing shipped waits until the promised day is over": (
        unshipped(promised_date=TODAY).bill(10),
        [],
        [],
    ),
    "nothing shipped, promised yesterday": (
        unshipped(promised_date=YESTERDAY).bill(10),
        [(1, "BILLED_NOT_SHIPPED", 1_100)],
        [],
    ),
    "a promise inside the outage counts once it is past": (
        unshipped(promised_date="2026-02-01").bill(10),
        [(1, "BILLED_NOT_SHIPPED", 1_100)],
        [],
    ),
    "no promised date: order date and a setting": (
        unshipped(promised_date=None, order_date="2026-03-20").bill(10),
        [(1, "BILLED_NOT_SHIPPED", 1_100)],
        [],
    ),
    "no promised date, ordered lately": (
        unshipped(promised_date=None, order_date="2026-03-29").bill(10),
        [],
        [],
    ),
    "no date at all is unknown, and waits": (
        unshipped(promised_date=None, order_date=None).bill(10),
        [],
        [],
    ),
    "part shipped, all billed": (
        Books().order(10).ship(6).bill(10),
        [(1, "BILLED_OVER_SHIPPED", 440)],
        [],
    ),
    "part shipped, all billed, promise not over": (
        Books().order(10, promised_date="2026-04-02").ship(6).bill(10),
        [],
        [],
    ),
    "everything returned, billed, not credited, not paid": (
        Books().order(10).ship(10).give_back(10).bill(10),
        [(1, "BILLED_OVER_SHIPPED", 1_100)],
        [],
    ),
    "shipped, never billed": (
        clean().order(5, line=2).ship(5, line=2),
        [(2, "SHIPPED_NOT_BILLED", 550)],
        [],
    ),
    "shipped, not billed, on the last day the bill may take": (
        clean().order(5, line=2).ship(5, line=2, on="2026-03-21"),
        [],
        [],
    ),
    "shipped, not billed, a day later": (
        clean().order(5, line=2).ship(5, line=2, on="2026-03-20"),
        [(2, "SHIPPED_NOT_BILLED", 550)],
        [],
    ),
    "a return does not count as the last shipment": (
        clean().order(5, line=2).ship(5, line=2).give_back(1, line=2, on="2026-03-30"),
        [(2, "SHIPPED_NOT_BILLED", 440)],
        [],
    ),
    "over-delivered": (
        Books().order(10).ship(12).bill(10),
        [(1, "SHIPPED_OVER_ORDER", 220)],
        [],
    ),
    "over-delivered and partly billed: other units are additional": (
        Books().order(10).ship(12).bill(8),
        [(1, "SHIPPED_OVER_ORDER", 220)],
        [(1, "SHIPPED_NOT_BILLED", 220)],
    ),
    "cancelled and yet shipped": (
        Books()
        .order(10, cancel_qty=10)
        .ship(10)
        .bill(1, line=2, doc="INV9")
        .order(1, line=2)
        .ship(1, line=2),
        [(1, "SHIPPED_OVER_ORDER", 1_100)],
        [],
    ),
    "overdue": (
        clean().order(8, line=2).ship(3, line=2).bill(3, line=2),
        [(2, "BACKORDER_OVERDUE", 550)],
        [],
    ),
    "due today is not overdue": (
        clean().order(8, line=2, promised_date=TODAY),
        [],
        [],
    ),
    "overdue, and what came is not billed": (
        clean().order(10, line=2).ship(6, line=2).bill(4, line=2),
        [(2, "SHIPPED_NOT_BILLED", 220)],
        [(2, "BACKORDER_OVERDUE", 440)],
    ),
    "two kinds of one family on different units": (
        Books().order(10, cancel_qty=3).ship(4).bill(9),
        [(1, "CANCELLED_BILLED", 220)],
        [(1, "BILLED_OVER_SHIPPED", 330)],
    ),
    "the same with nothing shipped": (
        unshipped(cancel_qty=3).bill(9),
        [(1, "CANCELLED_BILLED", 220)],
        [(1, "BILLED_NOT_SHIPPED", 770)],
    ),
    "not confirmed": (
        Books().order(10).ship(10, received=4).bill(10),
        [(1, "RECEIPT_UNCONFIRMED", 660)],
        [],
    ),
    "not confirmed, on the last day": (
        Books().order(10).ship(10, received=4, on="2026-03-17").bill(10),
        [],
        [],
    ),
    "billed twice": (doubled(10, 10, 10), [(1, "DUPLICATE_INVOICE", 1_100)], []),
    "three equal bills, half ordered": (
        doubled(10, 5, 5, 5),
        [(1, "DUPLICATE_INVOICE", 550)],
        [],
    ),
    "two equal ones among several suffice": (
        doubled(10, 4, 6, 6),
        [(1, "DUPLICATE_INVOICE", 660)],
        [],
    ),
    "extra bills are rounded up": (
        doubled(12, 10, 10),
        [(1, "DUPLICATE_INVOICE", 1_100)],
        [(1, "SHIPPED_OVER_ORDER", 220)],
    ),
    "equal part bills of what was ordered": (
        doubled(5, 5, 5),
        [(1, "BILLED_OVER_SHIPPED", 550)],
        [],
    ),
    "equal part bills of what came": (doubled(10, 5, 5), [], []),
    "billed twice at different prices is no duplicate": (
        Books().order(10).ship(10).bill(10).bill(10, 101, doc="INV2"),
        [(1, "BILLED_OVER_SHIPPED", 1_100)],
        [],
    ),
    "billed twice, one of them credited": (doubled(10, 10, 10).credit(10), [], []),
    "accrued and billed": (
        clean().accrue(1_000),
        [(1, "ACCRUAL_NOT_REVERSED", 1_000)],
        [],
    ),
    "accrued, billed and reversed": (clean().accrue(1_000).accrue(-1_000), [], []),
    "accrued, nothing came yet, nothing billed": (
        clean().order(5, line=2, promised_date="2026-04-30").accrue(500, line=2),
        [],
        [],
    ),
    "accrued and cancelled": (
        clean().order(5, line=2, cancel_qty=5).accrue(500, line=2),
        [(2, "ACCRUAL_NOT_REVERSED", 500)],
        [],
    ),
}


@pytest.mark.parametrize("case", QUANTITIES)
def test_quantities_are_judged_by_the_table(case):
    books, main, additional = QUANTITIES[case]

    assert books.both() == (main, additional)


PRICES = {
    "within half a per cent": (Books().order(10, 1000).ship(10).bill(10, 1005), []),
    "a yen beyond": (
        Books().order(10, 1000).ship(10).bill(10, 1006),
        [(1, "PRICE_VARIANCE", 66)],
    ),
    "cheaper is a variance too": (
        Books().order(10, 1000).ship(10).bill(10, 900),
        [(1, "PRICE_VARIANCE", -1_100)],
    ),
    "credited in full is silent": (
        Books().order(10).ship(10).give_back(10).bill(10, 120, rate=8).credit(10, 120, rate=8),
        [],
    ),
    "what stands after a part credit": (
        Books().order(10).ship(6).bill(10, 120).credit(4, 120).order(1, line=2, cancel_qty=1),
        [(1, "BACKORDER_OVERDUE", 440), (1, "PRICE_VARIANCE", 132)],
    ),
    "a sum credited without quantity": (
        Books().order(10).ship(10).bill(10, 120).credit(0, net=200, tax=20, amount=220),
        [],
    ),
    "a part of the sum credited": (
        Books().order(10).ship(10).bill(10, 120).credit(0, net=50, tax=5, amount=55),
        [(1, "PRICE_VARIANCE", 165)],
    ),
    "wrong rate": (
        Books().order(10).ship(10).bill(10, rate=8),
        [(1, "TAX_CLASS_WRONG", -20)],
    ),
    "wrong rate on one of two bills": (
        Books().order(10).ship(10).bill(6).bill(4, doc="INV2", rate=8),
        [(1, "TAX_CLASS_WRONG", -8)],
    ),
    "the wrong bill is credited": (
        Books().order(10).ship(6).bill(6).bill(4, doc="INV2", rate=8).credit(4, rate=8)
        .order(1, line=2, cancel_qty=1),
        [(1, "BACKORDER_OVERDUE", 440)],
    ),
    "the tax alone is credited": (
        Books().order(10, tax_rate=8).ship(10).bill(10).credit(0, net=0, tax=20, amount=20),
        [],
    ),
    "no discount": (
        Books().order(10, discount=50).ship(10).bill(10),
        [(1, "DISCOUNT_MISSING", 55)],
    ),
    "part bill, part of the discount": (
        Books().order(3, discount=100, promised_date="2026-04-20").ship(1).bill(1, discount=33),
        [],
    ),
    "part bill without discount": (
        Books().order(3, discount=100, promised_date="2026-04-20").ship(2).bill(2),
        [(1, "DISCOUNT_MISSING", 72)],
    ),
    "parts sum to the whole": (
        Books().order(3, discount=100).ship(3).bill(1, discount=33).bill(2, discount=67, doc="I2"),
        [],
    ),
    "parts fall a yen short": (
        Books().order(3, discount=100).ship(3).bill(1, discount=33).bill(2, discount=66, doc="I2"),
        [(1, "DISCOUNT_MISSING", 1)],
    ),
    "a yen moved between lines of one invoice": (
        Books().order(1, discount=34).ship(1).bill(1, discount=33)
        .order(1, line=2, discount=33).ship(1, line=2).bill(1, line=2, discount=34),
        [],
    ),
    "two faults on one line": (
        Books().order(10, discount=50).ship(10).bill(10, 120, rate=8),
        [
            (1, "DISCOUNT_MISSING", 55),
            (1, "PRICE_VARIANCE", 220),
            (1, "TAX_CLASS_WRONG", -24),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", PRICES)
def test_prices_are_judged_on_what_stands_after_credits(case):
    books, main = PRICES[case]

    assert books.main() == main


FREIGHT = {
    "agreed and billed": (clean().order(1, 300, line=99).bill(1, 300, line=99), []),
    "agreed and never billed": (clean().order(1, 300, line=99), []),
    "never agreed": (clean().bill(1, 300, line=99), [(99, "SHIPPING_FEE_WRONG", 330)]),
    "once per part delivery": (
        clean().order(1, 300, line=99).bill(1, 300, line=99).bill(1, 300, line=99, doc="INV2"),
        [(99, "SHIPPING_FEE_WRONG", 330)],
    ),
    "credited again": (
        clean().order(1, 300, line=99).bill(1, 300, line=99).bill(1, 300, line=99, doc="INV2")
        .credit(1, 300, line=99),
        [],
    ),
    "part of the sum credited": (
        clean().bill(1, 300, line=99).credit(0, line=99, net=100, tax=10, amount=110),
        [(99, "SHIPPING_FEE_WRONG", 220)],
    ),
    "known by its item": (
        clean().bill(1, 300, line=7, item_code="SHIP"),
        [(7, "SHIPPING_FEE_WRONG", 330)],
    ),
    "the order line is freight, the bill does not say so": (
        clean().order(1, 300, line=7, item_code="SHIP").bill(1, 500, line=7, item_code=""),
        [(7, "SHIPPING_FEE_WRONG", 220)],
    ),
    "cancelled with its order": (
        clean().order(1, 300, line=99, cancel_qty=1).bill(1, 300, line=99),
        [(99, "SHIPPING_FEE_WRONG", 330)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FREIGHT)
def test_freight_is_summed_over_all_bills_of_an_order(case):
    books, main = FREIGHT[case]

    assert books.main() == main


def test_an_unpaid_cancellation_is_no_refund_case():
    books = paid_and_cancelled()
    books.transactions = [row for row in books.transactions if row["txn_type"] != "payment"]

    assert books.main() == [(1, "CANCELLED_BILLED", 1_100)]
