"""Kinds that ask at what price: unit price, tax rate and discount of what stands after credits."""

import polars as pl
from polars import col

from reconciliation.domain.findings import line_findings, no_findings
from reconciliation.domain.keys import DOCUMENT, KEY
from reconciliation.domain.money import (
    Scales,
    gross_column,
    product_column,
    share_column,
    tax_column,
    tolerance_column,
    yen_column,
)
from reconciliation.domain.parts import Parts
from reconciliation.domain.rules import MatchRules
from reconciliation.enums import DiscrepancyKind as Kind
from reconciliation.enums import RoundingMode


def judge_prices(
    lines: pl.DataFrame, parts: Parts, *, scales: Scales, mode: RoundingMode, rules: MatchRules
) -> list[pl.DataFrame]:
    """Return price variances, wrong tax rates and missing discounts.

    A credit of no quantity lowers the sum it equals, else variance first, then discount.
    """
    some = _differing(lines, scales, rules)
    if some.is_empty():
        return []
    corrected = _corrected(some, scales)
    missing = col("missing_discount")
    short = _excused(corrected.filter(missing > 0), lines, parts)
    limit = tolerance_column(col("right_value"), rules.price_tolerance_points)
    return [
        line_findings(
            corrected,
            Kind.PRICE_VARIANCE,
            col("variance").abs() > limit,
            gross_column(yen_column(col("variance"), scales), col("rate"), mode),
        ),
        line_findings(
            short,
            Kind.DISCOUNT_MISSING,
            pl.lit(value=True),
            gross_column(missing, col("rate"), mode),
        ),
        _wrong_rates(corrected, parts, mode),
    ]


def _differing(lines: pl.DataFrame, scales: Scales, rules: MatchRules) -> pl.DataFrame:
    """Return the standing lines whose value, discount or rate is not the order's."""
    standing = col("standing")
    right = product_column(standing, col("price"), scales)
    needed = share_column(col("discount"), pl.min_horizontal(standing, "ordered"), col("ordered"))
    given = col("billed_discount") - col("credited_discount")
    other_rate = (col("rate_low") != col("rate")) | (col("rate_high") != col("rate"))
    return (
        lines.lazy()
        .filter(standing > 0)
        .with_columns(
            right_value=right,
            variance=col("billed_value") - col("credited_value") - right,
            missing_discount=(needed - given).clip(0),
            has_other_rate=other_rate,
        )
        .filter((col("variance") != 0) | (col("missing_discount") > 0) | other_rate)
        .collect()
    )


def _corrected(lines: pl.DataFrame, scales: Scales) -> pl.DataFrame:
    """Take credits of no quantity off the sums that they correct."""
    net = col("corrected_net")
    variance_yen = yen_column(col("variance"), scales)
    to_discount = (
        pl.when((net == col("missing_discount")) & (net != variance_yen))
        .then(net)
        .otherwise(net - net.clip(upper_bound=variance_yen.clip(0)))
    )
    to_discount = pl.max_horizontal(to_discount, "corrected_discount")
    to_discount = pl.min_horizontal(to_discount, "missing_discount", net)
    return (
        lines.with_columns(to_discount=to_discount)
        .with_columns(to_variance=pl.min_horizontal(net - col("to_discount"), variance_yen.clip(0)))
        .with_columns(
            missing_discount=col("missing_discount") - col("to_discount"),
            variance=col("variance") - col("to_variance") * scales.product,
            to_rate=net - col("to_discount") - col("to_variance"),
        )
    )


def _excused(short: pl.DataFrame, lines: pl.DataFrame, parts: Parts) -> pl.DataFrame:
    """Drop lines short of one yen whose invoices give the right discount in sum."""
    one = short.filter(col("missing_discount") == 1).select(KEY)
    if one.is_empty():
        return short
    places = parts.bills.filter(~col("is_charge")).select(KEY, DOCUMENT)
    papers = places.join(one, on=KEY, how="semi").rename({KEY: "of"})
    beside = papers.join(places, on=DOCUMENT).select("of", KEY).unique()
    standing = pl.min_horizontal("standing", "ordered").clip(0)
    needed = share_column(col("discount"), standing, col("ordered"))
    given = col("billed_discount") - col("credited_discount")
    gaps = lines.select(KEY, gap=pl.when(col("standing") > 0).then(needed - given).otherwise(0))
    sums = beside.join(gaps, on=KEY).group_by("of").agg(col("gap").sum())
    right = sums.filter(col("gap") == 0).select(col("of").alias(KEY))
    return short.join(right, on=KEY, how="anti")


def _wrong_rates(lines: pl.DataFrame, parts: Parts, mode: RoundingMode) -> pl.DataFrame:
    """Judge the net that stands at another rate than the order's, rate by rate."""
    doubted = lines.filter("has_other_rate").select(
        KEY, "rate", "billed_net", "credited_net", "corrected_tax", "to_rate"
    )
    if doubted.is_empty():
        return no_findings()
    other = col("tax_rate") != col("rate")
    goods = ~col("is_charge")
    billed = parts.bills.filter(goods).join(doubted, on=KEY).filter(other)
    credited = parts.credits.filter(goods & (col("qty") > 0)).join(doubted, on=KEY).filter(other)
    back = credited.group_by(KEY, "tax_rate").agg(back=col("net").sum())
    stands = (col("billed_net") - col("credited_net")).first()
    wrong = (
        billed.group_by(KEY, "tax_rate")
        .agg(
            col("net").sum(),
            col("rate", "corrected_tax", "to_rate").first(),
            stands=stands.first(),
        )
        .join(back, on=[KEY, "tax_rate"], how="left")
        .with_columns(net=pl.min_horizontal(col("net") - col("back").fill_null(0), "stands"))
        .filter(col("net") > 0)
    )
    off = tax_column(col("net"), col("tax_rate"), mode) - tax_column(col("net"), col("rate"), mode)
    per_line = wrong.group_by(KEY).agg(
        off=off.sum(),
        fixed=pl.when(col("corrected_tax") > 0).then("corrected_tax").otherwise("to_rate").first(),
    )
    left = col("off") - pl.min_horizontal("fixed", col("off").clip(0))
    standing = (col("fixed") == 0) | (left != 0)
    return line_findings(per_line, Kind.TAX_CLASS_WRONG, standing, left)
