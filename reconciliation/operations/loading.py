# ruff: noqa: S608 - table and column names are those of our own models
"""Many rows into one table: COPY on PostgreSQL, executemany on SQLite; never model objects.

Units: a million order lines take about as long as their CSV file takes to read.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import repeat
from typing import Any

import polars as pl
from django.db import connection

from reconciliation.domain.shaping import Column, Constant

# SQLite keeps 2 MB of pages and writes them back every 4 MB; a million rows in random order of
# their keys would write every page of every index again and again.
WIDE = {"cache_size": -131_072, "wal_autocheckpoint": 131_072}  # KiB if negative; pages


def load(table: str, columns: Mapping[str, Column | Constant], *, count: int) -> None:
    """Insert `count` rows. Must run inside the transaction of what else they belong to."""
    kept = {name: column for name, column in columns.items() if not _is_null(column)}
    if connection.vendor == "postgresql":
        _copy(table, kept, count)
    else:
        _execute_many(table, kept)


def load_frame(table: str, columns: Mapping[str, pl.Series | Constant], *, count: int) -> None:
    """Insert `count` rows that lie in columns. Must run inside a transaction, too."""
    if not count:
        return
    many = columns if count == 1 else {name: _uniform(each) for name, each in columns.items()}
    kept = {name: column for name, column in many.items() if not _is_null(column)}
    if connection.vendor == "postgresql":
        _copy_frame(table, kept, count)
    else:
        _insert_frame(table, kept)


def _uniform(column: pl.Series | Constant) -> pl.Series | Constant:
    """Return a column that has one value in every row as a constant."""
    if isinstance(column, Constant) or column.dtype == pl.Boolean():
        return column
    if column.null_count() == len(column):
        return Constant(None)
    is_one = column.null_count() == 0 and (column == column[0]).all()
    return Constant(column[0]) if is_one else column


def _copy_frame(table: str, columns: Mapping[str, pl.Series | Constant], count: int) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    cells = {
        name: pl.repeat(column.value, count, eager=True) if isinstance(column, Constant) else column
        for name, column in columns.items()
    }
    sql = f'COPY "{table}" ({names}) FROM STDIN (FORMAT csv)'
    text = pl.DataFrame(cells).write_csv(include_header=False, quote_style="non_numeric")
    with connection.cursor() as cursor, cursor.copy(sql) as copy:
        copy.write(text)


def _insert_frame(table: str, columns: Mapping[str, pl.Series | Constant]) -> None:
    """Columns that are the same are bound once, constants not at all."""
    names = ", ".join(f'"{name}"' for name in columns)
    bound: list[pl.Series] = []
    marks = [
        _literal(column.value) if isinstance(column, Constant) else f"?{_place(column, bound)}"
        for column in columns.values()
    ]
    rows = pl.DataFrame([column.alias(str(place)) for place, column in enumerate(bound)]).rows()
    sql = f'INSERT INTO "{table}" ({names}) VALUES ({", ".join(marks)})'
    with connection.cursor() as cursor:
        # the driver's own cursor: Django's counts neither places nor repeated columns
        cursor.cursor.connection.executemany(sql.replace("%%", "%"), rows)


def _place(column: pl.Series, bound: list[pl.Series]) -> int:
    """Return the number of the parameter that has the values of a column."""
    for place, other in enumerate(bound, 1):
        if other is column or (other.dtype == column.dtype and other.equals(column)):
            return place
    bound.append(column)
    return len(bound)


@contextmanager
def wide_cache() -> Iterator[None]:
    """Let SQLite hold more pages while a large file comes in."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in WIDE}
        for name, value in WIDE.items():
            cursor.execute(f"PRAGMA {name} = {value:d}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for name, value in before.items():
                cursor.execute(f"PRAGMA {name} = {value:d}")


def _copy(table: str, columns: Mapping[str, Column | Constant], count: int) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    cells = [
        repeat(column.value, count) if isinstance(column, Constant) else column
        for column in columns.values()
    ]
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
        for row in zip(*cells, strict=True):
            copy.write_row(row)


def _execute_many(table: str, columns: Mapping[str, Column | Constant]) -> None:
    """Constants are bound once per statement, as parts of it."""
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join(
        _literal(column.value) if isinstance(column, Constant) else "%s"
        for column in columns.values()
    )
    cells = [column for column in columns.values() if not isinstance(column, Constant)]
    with connection.cursor() as cursor:
        rows: Sequence[Sequence[Any]] = list(zip(*cells, strict=True))
        cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)


def _literal(value: int | str) -> str:
    """Return a constant as SQL."""
    if isinstance(value, int):
        return f"{value:d}"
    escaped = value.replace("'", "''").replace("%", "%%")
    return f"'{escaped}'"


def _is_null(column: Column | pl.Series | Constant) -> bool:
    return isinstance(column, Constant) and column.value is None
