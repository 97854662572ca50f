"""What was read from one file or address, spelled out for a person or a program to look at."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from tracker.domain.document import Block, Document
from tracker.domain.notices import Notice
from tracker.domain.readability import Unreadable

_SHOWN = ("level", "headings", "caption", "columns", "cells", "struck")  # where they say anything


def read_out(
    document: Document, notices: Sequence[Notice], problem: Unreadable | None
) -> dict[str, Any]:
    """Return title, dates, notices and blocks in the form of JSON.

    `problem` says why the page is not taken for a reading; None when it is.
    """
    return {
        "format": document.format,
        "title": document.title,
        "published": _day(document.published_on),
        "updated": _day(document.updated_at),
        "charset": document.charset,
        "language": document.language,
        "faults": list(document.faults),
        "unreadable": problem.reason.value if problem else None,
        "notices": [_notice(notice) for notice in notices],
        "blocks": [_block(block) for block in document.blocks],
    }


def _day(value: date | datetime | None) -> str | None:
    return value.isoformat() if value else None


def _notice(notice: Notice) -> dict[str, Any]:
    return {
        "key": notice.key,
        "title": notice.title,
        "number": notice.number,
        "posted": _day(notice.posted_on),
        "updated": _day(notice.updated_on),
        "resolved": notice.is_resolved,
        "url": notice.url,
        "additions": [
            {"marked": _day(addition.marked_on), "text": addition.text}
            for addition in notice.additions
        ],
        "text": notice.text,
    }


def _block(block: Block) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "kind": block.kind.value,
        "region": block.region.value,
        "text": block.text,
    }
    for name in _SHOWN:
        if value := getattr(block, name):
            shown[name] = list(value) if isinstance(value, tuple) else value
    if block.links:
        shown["links"] = [{"text": link.text, "url": link.url} for link in block.links]
    if block.stamped_on:
        shown["stamped"] = _day(block.stamped_on)
    return shown
