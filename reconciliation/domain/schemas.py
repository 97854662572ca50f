"""The columns of the three files, what each holds, and which rows cannot be judged."""

from dataclasses import dataclass
from enum import StrEnum

import polars as pl
from polars import col

from reconciliation.enums import Leg, TransactionKind


class Holds(StrEnum):
    """What a cell of a column holds."""

    TEXT = "text"
    CODE = "code"  # text that spreadsheets like to damage
    NUMBER = "number"  # a whole number that is no money: line number, tax rate
    QUANTITY = "quantity"  # may have decimals
    PRICE = "price"  # may have decimals
    MONEY = "money"  # whole yen
    DATE = "date"


COLUMNS: dict[Leg, dict[str, Holds]] = {
    Leg.ORDERS: {
        "order_no": Holds.CODE,
        "line_no": Holds.NUMBER,
        "order_date": Holds.DATE,
        "promised_date": Holds.DATE,
        "dept": Holds.CODE,
        "item_code": Holds.CODE,
        "qty": Holds.QUANTITY,
        "unit_price": Holds.PRICE,
        "discount": Holds.MONEY,
        "points": Holds.MONEY,
        "tax_rate": Holds.NUMBER,
        "cancel_qty": Holds.QUANTITY,
        "orig_order_no": Holds.CODE,
        "orig_line_no": Holds.NUMBER,
    },
    Leg.SHIPMENTS: {
        "shipment_no": Holds.CODE,
        "order_no": Holds.CODE,
        "line_no": Holds.NUMBER,
        "ship_date": Holds.DATE,
        "direction": Holds.TEXT,
        "qty": Holds.QUANTITY,
        "received_qty": Holds.QUANTITY,
    },
    Leg.TRANSACTIONS: {
        "txn_no": Holds.CODE,
        "txn_type": Holds.TEXT,
        "txn_date": Holds.DATE,
        "doc_no": Holds.CODE,
        "order_no": Holds.CODE,
        "line_no": Holds.NUMBER,
        "item_code": Holds.CODE,
        "qty": Holds.QUANTITY,
        "unit_price": Holds.PRICE,
        "discount": Holds.MONEY,
        "net": Holds.MONEY,
        "tax_rate": Holds.NUMBER,
        "tax": Holds.MONEY,
        "amount": Holds.MONEY,
        "status": Holds.TEXT,
        "settle_no": Holds.CODE,
    },
}
# a blank cell of these means that there is none of it
BLANK_IS_ZERO = {
    Leg.ORDERS: ("discount", "points", "cancel_qty"),
    Leg.SHIPMENTS: ("received_qty",),
    Leg.TRANSACTIONS: ("discount",),
}

CHARGE_ITEM = "SHIP"
CHARGE_LINE = 99
LINES_PER_ORDER = 1 << 20  # a line number has to fit beside the order in one key
LARGEST_MONEY = 10**15  # yen; a hundred times the largest amount that must work
LARGEST_QUANTITY = 10**9
LARGEST_VALUE = 10**15  # quantity x unit price, in yen

OUT, RETURN = "out", "return"
SETTLED, PENDING, PROVISIONAL = "settled", "pending", "provisional"
STATUSES = ("", "confirmed", SETTLED, PENDING, PROVISIONAL)

_NEEDS_LINE = [
    TransactionKind.CREDIT_NOTE,
    TransactionKind.POINTS_RETURN,
    TransactionKind.ACCRUAL,
]
_NEEDS_AMOUNT = [
    TransactionKind.PAYMENT,
    TransactionKind.REFUND,
    TransactionKind.POINTS_USE,
    TransactionKind.POINTS_RETURN,
    TransactionKind.ACCRUAL,
    TransactionKind.BANK_LINE,
]
_SETTLES = [TransactionKind.PAYMENT, TransactionKind.REFUND]


@dataclass(frozen=True)
class Refusal:
    """Why a row waits for a person, and the condition that says so."""

    reason: str
    when: pl.Expr


def refusals_of(leg: Leg) -> list[Refusal]:
    """Return the conditions under which a readable row still cannot be judged."""
    return {Leg.ORDERS: _orders, Leg.SHIPMENTS: _shipments, Leg.TRANSACTIONS: _transactions}[leg]()


def _orders() -> list[Refusal]:
    return [
        Refusal("order_no is blank", _is_blank("order_no")),
        _line_out_of_range(),
        Refusal("qty is blank", col("qty").is_null()),
        Refusal("unit_price is blank", col("unit_price").is_null()),
        Refusal("tax_rate is blank or not 0 to 100", _bad_rate()),
        Refusal("a quantity is negative", (col("qty") < 0) | (col("cancel_qty") < 0)),
        Refusal("cancelled more than ordered", col("cancel_qty") > col("qty")),
        Refusal("unit_price is negative", col("unit_price") < 0),
        Refusal("discount or points are negative", (col("discount") < 0) | (col("points") < 0)),
    ]


def _shipments() -> list[Refusal]:
    return [
        Refusal("order_no is blank", _is_blank("order_no")),
        _line_out_of_range(),
        Refusal("direction is neither out nor return", ~col("direction").is_in([OUT, RETURN])),
        Refusal("qty is blank", col("qty").is_null()),
        Refusal("ship_date is blank", col("ship_date").is_null()),
        Refusal("a quantity is negative", (col("qty") < 0) | (col("received_qty") < 0)),
    ]


def _transactions() -> list[Refusal]:
    kind = col("txn_type")
    billed, line = kind == TransactionKind.INVOICE, col("line_no")
    return [
        Refusal("txn_type is not known", ~kind.is_in(TransactionKind.values)),
        Refusal("status is not known", ~col("status").is_in(STATUSES)),
        Refusal("line_no is out of range", (line < 0) | (line >= LINES_PER_ORDER)),
        Refusal("line_no is blank", (billed | kind.is_in(_NEEDS_LINE)) & line.is_null()),
        Refusal("order_no is blank", kind.is_in(_NEEDS_LINE) & _is_blank("order_no")),
        Refusal("doc_no is blank", (kind == TransactionKind.INVOICE_TAX) & _is_blank("doc_no")),
        Refusal("qty is blank", billed & ~_is_charge() & col("qty").is_null()),
        Refusal("unit_price is blank", billed & ~_is_charge() & col("unit_price").is_null()),
        Refusal("net is blank", billed & col("net").is_null()),
        Refusal("tax_rate is blank or not 0 to 100", billed & _bad_rate()),
        Refusal("tax is blank", (kind == TransactionKind.INVOICE_TAX) & col("tax").is_null()),
        Refusal("amount is blank", kind.is_in(_NEEDS_AMOUNT) & col("amount").is_null()),
        Refusal(
            "amount, net and qty are blank",
            (kind == TransactionKind.CREDIT_NOTE)
            & col("amount").is_null()
            & col("net").is_null()
            & col("qty").is_null(),
        ),
        Refusal(
            "status is neither settled nor pending",
            kind.is_in(_SETTLES) & ~col("status").is_in([SETTLED, PENDING]),
        ),
        Refusal(
            "a pending refund has no date",
            (kind == TransactionKind.REFUND)
            & (col("status") == PENDING)
            & col("txn_date").is_null(),
        ),
    ]


def _is_blank(name: str) -> pl.Expr:
    return col(name).is_null() | (col(name) == "")


def _is_charge() -> pl.Expr:
    return (col("line_no") == CHARGE_LINE) | (col("item_code") == CHARGE_ITEM)


def _bad_rate() -> pl.Expr:
    rate = col("tax_rate")
    return rate.is_null() | (rate < 0) | (rate > 100)


def _line_out_of_range() -> Refusal:
    line = col("line_no")
    when = line.is_null() | (line < 0) | (line >= LINES_PER_ORDER)
    return Refusal("line_no is blank or out of range", when)
