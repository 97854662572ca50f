"""Findings that a tolerance lets pass: the narrowest limit of a kind decides, for all at once."""

from collections.abc import Sequence
from datetime import date

import polars as pl
from polars import col

from reconciliation.domain.tolerances import Tolerance


def tolerated(findings: pl.DataFrame, limits: Sequence[Tolerance], *, supplier: str) -> pl.Series:
    """Return which findings are small enough to be let pass.

    Shapes: findings has kind, amount, dated_on, item_code and base (what a per cent is of, in
        minor units; null: not known, and no per cent is then kept). Every limit that is set has
        to be kept; a category is the beginning of an item code.
    """
    mine = [limit for limit in limits if limit.supplier in (None, supplier)]
    ordered = sorted(mine, key=lambda each: (each.width, -each.valid_from.toordinal(), str(each)))
    passes = pl.lit(value=False)
    for limit in reversed(ordered):
        passes = pl.when(_covers(limit)).then(_keeps(limit)).otherwise(passes)
    return findings.select(passes.fill_null(value=False).alias("passes")).to_series()


def _covers(limit: Tolerance) -> pl.Expr:
    day = col("dated_on").fill_null(date.max)
    covers = (col("kind") == limit.kind.value) & (day >= limit.valid_from)
    if limit.valid_until is not None:
        covers &= day < limit.valid_until
    if limit.category:
        covers &= col("item_code").fill_null("").str.starts_with(limit.category)
    return covers


def _keeps(limit: Tolerance) -> pl.Expr:
    size = col("amount").abs()
    keeps = pl.lit(value=True)
    if limit.amount is not None:
        keeps &= size <= limit.amount
    if limit.percent_points is not None:
        keeps &= size <= col("base").abs() * limit.percent_points // 10_000
    return keeps
