"""Reading the content of a page in the page's own way: its kind, its selector, its day."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from tracker.domain import reading
from tracker.domain.document import Document
from tracker.models import Page, Snapshot
from tracker.operations import archive
from tracker.sources import pdf

JAPAN = ZoneInfo("Asia/Tokyo")  # dates without a year are those of the supplier's day


def read_main(page: Page, body: bytes, content_type: str) -> Document:
    """Return what may carry news, without its dates; see `dated`.

    Raises: ReadError when nothing can be read from the content.
    """
    if reading.kind_of(body, content_type=content_type, url=page.url) == "pdf":
        return _read_pdf(body, page.url, None)
    return reading.read_main(body, content_type=content_type, url=page.url, selector=page.selector)


def dated(document: Document, *, at: datetime) -> Document:
    """Return a document with its own dates, as it was on the day of fetching."""
    return reading.dated(document, day_of(at))


def read(page: Page, body: bytes, content_type: str, *, at: datetime) -> Document:
    """Return the whole document as it was on the day of fetching.

    Raises: ReadError as `read_main`.
    """
    if reading.kind_of(body, content_type=content_type, url=page.url) == "pdf":
        return _read_pdf(body, page.url, day_of(at))
    return reading.read(
        body,
        content_type=content_type,
        url=page.url,
        selector=page.selector,
        captured_on=day_of(at),
    )


def read_snapshot(snapshot: Snapshot) -> Document:
    """Read a kept version again, with today's reader."""
    raw = archive.raw_of(snapshot)
    return read(snapshot.page, raw, snapshot.content_type, at=snapshot.taken_at)


def day_of(moment: datetime) -> date:
    """Return the supplier's day of a moment."""
    return moment.astimezone(JAPAN).date()


def _read_pdf(body: bytes, url: str, captured_on: date | None) -> Document:
    found = pdf.extract(body)
    return reading.read_pages(
        found.pages, url=url, captured_on=captured_on, is_whole=found.is_whole
    )
