"""Any file that holds a table: which format it is in, and its rows."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from typing import Any, BinaryIO

from reconciliation.enums import FileFault, FileType
from reconciliation.sources import bizstation, text, xlsx, zengin
from reconciliation.sources.errors import FileError

TEXT, XLSX, ZENGIN, CLASSES = "text", "xlsx", "zengin", "classes"
READABLE = frozenset({FileType.CSV, FileType.TEXT, FileType.XLSX})
LOOKED_AT = 60  # rows


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file becomes rows; kept with the import, so that it is read the same way again."""

    format: str
    encoding: str = ""
    separator: str = ","
    sheet: str = ""

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Layout":
        names = ("format", "encoding", "separator", "sheet")
        return cls(**{name: values[name] for name in names if name in values})

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def find_layout(file: BinaryIO, kind: FileType, *, encoding: str = "", sheet: str = "") -> Layout:
    """Return how the file is to be read. `encoding` and `sheet` are what a person has said.

    Raises: FileError when it is empty, no table, or its characters are unknown.
    """
    file.seek(0)
    head = file.read(zengin.LENGTH)
    if not head.strip():
        raise FileError(FileFault.EMPTY)
    if zengin.looks_like_zengin(head):
        return Layout(ZENGIN)
    if kind == FileType.XLSX:
        return Layout(XLSX, sheet=sheet or xlsx.sheet_names(file)[0])
    if kind not in READABLE and (kind != FileType.UNKNOWN or b"\x00" in head):
        raise FileError(FileFault.NOT_A_TABLE)
    found = text.find_layout(file, encoding=encoding)
    first = list(islice(text.rows(file, found), LOOKED_AT))
    is_classes = bizstation.looks_like_classes(first)
    return Layout(CLASSES if is_classes else TEXT, found.encoding, found.separator)


def rows(file: BinaryIO, layout: Layout, *, near: date) -> Iterator[list[str]]:
    """Yield every row of the file, titles and blank rows too, so that row numbers stay true."""
    if layout.format == ZENGIN:
        return zengin.rows(file, near=near)
    if layout.format == XLSX:
        return xlsx.rows(file, sheet=layout.sheet)
    raw = text.rows(file, text.TextLayout(layout.encoding, layout.separator))
    return bizstation.rows(raw) if layout.format == CLASSES else raw
