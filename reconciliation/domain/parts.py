"""The transaction history taken apart by type, and charges apart from goods."""

from dataclasses import dataclass

import polars as pl
from polars import col

from reconciliation.domain.keys import DOCUMENT, KEY
from reconciliation.domain.money import Scales, product_column
from reconciliation.domain.schemas import CHARGE_ITEM, CHARGE_LINE, PROVISIONAL, SETTLED
from reconciliation.enums import TransactionKind as Type

_BILL = [KEY, DOCUMENT, "txn_date", "qty", "unit_price", "discount", "net"]
_BILL += ["tax_rate", "tax", "is_charge", "value"]
_LINE_MONEY = [KEY, DOCUMENT, "doc_no", "txn_date", "amount", "status"]


@dataclass(frozen=True)
class Parts:
    """Transactions by type.

    Shapes: bills are invoice lines that ask for money, credits those that give it back (credit
        notes, and invoice lines of negative quantity, whose quantities and amounts are
        turned positive; `in_invoice` says which); `value` is quantity x price, scaled.
        Credits of quantity 0 correct a sum. Pending rows are among payments and refunds.
    """

    bills: pl.DataFrame
    credits: pl.DataFrame
    provisional: pl.DataFrame
    taxes: pl.DataFrame
    payments: pl.DataFrame
    points_used: pl.DataFrame
    refunds: pl.DataFrame
    points_returned: pl.DataFrame
    accruals: pl.DataFrame
    bank_lines: pl.DataFrame


def take_apart(transactions: pl.DataFrame, scales: Scales) -> Parts:
    """Split the history by the type of its rows."""

    def rows(kind: Type, *columns: str) -> pl.DataFrame:
        chosen = transactions.lazy().filter(col("txn_type") == kind.value)
        return chosen.select(columns).collect()

    value = product_column(col("qty"), col("unit_price"), scales)
    is_charge = (col("line_no") == CHARGE_LINE) | (col("item_code") == CHARGE_ITEM)
    invoices = (
        transactions.lazy()
        .filter(col("txn_type") == Type.INVOICE.value)
        .with_columns(is_charge=is_charge, value=value)
        .select(*_BILL, "status")
        .collect()
    )
    final, provisional = _split_provisional(invoices)
    bills, reds = _split_negative(final)
    notes = _credit_notes(
        transactions.filter(col("txn_type") == Type.CREDIT_NOTE.value).with_columns(
            is_charge=is_charge, value=value
        )
    )
    return Parts(
        bills=bills,
        credits=pl.concat([notes, _as_credits(reds)]) if reds.height else notes,
        provisional=provisional,
        taxes=rows(Type.INVOICE_TAX, DOCUMENT, "doc_no", "tax_rate", "tax"),
        payments=rows(
            Type.PAYMENT, DOCUMENT, "doc_no", "txn_date", "amount", "status", "settle_no"
        ),
        points_used=rows(Type.POINTS_USE, DOCUMENT, "amount", "status"),
        refunds=rows(Type.REFUND, "order", "line_no", *_LINE_MONEY),
        points_returned=rows(Type.POINTS_RETURN, KEY, "amount", "status"),
        accruals=rows(Type.ACCRUAL, KEY, "amount"),
        bank_lines=rows(Type.BANK_LINE, "doc_no", "settle_no", "amount", "status"),
    )


def _split_provisional(invoices: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Keep provisional and announced bills apart from final ones."""
    final = ~col("status").is_in([PROVISIONAL, "pending"])
    if invoices.select(final.all()).item():
        return invoices.drop("status"), invoices.head(0)
    return invoices.filter(final).drop("status"), invoices.filter(~final)


def _split_negative(bills: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Take lines of negative quantity, or of none and negative net, as money given back."""
    quantity = col("qty").fill_null(0)
    red = (quantity < 0) | ((quantity == 0) & (col("net") < 0))
    if not bills.select(red.any()).item():
        return bills, bills.head(0)
    return bills.filter(~red), bills.filter(red)


_CREDIT = [KEY, DOCUMENT, "txn_date", "qty", "unit_price", "discount", "net"]
_CREDIT += ["tax_rate", "tax", "is_charge", "value", "amount", "in_invoice"]


def _credit_notes(notes: pl.DataFrame) -> pl.DataFrame:
    """Make quantities and amounts positive and fill what the other amounts tell."""
    sizes = ["qty", "discount", "net", "tax", "amount", "value"]
    positive = notes.with_columns(col(sizes).abs())
    tax = col("tax").fill_null(0)
    net = pl.coalesce("net", col("amount") - tax, col("value") - col("discount"))
    return (
        positive.with_columns(net=net.fill_null(0).cast(pl.Int64), tax=tax)
        .with_columns(
            col("qty").fill_null(0),
            amount=pl.coalesce("amount", col("net") + col("tax")),
            in_invoice=pl.lit(value=False),
        )
        .with_columns(value=pl.coalesce("value", col("net") + col("discount")))
        .select(_CREDIT)
    )


def _as_credits(reds: pl.DataFrame) -> pl.DataFrame:
    sizes = ["qty", "discount", "net", "tax", "value"]
    return (
        reds.with_columns(col(sizes).abs())
        .with_columns(
            col("qty").fill_null(0),
            col("tax").fill_null(0),
            amount=col("net") + col("tax").fill_null(0),
            in_invoice=pl.lit(value=True),
        )
        .select(_CREDIT)
    )


def settled(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(col("status") == SETTLED)
