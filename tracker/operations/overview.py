"""What stands beside a supplier's timeline: its sources' readings, its channels, the looks."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, Subquery, Sum
from django.utils import timezone

from tracker.domain import freshness
from tracker.domain.freshness import Age, Freshness
from tracker.enums import CheckOutcome, Observed, RecordKind
from tracker.models import CheckSpan, Disruption, Source, Supplier, TimelineRecord
from tracker.operations.timeline import Pages

NOTHING_NEW = (CheckOutcome.UNCHANGED, CheckOutcome.COSMETIC)


@dataclass(frozen=True, slots=True)
class Reading:
    """One source and how current its last reading is (TRK-04)."""

    source: Source
    age: Age
    freshness: Freshness


@dataclass(frozen=True, slots=True)
class Channel:
    """What we last saw of one channel; None: nobody has looked (TRK-10)."""

    observed: Observed
    record: TimelineRecord | None


@dataclass(frozen=True, slots=True)
class Looks:
    """How often the pages were looked at, and how many looks brought nothing new."""

    count: int
    nothing_new_count: int


def readings(supplier: Supplier, *, now: datetime) -> list[Reading]:
    """Return the current sources, official ones first."""
    sources = supplier.sources.current().select_related("page", "keeper")
    return [reading(source, now=now) for source in sources.order_by("-folder", "name", "pk")]


def reading(source: Source, *, now: datetime) -> Reading:
    """Return how current the last reading of a source is."""
    read_at = source.page.last_read_at
    read_on = timezone.localdate(read_at) if read_at else None
    return Reading(
        source,
        freshness.age(read_on, today=timezone.localdate(now)),
        freshness.freshness(
            source.page.miss_count, last_read_at=read_at, interval=source.interval, now=now
        ),
    )


def open_disruptions(supplier: Supplier) -> list[Disruption]:
    opened = supplier.disruptions.open().select_related("owner")
    return list(opened.order_by("started_at", "pk"))


def channels(supplier: Supplier) -> list[Channel]:
    """Return every channel with the latest observation of it."""
    observations = TimelineRecord.objects.filter(
        supplier=supplier, kind=RecordKind.OBSERVATION
    ).exclude(observed="")
    latest = observations.filter(observed=OuterRef("observed")).order_by("-happened_at", "-pk")
    found = observations.filter(pk=Subquery(latest.values("pk")[:1])).select_related("author")
    by_kind = {record.observed: record for record in found}
    return [Channel(observed, by_kind.get(observed)) for observed in Observed]


def looks(pages: Pages) -> Looks:
    """Count the looks at the pages of a timeline."""
    counted = CheckSpan.objects.filter(page__in=pages.ids()).aggregate(
        count=Sum("check_count"),
        nothing_new_count=Sum("check_count", filter=Q(outcome__in=NOTHING_NEW)),
    )
    return Looks(counted["count"] or 0, counted["nothing_new_count"] or 0)
