"""Which paper covers which order line, as rows of their own.

A link stands for itself: papers that came in alone are joined later, and one link is undone
without the others.
"""

import polars as pl
from polars import col

from reconciliation.domain.keys import DOCUMENT, KEY, line_of
from reconciliation.domain.legs import Legs
from reconciliation.domain.parts import settled
from reconciliation.domain.tax import allot
from reconciliation.enums import AllotmentRule, TransactionKind

SHIPMENT = "shipment"  # beside the kinds of transactions


def allotments_of(legs: Legs) -> pl.DataFrame:
    """Return one row per paper and order line it covers.

    Shapes: order_no, line_no, paper (shipment or a kind of transaction), doc_no, quantity
        (scaled, null for money alone), amount (null for shipments), rule. A payment is shared
        over the lines of its invoice by largest remainder, so that its shares sum to it.
    """
    parts, numbered = legs.parts, AllotmentRule.NUMBER
    back = pl.when(col("direction") == "return").then(-col("qty")).otherwise(col("qty"))
    nothing = pl.lit(None, dtype=pl.Int64)
    rows = [
        _rows(legs.shipments, SHIPMENT, back, nothing, document=nothing),
        _rows(parts.bills, TransactionKind.INVOICE, col("qty"), col("net")),
        _rows(parts.credits, TransactionKind.CREDIT_NOTE, -col("qty"), -col("net")),
        _rows(settled(parts.refunds), TransactionKind.REFUND, nothing, -col("amount")),
        _payments(legs),
    ]
    known = legs.orders.select(KEY, "order_no")
    joined = pl.concat(rows).with_columns(
        rule=pl.coalesce("rule", pl.lit(numbered.value)),
        doc_no=pl.lit(""),
    )
    named = joined.filter(col(DOCUMENT).is_not_null())
    named = named.with_columns(legs.documents.texts(named[DOCUMENT]).alias("doc_no"))
    whole = pl.concat([joined.filter(col(DOCUMENT).is_null()), named])
    return (
        whole.join(known, on=KEY)
        .select(
            "order_no",
            line_of(col(KEY)).alias("line_no"),
            "paper",
            "doc_no",
            "quantity",
            "amount",
            "rule",
        )
        .sort("order_no", "line_no", "paper", "doc_no", "quantity", "amount", nulls_last=True)
    )


def _rows(
    rows: pl.DataFrame,
    paper: str,
    quantity: pl.Expr,
    amount: pl.Expr,
    *,
    document: pl.Expr | None = None,
) -> pl.DataFrame:
    return rows.select(
        KEY,
        pl.lit(str(paper)).alias("paper"),
        (col(DOCUMENT) if document is None else document).alias(DOCUMENT),
        quantity.cast(pl.Int64).alias("quantity"),
        amount.cast(pl.Int64).alias("amount"),
        pl.lit(None, dtype=pl.String).alias("rule"),
    )


def _payments(legs: Legs) -> pl.DataFrame:
    """Share what was paid for each invoice over its lines, in the order of their keys."""
    paid = settled(legs.parts.payments).group_by(DOCUMENT).agg(paid=col("amount").sum())
    lines = (
        legs.parts.bills.group_by(DOCUMENT, KEY)
        .agg(net=col("net").sum())
        .join(paid, on=DOCUMENT)
        .sort(DOCUMENT, KEY)
        .group_by(DOCUMENT, maintain_order=True)
        .agg(KEY, "net", col("paid").first())
    )
    shares = [
        allot(total, [max(net, 0) for net in nets])
        for nets, total in lines.select("net", "paid").iter_rows()
    ]
    with_shares = lines.with_columns(pl.Series("share", shares, dtype=pl.List(pl.Int64)))
    flat = with_shares.explode(KEY, "net", "share")
    nothing = pl.lit(None, dtype=pl.Int64)
    return _rows(flat, TransactionKind.PAYMENT, nothing, col("share")).with_columns(
        rule=pl.lit(AllotmentRule.NUMBER.value)
    )
