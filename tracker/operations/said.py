"""What the pages of a supplier say, loaded as plain values: now, or as known on an earlier day."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db.models import Prefetch, Q

from tracker.domain.overrides import Review, reviewed
from tracker.domain.scoping import limited_to_the_rest, named, service_names
from tracker.domain.series import Number, Point
from tracker.domain.standing import PageReading, Standing, standing, still_said
from tracker.domain.statements import Expected, Scope, Statement
from tracker.enums import (
    Certainty,
    DomainState,
    Folder,
    NoticeState,
    ReviewVerdict,
    SeriesKind,
    ServiceDomain,
)
from tracker.models import Claim, ClaimReview, Notice, Page, Reading, SeriesPoint, Source, Supplier


@dataclass(frozen=True, slots=True)
class Said:
    """Everything that was said of a supplier by one moment.

    Shapes: `official` and `news` are what still stands on the pages, before merging; `ever` is
        each official statement once, as first told. `readings` are the official pages' readings,
        oldest first.
    """

    official: tuple[Statement, ...] = ()
    news: tuple[Statement, ...] = ()
    ever: tuple[Statement, ...] = ()
    points: tuple[Point, ...] = ()
    readings: tuple[PageReading, ...] = field(default=())

    @property
    def standing(self) -> Standing:
        return standing(self.official)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """When a claim was first read on its page, and the day it was told then."""

    seen_at: datetime
    told_on: date


def load(supplier: Supplier, *, at: datetime) -> Said:
    """Return what a supplier's pages said by a moment, with the company's reviews applied."""
    folders = _folders(supplier, at)
    gone = _withdrawn_pages(folders)
    readings = list(_readings(folders, at))
    reviews = _reviews(supplier, readings, at)
    pages: dict[Folder, dict[int, list[PageReading]]] = defaultdict(lambda: defaultdict(list))
    sentences: dict[int, dict[bytes, _Sentence]] = {}
    for reading in readings:
        if reading.page_id in gone:
            continue
        folder = folders[reading.page_id]
        found = _page_reading(reading, folder, sentences)
        kept = reviewed(found.statements, reviews, now=at)
        page = _page_key(reading)
        pages[folder][page].append(_with(found, kept))
    official = _with_services(pages[Folder.OFFICIAL])
    return Said(
        official=_still(pages[Folder.OFFICIAL].values()),
        news=_still(pages[Folder.NEWS].values()),
        ever=_ever(official),
        points=_points(readings, folders),
        readings=tuple(sorted(official, key=lambda one: one.taken_at)),
    )


def statement_of(claim: Claim, reading: Reading, folder: Folder) -> Statement:
    """Return a stored claim as a plain value."""
    return Statement(
        key=claim.pk,
        page=_page_key(reading),
        domain=ServiceDomain(claim.domain),
        state=DomainState(claim.state),
        told_on=claim.told_on,
        seen_at=reading.taken_at,
        evidence=claim.evidence,
        scope=Scope(
            frozenset(claim.services),
            frozenset(claim.limits),
            frozenset(claim.items),
            claim.channel,
        ),
        folder=folder,
        reading=reading.pk,
        notice=claim.notice_id or 0,
        number=claim.notice.number if claim.notice else None,
        posted_on=claim.notice.posted_on if claim.notice else None,
        effective_on=claim.effective_on,
        expected=_expected(claim),
        certainty=Certainty(claim.certainty),
    )


def point_of(row: SeriesPoint) -> Point:
    """Return a stored number as a plain value."""
    number = Number(SeriesKind(row.kind), row.low, row.high, row.population)
    return Point(number, row.told_on, row.evidence, row.pk)


def official_page_ids(supplier: Supplier, *, at: datetime) -> list[int]:
    """Return the pages whose word counts."""
    return [pk for pk, folder in _folders(supplier, at).items() if folder is Folder.OFFICIAL]


def _folders(supplier: Supplier, at: datetime) -> dict[int, Folder]:
    """Return page id -> how much its word weighs, for the pages followed at a moment."""
    running = Q(ended_at=None) | Q(ended_at__gt=at)
    sources = Source.objects.filter(running, supplier=supplier, started_at__lte=at)
    direct = {page: Folder(folder) for page, folder in sources.values_list("page_id", "folder")}
    children = Page.objects.filter(parent__in=direct).values_list("pk", "parent_id")
    linked = {page: direct[parent] for page, parent in children if parent in direct}
    return linked | direct


def _withdrawn_pages(folders: Iterable[int]) -> set[int]:
    """Return the pages that a notice list no longer stands by."""
    pages = Page.objects.filter(pk__in=list(folders)).exclude(parent=None)
    found = dict(pages.values_list("url", "pk"))
    withdrawn = Notice.objects.filter(state=NoticeState.WITHDRAWN, url__in=list(found))
    return {found[url] for url in withdrawn.values_list("url", flat=True)}


def _readings(folders: Iterable[int], at: datetime) -> Iterable[Reading]:
    claims = Claim.objects.select_related("notice").order_by("pk")
    found = Reading.objects.known_at(at).filter(page__in=list(folders)).select_related("page")
    return found.prefetch_related(
        Prefetch("claims", claims),
        "withdrawn",
        Prefetch("points", SeriesPoint.objects.order_by("pk")),
    ).order_by("taken_at", "pk")


def _reviews(supplier: Supplier, readings: Sequence[Reading], at: datetime) -> dict[int, Review]:
    """Return claim id -> the company's verdict, carried over to the same sentence read again."""
    rows = ClaimReview.objects.in_workspace(supplier.workspace).filter(
        Q(replaced_at=None) | Q(replaced_at__gt=at),
        claim__reading__page__in={reading.page_id for reading in readings},
        reviewed_at__lte=at,
    )
    same, locked = {}, {}
    for row in rows.select_related("claim__reading").order_by("reviewed_at", "pk"):
        page = row.claim.reading.page_id
        same[page, bytes(row.claim.fingerprint)] = _review(row)
        if row.is_locked:
            locked[page, row.claim.domain, tuple(row.claim.services)] = _review(row)
    found = {}
    for reading in readings:
        for claim in reading.claims.all():
            place = (reading.page_id, claim.domain, tuple(claim.services))
            review = same.get((reading.page_id, bytes(claim.fingerprint))) or locked.get(place)
            if review:
                found[claim.pk] = review
    return found


def _review(row: ClaimReview) -> Review:
    return Review(
        verdict=ReviewVerdict(row.verdict),
        state=DomainState(row.state) if row.state else None,
        domain=ServiceDomain(row.domain) if row.domain else None,
        expected=_expected(row),
        expires_at=row.expires_at,
    )


def _page_key(reading: Reading) -> int:
    """Mails and entries by hand add up: each of them is a page of its own."""
    return -reading.pk if reading.page.owner_id else reading.page_id


def _page_reading(
    reading: Reading, folder: Folder, sentences: dict[int, dict[bytes, _Sentence]]
) -> PageReading:
    """Return a reading as a plain value; `sentences` are those of the page's reading before."""
    page = _page_key(reading)
    before, here = sentences.get(page, {}), {}
    found = []
    for claim in reading.claims.all():
        one = statement_of(claim, reading, folder)
        mark = bytes(claim.fingerprint)
        here[mark] = before.get(mark) or _Sentence(one.seen_at, one.told_on)
        found.append(limited_to_the_rest(_as_first_seen(one, here[mark], reading)))
    sentences[page] = here
    return PageReading(
        page=page,
        taken_at=reading.taken_at,
        statements=tuple(found),
        is_restored=reading.is_restored,
        withdrawn=frozenset(notice.pk for notice in reading.withdrawn.all()),
    )


def _as_first_seen(one: Statement, first: _Sentence, reading: Reading) -> Statement:
    """The same sentence read again is not newer; on a page without a day, nor is its day."""
    told_on = one.told_on if reading.told_on else first.told_on
    return replace(one, seen_at=first.seen_at, told_on=told_on)


def _with(found: PageReading, kept: list[Statement]) -> PageReading:
    return replace(found, statements=tuple(kept))


def _with_services(pages: dict[int, list[PageReading]]) -> list[PageReading]:
    """Put the services back into what the supplier's own pages say; return all the readings."""
    every = [one for readings in pages.values() for one in readings]
    names = service_names(one for reading in every for one in reading.statements)
    for page, readings in pages.items():
        pages[page] = [_with(one, named(one.statements, names)) for one in readings]
    return [one for readings in pages.values() for one in readings]


def _still(pages: Iterable[list[PageReading]]) -> tuple[Statement, ...]:
    return tuple(one for readings in pages for one in still_said(readings))


def _ever(readings: Iterable[PageReading]) -> tuple[Statement, ...]:
    """Return each statement once, however often it was read."""
    found: dict[tuple[object, ...], Statement] = {}
    for reading in sorted(readings, key=lambda one: one.taken_at):
        for one in reading.statements:
            key = (one.page, one.domain, one.state, one.scope, one.expected, one.evidence)
            found.setdefault(key, one)
    return tuple(found.values())


def _points(readings: Iterable[Reading], folders: dict[int, Folder]) -> tuple[Point, ...]:
    """Return the numbers of official pages; one that a later version repeats is no news."""
    found: dict[tuple[object, ...], Point] = {}
    for reading in readings:
        if folders[reading.page_id] is not Folder.OFFICIAL or reading.is_restored:
            continue
        for row in reading.points.all():
            point = point_of(row)
            found.setdefault((reading.page_id, point.number, row.evidence), point)
    return tuple(found.values())


def _expected(row: Claim | ClaimReview) -> Expected | None:
    if row.expected_first is None and row.expected_last is None:
        return None
    return Expected(row.expected_first, row.expected_last)
