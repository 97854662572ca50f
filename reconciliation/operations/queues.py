"""The queue of discrepancies: how many of which kind, how much, how old; and its named lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Min, Q, QuerySet, Sum

from accounts.models import Workspace
from reconciliation.enums import UNSETTLED_STATES, DiscrepancyKind, DiscrepancyState
from reconciliation.models import Discrepancy

K = DiscrepancyKind
# what a list is called in its address -> the kinds on it
LISTS: dict[str, tuple[DiscrepancyKind, ...]] = {
    "undelivered": (K.BILLED_NOT_SHIPPED, K.BILLED_OVER_SHIPPED, K.CANCELLED_BILLED),
    "unbilled": (K.SHIPPED_NOT_BILLED,),
    "refunds": (
        *(K.REFUND_MISSING, K.REFUND_PENDING, K.REFUND_LATE, K.REFUND_SHORT, K.REFUND_OVER),
        K.POINTS_NOT_RETURNED,
    ),
    "duplicates": (
        *(K.DUPLICATE_INVOICE, K.DUPLICATE_PAYMENT, K.REORDER_DOUBLE, K.SHIPPED_OVER_ORDER),
    ),
    "unprocessed": (K.BACKORDER_OVERDUE, K.RECEIPT_UNCONFIRMED),
}
AGES = (30, 60, 90)  # days; the borders of the ageing


@dataclass(frozen=True)
class Heap:
    """The open discrepancies of one kind. Units: amount in yen; age in days, None: no date."""

    kind: DiscrepancyKind
    count: int
    amount: int
    oldest_days: int | None


def heaps(workspace: Workspace, *, state: DiscrepancyState, today: date) -> list[Heap]:
    """Return every kind that has discrepancies in a state, in the order of the taxonomy."""
    mine = Discrepancy.objects.in_workspace(workspace).filter(state=state)
    rows = (
        mine.order_by()
        .values("kind")
        .annotate(count=Count("pk"), total=Sum("amount"), oldest=Min("dated_on"))
    )
    told = {row["kind"]: row for row in rows}
    return [
        Heap(kind, row["count"], row["total"], _days(row["oldest"], today))
        for kind in DiscrepancyKind
        if (row := told.get(kind.value))
    ]


def _days(day: date | None, today: date) -> int | None:
    return (today - day).days if day else None


@dataclass(frozen=True)
class Wanted:
    """Which discrepancies are asked for; empty values ask for all."""

    state: DiscrepancyState = DiscrepancyState.OPEN
    kinds: Sequence[DiscrepancyKind] = ()
    supplier: int | None = None
    since: date | None = None  # dated in [since, until)
    until: date | None = None


def select(workspace: Workspace, wanted: Wanted) -> QuerySet[Discrepancy]:
    mine = Discrepancy.objects.in_workspace(workspace).filter(state=wanted.state)
    if wanted.kinds:
        mine = mine.filter(kind__in=wanted.kinds)
    if wanted.supplier:
        mine = mine.filter(supplier=wanted.supplier)
    if wanted.since:
        mine = mine.filter(dated_on__gte=wanted.since)
    if wanted.until:
        mine = mine.filter(dated_on__lt=wanted.until)
    return mine


@dataclass(frozen=True)
class Ages:
    """Open amounts per age: up to 30, 60, 90 days and beyond, and without a date."""

    counts: tuple[int, ...]
    amounts: tuple[int, ...]


def ages(workspace: Workspace, *, today: date) -> Ages:
    """Return how old the open yen are; amounts that we would gain count as they do for us."""
    mine = Discrepancy.objects.in_workspace(workspace).filter(state__in=UNSETTLED_STATES)
    spans = _spans(today)
    told = mine.aggregate(
        **{f"count_{n}": Count("pk", filter=span) for n, span in enumerate(spans)},
        **{f"sum_{n}": Sum("amount", filter=span) for n, span in enumerate(spans)},
    )
    places = range(len(spans))
    return Ages(
        tuple(told[f"count_{n}"] for n in places), tuple(told[f"sum_{n}"] or 0 for n in places)
    )


def _spans(today: date) -> list[Q]:
    borders = [today - timedelta(days=days) for days in AGES]
    newer = [today + timedelta(days=36_500), *borders]
    spans = [
        Q(dated_on__lte=new, dated_on__gt=old) for new, old in zip(newer, borders, strict=False)
    ]
    return [*spans, Q(dated_on__lte=borders[-1]), Q(dated_on=None)]
