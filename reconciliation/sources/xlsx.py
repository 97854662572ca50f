"""Rows of an Excel sheet. The archive is measured while it is unpacked, before a grid is built."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812 - it is an exception

from python_calamine import CalamineError, CalamineWorkbook

from reconciliation.enums import FileFault
from reconciliation.sources.errors import FileError

ENTRY_LIMIT = 2_000  # files in the archive
UNPACKED_LIMIT = 256 << 20  # bytes, counted as they come, whatever the archive says
STRINGS_LIMIT = 48 << 20  # bytes of shared strings; they are held in memory
GRID_LIMIT = 4_000_000  # cells of the rectangle that the sheet spans
PIECE = 1 << 18
_REFERENCE = re.compile(rb'<c[^>]*?\br="([A-Z]{1,3})(\d{1,7})"|<row[^>]*?\br="(\d{1,7})"')
TAIL = 400  # bytes carried over between pieces, longer than any tag we look for


def sheet_names(file: BinaryIO) -> list[str]:
    measure(file)
    return list(_workbook(file).sheet_names)


def rows(file: BinaryIO, *, sheet: str = "") -> Iterator[list[str]]:
    """Yield the cells of the named or first sheet as text.

    Raises: FileError when the archive or the grid is unreasonable, or the file is damaged.
    """
    measure(file)
    book = _workbook(file)
    try:
        found = book.get_sheet_by_name(sheet) if sheet else book.get_sheet_by_index(0)
        for row in found.iter_rows():
            yield [as_text(cell) for cell in row]
    except CalamineError as error:
        raise FileError(FileFault.XLSX_DAMAGED) from error


def as_text(cell: object) -> str:
    """Return a cell as a person would type it; whole numbers come from Excel as floats."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return (
            cell.isoformat(sep=" ", timespec="minutes")
            if cell.time() != time()
            else str(cell.date())
        )
    if isinstance(cell, date | time | timedelta):
        return str(cell)
    return str(cell)


def measure(file: BinaryIO) -> None:
    """Unpack every entry once, counting; keep nothing.

    Raises: FileError as soon as a limit is passed.
    """
    file.seek(0)
    try:
        with ZipFile(file) as archive:
            entries = archive.infolist()
            if len(entries) > ENTRY_LIMIT:
                raise FileError(FileFault.ARCHIVE_BOMB)
            left = UNPACKED_LIMIT
            for entry in entries:
                left -= _measure_entry(archive, entry, left)
    except (BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise FileError(FileFault.XLSX_DAMAGED) from error


def _measure_entry(archive: ZipFile, entry: ZipInfo, left: int) -> int:
    """Return the unpacked size of one entry."""
    limit = min(left, STRINGS_LIMIT) if "sharedStrings" in entry.filename else left
    is_sheet = "worksheets/" in entry.filename
    extent = Extent()
    size = 0
    with archive.open(entry) as unpacked:
        while piece := unpacked.read(PIECE):
            size += len(piece)
            if size > limit:
                raise FileError(FileFault.ARCHIVE_BOMB)
            if is_sheet:
                extent.look_at(piece)
    return size


class Extent:
    """The rectangle that the cells of a sheet span, from the references alone."""

    def __init__(self) -> None:
        self.row = self.column = 0
        self.tail = b""

    def look_at(self, piece: bytes) -> None:
        """Raises: FileError when the rectangle is larger than anybody's table."""
        text = self.tail + piece
        for letters, row, only_row in _REFERENCE.findall(text):
            self.row = max(self.row, int(row or only_row))
            if letters:
                self.column = max(self.column, _column_number(letters))
        self.tail = text[-TAIL:]
        if self.row * self.column > GRID_LIMIT:
            raise FileError(FileFault.XLSX_TOO_WIDE)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _workbook(file: BinaryIO) -> CalamineWorkbook:
    file.seek(0)
    try:
        return CalamineWorkbook.from_filelike(file)
    except (CalamineError, OSError) as error:
        raise FileError(FileFault.XLSX_DAMAGED) from error
