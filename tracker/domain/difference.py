"""What changed between two readings: lines first, then characters inside changed lines.

Character-exact for Japanese, widened to the date, number or word that an edit cuts through, so
that 10/29 becomes 10/31 and never "29" becomes "31". The whole is bounded by a time budget.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import fast_diff_match_patch

from tracker.domain.pairing import pair_lines
from tracker.domain.wordwise import Span, edits, split_sentences

BUDGET_SECONDS = 0.2  # for one difference, whatever its size
CONTEXT_LINES = 2  # kept around a change; the rest is folded
FIRST_CODE = 0x100  # lines become characters from here on, past the surrogates where needed
LAST_CODE = 0xD7FF
SURROGATES = 0x800


class RowKind(StrEnum):
    """How a row of the side-by-side view reads."""

    EQUAL = "="
    DELETED = "-"
    INSERTED = "+"
    REPLACED = "*"
    FOLDED = "~"


_UNCHANGED = frozenset({RowKind.EQUAL, RowKind.FOLDED})


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the comparison.

    Shapes: `spans` in reading order; an equal, deleted or inserted row has one span, a folded
        row none. Line numbers count from 1; None on the side where the row does not exist.
    """

    kind: RowKind
    spans: tuple[Span, ...] = ()
    old_number: int | None = None
    new_number: int | None = None
    folded_count: int = 0  # lines hidden, of a folded row

    @property
    def old_spans(self) -> tuple[Span, ...]:
        """What the left side shows."""
        return tuple([span for span in self.spans if span.op != "+"])

    @property
    def new_spans(self) -> tuple[Span, ...]:
        """What the right side shows."""
        return tuple([span for span in self.spans if span.op != "-"])


@dataclass(frozen=True, slots=True)
class Difference:
    """A comparison ready to be shown, side by side or inline.

    Units: the counts are characters.
    """

    rows: tuple[Row, ...]
    added_count: int
    removed_count: int

    def to_json(self) -> str:
        """Return the compact form in which a difference is stored."""
        rows = [_packed(row) for row in self.rows]
        answer = {"rows": rows, "added": self.added_count, "removed": self.removed_count}
        return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Difference":
        """Undo `to_json`."""
        answer = json.loads(text)
        rows = tuple(_unpacked(row) for row in answer["rows"])
        return cls(rows, answer["added"], answer["removed"])


def diff(old: Sequence[str], new: Sequence[str], *, context: int = CONTEXT_LINES) -> Difference:
    """Compare two texts given as lines. Equal texts give a difference without rows."""
    rows = tuple(_rows(split_sentences(old), split_sentences(new), context))
    spans = [span for row in rows if row.kind not in _UNCHANGED for span in row.spans]
    added = sum(len(span.text) for span in spans if span.op == "+")
    removed = sum(len(span.text) for span in spans if span.op == "-")
    return Difference(rows if spans else (), added, removed)


def _rows(old: Sequence[str], new: Sequence[str], context: int) -> Iterator[Row]:
    blocks = list(_line_blocks(old, new))
    total = sum(len(line) for _, gone, come in blocks for line in (*gone, *come)) or 1
    left = right = 1
    for place, (is_equal, gone, come) in enumerate(blocks):
        if is_equal:
            above = context if place else 0
            below = context if place < len(blocks) - 1 else 0
            yield from _kept(gone, left, right, above, below)
        else:
            size = sum(map(len, (*gone, *come)))
            yield from _changed(gone, come, left, right, BUDGET_SECONDS * size / total)
        left, right = left + len(gone), right + len(come)


def _kept(lines: Sequence[str], left: int, right: int, above: int, below: int) -> Iterator[Row]:
    """Yield the equal lines next to the changes above and below, and fold the rest."""
    hidden = len(lines) - above - below
    folds = range(above, len(lines) - below) if hidden > 0 else range(0)
    for place, line in enumerate(lines):
        if place not in folds:
            yield Row(RowKind.EQUAL, (Span("=", line),), left + place, right + place)
        elif place == folds.start:
            yield Row(RowKind.FOLDED, folded_count=hidden)


def _line_blocks(
    old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[bool, list[str], list[str]]]:
    """Yield runs of lines: equal ones, or those gone with those that came in their place."""
    codes: dict[str, str] = {}
    before, after = _coded(old, codes), _coded(new, codes)
    operations = fast_diff_match_patch.diff(
        before, after, timelimit=BUDGET_SECONDS, checklines=False, cleanup="No"
    )
    left = right = 0
    gone: list[str] = []
    come: list[str] = []
    for op, count in operations:
        if op == "=":
            if gone or come:
                yield False, gone, come
            gone, come = [], []
            lines = list(old[left : left + count])
            yield True, lines, lines
        gone += old[left : left + count] if op == "-" else []
        come += new[right : right + count] if op == "+" else []
        left += count if op != "+" else 0
        right += count if op != "-" else 0
    if gone or come:
        yield False, gone, come


def _coded(lines: Sequence[str], codes: dict[str, str]) -> str:
    """Spell every different line as one character of its own."""
    for line in lines:
        if line not in codes:
            code = FIRST_CODE + len(codes)
            codes[line] = chr(code if code <= LAST_CODE else code + SURROGATES)
    return "".join([codes[line] for line in lines])


def _changed(
    gone: list[str], come: list[str], left: int, right: int, seconds: float
) -> Iterator[Row]:
    """Yield the rows of one changed block, similar lines side by side."""
    size = sum(map(len, (*gone, *come))) or 1
    for before, after in pair_lines(gone, come):
        if before is None:
            assert after is not None  # noqa: S101  a pair has at least one side
            yield Row(RowKind.INSERTED, (Span("+", come[after]),), None, right + after)
        elif after is None:
            yield Row(RowKind.DELETED, (Span("-", gone[before]),), left + before)
        else:
            share = (len(gone[before]) + len(come[after])) / size
            spans = edits(gone[before], come[after], seconds=seconds * share)
            yield Row(RowKind.REPLACED, spans, left + before, right + after)


def _packed(row: Row) -> list[Any]:
    if row.kind is RowKind.FOLDED:
        return [row.kind.value, row.folded_count]
    spans = [[span.op, span.text] for span in row.spans]
    text: Any = spans if row.kind is RowKind.REPLACED else row.spans[0].text
    return [row.kind.value, row.old_number, row.new_number, text]


def _unpacked(packed: list[Any]) -> Row:
    kind = RowKind(packed[0])
    if kind is RowKind.FOLDED:
        return Row(kind, folded_count=packed[1])
    _, old_number, new_number, text = packed
    spans = text if kind is RowKind.REPLACED else [[kind.value, text]]
    return Row(kind, tuple(Span(op, piece) for op, piece in spans), old_number, new_number)
