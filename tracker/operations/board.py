"""The board: one row per supplier, worst first, in a flat number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from accounts.models import Membership
from tracker.domain.freshness import Freshness, freshness
from tracker.enums import MISSES, Folder, PageHealth, RecoveryStage
from tracker.models import Change, CheckSpan, Disruption, Page, Source, Supplier, Visit
from tracker.operations import squares
from tracker.operations.squares import Square

UNSEEN_WITHIN = timedelta(days=30)  # older changes are history, not news
UNSEEN_MOST = 20_000  # rows read to count; beyond it the numbers say "99+" anyway
TROUBLED = (PageHealth.UNREACHABLE, PageHealth.UNREADABLE, PageHealth.REFUSED)


@dataclass(frozen=True, slots=True)
class Row:
    """One supplier as the board shows it. Moments are None while nothing was read.

    Units: `troubled_count` of `source_count` sources cannot be read; `unseen_count` changes
        came since the member's last visit.
    """

    supplier: Supplier
    disruption: str  # title of the open one, "" when there is none
    stage: RecoveryStage | None  # that a person decided; None: nobody has
    squares: tuple[Square, ...]  # the same domains in every row
    source_count: int
    troubled_count: int
    last_read_at: datetime | None  # the oldest last reading among the official sources
    freshness: Freshness
    latest: Change | None
    unseen_count: int

    @property
    def is_unclear(self) -> bool:
        """Whether the sources leave us without a current word."""
        return bool(self.troubled_count) or self.last_read_at is None

    @property
    def has_many_unseen(self) -> bool:
        return self.unseen_count > 99


@dataclass(frozen=True, slots=True)
class _Followed:
    """One page of one supplier, direct or through a list."""

    source: Source
    page: Page


@dataclass(frozen=True, slots=True)
class Moment:
    """The time a board is read at. `known_at` is None for the board of now."""

    now: datetime
    known_at: datetime | None = None

    @property
    def at(self) -> datetime:
        return self.known_at or self.now


def suppliers(membership: Membership, *, at: datetime | None = None) -> QuerySet[Supplier]:
    """Return the company's suppliers, worst first: disrupted, stopped, unreadable, changed last.

    None: as they are now; else as they were known at that moment.
    """
    troubled = When(sources__ended_at=None, sources__page__health__in=TROUBLED, then=Value(1))
    is_there = Q(archived_at=None) | (Q(archived_at__gt=at) if at else Q())
    return (
        Supplier.objects.in_workspace(membership.workspace)
        .filter(is_there)
        .annotate(
            is_disrupted=Exists(_disruptions(at).filter(supplier=OuterRef("pk"))),
            worst=squares.worst(at),
            is_troubled=Max(Case(troubled, default=Value(0), output_field=IntegerField())),
            changed_at=Max("sources__page__last_changed_at"),
        )
        .order_by(
            "-is_disrupted",
            "-worst",
            "-is_troubled",
            F("changed_at").desc(nulls_last=True),
            "name",
            "pk",
        )
    )


def disrupted(found: QuerySet[Supplier], *, at: datetime | None = None) -> QuerySet[Supplier]:
    return found.filter(pk__in=_disruptions(at).values("supplier"))


def _disruptions(at: datetime | None) -> QuerySet[Disruption]:
    """Return the disruptions that are open, or were at a moment."""
    if at is None:
        return Disruption.objects.open()
    return Disruption.objects.open_at(at)


def troubled(found: QuerySet[Supplier]) -> QuerySet[Supplier]:
    """Keep suppliers of whom some source cannot be read."""
    sources = Source.objects.current().filter(page__health__in=TROUBLED)
    return found.filter(pk__in=sources.values("supplier"))


def rows(shown: Sequence[Supplier], membership: Membership, *, moment: Moment) -> list[Row]:
    """Return the board's rows, in a flat number of queries."""
    followed = _followed(shown)
    page_ids = {one.page.pk for pages in followed.values() for one in pages}
    latest = _latest(page_ids, moment)
    read = _read_by(page_ids, moment)
    unseen = {} if moment.known_at else _unseen(followed, _since(shown, membership, moment.now))
    opened = _disruptions(moment.known_at).filter(supplier__in=shown).order_by("started_at", "pk")
    disruptions = dict(opened.values_list("supplier_id", "title"))
    states = squares.of_suppliers(shown, at=moment.known_at)
    stages = squares.stages(shown, at=moment.at)
    return [
        Row(
            supplier=supplier,
            disruption=disruptions.get(supplier.pk, ""),
            stage=stages.get(supplier.pk),
            squares=states[supplier.pk],
            unseen_count=unseen.get(supplier.pk, 0),
            **_reading(_as_read(followed[supplier.pk], read), latest, moment.at),
        )
        for supplier in shown
    ]


def _followed(shown: Sequence[Supplier]) -> dict[int, list[_Followed]]:
    """Return supplier id -> its pages, those linked from a list included."""
    sources = list(
        Source.objects.current().filter(supplier__in=shown).select_related("page").order_by("pk")
    )
    children = defaultdict(list)
    for page in Page.objects.filter(parent__in={source.page_id for source in sources}):
        children[page.parent_id].append(page)
    found: dict[int, list[_Followed]] = defaultdict(list)
    for source in sources:
        pages = [source.page, *children[source.page_id]]
        found[source.supplier_id] += [_Followed(source, page) for page in pages]
    return found


def _latest(page_ids: Iterable[int], moment: Moment) -> dict[int, Change]:
    """Return page id -> its newest change that is news."""
    news = Change.objects.news().filter(page=OuterRef("pk"))
    if moment.known_at:
        news = news.filter(seen_at__lte=moment.known_at)
    newest = news.order_by("-seen_at", "-pk")
    ids = Page.objects.filter(pk__in=page_ids).values_list(Subquery(newest.values("pk")[:1]))
    found = Change.objects.filter(pk__in=[pk for (pk,) in ids if pk]).defer("difference")
    return {change.page_id: change for change in found}


def _read_by(page_ids: Iterable[int], moment: Moment) -> dict[int, datetime] | None:
    """Return page id -> when it had last been read on an earlier day. None: the pages know."""
    if moment.known_at is None:
        return None
    looks = CheckSpan.objects.filter(page__in=page_ids, first_at__lte=moment.known_at)
    last = looks.exclude(outcome__in=MISSES).values_list("page_id").annotate(Max("last_at"))
    return {page: min(last_at, moment.known_at) for page, last_at in last}


def _as_read(followed: list[_Followed], read: dict[int, datetime] | None) -> list[_Followed]:
    """Put back what an earlier day knew of the pages: when they were read, and no trouble."""
    if read is None:
        return followed
    for one in followed:
        one.page.last_read_at = read.get(one.page.pk)
        one.page.miss_count, one.page.health = 0, PageHealth.READABLE
    return followed


def _since(shown: Sequence[Supplier], membership: Membership, now: datetime) -> dict[int, datetime]:
    """Return supplier id -> the moment after which a change is new to the member."""
    floor = max(membership.started_at, now - UNSEEN_WITHIN)
    visits = Visit.objects.filter(membership=membership, supplier__in=shown)
    visited_at = dict(visits.values_list("supplier_id", "visited_at"))
    return {row.pk: max(visited_at.get(row.pk, floor), floor) for row in shown}


def _unseen(followed: dict[int, list[_Followed]], since: dict[int, datetime]) -> dict[int, int]:
    """Return supplier id -> number of changes since the member's last visit."""
    fresh = {
        pk: [one.page.pk for one in followed[pk] if _moved(one.page, moment)]
        for pk, moment in since.items()
    }
    # one range over all pages: an OR of fifty makes SQLite read the whole table
    moved = {page for pages in fresh.values() for page in pages}
    changes = Change.objects.news().filter(page__in=moved)
    changes = changes.since(min(since.values())) if since else changes.none()
    told = defaultdict(list)  # what several pages tell alike counts once
    rows = changes.values_list("page_id", "seen_at", "story", "pk")
    for page_id, moment, story, pk in rows[:UNSEEN_MOST]:
        told[page_id].append((moment, story or pk))
    return {
        pk: len({one for page in pages for moment, one in told[page] if moment > since[pk]})
        for pk, pages in fresh.items()
    }


def _moved(page: Page, moment: datetime) -> bool:
    """Return whether a page may have changes after a moment; a troubled one may have any."""
    return page.health in TROUBLED or (page.last_changed_at or moment) > moment


def _reading(followed: list[_Followed], latest: dict[int, Change], now: datetime) -> dict[str, Any]:
    """Return what a row says of its sources."""
    direct = [one for one in followed if one.page.pk == one.source.page_id]
    official = [one for one in direct if one.source.folder == Folder.OFFICIAL] or direct
    reads = [one.page.last_read_at for one in official if one.page.last_read_at]
    changes = [latest[one.page.pk] for one in followed if one.page.pk in latest]
    return {
        "source_count": len(direct),
        "troubled_count": sum(one.page.health in TROUBLED for one in direct),
        "last_read_at": min(reads, default=None),
        "freshness": _worst(official, now),
        "latest": max(changes, key=lambda change: (change.seen_at, change.pk), default=None),
    }


def _worst(followed: list[_Followed], now: datetime) -> Freshness:
    """Return the worst freshness; without any source nothing is fresh."""
    found = {
        freshness(
            one.page.miss_count,
            last_read_at=one.page.last_read_at,
            interval=one.source.interval,
            now=now,
        )
        for one in followed
    }
    order = (Freshness.LOST, Freshness.STALE, Freshness.FRESH)
    return next((state for state in order if state in found), Freshness.LOST)
