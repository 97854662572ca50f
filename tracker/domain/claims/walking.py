"""Walk a document's blocks or entries in reading order and return its lines."""

import re
from datetime import date

from tracker.domain.claims.lines import Line, Walker
from tracker.domain.claims.silence import is_silent
from tracker.domain.claims.wrapping import unwrapped
from tracker.domain.dates.values import JST, midnight
from tracker.domain.document import Block, BlockKind, Document, Entry
from tracker.domain.lexicon.loader import Lexicon

CASE = re.compile(r"^[◆■●\s]*(?:ケース|パターン)\s*[0-9０-９]+")
_TYPED = frozenset({"mail", "text", "pdf"})  # formats whose lines are wrapped by hand


def lines(document: Document, words: Lexicon, written_on: date) -> list[Line]:
    """Return what is to be read, in reading order."""
    walker = Walker(words, written_on)
    if document.entries:
        for number, entry in enumerate(_told_entries(document.entries, words)):
            _walk_entry(walker, entry, number * 100, is_typed=document.format in _TYPED)
    else:
        is_typed = document.format in _TYPED
        blocks = unwrapped(document.main) if is_typed else list(document.main)
        blocks = _without_quotes(blocks) if document.format == "mail" else blocks
        walker.is_log = sum(walker.logged(block) is not None for block in blocks) > 1
        for index, block in enumerate(_before_cases(blocks)):
            walker.take(block, index)
    walker.date_unmarked()
    return walker.ranked()


def _told_entries(entries: tuple[Entry, ...], words: Lexicon) -> list[Entry]:
    """Drop items of a feed whose titles are of no concern: vacancies, earnings."""
    told = [e for e in entries if not is_silent(words.scanner.hits(e.title.lower()), words)]
    return told if len(entries) > 1 else list(entries)


def _without_quotes(blocks: list[Block]) -> list[Block]:
    """Drop what an answer quotes of the mail before it; a mail of nothing but quotes keeps it."""
    own = [block for block in blocks if not block.text.startswith((">", "＞"))]
    return own if len(own) > len(blocks) / 3 else blocks


def _before_cases(blocks: list[Block]) -> list[Block]:
    """Return what stands before instructions by case: those tell what to do, not what runs."""
    cases = [place for place, block in enumerate(blocks) if CASE.match(block.text)]
    return blocks[: cases[0]] if len(cases) > 1 else blocks


def _walk_entry(walker: Walker, entry: Entry, index: int, *, is_typed: bool) -> None:
    at = entry.updated_at or entry.published_at
    walker.open_entry(at.astimezone(JST) if at else midnight(walker.base))
    walker.add(entry.title, BlockKind.HEADING, (), index)
    walker.title = entry.title
    blocks = _without_quotes(unwrapped(entry.blocks)) if is_typed else list(entry.blocks)
    for place, block in enumerate(blocks, 1):
        walker.take(block, index + place)
