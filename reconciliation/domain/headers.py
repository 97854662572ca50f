"""Where the table begins in a file, and what its columns are."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from reconciliation.domain.fields import ALTERNATIVES, FIELDS, HEADINGS, required_of
from reconciliation.enums import ImportField, ImportKind

HEADER_WITHIN = 32  # rows; titles, addressees and account rows come before the heading
MATCHES_WANTED = 2  # known headings that make a row the heading
_NOISE = re.compile(r"[\s・:：_\-.．]|\(税抜\)|\(税込\)|\(円\)|【.*?】|\[.*?\]")


@dataclass(frozen=True, slots=True)
class Header:
    """The heading row of a table.

    Shapes: `columns` maps each recognised field to its position; `headings` are all as written.
    """

    row: int  # counted from 1, as a spreadsheet does
    headings: tuple[str, ...]
    columns: Mapping[ImportField, int]

    def missing(self, kind: ImportKind) -> tuple[ImportField, ...]:
        """Return the fields that a file of this kind cannot do without and that are not here."""
        return missing_fields(kind, self.columns)


def find_header(
    rows: Sequence[Sequence[str]],
    kind: ImportKind,
    *,
    mapping: Mapping[str, str] | None = None,
    wanted: int = MATCHES_WANTED,
) -> Header | None:
    """Return the heading among the first rows: the row with most known names; None if none has two.

    `mapping` is a remembered profile (field -> heading); it goes before the synonyms.
    """
    best: Header | None = None
    for index, row in enumerate(rows[:HEADER_WITHIN]):
        columns = guess_columns(row, kind, mapping=mapping or {})
        if len(columns) >= wanted and (best is None or len(columns) > len(best.columns)):
            best = Header(index + 1, tuple(row), columns)
    return best


def guess_columns(
    headings: Sequence[str], kind: ImportKind, *, mapping: Mapping[str, str]
) -> dict[ImportField, int]:
    """Return field -> position; a column is used once, a field by its best-known heading."""
    positions = _positions(headings)
    found: dict[ImportField, int] = {}
    for field in FIELDS[kind]:
        name = field.name
        if name.value in mapping:
            wanted: tuple[str, ...] = (mapping[name.value],)
        else:
            wanted = HEADINGS[name]
        for heading in wanted:
            position = positions.get(plain_heading(heading))
            if heading and position is not None and position not in found.values():
                found[name] = position
                break
    return found


def missing_fields(kind: ImportKind, columns: Mapping[ImportField, int]) -> tuple[ImportField, ...]:
    missing = [name for name in required_of(kind) if name not in columns]
    alternatives = ALTERNATIVES.get(kind, ())
    if alternatives and not any(name in columns for name in alternatives):
        missing.append(alternatives[0])
    return tuple(missing)


def plain_heading(text: str) -> str:
    """Return a heading in the form in which headings are compared."""
    return _NOISE.sub("", normalize("NFKC", text).lower().strip()) or text.strip()


def _positions(headings: Sequence[str]) -> dict[str, int]:
    """Return plain heading -> position; of equal headings the first."""
    positions: dict[str, int] = {}
    for position, heading in enumerate(headings):
        if heading.strip():
            positions.setdefault(plain_heading(heading), position)
    return positions
