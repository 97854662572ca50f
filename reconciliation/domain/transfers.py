"""One transfer against the payments it carries."""

import polars as pl
from polars import col

from reconciliation.domain.findings import document_findings
from reconciliation.domain.parts import Parts, settled
from reconciliation.domain.schemas import PENDING
from reconciliation.enums import DiscrepancyKind, NoticeKind


def judge_transfers(parts: Parts, fees: tuple[int, ...]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the transfers that differ, and notices for those that wait for their other half."""
    both = _both_sides(parts)
    gap = col("allotted") - col("bank")
    differ = both.filter(
        col("allotted").is_not_null() & col("bank").is_not_null() & ~gap.is_in(fees)
    )
    findings = document_findings(
        differ.select(col("settle_no").alias("doc_no"), gap.abs().alias("amount")),
        DiscrepancyKind.SETTLEMENT_DIFF,
    )
    waiting = both.filter(col("bank").is_null())
    loose = both.filter(col("allotted").is_null())
    notices = [
        _notice(waiting, NoticeKind.PAYMENT_WAITING, "allotted"),
        _notice(loose, NoticeKind.BANK_UNALLOCATED, "bank"),
    ]
    return findings, pl.concat(notices)


def _both_sides(parts: Parts) -> pl.DataFrame:
    payments = settled(parts.payments).filter(col("settle_no") != "")
    allotted = payments.group_by("settle_no").agg(allotted=col("amount").sum())
    lines = parts.bank_lines.filter(col("status") != PENDING).with_columns(
        settle_no=pl.when(col("settle_no") == "").then("doc_no").otherwise("settle_no")
    )
    bank = lines.group_by("settle_no").agg(bank=col("amount").sum())
    return allotted.join(bank, on="settle_no", how="full", coalesce=True)


def _notice(rows: pl.DataFrame, kind: NoticeKind, amount: str) -> pl.DataFrame:
    return rows.select(
        pl.lit("").alias("order_no"),
        pl.lit(0, dtype=pl.Int64).alias("line_no"),
        col("settle_no").alias("doc_no"),
        pl.lit(kind.value).alias("kind"),
        col(amount).alias("amount"),
    )
