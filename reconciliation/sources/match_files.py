"""The three CSV files of a match: opened, decoded, and handed on as tables."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import polars as pl

from reconciliation.domain.decoding import UnknownEncodingError, decode_to_utf8
from reconciliation.domain.legs import ready_legs
from reconciliation.domain.matching import match_legs
from reconciliation.domain.rules import MatchRules
from reconciliation.domain.schemas import COLUMNS
from reconciliation.domain.tables import (
    REFUSED,
    ROW,
    Table,
    empty_table,
    plain_schema,
    table_of_plain_cells,
    table_of_text,
)
from reconciliation.enums import Leg

FIRST_ROW = 2  # below the header


class MatchFileError(Exception):
    """A file that cannot be matched at all, with what is wrong with it."""


def read_leg(path: Path, leg: Leg) -> Table:
    """Read one file. A file of nothing, or of a header only, is a leg without rows.

    Raises: MatchFileError when it is not there, has an unknown encoding or lacks columns.
    """
    try:
        return _read(path, leg)
    except OSError as error:
        raise MatchFileError(f"{path.name}: {error.strerror}") from error
    except UnknownEncodingError as error:
        raise MatchFileError(f"{path.name}: {error}") from error


def _read(path: Path, leg: Leg) -> Table:
    if path.stat().st_size == 0:
        return empty_table(leg)
    try:
        table = table_of_plain_cells(_read_plain(path, leg), leg)
    except pl.exceptions.NoDataError:
        return empty_table(leg)
    except pl.exceptions.PolarsError:
        table = None
    return table or _read_with_care(path, leg)


def _read_with_care(path: Path, leg: Leg) -> Table:
    with path.open("rb") as stream:
        content = decode_to_utf8(stream)
    if not content.strip():
        return empty_table(leg)
    names = next(_lines(content))
    lacking = [name for name in COLUMNS[leg] if name not in names]
    if lacking:
        raise MatchFileError(f"{path.name}: columns missing: {', '.join(lacking)}")
    return _decoded(content, leg)


def _decoded(content: bytes, leg: Leg) -> Table:
    """Take plain cells if they all are, else read each with care, else row by row."""
    try:
        table = table_of_plain_cells(_read_plain(BytesIO(content), leg), leg)
    except pl.exceptions.PolarsError:
        table = None
    if table:
        return table
    try:
        return table_of_text(_read_text(content), leg)
    except pl.exceptions.PolarsError:
        return _read_torn(content, leg)


def _read_plain(source: Path | BytesIO, leg: Leg) -> pl.DataFrame:
    schema = plain_schema(leg)
    return pl.read_csv(
        source,
        columns=list(schema),
        schema_overrides=schema,
        row_index_name=ROW,
        row_index_offset=FIRST_ROW,
        infer_schema=False,
    )


def _read_text(content: bytes) -> pl.DataFrame:
    """Read every column; polars counts the cells of a row only when it reads all of them."""
    return pl.read_csv(content, infer_schema=False).with_row_index(ROW, offset=FIRST_ROW)


def _lines(content: bytes) -> Iterator[list[str]]:
    return csv.reader(TextIOWrapper(BytesIO(content), encoding="utf-8", newline=""))


def _read_torn(content: bytes, leg: Leg) -> Table:
    """Read a file in which rows have more or fewer cells than the header; those are refused."""
    lines = _lines(content)
    names = next(lines)
    cells: dict[str, list[str]] = {name: [] for name in COLUMNS[leg]}
    places = {name: names.index(name) for name in cells}
    numbers: list[int] = []
    torn: list[tuple[int, list[str]]] = []
    for number, line in enumerate(lines, start=FIRST_ROW):
        if len(line) == len(names):
            numbers.append(number)
            for name, place in places.items():
                cells[name].append(line[place])
        elif line:
            torn.append((number, line))
    frame = pl.DataFrame({ROW: numbers, **cells}, schema_overrides={ROW: pl.UInt32()})
    table = table_of_text(frame, leg)
    return Table(leg, table.rows, pl.concat([table.refused, _torn_rows(torn, leg)]), table.scales)


def _torn_rows(torn: list[tuple[int, list[str]]], leg: Leg) -> pl.DataFrame:
    rows = [
        (leg.value, number, "the row has another number of cells", "", None, "", _joined(line))
        for number, line in torn
    ]
    return pl.DataFrame(rows, schema=REFUSED, orient="row")


def _joined(line: list[str]) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="").writerow(line)
    return text.getvalue()


@dataclass(frozen=True)
class MatchPaths:
    """Where the three legs are and where the answer goes."""

    orders: Path
    shipments: Path
    transactions: Path
    out: Path


def match_files(paths: MatchPaths, rules: MatchRules) -> dict[str, int]:
    """Match three files and write what was found; return how many rows each file got.

    Raises: MatchFileError when a file cannot be read, or when nothing could be matched.
    """
    legs = ready_legs(
        read_leg(paths.orders, Leg.ORDERS),
        read_leg(paths.shipments, Leg.SHIPMENTS),
        read_leg(paths.transactions, Leg.TRANSACTIONS),
    )
    paths.out.mkdir(parents=True, exist_ok=True)
    refused = legs.refused.sort("file", ROW)
    refused.write_csv(paths.out / "rejected.csv")
    if len(legs.missing) == len(Leg):
        raise MatchFileError("no row of the three files could be matched")
    result = match_legs(legs, rules)
    written = {
        "discrepancies": result.discrepancies,
        "additional": result.additional,
        "notices": result.notices,
    }
    for name, rows in written.items():
        rows.write_csv(paths.out / f"{name}.csv")
    return {name: rows.height for name, rows in written.items()} | {"refused": refused.height}
