"""Following a notice list one level: each notice that it links to becomes a page of its own."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from tracker.domain.notices import Notice
from tracker.enums import PageKind
from tracker.models import Page
from tracker.operations import pace, sources
from tracker.sources import urls
from tracker.sources.urls import UrlError

MOST_LINKED = 20  # pages per list: the newest; older ones have stopped changing


def follow(page: Page, listed: Sequence[Notice], *, now: datetime) -> None:
    """Add the pages that a notice list newly links to; they are read at the next sweep."""
    if page.kind != PageKind.NOTICE_LIST:
        return
    known = set(Page.objects.filter(parent=page).values_list("url", flat=True))
    for notice in listed[:MOST_LINKED]:
        address = _address(page, notice)
        if address and address not in known:
            known.add(address)
            _add(page, address, notice.title, now=now)


def _address(page: Page, notice: Notice) -> str | None:
    """Return where the notice leads, when that is another page of the same site."""
    if not notice.url:
        return None
    try:
        target = urls.parse(notice.url, admitted=settings.ADMITTED_ADDRESSES).text
    except UrlError:
        return None
    is_same_site = urlsplit(target).netloc == urlsplit(page.url).netloc
    return target if is_same_site and target != page.url else None


def _add(page: Page, address: str, title: str, *, now: datetime) -> None:
    is_pdf = urlsplit(address).path.lower().endswith(".pdf")
    url = urls.parse(address, admitted=settings.ADMITTED_ADDRESSES)
    Page.objects.get_or_create(
        url=address,
        kind=PageKind.PDF if is_pdf else PageKind.WEB,
        selector="",
        owner=None,
        defaults={
            "parent": page,
            "host": sources.host_of(url, now=now),
            "title": title[:300],
            "interval": pace.linked(page.interval),
            "due_at": now,
            "is_heavy": is_pdf,
        },
    )
