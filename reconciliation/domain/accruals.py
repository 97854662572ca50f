"""Provisional cost that stayed beside the confirmed one."""

import polars as pl
from polars import col

from reconciliation.domain.findings import line_findings
from reconciliation.enums import DiscrepancyKind as Kind


def judge_accruals(lines: pl.DataFrame, *, shipments_known: bool) -> pl.DataFrame:
    """Return open accruals of lines that are billed in full, or cancelled in full."""
    cancelled = (col("ordered") > 0) & (col("cancelled") == col("ordered"))
    billed = (col("billed") > 0) & (col("standing") >= col("kept"))
    done = (billed | cancelled) if shipments_known else cancelled
    return line_findings(
        lines, Kind.ACCRUAL_NOT_REVERSED, (col("accrued") > 0) & done, col("accrued")
    )
