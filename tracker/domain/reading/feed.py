"""RSS 1, RSS 2 and Atom: every item is an entry with the feed's own identity and times.

The feed is decoded to text first and only then parsed: feedparser reads a Shift_JIS feed that
holds ① or ㈱ as Western rubbish. Entity declarations are refused before any parser sees them.
"""

import io
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser

from tracker.domain.document import Block, BlockKind, Document, Entry, ReadError
from tracker.domain.reading import markup
from tracker.domain.reading.folding import fold
from tracker.domain.reading.inline import absolute
from tracker.enums.reading import ReadProblem

MAX_ENTRIES = 500  # newest of a feed; what an archive holds beyond is no news

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]{0,500}(\[|>)", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_KNOWN = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF)\b", re.IGNORECASE)


class FeedRefusedError(ReadError):
    """The feed declares entities, or is no feed at all."""

    reason = ReadProblem.REFUSED


def read_feed(text: str, *, url: str = "") -> Document:
    """Read a feed's text.

    Raises: FeedRefusedError when it declares entities or holds no feed.
    """
    parsed = feedparser.parse(
        io.BytesIO(_defused(text).encode("utf-8")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    channel = parsed.feed
    entries = tuple(_entry(item, url) for item in parsed.entries[:MAX_ENTRIES])
    if not entries and parsed.bozo:
        raise FeedRefusedError("the feed is broken XML and no entry could be read")
    times = [time for entry in entries if (time := entry.updated_at or entry.published_at)]
    updated = _time(channel, "updated") or max(times, default=None)
    return Document(
        format="feed",
        title=fold(channel.get("title", "")),
        blocks=tuple(block for entry in entries for block in _told(entry)),
        entries=entries,
        url=url,
        language=channel.get("language", "")[:2].lower(),
        published_on=updated.date() if updated else None,
        updated_at=updated,
    )


def _defused(text: str) -> str:
    """Return the XML without document type, so that nothing is expanded or fetched."""
    if _ENTITY.search(text):
        raise FeedRefusedError("the feed declares XML entities, which are refused")
    if not _KNOWN.search(text[:4096]):
        raise FeedRefusedError("this XML is neither RSS nor Atom")
    return _DOCTYPE.sub("", _DECLARATION.sub("", text.lstrip("\ufeff")), count=1)


def _entry(item: Any, base: str) -> Entry:
    title = _plain(item.get("title", ""))
    address = absolute(base, item.get("link", ""))
    published = _time(item, "published")
    updated = _time(item, "updated")
    contents = [content.get("value", "") for content in item.get("content", ())]
    body = max([*contents, item.get("summary", "")], key=len)
    key = item.get("id") or address or f"{published or updated or ''} {title}".strip()
    return Entry(
        key=fold(key),
        title=title,
        blocks=tuple(markup.blocks_of_text(body, url=address or base)),
        url=address,
        published_at=published or updated,
        updated_at=updated if published and updated != published else None,
        attributes={"categories": ", ".join(_terms(item))} if item.get("tags") else {},
    )


def _terms(item: Any) -> list[str]:
    return [fold(tag.get("term") or "") for tag in item.tags if tag.get("term")]


def _plain(title: str) -> str:
    """Read a title that may itself be markup."""
    if "<" not in title and "&" not in title:
        return fold(title)
    return " ".join(block.text for block in markup.blocks_of_text(title))


def _told(entry: Entry) -> tuple[Block, ...]:
    day = entry.published_at.date() if entry.published_at else None
    heading = Block(BlockKind.HEADING, entry.title, level=2, stamped_on=day)
    return (heading, *entry.blocks) if entry.title else entry.blocks


def _time(item: Any, name: str) -> datetime | None:
    """Read a time in its own zone: the day it names is the publisher's day.

    Only the two standard spellings; feedparser's own guesses turn 2025年10月29日 into November.
    """
    # straight from the dict: feedparser's own access mixes the two times up, with a warning
    written = dict.get(item, name) or ""
    for reader in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            time = reader(written.strip())
        except ValueError:
            continue
        return time if time.tzinfo else time.replace(tzinfo=UTC)
    return None
