# ruff: noqa: S608 - table and column names are those of our own models
"""Rows of the database as typed columns, as fast as the database can write text.

SQLite writes all rows into one text by itself, PostgreSQL by COPY; polars reads that text under
an explicit schema. Quantities and prices come as whole numbers of the smallest part in use.
"""

from collections.abc import Mapping, Sequence

import polars as pl
from django.db import connection
from polars import col

from reconciliation.domain.money import Scales
from reconciliation.domain.schemas import COLUMNS, Holds
from reconciliation.domain.tables import DECIMALS, WHOLE_UNITS, Table, table_of_columns
from reconciliation.enums import Leg
from reconciliation.operations.paper_columns import LOOSE

SEPARATOR = "\x1f"
TYPES = {
    Holds.TEXT: pl.String(),
    Holds.CODE: pl.String(),
    Holds.NUMBER: pl.Int64(),
    Holds.MONEY: pl.Int64(),
    Holds.DATE: pl.String(),
    Holds.QUANTITY: pl.String(),
    Holds.PRICE: pl.String(),
}


class TornTextError(Exception):
    """A text in the database holds a character that parts the rows or columns of a frame."""


def frame(
    columns: Mapping[str, str], source: str, schema: Mapping[str, pl.DataType]
) -> pl.DataFrame:
    """Return the rows of `FROM source` with columns (name -> SQL) of the schema's types."""
    try:
        return _frame(columns, source, schema)
    except TornTextError:
        clean = {name: _cleaned(sql) for name, sql in columns.items()}
        return _frame(clean, source, schema)


def _frame(
    columns: Mapping[str, str], source: str, schema: Mapping[str, pl.DataType]
) -> pl.DataFrame:
    is_postgres = connection.vendor == "postgresql"
    content, count = (_copied if is_postgres else _gathered)(list(columns.values()), source)
    if not count:
        return pl.DataFrame(schema=dict(schema))
    try:
        rows = pl.read_csv(
            content,
            has_header=False,
            separator=SEPARATOR,
            quote_char='"' if is_postgres else None,
            schema=dict(schema),
        )
    except pl.exceptions.ComputeError as error:
        raise TornTextError(source) from error
    if rows.height != count:
        raise TornTextError(source)
    return rows


def _gathered(cells: Sequence[str], source: str) -> tuple[bytes, int]:
    """Let SQLite write all rows into one text; ten times faster than to hand them over."""
    marks = SEPARATOR.join(["%s"] * len(cells))
    told = f"printf('{marks}', {', '.join(cells)})"
    sql = f"SELECT CAST(group_concat({told}, char(10)) AS BLOB), count(*) FROM {source}"
    with connection.cursor() as cursor:
        # no parameters: the percent signs are the database's own
        content, count = cursor.execute(sql).fetchone()
    return bytes(content or b""), count


def _copied(cells: Sequence[str], source: str) -> tuple[bytes, int]:
    sql = (
        f"COPY (SELECT {', '.join(cells)} FROM {source}) TO STDOUT (FORMAT csv, DELIMITER E'\\x1f')"
    )
    with connection.cursor() as cursor:
        with cursor.copy(sql) as copy:
            content = b"".join(copy)
        return content, cursor.rowcount


def _cleaned(sql: str) -> str:
    """Return a text column without the characters that part rows and columns."""
    if sql not in LOOSE:
        return sql
    function = "chr" if connection.vendor == "postgresql" else "char"
    for code in (10, 13, 31):
        sql = f"replace({sql}, {function}({code}), ' ')"
    return sql


def schema_of(leg: Leg, columns: Mapping[str, str]) -> dict[str, pl.DataType]:
    held = COLUMNS[leg] | {"row": Holds.NUMBER, "item_code": Holds.CODE}
    return {name: TYPES[held[name]] for name in columns}


def table_of(rows: pl.DataFrame, leg: Leg) -> Table:
    """Return the table of a leg from a frame; columns that it lacks hold nothing."""
    held = COLUMNS[leg]
    scales = Scales(
        quantity=_scale(rows, held, Holds.QUANTITY, DECIMALS.quantity),
        price=_scale(rows, held, Holds.PRICE, DECIMALS.price),
    )
    parts = {Holds.QUANTITY: scales.quantity, Holds.PRICE: scales.price}
    typed = [
        _typed(name, holds, parts.get(holds, 1)) if name in rows.columns else _nothing(name, holds)
        for name, holds in held.items()
    ]
    return table_of_columns(rows.select(col("row").cast(pl.UInt32), *typed), leg, scales)


def _scale(rows: pl.DataFrame, held: Mapping[str, Holds], holds: Holds, fine: int) -> int:
    """Return `fine` when a cell has decimals that count, else 1."""
    for name in (name for name, kind in held.items() if kind is holds and name in rows.columns):
        if rows[name].str.contains(r"\.\d*[1-9]").any():
            return fine
    return WHOLE_UNITS.quantity


def _typed(name: str, holds: Holds, scale: int) -> pl.Expr:
    if holds is Holds.DATE:
        return col(name).str.to_date("%Y-%m-%d", strict=False)
    if holds not in (Holds.QUANTITY, Holds.PRICE):
        return col(name)
    if scale == 1:
        return col(name).str.replace(r"\.0*$", "").cast(pl.Int64)
    places = len(str(scale)) - 1
    return (col(name).cast(pl.Decimal(38, places)) * scale).cast(pl.Int64).alias(name)


def _nothing(name: str, holds: Holds) -> pl.Expr:
    value = "" if holds in (Holds.TEXT, Holds.CODE) else None
    return pl.lit(value, dtype=TYPES[holds]).alias(name)
