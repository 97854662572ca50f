"""Kinds of money that should come back: refunds, points and the papers about them."""

import polars as pl
from polars import col

from reconciliation.domain.findings import line_findings
from reconciliation.domain.keys import DOCUMENT, KEY
from reconciliation.domain.money import tax_column
from reconciliation.domain.parts import Parts
from reconciliation.domain.refunds import RefundedLines
from reconciliation.domain.rules import MatchRules
from reconciliation.enums import DiscrepancyKind as Kind
from reconciliation.enums import RoundingMode


def judge_refunds(
    lines: pl.DataFrame,
    parts: Parts,
    refunded: RefundedLines,
    *,
    mode: RoundingMode,
    rules: MatchRules,
) -> list[pl.DataFrame]:
    """Return refunds missing, on their way, late, short or over; points and papers missing."""
    some = lines.filter((col("refundable") > 0) | (col("refunded") > 0))
    if some.is_empty():
        return []
    some = _with_tolerance(some, parts)
    waiting, late = col("waiting_refund"), col("late_refund")
    is_open, none_announced = col("refundable") > 0, waiting + late == 0
    due, got, excused = col("due"), col("refunded"), col("is_excused")
    # a credit note without cancellation or return allows the refund it states
    allowed = due + pl.when(is_open).then(0).otherwise(col("credited_amount"))
    return [
        line_findings(
            some, Kind.REFUND_MISSING, is_open & (got == 0) & none_announced & (due > 0), due
        ),
        line_findings(
            some,
            Kind.REFUND_PENDING,
            is_open & (col("waiting_refund") > 0),
            col("waiting_refund"),
        ),
        line_findings(
            some, Kind.REFUND_LATE, is_open & (col("late_refund") > 0), col("late_refund")
        ),
        line_findings(
            some,
            Kind.REFUND_SHORT,
            is_open & (got > 0) & (got < due) & none_announced & ~excused,
            due - got,
        ),
        line_findings(some, Kind.REFUND_OVER, (got > allowed) & ~excused, got - allowed),
        line_findings(
            some,
            Kind.POINTS_NOT_RETURNED,
            is_open & (col("points_returned") < col("points_due")),
            col("points_due") - col("points_returned"),
        ),
        _papers_missing(some, refunded, mode, rules),
    ]


def _with_tolerance(lines: pl.DataFrame, parts: Parts) -> pl.DataFrame:
    """Add `is_excused`: the refunds of one credit note and rate are one yen off in total."""
    off = col("refunded") - col("due")
    near = lines.filter((off != 0) & (off.abs() <= col("note_count")) & (col("refunded") > 0))
    if near.is_empty():
        return lines.with_columns(is_excused=pl.lit(value=False))
    deviation = lines.select(KEY, "rate", off=off.abs())
    notes = (
        parts.credits.filter(~col("is_charge") & (col("qty") > 0)).select(KEY, DOCUMENT).unique()
    )
    touched = notes.join(
        notes.join(near, on=KEY, how="semi").select(DOCUMENT).unique(), on=DOCUMENT
    )
    sums = touched.join(deviation, on=KEY).group_by(DOCUMENT, "rate").agg(total=col("off").sum())
    worst = (
        touched.join(deviation, on=KEY)
        .join(sums, on=[DOCUMENT, "rate"])
        .group_by(KEY)
        .agg(over=(col("total") - col(DOCUMENT).n_unique()).min())
    )
    excused = worst.filter(col("over") <= 0).join(near, on=KEY, how="semi")
    return lines.with_columns(is_excused=col(KEY).is_in(excused[KEY].implode()))


def _papers_missing(
    lines: pl.DataFrame, refunded: RefundedLines, mode: RoundingMode, rules: MatchRules
) -> pl.DataFrame:
    """Find refunds of 10,000 yen and more, judged on the whole refund, without a credit note."""
    right = (col("refunded") == col("due")) | col("is_excused")
    open_papers = lines.filter(
        (col("refundable") > 0) & right & (col("credited") < col("refundable"))
    )
    papers = refunded.settled.filter(col("doc_no") != "").select(KEY, DOCUMENT).unique()
    wholes = (
        papers.join(lines.select(KEY, "refund_gross"), on=KEY)
        .group_by(DOCUMENT)
        .agg(whole=col("refund_gross").sum())
        .join(papers, on=DOCUMENT)
        .group_by(KEY)
        .agg(col("whole").max())
    )
    joined = open_papers.join(wholes, on=KEY, how="left")
    size = pl.max_horizontal("refund_gross", col("whole").fill_null(0))
    amount = tax_column(col("refund_net"), col("rate"), mode)
    return line_findings(
        joined, Kind.CREDIT_NOTE_MISSING, size >= rules.return_invoice_from, amount
    )
