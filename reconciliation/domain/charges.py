"""Freight and other charge lines, and bills that no order line stands behind."""

from dataclasses import replace

import polars as pl
from polars import col

from reconciliation.domain.findings import FINDING, line_findings
from reconciliation.domain.keys import KEY, ORDER, order_of
from reconciliation.domain.money import Scales, gross_column, product_column, yen_column
from reconciliation.domain.parts import Parts
from reconciliation.domain.schemas import CHARGE_ITEM, CHARGE_LINE, LINES_PER_ORDER
from reconciliation.enums import DiscrepancyKind as Kind
from reconciliation.enums import RoundingMode

CHARGE_RATE = 10  # per cent; freight is taxed at the standard rate


def goods_orders(orders: pl.DataFrame) -> pl.DataFrame:
    return orders.filter(~_is_charge_order())


def charge_orders(orders: pl.DataFrame) -> pl.DataFrame:
    return orders.filter(_is_charge_order())


def _is_charge_order() -> pl.Expr:
    return (col("item_code") == CHARGE_ITEM) | (col("line_no") == CHARGE_LINE)


def judge_charges(
    orders: pl.DataFrame, parts: Parts, *, scales: Scales, mode: RoundingMode
) -> pl.DataFrame:
    """Compare the charges billed for an order, less those credited, with those agreed."""
    order = order_of(col(KEY)).alias(ORDER)
    billed = parts.bills.filter("is_charge").select(order, KEY, "tax_rate", net="net")
    back = parts.credits.filter("is_charge").select(order, KEY, "tax_rate", net=-col("net"))
    sums = (
        pl.concat([billed, back], how="vertical_relaxed")
        .group_by(ORDER)
        .agg(billed=col("net").sum(), billed_key=col(KEY).min(), rate=col("tax_rate").max())
    )
    value = product_column(col("qty") - col("cancel_qty"), col("unit_price"), scales)
    agreed = orders.group_by(ORDER).agg(
        agreed=yen_column(value.sum(), scales), agreed_key=col(KEY).min()
    )
    over = col("billed") - col("agreed").fill_null(0)
    joined = sums.join(agreed, on=ORDER, how="left").with_columns(
        pl.coalesce("agreed_key", "billed_key").alias(KEY), over=over
    )
    amount = gross_column(col("over"), col("rate").fill_null(CHARGE_RATE), mode)
    return line_findings(joined, Kind.SHIPPING_FEE_WRONG, col("over") > 0, amount)


def judge_orphans(orders: pl.DataFrame, parts: Parts, mode: RoundingMode) -> pl.DataFrame:
    """Return billed lines of goods that are in no order, less what was credited."""
    goods = ~col("is_charge")
    loose = (
        parts.bills.lazy()
        .filter(goods)
        .join(orders.lazy().select(KEY), on=KEY, how="anti")
        .collect()
    )
    if loose.is_empty():
        return pl.DataFrame(schema=FINDING)
    credited = parts.credits.filter(goods).join(loose, on=KEY, how="semi")
    back = credited.group_by(KEY).agg(back=col("net").sum(), back_quantity=col("qty").sum())
    sums = loose.group_by(KEY).agg(
        net=col("net").sum(), quantity=col("qty").sum(), rate=col("tax_rate").max()
    )
    left = sums.join(back, on=KEY, how="left").with_columns(
        net=col("net") - col("back").fill_null(0),
        quantity=col("quantity") - col("back_quantity").fill_null(0),
    )
    amount = gross_column(col("net"), col("rate"), mode)
    return line_findings(
        left, Kind.ORPHAN_BILLING, (col("quantity") > 0) & (col("net") != 0), amount
    )


def charges_known_by_order(parts: Parts, orders: pl.DataFrame) -> Parts:
    """Move rows to the charges whose order line is one, though they do not say so themselves."""
    odd = orders.filter(col(KEY) % LINES_PER_ORDER != CHARGE_LINE)[KEY]
    if odd.is_empty():
        return parts
    known = col("is_charge") | col(KEY).is_in(odd.implode())
    return replace(
        parts,
        bills=parts.bills.with_columns(is_charge=known),
        credits=parts.credits.with_columns(is_charge=known),
    )
