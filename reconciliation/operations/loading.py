# ruff: noqa: S608 - table and column names are those of our own models
"""Many rows into one table: COPY on PostgreSQL, executemany on SQLite; never model objects.

Units: a million order lines take about as long as their CSV file takes to read.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import repeat
from typing import Any

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


def _is_null(column: Column | Constant) -> bool:
    return isinstance(column, Constant) and column.value is None
