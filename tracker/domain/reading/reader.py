"""From the bytes of one answer to a Document, whatever the format."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.document import Block, Document, ReadError, Region
from tracker.domain.reading import charset, feed, mail, markup, plaintext, stamps, statuspage
from tracker.domain.reading.selection import NOTHING_SELECTED, parse_selector

BROKEN_BYTES = "broken-bytes"  # fault: a few characters could not be decoded
TRUNCATED = "truncated"  # fault: there were more pages
SNIFF_WINDOW = 1024  # bytes looked at when the type is missing or says nothing

_MAIL = re.compile(
    rb"^(?:(?:[A-Za-z][A-Za-z-]*:[^\r\n]*|[ \t][^\r\n]*)\r?\n)*?"
    rb"(?:Message-ID|Received|MIME-Version|Return-Path|Subject|From):",
    re.IGNORECASE,
)
_XML_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF)[\s>]")
_HTML = re.compile(rb"<(?:!doctype html|html|head|body|div|p|table|h[1-6])[\s>]", re.IGNORECASE)
_JAPANESE = re.compile(r"[\u3041-\u30ff]")
_TYPES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/json": "statuspage",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
    "message/rfc822": "mail",
    "application/pdf": "pdf",
}


class UnknownFormatError(ReadError):
    """No reader knows what these bytes are."""


@dataclass(frozen=True, slots=True)
class MainText:
    """What a poll compares: the lines that may carry news, and their fingerprint."""

    lines: tuple[str, ...]
    digest: str
    faults: tuple[str, ...] = ()


def read(
    body: bytes,
    *,
    content_type: str = "",
    url: str = "",
    selector: str = "",
    captured_on: date | None = None,
) -> Document:
    """Read an answer of a server, a file or a pasted text into blocks.

    `selector` keeps only a part of a web page. `captured_on` is the day of fetching; dates
    printed without a year are resolved against it.

    Raises: ReadError when the bytes are no text, refused or of no known shape; a PDF is read by
        `read_pages` from the pages that `tracker.sources.pdf` extracts. SelectorError.
    """
    kind = kind_of(body, content_type=content_type, url=url)
    if kind == "pdf":
        raise UnknownFormatError("a PDF is read page by page, from its extracted text")
    if kind == "mail":
        return _finished(mail.read_mail(body, url=url), captured_on)
    decoded = charset.decode(body, content_type=content_type)
    document = _read_text(kind, decoded.text, url, selector)
    faults = (*document.faults, BROKEN_BYTES) if decoded.is_damaged else document.faults
    return _finished(replace(document, charset=decoded.charset, faults=faults), captured_on)


def read_pages(
    pages: Sequence[str], *, url: str = "", captured_on: date | None = None, is_whole: bool = True
) -> Document:
    """Read the extracted pages of a PDF; `is_whole` is False when there were more of them."""
    document = plaintext.read_pages(pages, url=url)
    faults = () if is_whole else (TRUNCATED,)
    return _finished(replace(document, faults=faults), captured_on)


def kind_of(body: bytes, *, content_type: str = "", url: str = "") -> str:
    """Name the format by content first: servers mislabel feeds, JSON and mails as HTML."""
    head = body[:SNIFF_WINDOW].lstrip(b"\xef\xbb\xbf \t\r\n")
    declared = _TYPES.get(content_type.split(";", maxsplit=1)[0].strip().lower(), "")
    if head.startswith(b"%PDF-"):
        return "pdf"
    if _XML_FEED.search(head) and b"<html" not in head.lower():
        return "feed"
    if declared not in {"", "pdf"}:
        return declared
    if head.startswith(b"{"):
        return "statuspage"
    if url.lower().endswith(".eml") or _MAIL.match(head):
        return "mail"
    return "html" if _HTML.search(head) else "text"


def _read_text(kind: str, text: str, url: str, selector: str) -> Document:
    if kind == "feed":
        return feed.read_feed(text, url=url)
    if kind == "statuspage":
        return statuspage.read_statuspage(text, url=url)
    if kind == "text":
        return plaintext.read_text(text, url=url)
    return _read_html(text, url, selector)


def _read_html(text: str, url: str, selector: str) -> Document:
    """Read a page's text into blocks, noting when the parser lost some of it."""
    root = markup.parse(text)
    if root is None:
        flat = tuple(markup.flat_blocks(text))
        return Document("html", "", flat, url=url, faults=(markup.TOO_DEEP,))
    language = (root.get("lang") or "")[:2].lower()
    tab = markup.title_of(root)
    picking = parse_selector(selector) if selector else None
    blocks = tuple(markup.blocks_of(root, url=url, selector=picking))
    faults = (NOTHING_SELECTED,) if picking and not blocks else ()
    title = _title(blocks, tab)
    return Document("html", title, blocks, url=url, language=language, faults=faults)


def main_text(body: bytes, *, content_type: str = "", selector: str = "") -> MainText:
    """Return only what a poll compares; identical to the main blocks that `read` gives.

    Raises: ReadError and SelectorError as `read` does.
    """
    if kind_of(body, content_type=content_type) != "html":
        document = read(body, content_type=content_type)
        return _main_text([block.text for block in document.main], document.faults)
    text = charset.decode(body, content_type=content_type).text
    root = markup.parse(text)
    if root is None:
        return _main_text([b.text for b in markup.flat_blocks(text)], (markup.TOO_DEEP,))
    picking = parse_selector(selector) if selector else None
    lines = markup.main_lines_of(root, selector=picking)
    return _main_text(lines, (NOTHING_SELECTED,) if picking and not lines else ())


def _main_text(texts: Sequence[str], faults: tuple[str, ...]) -> MainText:
    lines = tuple([text for text in texts if text])
    return MainText(lines, hashlib.sha256("\n".join(lines).encode()).hexdigest(), faults)


def _title(blocks: tuple[Block, ...], tab: str) -> str:
    """Return the first heading of the page's own text, else what the browser's tab says."""
    headings = (block.text for block in blocks if block.level in {1, 2} and block.text)
    main = (block for block in blocks if block.region is Region.MAIN)
    found = next((b.text for b in main if b.kind == "heading" and b.text), "")
    return found or tab or next(headings, "")


def _finished(document: Document, captured_on: date | None) -> Document:
    """Add what every format may print: its own date and its language."""
    language = document.language or _language(document)
    if document.entries and document.published_on:
        return replace(document, language=language)
    stamp = stamps.stamp_of(document, captured_on=captured_on)
    return replace(
        document, language=language, published_on=stamp.published_on, updated_at=stamp.updated_at
    )


def _language(document: Document) -> str:
    sample = " ".join(block.text for block in document.blocks[:50])
    if _JAPANESE.search(sample):
        return "ja"
    return "en" if sample.isascii() and sample else ""
