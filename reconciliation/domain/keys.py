"""Orders, order lines and documents as whole numbers, so that joins are cheap."""

from dataclasses import dataclass

import polars as pl
from polars import col

from reconciliation.domain.row_keys import number_key
from reconciliation.domain.schemas import LINES_PER_ORDER

ORDER, KEY, DOCUMENT = "order", "key", "document"
PLAIN = r"^[0-9A-Z]*$"  # such a number is its own key


@dataclass
class Numbering:
    """Numbers for texts, the same for every column that went through it.

    The columns are kept, since polars forgets a category that nothing uses.
    """

    name: str
    kept: list[pl.Series]
    categories: pl.Categories

    @classmethod
    def fresh(cls, name: str) -> "Numbering":
        return cls(name=name, kept=[], categories=pl.Categories.random(name))

    def number(self, texts: pl.Series) -> pl.Series:
        """Return one number per text, equal for equal texts."""
        column = texts.cast(pl.Categorical(self.categories))
        self.kept.append(column)
        return column.to_physical().cast(pl.Int64)

    def texts(self, numbers: pl.Series) -> pl.Series:
        """Return the texts of some numbers."""
        words = col("n").cast(pl.UInt32).cat.to(pl.Categorical(self.categories))
        return numbers.alias("n").to_frame().select(words.cast(pl.String)).to_series()


def with_keys(rows: pl.DataFrame, orders: Numbering) -> pl.DataFrame:
    """Add the order's number and the line's key; the written order number stays."""
    number = orders.number(compared_numbers(rows["order_no"]))
    line = rows["line_no"].fill_null(0)
    return rows.with_columns(number.alias(ORDER), (number * LINES_PER_ORDER + line).alias(KEY))


def compared_numbers(texts: pl.Series) -> pl.Series:
    """Return order numbers in the form they are compared in; plain ones are left as they are."""
    if texts.str.contains(PLAIN).all():
        return texts
    different = texts.unique()
    unlike = different.filter(~different.str.contains(PLAIN))
    return texts.replace({text: number_key(text) for text in unlike})


def line_of(key: pl.Expr) -> pl.Expr:
    return key % LINES_PER_ORDER


def order_of(key: pl.Expr) -> pl.Expr:
    return key // LINES_PER_ORDER
