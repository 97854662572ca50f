"""Rows of CSV and TSV files, and of tables pasted from a screen."""

import codecs
import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from typing import BinaryIO

from reconciliation.enums import FileFault
from reconciliation.sources.errors import FileError

PIECE = 1 << 20  # bytes read at a time
CELL_LIMIT = 100_000  # characters; a longer one is an unclosed quote that swallows the file
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LADDER = ("utf-8", "cp932")  # strict, in this order; shift_jis lacks ① ㈱ 髙
SEPARATORS = (",", "\t")


@dataclass(frozen=True, slots=True)
class TextLayout:
    """How the bytes of a text file become cells."""

    encoding: str
    separator: str


def find_layout(file: BinaryIO, *, encoding: str = "") -> TextLayout:
    """Read the whole file once and return its encoding and separator.

    Raises: FileError when it is empty, or no encoding of the ladder reads every byte; a person may
        then name one in `encoding`.
    """
    name = find_encoding(file, (encoding,) if encoding else None)
    file.seek(0)
    head = codecs.getincrementaldecoder(name)(errors="replace").decode(file.read(65536))
    lines = head.splitlines()[:40]
    counts = {mark: sum(line.count(mark) for line in lines) for mark in SEPARATORS}
    return TextLayout(name, max(SEPARATORS, key=lambda mark: counts[mark]))


def find_encoding(file: BinaryIO, named: tuple[str, ...] | None = None) -> str:
    """Return the first encoding that reads every byte."""
    file.seek(0)
    head = file.read(4)
    if not head:
        raise FileError(FileFault.EMPTY)
    marked = tuple(name for mark, name in MARKS if head.startswith(mark))
    for name in named or marked or LADDER:
        if _reads(file, name):
            return name
    raise FileError(FileFault.ENCODING_UNKNOWN)


def rows(file: BinaryIO, layout: TextLayout) -> Iterator[list[str]]:
    """Yield the cells of each row.

    Raises: FileError for a quote that is never closed.
    """
    file.seek(0)
    text = TextIOWrapper(file, encoding=layout.encoding, newline="")
    try:
        yield from cells_of(text, layout.separator)
    finally:
        if not file.closed:  # the caller may have gone before the last row
            text.detach()


def cells_of(lines: Iterable[str], separator: str) -> Iterator[list[str]]:
    """Yield the cells of each row of lines that carry their line ends.

    Raises: FileError for a quote that is never closed.
    """
    csv.field_size_limit(CELL_LIMIT)
    reader = csv.reader(lines, delimiter=separator)
    try:
        yield from reader
    except csv.Error as error:
        raise FileError(FileFault.QUOTE_OPEN, f"line {reader.line_num}") from error


def _reads(file: BinaryIO, encoding: str) -> bool:
    file.seek(0)
    try:
        decoder = codecs.getincrementaldecoder(encoding)(errors="strict")
        while piece := file.read(PIECE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except (UnicodeDecodeError, LookupError):
        return False
    return True
