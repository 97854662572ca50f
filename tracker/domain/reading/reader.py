"""From the bytes of one answer to a Document, whatever the format."""

import hashlib
import re
from collections.abc import Callable, Sequence
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


BlockReader = Callable[..., list[Block]]  # of a parsed page: all of it, or the main part
_TEXT_READERS: dict[str, Callable[..., Document]] = {
    "feed": feed.read_feed,
    "statuspage": statuspage.read_statuspage,
    "text": plaintext.read_text,
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
    document = _read(body, content_type, url, selector, markup.blocks_of)
    return dated(document, captured_on)


def read_main(
    body: bytes, *, content_type: str = "", url: str = "", selector: str = ""
) -> Document:
    """Read only the blocks that may carry news, for the many looks that bring none of it.

    The document has no dates yet; `dated` adds them. A page without news is read whole, since
    the rest says why.

    Raises: ReadError and SelectorError as `read` does.
    """
    document = _read(body, content_type, url, selector, markup.main_blocks_of)
    if document.format == "html" and not (document.blocks and document.title):
        return _read(body, content_type, url, selector, markup.blocks_of)
    return document


def _read(
    body: bytes, content_type: str, url: str, selector: str, blocks_of: BlockReader
) -> Document:
    kind = kind_of(body, content_type=content_type, url=url)
    if kind == "pdf":
        raise UnknownFormatError("a PDF is read page by page, from its extracted text")
    if kind == "mail":
        return mail.read_mail(body, url=url)
    decoded = charset.decode(body, content_type=content_type)
    if kind == "html":
        document = _read_html(decoded.text, url, selector, blocks_of)
    else:
        document = _TEXT_READERS[kind](decoded.text, url=url)
    faults = (*document.faults, BROKEN_BYTES) if decoded.is_damaged else document.faults
    return replace(document, charset=decoded.charset, faults=faults)


def read_pages(
    pages: Sequence[str], *, url: str = "", captured_on: date | None = None, is_whole: bool = True
) -> Document:
    """Read the extracted pages of a PDF; `is_whole` is False when there were more of them."""
    document = plaintext.read_pages(pages, url=url)
    faults = () if is_whole else (TRUNCATED,)
    return dated(replace(document, faults=faults), captured_on)


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


def _read_html(text: str, url: str, selector: str, blocks_of: BlockReader) -> Document:
    """Read a page's text into blocks, noting when the parser lost some of it."""
    root = markup.parse(text)
    if root is None:
        flat = tuple(markup.flat_blocks(text))
        return Document("html", "", flat, url=url, faults=(markup.TOO_DEEP,))
    language = (root.get("lang") or "")[:2].lower()
    tab = markup.title_of(root)
    picking = parse_selector(selector) if selector else None
    blocks = tuple(blocks_of(root, url=url, selector=picking))
    faults = (NOTHING_SELECTED,) if picking and not blocks else ()
    title = _title(blocks, tab)
    return Document("html", title, blocks, url=url, language=language, faults=faults)


def main_text(body: bytes, *, content_type: str = "", selector: str = "") -> MainText:
    """Return only what a poll compares; identical to the main blocks that `read` gives.

    Raises: ReadError and SelectorError as `read` does.
    """
    document = read_main(body, content_type=content_type, selector=selector)
    lines = document.lines
    return MainText(lines, hashlib.sha256("\n".join(lines).encode()).hexdigest(), document.faults)


def _title(blocks: tuple[Block, ...], tab: str) -> str:
    """Return the first heading of the page's own text, else what the browser's tab says."""
    headings = (block.text for block in blocks if block.level in {1, 2} and block.text)
    main = (block for block in blocks if block.region is Region.MAIN)
    found = next((b.text for b in main if b.kind == "heading" and b.text), "")
    return found or tab or next(headings, "")


def dated(document: Document, captured_on: date | None) -> Document:
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
