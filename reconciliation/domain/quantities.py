"""Kinds that ask how many: billed, shipped and ordered quantities of one line.

A unit is accused once: units that an earlier kind took are not there for a later one.
"""

import polars as pl
from polars import col

from reconciliation.domain.duplicates import duplicated_lines
from reconciliation.domain.findings import line_findings, no_findings
from reconciliation.domain.keys import KEY
from reconciliation.domain.money import Scales, gross_column, product_column, yen_column
from reconciliation.domain.parts import Parts
from reconciliation.domain.rules import MatchRules
from reconciliation.enums import DiscrepancyKind as Kind
from reconciliation.enums import RoundingMode


def judge_quantities(
    lines: pl.DataFrame, parts: Parts, *, scales: Scales, mode: RoundingMode, rules: MatchRules
) -> list[pl.DataFrame]:
    """Return duplicates, over-billing, over- and under-shipping, and what is not billed yet."""
    overbilled = _overbilled(lines, parts)
    at_order_price = _valued("units", scales, mode)
    found = [
        line_findings(
            overbilled,
            Kind.DUPLICATE_INVOICE,
            col("extra_units") > 0,
            gross_column(col("extra_net"), col("rate"), mode),
        ),
        _units(overbilled, Kind.CANCELLED_BILLED, col("cancelled_units"), at_order_price),
        _units(overbilled, Kind.BILLED_NOT_SHIPPED, _unshipped(), _billed_gross(mode)),
        _units(overbilled, Kind.BILLED_OVER_SHIPPED, _over_shipped(), at_order_price),
    ]
    surplus = (col("kept") - col("expected")).clip(0)
    unbilled = (pl.min_horizontal("kept", "expected") - col("standing")).clip(0)
    lag_over = col("last_shipped_on") < rules.last_day_billing_may_wait
    unsent = (col("expected") - col("shipped")).clip(0)
    due = col("is_promise_past") & (col("standing") <= col("kept"))
    overdue = pl.when(due).then(unsent).otherwise(0)
    return [
        *found,
        _units(lines, Kind.SHIPPED_OVER_ORDER, surplus, at_order_price),
        _units(
            lines,
            Kind.SHIPPED_NOT_BILLED,
            pl.when(lag_over).then(unbilled).otherwise(0),
            at_order_price,
        ),
        _units(lines, Kind.BACKORDER_OVERDUE, overdue, at_order_price),
    ]


def judge_receipts(
    lines: pl.DataFrame, *, scales: Scales, mode: RoundingMode, rules: MatchRules
) -> pl.DataFrame:
    lag_over = col("last_shipped_on") < rules.last_day_receipt_may_wait
    units = pl.when(lag_over).then(col("shipped") - col("confirmed")).otherwise(0)
    return _units(lines, Kind.RECEIPT_UNCONFIRMED, units, _valued("units", scales, mode))


def _units(lines: pl.DataFrame, kind: Kind, units: pl.Expr, amount: pl.Expr) -> pl.DataFrame:
    some = lines.lazy().with_columns(units=units).filter(col("units") > 0).collect()
    if some.is_empty():
        return no_findings()
    return line_findings(some, kind, pl.lit(value=True), amount)


def _valued(units: str, scales: Scales, mode: RoundingMode) -> pl.Expr:
    """Return the gross value of some units at the order price."""
    net = yen_column(product_column(col(units), col("price"), scales), scales)
    return gross_column(net, col("rate"), mode)


def _overbilled(lines: pl.DataFrame, parts: Parts) -> pl.DataFrame:
    """Return the lines billed beyond what was kept, each unit given to the first kind it meets.

    Units of an open refund case that no credit note covers yet are the refund's.
    """
    over = (col("standing") - col("kept")).clip(0)
    some = lines.lazy().filter(over > 0).collect()
    doubled = duplicated_lines(some, parts)
    in_refund = (col("refundable") - col("credited")).clip(0)
    allowed = pl.max_horizontal("kept", "expected")
    return (
        some.join(doubled, on=KEY, how="left")
        .with_columns(col("extra_units", "extra_net").fill_null(0))
        .with_columns(rest=(over - pl.max_horizontal("extra_units", in_refund)).clip(0))
        .with_columns(
            cancelled_units=pl.when(col("cancelled") > 0)
            .then(pl.min_horizontal("rest", (col("kept") + col("rest") - allowed).clip(0)))
            .otherwise(0)
        )
        .with_columns(left=col("rest") - col("cancelled_units"))
    )


def _unshipped() -> pl.Expr:
    waits = (col("shipped") > 0) | ~col("is_promise_past")
    return pl.when(waits).then(0).otherwise(col("left"))


def _over_shipped() -> pl.Expr:
    waits = (col("shipped") == 0) | ~col("is_promise_past")
    return pl.when(waits).then(0).otherwise(col("left"))


def _billed_gross(mode: RoundingMode) -> pl.Expr:
    """Return the gross value of some units at the price they were billed at."""
    net = col("billed_net") - col("credited_net") - col("corrected_net")
    share = (net.cast(pl.Int128) * col("units")).abs() // col("standing")
    return gross_column((net.sign() * share).cast(pl.Int64), col("rate"), mode)
