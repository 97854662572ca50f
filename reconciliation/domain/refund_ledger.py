"""The expected-refund ledger: what should come back for each order line, and what did."""

import polars as pl
from polars import col

from reconciliation.domain.documents import read_documents
from reconciliation.domain.keys import KEY, line_of
from reconciliation.domain.legs import Legs
from reconciliation.domain.lines import line_table
from reconciliation.domain.refunds import read_refunds, still_pending
from reconciliation.domain.rules import MatchRules


def refund_ledger(legs: Legs, rules: MatchRules) -> pl.DataFrame:
    """Return one row per order line that a refund is due, announced or received for.

    Shapes: order_no, line_no, quantity (to be refunded, scaled), due, promised, promised_by (the
        last day of the oldest announcement still open), received, short, over, offset (netted
        by the supplier in a later invoice), points_due, points_returned; sorted by the first two.
    """
    documents = read_documents(legs.parts, rules.rounding)
    refunded = read_refunds(legs.parts, documents, rules)
    lines = line_table(legs, documents, refunded, rules).striking
    return ledger_of(lines, legs, rules)


def ledger_of(lines: pl.DataFrame, legs: Legs, rules: MatchRules) -> pl.DataFrame:
    """`refund_ledger` of lines that are reckoned already."""
    open_rows = still_pending(legs.parts.refunds.with_row_index("nth_refund"))
    promised_by = col("txn_date").min() + pl.duration(days=rules.refund_promise_days)
    promises = open_rows.group_by(KEY).agg(promised_by=promised_by)
    offsets = legs.parts.credits.filter("in_invoice").group_by(KEY).agg(offset=col("amount").sum())
    moved = (col("refundable") > 0) | (col("refunded") != 0) | col("promised_by").is_not_null()
    names = legs.orders.select(KEY, "order_no")
    return (
        lines.join(promises, on=KEY, how="left")
        .join(offsets, on=KEY, how="left")
        .filter(moved | col("offset").is_not_null())
        .join(names, on=KEY)
        .select(
            "order_no",
            line_of(col(KEY)).alias("line_no"),
            col("refundable").alias("quantity"),
            "due",
            (col("waiting_refund") + col("late_refund")).alias("promised"),
            "promised_by",
            col("refunded").alias("received"),
            (col("due") - col("refunded")).clip(0).alias("short"),
            (col("refunded") - col("due")).clip(0).alias("over"),
            col("offset").fill_null(0),
            "points_due",
            "points_returned",
        )
        .sort("order_no", "line_no")
    )
