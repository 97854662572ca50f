"""A supplier's timeline: what its pages said and what we put down ourselves, newest first.

Two flat queries give one page of it, however long the history; a cursor (moment, rank, id)
names where the next page begins.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Self

from django.db.models import Q

from tracker.domain.highlights import FIRST
from tracker.enums import NOTICE_CHANGES, ChangeKind, Folder, RecordKind
from tracker.models import Change, Page, Source, Supplier, TimelineRecord

PAGE_SIZE = 50
SAID = NOTICE_CHANGES | {ChangeKind.FIRST_READ}
HEALTH = frozenset({ChangeKind.LOST, ChangeKind.FOUND})
CHANGE_RANK, RECORD_RANK = 0, 1  # of two events at one moment the record stands above


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """The place of one event in the order of the timeline."""

    moment: datetime
    rank: int
    pk: int

    def __str__(self) -> str:
        return f"{self.moment.isoformat()}_{self.rank}_{self.pk}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return the cursor written in an address; None when it cannot be read."""
        try:
            moment, rank, pk = text.rsplit("_", 2)
            parsed = cls(datetime.fromisoformat(moment), int(rank), int(pk))
        except ValueError:
            return None
        return parsed if parsed.moment.tzinfo else None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events to show. Empty sets and None mean all; [since, until) bounds the moment."""

    changes: frozenset[ChangeKind] = frozenset()
    records: frozenset[RecordKind] = frozenset()
    folder: Folder | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def is_everything(self) -> bool:
        return self == Wanted()


@dataclass(frozen=True, slots=True)
class Event:
    """One event: either a change of a page or a record of ours.

    `closes_news` marks the oldest of the newest events that are new to the reader.
    """

    cursor: Cursor
    change: Change | None = None
    record: TimelineRecord | None = None
    source: Source | None = None  # through which the change was read
    places: tuple[Source, ...] = ()  # further sources that told the same later
    is_new: bool = False
    closes_news: bool = False

    @property
    def moment(self) -> datetime:
        return self.cursor.moment

    @property
    def known_at(self) -> datetime:
        """When the event could first be read here."""
        return self.record.recorded_at if self.record else self.cursor.moment

    @property
    def is_health(self) -> bool:
        return self.change is not None and self.change.kind in HEALTH

    @property
    def is_said(self) -> bool:
        return self.change is not None and self.change.kind in SAID


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of a timeline, newest first. `next_cursor` is None on the last page."""

    events: list[Event]
    next_cursor: Cursor | None


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages whose changes make a supplier's timeline, with the source each is read by.

    Shapes: `sources` maps a page's id to the supplier's source on it or on the list linking it.
    """

    sources: dict[int, Source] = field(default_factory=dict)

    def ids(self, folder: Folder | None = None) -> list[int]:
        wanted = self.sources.items()
        return [pk for pk, source in wanted if folder is None or source.folder == folder]

    def starred_ids(self) -> list[int]:
        return [pk for pk, source in self.sources.items() if source.is_starred]


def pages_of(supplier: Supplier) -> Pages:
    """Return every page that the supplier's sources read, ended sources last."""
    sources = list(supplier.sources.select_related("page", "keeper").order_by("-ended_at", "pk"))
    by_page = {source.page_id: source for source in sources if source.ended_at}
    by_page |= {source.page_id: source for source in sources if not source.ended_at}
    children = Page.objects.filter(parent__in=list(by_page)).values_list("pk", "parent_id")
    linked = {pk: by_page[parent] for pk, parent in children}
    return Pages(linked | by_page)


def read(
    supplier: Supplier,
    pages: Pages,
    *,
    wanted: Wanted = Wanted(),
    before: Cursor | None = None,
    new_since: datetime | None = None,
    size: int = PAGE_SIZE,
) -> Slice:
    """Return the events before a cursor (the newest when None), in two queries,
    three where several places told the same.

    `new_since` is the reader's last visit; None marks nothing as new.
    """
    changes = _changes(pages, wanted, before, size)
    records = _records(supplier, wanted, before, size)
    newest_first = merge(changes, records, key=lambda event: event.cursor, reverse=True)
    events = list(islice(newest_first, size + 1))
    following = events[size - 1].cursor if len(events) > size else None
    shown = _placed(events[:size], pages)
    return Slice(_marked(shown, new_since), following)


def seen_first(pages: Pages, *, since: datetime, most: int = 5) -> list[Event]:
    """Return recent news from starred pages and news of resumption or narrowing (TRK-16).

    A notice that changed several times stands there once, with its newest change.
    """
    worded = Q(page__in=pages.starred_ids())
    for word in FIRST:
        worded |= Q(title__icontains=word)
    changes = Change.objects.filter(worded, page__in=pages.ids(), kind__in=NOTICE_CHANGES)
    changes = changes.told_once(pages.ids())
    newest = changes.since(since).defer("difference").order_by("-seen_at", "-pk")
    told = {(row.page_id, row.notice_id, row.title): row for row in reversed(newest[: most * 4])}
    once = sorted(told.values(), key=lambda row: (row.seen_at, row.pk), reverse=True)
    return [_change_event(change, pages) for change in once[:most]]


def _changes(pages: Pages, wanted: Wanted, before: Cursor | None, size: int) -> Iterator[Event]:
    if wanted.records and not wanted.changes:
        return
    shown = pages.ids(wanted.folder)
    changes = Change.objects.filter(page__in=shown).news().told_once(shown)
    if wanted.changes:
        changes = changes.filter(kind__in=wanted.changes)
    if wanted.since:
        changes = changes.filter(seen_at__gte=wanted.since)
    if wanted.until:
        changes = changes.filter(seen_at__lt=wanted.until)
    if before:
        same = Q(seen_at=before.moment)
        lower = Q(pk__lt=before.pk) if before.rank == CHANGE_RANK else Q()
        changes = changes.filter(Q(seen_at__lt=before.moment) | (same & lower))
    rows = changes.select_related("page", "notice").defer("difference")
    for change in rows.order_by("-seen_at", "-pk")[: size + 1]:
        yield _change_event(change, pages)


def _records(
    supplier: Supplier, wanted: Wanted, before: Cursor | None, size: int
) -> Iterator[Event]:
    if wanted.folder or (wanted.changes and not wanted.records):
        return
    records = TimelineRecord.objects.filter(supplier=supplier)
    if wanted.records:
        records = records.filter(kind__in=wanted.records)
    if wanted.since:
        records = records.filter(happened_at__gte=wanted.since)
    if wanted.until:
        records = records.filter(happened_at__lt=wanted.until)
    if before:
        same = Q(happened_at=before.moment)
        lower = same & Q(pk__lt=before.pk) if before.rank == RECORD_RANK else Q(pk=None)
        records = records.filter(Q(happened_at__lt=before.moment) | lower)
    rows = records.select_related("author", "change", "corrects").prefetch_related(
        "corrections__author"
    )
    for record in rows.order_by("-happened_at", "-pk")[: size + 1]:
        yield Event(Cursor(record.happened_at, RECORD_RANK, record.pk), record=record)


def _change_event(change: Change, pages: Pages) -> Event:
    cursor = Cursor(change.seen_at, CHANGE_RANK, change.pk)
    return Event(cursor, change=change, source=pages.sources.get(change.page_id))


def _placed(events: list[Event], pages: Pages) -> list[Event]:
    """Name the further places that told the same; a query only where there are any."""
    stories = {event.change.story for event in events if event.change and event.change.story}
    if not stories:
        return events
    told = Change.objects.filter(story__in=stories, page__in=pages.ids()).order_by("pk")
    sources: dict[int, dict[int, Source]] = {story: {} for story in stories if story}
    for story, page_id in told.values_list("story", "page_id"):
        source = pages.sources[page_id]
        sources[story or 0][source.pk] = source
    return [replace(event, places=_elsewhere(event, sources)) for event in events]


def _elsewhere(event: Event, sources: dict[int, dict[int, Source]]) -> tuple[Source, ...]:
    story = event.change.story if event.change else None
    found = sources.get(story or 0, {}).values()
    return tuple(source for source in found if source != event.source)


def _marked(events: list[Event], new_since: datetime | None) -> list[Event]:
    """Mark what is new since a moment, and where the new ends."""
    if new_since is None:
        return events
    fresh = [event.known_at > new_since for event in events]
    closing = fresh.index(False) - 1 if False in fresh else -1
    return [
        replace(event, is_new=is_new, closes_news=number == closing)
        for number, (event, is_new) in enumerate(zip(events, fresh, strict=True))
    ]
