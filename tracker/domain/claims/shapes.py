"""What the shape of a line or a row tells: menus, headers, columns of what was so before."""

import re
from collections.abc import Iterable
from datetime import datetime

from tracker.domain.claims.text import folded
from tracker.domain.dates.values import Precision, Span
from tracker.domain.document import Block, BlockKind
from tracker.domain.lexicon.loader import Lexicon

_BEFORE = re.compile(r"^(?:前回|変更前|旧|従前|これまで|修正前|before|previous|old)", re.IGNORECASE)
_NOW = re.compile(r"^(?:今回|変更後|新|現在|今後|修正後|after|now|current|new)", re.IGNORECASE)
_NAMING_COLUMN = re.compile(
    r"(?:質問|項目|サービス|機能|商品|製品|対象|区分|名|種別|question|service|item|name)",
    re.IGNORECASE,
)


def is_menu(block: Block, text: str) -> bool:
    """True for a line of links side by side."""
    return block.kind is not BlockKind.ROW and text.count("|") > 1 and "。" not in text


def is_former(column: str, columns: tuple[str, ...]) -> bool:
    """True for a column of what was so before, beside one of what is so now."""
    return bool(_BEFORE.search(column)) and any(_NOW.search(other) for other in columns)


def is_header(number: int, columns: tuple[str, ...]) -> bool:
    """True for a cell that names what its row is about: the first, or one under such a column."""
    return number == 0 or not columns[number] or bool(_NAMING_COLUMN.search(columns[number]))


def stop_in(text: str, span: Span, words: Lexicon) -> int:
    """Return where a time expression ends in a text as it is written on the page."""
    for stop in range(1, min(len(text), 60)):
        if len(folded(text[:stop], words)) >= span.start + len(span.text.rstrip()):
            return stop
    return 0


def newest(spans: Iterable[Span], otherwise: datetime) -> datetime:
    """Return the latest day or minute that is named."""
    named = [span.first for span in spans if span.precision is not Precision.PART]
    return max(named, default=otherwise)


def headings_of(block: Block) -> tuple[str, ...]:
    """Return caption and headings of a block, nearest first."""
    return (*((block.caption,) if block.caption else ()), *reversed(block.headings))
