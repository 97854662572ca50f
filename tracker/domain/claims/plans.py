"""Read a letter about planned work whole: days with their reserve days, slots with their rows."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise

from tracker.domain.claims.text import folded
from tracker.domain.dates import japanese
from tracker.domain.dates.values import Precision, Span
from tracker.domain.document import Block, BlockKind, Document
from tracker.domain.lexicon.loader import lexicon

_RESERVE = re.compile(r"予備日")
_SLOT_COLUMN = re.compile(r"(?:時間帯|時間|時刻|停止時間)")
_SERVICE_COLUMN = re.compile(r"(?:サービス|機能|業務|対象)")
_BEHAVIOUR_COLUMN = re.compile(r"(?:挙動|動作|影響|状態)")
_ALTERNATIVE_COLUMN = re.compile(r"(?:代替|対応|お願い|措置)")
_MARK = re.compile(r"\s*\^?\{?[*※](\d+)\}?")
_FOOTNOTE = re.compile(r"^[*※]?\s*(\d+)[\s:：)）]+(.+)$")
_ROLLBACK = re.compile(r"(?:切り?戻し|切戻|元のシステムに戻|roll ?back)", re.IGNORECASE)
_PURPOSE = re.compile(r"目的")
_CONTACT = re.compile(r"(?:問い合わせ先|連絡先)")


@dataclass(frozen=True, slots=True)
class Work:
    """One day of work and the day it falls back on."""

    start: datetime
    end: datetime
    reserve_start: datetime | None = None
    reserve_end: datetime | None = None


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One service in one slot: what it does meanwhile and what to do instead."""

    service: str
    behaviour: str
    alternative: str
    marks: tuple[str, ...] = ()  # of the footnotes that bound it


@dataclass(frozen=True, slots=True)
class Slot:
    """One stretch of time in which services are not available."""

    start: datetime
    end: datetime
    rows: tuple[ServiceRow, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A notice of planned work. `conditions` maps a footnote's mark to its text."""

    purpose: str
    works: tuple[Work, ...]
    slots: tuple[Slot, ...]
    conditions: dict[str, str]
    rollback: str
    contact: str


def plan_of(document: Document, *, written_on: date) -> Plan:
    """Return what a notice plans; empty parts where it says nothing of them."""
    blocks = list(document.main)
    return Plan(
        purpose=_behind(blocks, _PURPOSE),
        works=_works(blocks, written_on),
        slots=_slots(blocks, written_on),
        conditions=_conditions(blocks),
        rollback=next((b.text for b in blocks if _ROLLBACK.search(b.text)), ""),
        contact=_behind(blocks, _CONTACT),
    )


def has_slots(document: Document) -> bool:
    """True when a table's first column names stretches of time."""
    return any(
        block.kind is BlockKind.ROW and block.columns and _SLOT_COLUMN.fullmatch(block.columns[0])
        for block in document.main
    )


def _behind(blocks: list[Block], head: re.Pattern[str]) -> str:
    """Return the text behind a short line that names what follows."""
    for block, following in pairwise(blocks):
        if head.search(block.text) and len(block.text) < 30:
            return following.text
    return ""


def _range(block: Block, near: date) -> Span | None:
    """Return the stretch of clock times in a line."""
    spans = japanese.find(folded(block.text, lexicon("ja")), near)
    minutes = (s for s in spans if s.is_range and s.precision is Precision.MINUTE)
    return next(minutes, None)


def _works(blocks: list[Block], written_on: date) -> tuple[Work, ...]:
    """Return the days of work; a reserve day belongs to the one above it."""
    found: list[Work] = []
    for block in blocks:
        span = _range(block, written_on) if block.kind is not BlockKind.ROW else None
        if span is None or not span.has_day:
            continue
        if _RESERVE.search(block.text):
            if found:
                found[-1] = replace(found[-1], reserve_start=span.first, reserve_end=span.last)
        elif not any((work.start, work.end) == (span.first, span.last) for work in found):
            found.append(Work(span.first, span.last))
    return tuple(found)


def _slots(blocks: list[Block], written_on: date) -> tuple[Slot, ...]:
    """Return the slots of the tables, each on the day that is named above its table."""
    found: list[Slot] = []
    day = written_on
    for block in blocks:
        span = _range(block, written_on)
        if block.kind is not BlockKind.ROW:
            day = span.first.date() if span and span.has_day else day
            continue
        if not block.columns or not _SLOT_COLUMN.search(block.columns[0]):
            continue
        stretch = _range(Block(BlockKind.PARAGRAPH, block.cells[0]), day)
        if stretch is not None:
            _add_row(found, stretch, _row(block))
    return tuple(found)


def _add_row(found: list[Slot], stretch: Span, row: ServiceRow) -> None:
    if found and (found[-1].start, found[-1].end) == (stretch.first, stretch.last):
        found[-1] = replace(found[-1], rows=(*found[-1].rows, row))
    else:
        found.append(Slot(stretch.first, stretch.last, (row,)))


def _row(block: Block) -> ServiceRow:
    marks = tuple(dict.fromkeys(_MARK.findall(block.text)))
    return ServiceRow(
        service=_under(block, _SERVICE_COLUMN),
        behaviour=_under(block, _BEHAVIOUR_COLUMN),
        alternative=_under(block, _ALTERNATIVE_COLUMN),
        marks=marks,
    )


def _under(block: Block, column: re.Pattern[str]) -> str:
    """Return what stands under the columns of a kind, without footnote marks."""
    cells = zip(block.cells, block.columns, strict=True)
    told: Iterable[str] = (cell for cell, name in cells if cell and column.search(name))
    return _MARK.sub("", " ".join(told)).strip()


def _conditions(blocks: list[Block]) -> dict[str, str]:
    """Return the footnotes that say when a row holds."""
    found = {}
    for block in blocks:
        match = _FOOTNOTE.match(block.text)
        if match and block.kind is BlockKind.ITEM and "場合" in match[2]:
            found[match[1]] = match[2]
    return found
