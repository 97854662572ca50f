"""Following a page and letting it go."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import User
from accounts.operations import audit
from accounts.operations.audit import Actor
from tracker.enums import FETCHED_KINDS, Folder, Importance, PageKind
from tracker.models import Host, Page, Source, Supplier
from tracker.operations import pace
from tracker.sources import urls
from tracker.sources.urls import Url

BY_HAND = timedelta(days=1)  # how often somebody should look at what is entered by hand


class AlreadyFollowedError(Exception):
    """The supplier already has a source on this page."""

    def __init__(self, source: Source) -> None:
        super().__init__(str(source))
        self.source = source


@dataclass(frozen=True, slots=True)
class Address:
    """What is followed: a page, read in one way."""

    kind: PageKind
    url: str = ""  # "" for what is entered by hand or mailed
    selector: str = ""


@dataclass(frozen=True, slots=True)
class Following:
    """How a workspace wants to follow a page."""

    folder: Folder
    name: str
    interval: timedelta
    keeper: User | None = None
    importance: Importance = Importance.NORMAL
    is_starred: bool = False
    keywords: str = ""


def add(
    supplier: Supplier, address: Address, following: Following, *, actor: Actor, now: datetime
) -> Source:
    """Subscribe the supplier's workspace to a page, which is read at the next sweep.

    Raises: UrlError for an address that is not accepted; AlreadyFollowedError.
    """
    with transaction.atomic():
        page = (
            _fetched_page(address, now)
            if address.kind in FETCHED_KINDS
            else _own_page(address.kind, supplier, following.name)
        )
        existing = Source.objects.current().filter(supplier=supplier, page=page).first()
        if existing is not None:
            raise AlreadyFollowedError(existing)
        source = Source.objects.create(
            workspace=supplier.workspace,
            supplier=supplier,
            page=page,
            started_at=now,
            **_values(following),
        )
        pace.set_pace(page, now=now)
        audit.record(
            "source.added",
            source,
            actor=actor,
            now=now,
            workspace=supplier.workspace,
            after=_said(source),
        )
    return source


def change(source: Source, following: Following, *, actor: Actor, now: datetime) -> None:
    """Change how a page is followed; what it is and whose it is stay."""
    with transaction.atomic():
        before = _said(source)
        for name, value in _values(following).items():
            setattr(source, name, value)
        source.save(update_fields=list(_values(following)))
        pace.set_pace(source.page, now=now)
        audit.record(
            "source.changed",
            source,
            actor=actor,
            now=now,
            workspace=source.workspace,
            before=before,
            after=_said(source),
        )


def end(source: Source, *, reason: str, actor: Actor, now: datetime) -> None:
    """Stop following. What was read stays on the timeline."""
    with transaction.atomic():
        source.ended_at = now
        source.save(update_fields=["ended_at"])
        pace.set_pace(source.page, now=now)
        audit.record(
            "source.ended",
            source,
            actor=actor,
            now=now,
            workspace=source.workspace,
            before=_said(source),
            reason=reason,
        )


def host_of(url: Url, *, now: datetime) -> Host:
    """Return the row that keeps the peace with the server of an address."""
    authority = url.host if url.port in (80, 443) else f"{url.host}:{url.port}"
    host, _ = Host.objects.get_or_create(authority=authority, defaults={"not_before": now})
    return host


def own_source(
    supplier: Supplier, *, kind: PageKind, name: str, actor: Actor, now: datetime
) -> Source:
    """Return the supplier's one source for what is entered by hand or mailed, made if missing."""
    found = Source.objects.current().filter(supplier=supplier, page__kind=kind).first()
    if found is not None:
        return found
    following = Following(folder=Folder.OFFICIAL, name=name, interval=BY_HAND)
    return add(supplier, Address(kind), following, actor=actor, now=now)


def _fetched_page(address: Address, now: datetime) -> Page:
    url = urls.parse(address.url, admitted=settings.ADMITTED_ADDRESSES)
    page, _ = Page.objects.get_or_create(
        url=url.text,
        kind=address.kind,
        selector=address.selector,
        owner=None,
        defaults={
            "host": host_of(url, now=now),
            "interval": BY_HAND,
            "due_at": now,
            "is_heavy": address.kind == PageKind.PDF,
        },
    )
    return page


def _own_page(kind: PageKind, supplier: Supplier, title: str) -> Page:
    return Page.objects.create(
        kind=kind, owner=supplier.workspace, interval=BY_HAND, title=title[:300]
    )


def _values(following: Following) -> dict[str, Any]:
    return {
        "folder": following.folder,
        "name": following.name,
        "interval": following.interval,
        "keeper": following.keeper,
        "importance": following.importance,
        "is_starred": following.is_starred,
        "keywords": following.keywords,
    }


def _said(source: Source) -> dict[str, Any]:
    """Return what the audit chain keeps of a source."""
    return {
        "supplier": source.supplier.name,
        "url": source.page.url,
        "kind": source.page.kind,
        "folder": source.folder,
        "name": source.name,
        "interval_seconds": int(source.interval.total_seconds()),
        "keeper": str(source.keeper) if source.keeper else None,
        "importance": source.importance,
        "is_starred": source.is_starred,
        "keywords": source.keywords,
    }
