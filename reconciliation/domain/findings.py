"""Findings as rows, gathered rule by rule, then put in order of family and written out."""

from enum import IntEnum

import polars as pl
from polars import col

from reconciliation.domain.keys import KEY, line_of
from reconciliation.enums import DiscrepancyKind as Kind

FINDING = {
    KEY: pl.Int64,  # null for findings about a document
    "doc_no": pl.String,
    "kind": pl.String,
    "amount": pl.Int64,
    "is_extra": pl.Boolean,  # an additional finding, whatever else there is
}
WRITTEN = ["order_no", "line_no", "doc_no", "kind", "amount"]

# one family: of these only the first is the main finding of a line
QUANTITY_FAMILY = (
    Kind.DUPLICATE_INVOICE,
    Kind.REFUND_MISSING,
    Kind.REFUND_PENDING,
    Kind.REFUND_LATE,
    Kind.REFUND_SHORT,
    Kind.REFUND_OVER,
    Kind.CANCELLED_BILLED,
    Kind.BILLED_NOT_SHIPPED,
    Kind.BILLED_OVER_SHIPPED,
    Kind.SHIPPED_OVER_ORDER,
    Kind.SHIPPED_NOT_BILLED,
    Kind.BACKORDER_OVERDUE,
)


class Place(IntEnum):
    """Which of the two files a finding goes to."""

    MAIN = 0
    ADDITIONAL = 1


def line_findings(lines: pl.DataFrame, kind: Kind, when: pl.Expr, amount: pl.Expr) -> pl.DataFrame:
    """Return one finding per line that meets the condition."""
    return (
        lines.lazy()
        .filter(when)
        .select(
            KEY,
            pl.lit("").alias("doc_no"),
            pl.lit(kind.value).alias("kind"),
            amount.cast(pl.Int64).alias("amount"),
            pl.lit(value=False).alias("is_extra"),
        )
        .collect()
    )


def document_findings(documents: pl.DataFrame, kind: Kind, *, extra: bool = False) -> pl.DataFrame:
    """Return one finding per row, which has doc_no and amount."""
    return documents.select(
        pl.lit(None, dtype=pl.Int64).alias(KEY),
        "doc_no",
        pl.lit(kind.value).alias("kind"),
        col("amount").cast(pl.Int64),
        pl.lit(extra).alias("is_extra"),
    )


def no_findings() -> pl.DataFrame:
    return pl.DataFrame(schema=FINDING)


def placed(findings: pl.DataFrame) -> pl.DataFrame:
    """Add `place`: the first kind of a line's quantity family is its main finding."""
    rank = {kind.value: number for number, kind in enumerate(QUANTITY_FAMILY)}
    family = findings.with_columns(
        rank=col("kind").replace_strict(rank, default=None, return_dtype=pl.Int64)
    )
    later = col("rank") > col("rank").min().over(KEY)
    extra = (col(KEY).is_not_null() & later.fill_null(value=False)) | col("is_extra")
    return family.with_columns(
        place=pl.when(extra).then(Place.ADDITIONAL.value).otherwise(Place.MAIN.value)
    ).drop("rank", "is_extra")


def written(findings: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of a findings file, in one order whatever the order of the input.

    Shapes: names has key and order_no, the order number as its file writes it.
    """
    named = findings.join(names, on=KEY, how="left")
    return named.select(
        col("order_no").fill_null(""),
        pl.when(col(KEY).is_null()).then(0).otherwise(line_of(col(KEY))).alias("line_no"),
        "doc_no",
        "kind",
        "amount",
    ).sort(WRITTEN)
