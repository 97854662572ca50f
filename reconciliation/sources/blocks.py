"""Rows of a large text file some ten thousand at a time, as columns where they are plain.

A plain row is one physical line whose quotes are as the standard has them. From the first line that
is not, the rest of the file comes as `csv` reads it; both roads give the same cells.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from itertools import chain, islice
from typing import BinaryIO

import polars as pl

from reconciliation.sources.text import CELL_LIMIT, TextLayout, cells_of

QUOTED = r'"(?:[^"]|"")*"'


@dataclass(frozen=True, slots=True)
class Block:
    """Some successive rows of a file.

    Shapes: `cells` has a text column per heading, named by its place, and a row per row that is as
        wide as the heading; `numbers` are theirs in the file; `others` are the rows that are not.
    `end` is the number of the last row.
    """

    cells: pl.DataFrame
    numbers: pl.Series
    others: list[tuple[int, list[str]]]
    end: int


@dataclass(frozen=True, slots=True)
class Cutting:
    """How a file is cut: its layout, the cells of a row, the rows to pass over and to take."""

    layout: TextLayout
    width: int
    after: int
    size: int


def blocks(file: BinaryIO, cutting: Cutting) -> Iterator[Block | list[list[str]]]:
    """Yield the rows after `after`, `size` at a time: as blocks, or as `csv` reads them.

    Raises: FileError for a quote that is never closed.
    """
    file.seek(0)
    text = TextIOWrapper(file, encoding=cutting.layout.encoding, newline="")
    at = 0
    try:
        while lines := list(islice(text, cutting.size)):
            found = _block(lines, at, cutting)
            if found is None:
                yield from _careful(chain(lines, text), at, cutting)
                return
            if at + len(lines) > cutting.after:
                yield found
            at += len(lines)
    finally:
        if not file.closed:  # the caller may have gone before the last row
            text.detach()


def _careful(lines: Iterator[str], at: int, cutting: Cutting) -> Iterator[list[list[str]]]:
    rows = islice(cells_of(lines, cutting.layout.separator), max(cutting.after - at, 0), None)
    while chunk := list(islice(rows, cutting.size)):
        yield chunk


def _block(lines: Sequence[str], at: int, cutting: Cutting) -> Block | None:
    """Return lines as a block; None when one of them is no row, or not one row, by itself."""
    separator = cutting.layout.separator
    passed = min(max(cutting.after - at, 0), len(lines))
    texts = pl.Series("line", lines, dtype=pl.String).str.strip_chars_end("\r\n")
    outside = texts
    if has_quotes := texts.str.contains('"', literal=True).any():
        if not texts.str.contains(_row_pattern(separator)).all():
            return None
        outside = texts.str.replace_all(QUOTED, "")
    if texts.str.len_bytes().gt(CELL_LIMIT).any():
        return None
    texts, outside = texts[passed:], outside[passed:]
    wide = outside.str.count_matches(separator, literal=True) + 1 == cutting.width
    numbers = pl.int_range(at + passed + 1, at + len(lines) + 1, eager=True)
    others = zip(numbers.filter(~wide), texts.filter(~wide), strict=True)
    return Block(
        _cells(texts.filter(wide), cutting, has_quotes=has_quotes),
        numbers.filter(wide),
        [(number, _row(line, separator)) for number, line in others],
        at + len(lines),
    )


def _row_pattern(separator: str) -> str:
    mark = re.escape(separator)
    cell = rf'(?:[^"{mark}]*|{QUOTED})'
    return rf"^{cell}(?:{mark}{cell})*$"


def _row(line: str, separator: str) -> list[str]:
    return next(csv.reader([line], delimiter=separator), [])


def _cells(lines: pl.Series, cutting: Cutting, *, has_quotes: bool) -> pl.DataFrame:
    names = [str(place) for place in range(cutting.width)]
    if lines.is_empty():
        return pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    return pl.read_csv(
        BytesIO(lines.str.join("\n").item().encode()),
        has_header=False,
        new_columns=names,
        separator=cutting.layout.separator,
        quote_char='"' if has_quotes else None,
        infer_schema=False,
        empty_string_is_null=False,
    )
