"""One leg as typed columns, and its refused rows beside it.

Two roads lead to the same table: cells that are plain already are taken as they are, and
when one cell of a file is not, every cell of it is read with the care of `cells`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial, reduce
from operator import or_

import polars as pl
from polars import col

from reconciliation.domain.money import Scales
from reconciliation.domain.reading import (
    CellError,
    DateRules,
    read_amount,
    read_date,
    read_decimal,
    read_text,
)
from reconciliation.domain.schemas import (
    BLANK_IS_ZERO,
    COLUMNS,
    LARGEST_MONEY,
    LARGEST_QUANTITY,
    LARGEST_VALUE,
    Holds,
    Refusal,
    refusals_of,
)
from reconciliation.enums import Leg

WHOLE_UNITS = Scales()
DECIMALS = Scales(quantity=1_000, price=10_000)  # finer cells are refused
PLACES = 4  # of a price; quantities have three
BLANKS = ["", "-", "―", "－"]  # no value
ROW = "row"  # the row's number in its file, the header being row 1
WHOLE = (Holds.NUMBER, Holds.QUANTITY, Holds.PRICE, Holds.MONEY)
REFUSED = {
    "file": pl.String,
    ROW: pl.UInt32,
    "reason": pl.String,
    "order_no": pl.String,
    "line_no": pl.Int64,
    "doc_no": pl.String,
    "cells": pl.String,
}


@dataclass(frozen=True)
class Table:
    """One leg.

    Shapes: rows has the columns of `COLUMNS` and `row`; refused has those of `REFUSED`, one
        row per row kept apart, whose line_no is null when it could not be read.
    """

    leg: Leg
    rows: pl.DataFrame
    refused: pl.DataFrame
    scales: Scales = WHOLE_UNITS


def plain_schema(leg: Leg) -> dict[str, pl.DataType]:
    """Return the types under which a file of plain cells is read; dates are still text."""
    return {
        name: pl.Int64() if holds in WHOLE else pl.String() for name, holds in COLUMNS[leg].items()
    }


def empty_table(leg: Leg) -> Table:
    """Return the table of a leg that has no rows."""
    rows = pl.DataFrame(schema={**plain_schema(leg), ROW: pl.UInt32()})
    return Table(leg=leg, rows=_dated(rows, leg), refused=pl.DataFrame(schema=REFUSED))


def table_of_plain_cells(rows: pl.DataFrame, leg: Leg) -> Table | None:
    """Take a frame read under `plain_schema`; None when a date in it is not YYYY-MM-DD."""
    dated = _dated(rows, leg)
    dates = [name for name, holds in COLUMNS[leg].items() if holds is Holds.DATE]
    for name in dates:
        blank = (rows[name] == "").sum() or 0
        if dated[name].null_count() != rows[name].null_count() + blank:
            return None
    return _sifted(dated, leg, scales=WHOLE_UNITS, refused=pl.DataFrame(schema=REFUSED))


def table_of_text(cells: pl.DataFrame, leg: Leg) -> Table:
    """Read a frame of text cells, each with the care of `cells`; unreadable rows are refused."""
    scales = Scales(
        quantity=_scale(cells, leg, Holds.QUANTITY, DECIMALS.quantity),
        price=_scale(cells, leg, Holds.PRICE, DECIMALS.price),
    )
    read: dict[str, pl.Series] = {ROW: cells[ROW]}
    unreadable: list[Refusal] = []
    for name, holds in COLUMNS[leg].items():
        read[name], failed = _read_column(cells[name], holds, scales)
        if failed.any():
            when = pl.lit(failed)
            unreadable.append(Refusal(f"{name} cannot be read", when))
    rows = pl.DataFrame(read)
    refused = refuse(rows, unreadable, leg=leg, cells=cells)
    kept = rows.filter(~_any(unreadable)) if unreadable else rows
    return _sifted(kept, leg, scales=scales, refused=refused)


def table_of_columns(rows: pl.DataFrame, leg: Leg, scales: Scales) -> Table:
    """Take columns that are typed and scaled already; rows that cannot be judged go apart."""
    return _sifted(rows, leg, scales=scales, refused=pl.DataFrame(schema=REFUSED))


def refuse(
    rows: pl.DataFrame, refusals: list[Refusal], *, leg: Leg, cells: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Return the rows that any refusal names, with every reason and their cells as text."""
    if not refusals:
        return pl.DataFrame(schema=REFUSED)
    shown = rows if cells is None else cells
    text = [col(name).cast(pl.String).fill_null("") for name in COLUMNS[leg]]
    reasons = [pl.when(r.when.fill_null(value=False)).then(pl.lit(r.reason)) for r in refusals]
    doc = "doc_no" if leg is Leg.TRANSACTIONS else None
    return (
        rows.with_columns(
            reason=pl.concat_str(reasons, separator="; ", ignore_nulls=True),
            cells=shown.select(pl.concat_str(text, separator=" | ")).to_series(),
        )
        .filter(_any(refusals))
        .select(
            pl.lit(f"{leg.value}").alias("file"),
            ROW,
            "reason",
            col("order_no").fill_null(""),
            "line_no",
            col(doc).fill_null("").alias("doc_no") if doc else pl.lit("").alias("doc_no"),
            "cells",
        )
    )


def _any(refusals: list[Refusal]) -> pl.Expr:
    return reduce(or_, [refusal.when.fill_null(value=False) for refusal in refusals])


def _sifted(rows: pl.DataFrame, leg: Leg, *, scales: Scales, refused: pl.DataFrame) -> Table:
    """Fill the blanks that mean zero, then put rows that cannot be judged apart."""
    texts = [name for name, holds in COLUMNS[leg].items() if holds in (Holds.TEXT, Holds.CODE)]
    filled = rows.with_columns(col(*BLANK_IS_ZERO[leg]).fill_null(0), col(*texts).fill_null(""))
    refusals = [*refusals_of(leg), *_too_large(leg, scales)]
    bad = filled.select(_any(refusals)).to_series()
    if not bad.any():
        return Table(leg, filled, refused, scales)
    apart = refuse(filled.filter(bad), refusals, leg=leg)
    return Table(leg, filled.filter(~bad), pl.concat([refused, apart]), scales)


def _too_large(leg: Leg, scales: Scales) -> list[Refusal]:
    columns = COLUMNS[leg]
    money = [name for name, holds in columns.items() if holds is Holds.MONEY]
    refusals = [Refusal(f"{name} is too large", col(name).abs() > LARGEST_MONEY) for name in money]
    largest = LARGEST_QUANTITY * scales.quantity
    refusals.append(Refusal("qty is too large", col("qty").abs() > largest))
    if "unit_price" in columns:
        price = col("unit_price").abs()
        value = col("qty").abs().clip(lower_bound=scales.quantity).cast(pl.Int128) * price
        wide = LARGEST_VALUE * scales.product
        refusals.append(Refusal("qty x unit_price is too large", value > wide))
    return refusals


def _dated(rows: pl.DataFrame, leg: Leg) -> pl.DataFrame:
    dates = [name for name, holds in COLUMNS[leg].items() if holds is Holds.DATE]
    return rows.with_columns(col(*dates).str.to_date("%Y-%m-%d", strict=False))


def _scale(cells: pl.DataFrame, leg: Leg, holds: Holds, fine: int) -> int:
    """Return `fine` when a column of this kind has a readable cell with decimals, else 1."""
    for name, held in COLUMNS[leg].items():
        if held is not holds:
            continue
        for text in cells[name].filter(cells[name].str.contains(r"[.．]")).unique():
            if _has_decimals(text):
                return fine
    return 1


def _has_decimals(text: str) -> bool:
    try:
        value = read_decimal(text, places=PLACES)
    except CellError:
        return False
    return value is not None and value != value.to_integral_value()


def _read_column(texts: pl.Series, holds: Holds, scales: Scales) -> tuple[pl.Series, pl.Series]:
    """Return the values of one column and which of its cells could not be read."""
    stripped = texts.str.strip_chars().fill_null("")
    if holds in (Holds.TEXT, Holds.CODE):
        wrapped = stripped.str.starts_with('="')
        values = _mapped(stripped, _text, pl.String()) if wrapped.any() else stripped
        return values, pl.repeat(value=False, n=len(texts), eager=True)
    if holds is Holds.DATE:
        values = _mapped(stripped, _day, pl.Date())
        return values, values.is_null() & ~stripped.is_in(BLANKS)
    scale = {Holds.QUANTITY: scales.quantity, Holds.PRICE: scales.price}.get(holds, 1)
    plain = stripped.cast(pl.Int64, strict=False) * scale
    odd = plain.is_null() & (stripped != "")
    if odd.any():
        careful = _mapped(stripped.filter(odd), partial(_scaled, scale=scale), pl.Int64())
        plain = plain.scatter(odd.arg_true(), careful)
    return plain, plain.is_null() & ~stripped.is_in(BLANKS)


def _text(text: str) -> str:
    return read_text(text, limit=len(text))


def _day(text: str) -> date | None:
    """Read a date with a year; None when blank or unreadable."""
    try:
        return read_date(text, rules=DateRules())
    except CellError:
        return None


def _scaled(text: str, scale: int) -> int | None:
    """Read a number as a count of 1/scale; None when blank, unreadable or finer than that."""
    try:
        if scale == 1:
            return read_amount(text)
        value = read_decimal(text, places=PLACES)
    except CellError:
        return None
    if value is None or value * scale != int(value * scale):
        return None
    return int(value * scale)


def _mapped(texts: pl.Series, read: Callable[[str], object], to: pl.DataType) -> pl.Series:
    """Read every different text once."""
    different = texts.unique()
    values = [read(text) for text in different]
    pairs = pl.DataFrame({"text": different, "value": pl.Series(values, dtype=to)})
    return texts.to_frame("text").join(pairs, on="text", how="left", maintain_order="left")["value"]


def rescaled(table: Table, scales: Scales) -> Table:
    """Return the table with quantities and prices kept in the parts of `scales`."""
    by = {
        Holds.QUANTITY: scales.quantity // table.scales.quantity,
        Holds.PRICE: scales.price // table.scales.price,
    }
    wider = [
        col(name) * by[holds] for name, holds in COLUMNS[table.leg].items() if by.get(holds, 1) != 1
    ]
    return Table(table.leg, table.rows.with_columns(wider), table.refused, scales)
