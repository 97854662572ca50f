"""Plain text to blocks: mails, FAX and pasted lines, pages of a PDF."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from tracker.domain.document import Block, BlockKind, Document
from tracker.domain.reading import tabbed
from tracker.domain.reading.folding import fold, unwrap
from tracker.domain.reading.outline import MARK_LEVEL, Outline, is_title, looks_heading

_BULLET = re.compile(r"^[・•‣◦*－-]\s*(?=\S)")
_PAGE_NUMBER = re.compile(r"^[-－–—\s]*(?:p\.?\s*)?\d{1,4}(?:\s*[/／]\s*\d{1,4})?[-－–—\s]*$", re.I)
_SUBJECT = re.compile(r"^(?:件\s*名|題\s*名|標\s*題|subject)\s*[:：]\s*(.+)$", re.IGNORECASE)
_ALREADY_OVER = re.compile(r"^(?:以\s*上|敬\s*具|記)$")
TITLE_LINES = 15  # a letter names its matter within its first lines


def read_text(text: str, *, url: str = "", format: str = "text") -> Document:  # noqa: A002
    """Read pasted or typed text: blank lines part paragraphs, marks make headings."""
    blocks = tuple(blocks_of_lines(text.splitlines()))
    return Document(format=format, title=title_of(blocks), blocks=blocks, url=url)


def read_pages(pages: Sequence[str], *, url: str = "") -> Document:
    """Read the pages of a PDF, without the lines that run through all of them."""
    running = _running_lines(pages)
    kept = [
        line
        for page in pages
        for line in [*page.splitlines(), ""]
        if fold(line) not in running and not _PAGE_NUMBER.match(line.strip() or "x")
    ]
    blocks = tuple(blocks_of_lines(kept))
    return Document(format="pdf", title=title_of(blocks), blocks=blocks, url=url)


def blocks_of_lines(lines: Iterable[str]) -> Iterator[Block]:
    """Yield the blocks of lines as they were typed."""
    outline = Outline()
    for are_rows, run in groupby(lines, key=tabbed.is_row):
        if are_rows:
            yield from tabbed.rows(list(run), outline.above)
            continue
        for paragraph in _paragraphs(run):
            for text in unwrap(paragraph):
                yield _block(text, outline)


def title_of(blocks: Sequence[Block]) -> str:
    """Return the subject line, else the first line named like a notice, else the first line."""
    head = blocks[:TITLE_LINES]
    for block in head:
        if match := _SUBJECT.match(block.text):
            return match.group(1)
    titled = (block.text for block in head if is_title(block.text))
    return next(titled, head[0].text if head else "")


def _block(text: str, outline: Outline) -> Block:
    if bullet := _BULLET.match(text):
        item = text[bullet.end() :]
        return Block(BlockKind.ITEM, item, level=1, headings=outline.above)
    if looks_heading(text, is_bold=is_title(text)):
        above = outline.enter(text, MARK_LEVEL)
        return Block(BlockKind.HEADING, text, level=MARK_LEVEL, headings=above)
    return Block(BlockKind.PARAGRAPH, text, headings=outline.above)


def _paragraphs(lines: Iterable[str]) -> Iterator[list[str]]:
    """Gather lines until a blank one."""
    gathered: list[str] = []
    for line in lines:
        if text := fold(line):
            gathered.append(text)
        elif gathered:
            yield gathered
            gathered = []
    if gathered:
        yield gathered


def _running_lines(pages: Sequence[str]) -> frozenset[str]:
    """Find heads and feet: first or last lines that stand on most pages."""
    if len(pages) < 3:
        return frozenset()
    edges = Counter[str]()
    for page in pages:
        lines = [fold(line) for line in page.splitlines() if fold(line)]
        edges.update({*lines[:2], *lines[-2:]})
    return frozenset(line for line, count in edges.items() if count * 2 > len(pages))
