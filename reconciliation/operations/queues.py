"""The queue of discrepancies: how many of which kind, how much, how old; and its named lists."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Min, QuerySet, Sum

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


def piles(workspace: Workspace, wanted: Wanted) -> list[QuerySet[Discrepancy]]:
    """Return what is asked for by kind where kinds are asked for: each is sorted by an index."""
    each = [replace(wanted, kinds=(kind,)) for kind in wanted.kinds] or [wanted]
    return [select(workspace, one) for one in each]


@dataclass(frozen=True)
class Ages:
    """Open amounts per age: up to 30, 60, 90 days and beyond, and without a date."""

    counts: tuple[int, ...]
    amounts: tuple[int, ...]


def ages(workspace: Workspace, *, today: date) -> Ages:
    """Return how old the open yen are; amounts that we would gain count as they do for us."""
    mine = Discrepancy.objects.in_workspace(workspace).filter(state__in=UNSETTLED_STATES)
    days = mine.order_by().values_list("state", "dated_on")  # as the index is sorted
    counts, amounts = [0] * (len(AGES) + 2), [0] * (len(AGES) + 2)
    for _state, day, count, total in days.annotate(count=Count("pk"), total=Sum("amount")):
        place = _age(day, today)
        counts[place] += count
        amounts[place] += total
    return Ages(tuple(counts), tuple(amounts))


def _age(day: date | None, today: date) -> int:
    """Return the place of a day in Ages; what is dated in the future is new."""
    return len(AGES) + 1 if day is None else bisect_right(AGES, (today - day).days)
