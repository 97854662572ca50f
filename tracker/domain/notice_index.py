"""The notices of a version in a short form, so that the next version need not read it again.

Each notice is its identity, its days and the span of the version's own lines that it covers. A
form written by another reader is not trusted: what one reader splits differently would look like
changes that nobody made.
"""

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import Any

from tracker.domain.document import Block, BlockKind, Document
from tracker.domain.notices import Notice

FORMATS = frozenset({"html", "text", "pdf"})  # whose notices are spans of the main blocks
READER_BYTES = 8
_READ_BY = ("notices.py", "openers.py", "document.py", "notice_index.py", "reading")


@lru_cache(maxsize=1)
def reader_mark() -> bytes:
    """Return what tells this reader from any other: a hash of its own text."""
    here = Path(__file__).parent
    parts = [here / name for name in _READ_BY]
    files = [file for part in parts for file in (part.glob("*.py") if part.is_dir() else [part])]
    text = b"".join([file.read_bytes() for file in sorted(files)])
    return sha256(text).digest()[:READER_BYTES]


def to_index(document: Document, standing: Sequence[Notice]) -> str:
    """Return the short form; "" where the notices are no spans of the document's lines."""
    if document.format not in FORMATS or any(notice.attributes for notice in standing):
        return ""
    counts = [0, *accumulate(bool(block.text) for block in document.main)]
    groups: dict[tuple[str, ...], int] = {}
    rows = [_row(notice, counts, groups) for notice in standing]
    return json.dumps([list(groups), rows], ensure_ascii=False, separators=(",", ":"))


def from_index(text: str, lines: Sequence[str]) -> tuple[Notice, ...]:
    """Return the notices as far as comparing them asks for; `lines` are the version's own."""
    groups, rows = json.loads(text)
    return tuple([_notice(row, tuple(groups[row[-1]]), lines) for row in rows])


def _row(notice: Notice, counts: list[int], groups: dict[tuple[str, ...], int]) -> list[Any]:
    return [
        counts[notice.start],
        counts[notice.end],
        notice.title,
        notice.key,
        notice.number,
        notice.posted_on and notice.posted_on.toordinal(),
        notice.updated_on and notice.updated_on.toordinal(),
        notice.url,
        int(notice.is_resolved),
        groups.setdefault(notice.group, len(groups)),
    ]


def _notice(row: list[Any], group: tuple[str, ...], lines: Sequence[str]) -> Notice:
    start, end, title, key, number, posted_on, updated_on, url, is_resolved, _ = row
    return Notice(
        key=key,
        title=title,
        blocks=tuple(
            [Block(BlockKind.PARAGRAPH, line, headings=group) for line in lines[start:end]]
        ),
        number=number,
        posted_on=date.fromordinal(posted_on) if posted_on else None,
        updated_on=date.fromordinal(updated_on) if updated_on else None,
        url=url,
        is_resolved=bool(is_resolved),
        start=start,
        end=end,
    )
