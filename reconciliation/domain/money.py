"""Yen and tax in whole numbers, for single values and for columns.

Rounding happens here and nowhere else.
"""

from dataclasses import dataclass

import polars as pl

from reconciliation.enums import RoundingMode

# added to net x rate before the division by 100, so that one division rounds
CARRY = {RoundingMode.DOWN: 0, RoundingMode.HALF_UP: 50, RoundingMode.UP: 99}


@dataclass(frozen=True)
class Scales:
    """How many parts one unit of a quantity and one yen of a unit price are kept in."""

    quantity: int = 1
    price: int = 1

    @property
    def product(self) -> int:
        return self.quantity * self.price


def tax_of(net: int, *, rate: int, mode: RoundingMode) -> int:
    """Return the tax on a net amount; a negative net is cut like its positive twin."""
    size = (abs(net) * rate + CARRY[mode]) // 100
    return size if net >= 0 else -size


def gross_of(net: int, *, rate: int, mode: RoundingMode) -> int:
    return net + tax_of(net, rate=rate, mode=mode)


def tax_column(net: pl.Expr, rate: pl.Expr, mode: RoundingMode) -> pl.Expr:
    """`tax_of` for columns."""
    return net.sign() * ((net.abs() * rate + CARRY[mode]) // 100)


def gross_column(net: pl.Expr, rate: pl.Expr, mode: RoundingMode) -> pl.Expr:
    return net + tax_column(net, rate, mode)


def product_column(quantity: pl.Expr, price: pl.Expr, scales: Scales) -> pl.Expr:
    """Multiply scaled quantities by scaled unit prices; still scaled, wide enough to be exact."""
    if scales.product == 1:
        return quantity * price
    return quantity.cast(pl.Int128) * price


def yen_column(product: pl.Expr, scales: Scales) -> pl.Expr:
    """Bring a scaled product back to whole yen, the fraction cut toward zero."""
    if scales.product == 1:
        return product
    return (product.sign() * (product.abs() // scales.product)).cast(pl.Int64)


def share_column(whole: pl.Expr, part: pl.Expr, of: pl.Expr) -> pl.Expr:
    """Return floor(whole x part / of), toward zero; nothing when `of` is zero."""
    cut = whole.sign() * (whole.abs() * part // of)
    return pl.when(of > 0).then(cut).otherwise(0)


def tolerance_column(value: pl.Expr, hundredths_of_percent: int) -> pl.Expr:
    """Return floor(value x tolerance) without leaving 64 bits."""
    points = hundredths_of_percent
    return value // 10_000 * points + value % 10_000 * points // 10_000
