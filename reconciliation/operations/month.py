"""How far one month is reconciled, and what is still open, in sums."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet, Sum

from accounts.models import Workspace
from reconciliation.enums import UNSETTLED_STATES, DiscrepancyState, PaymentMethod, TransactionKind
from reconciliation.models import Discrepancy, ExpectedRefund, Order, Transaction
from reconciliation.operations.queues import LISTS


@dataclass(frozen=True)
class Month:
    """Sums of the orders of one month. Units: yen; lines are order lines."""

    first: date
    line_count: int
    net_amount: int
    open_lines: int
    open_amount: int
    settled_lines: int
    settled_amount: int

    @property
    def matched_count(self) -> int:
        return max(self.line_count - self.open_lines, 0)

    @property
    def matched_percent(self) -> int | None:
        """Cut, not rounded: 99.9 is not 100. None: there is no line."""
        return self.matched_count * 100 // self.line_count if self.line_count else None


def month_of(workspace: Workspace, first: date) -> Month:
    after = next_month(first)
    orders = Order.objects.in_workspace(workspace).listed()
    told = orders.filter(ordered_on__gte=first, ordered_on__lt=after).aggregate(
        lines=Sum("line_count"), net=Sum("net_amount")
    )
    mine = Discrepancy.objects.in_workspace(workspace)
    mine = mine.filter(dated_on__gte=first, dated_on__lt=after)
    unsettled = _lines_and_yen(mine.filter(state__in=UNSETTLED_STATES))
    settled = _lines_and_yen(mine.filter(state=DiscrepancyState.SETTLED))
    return Month(first, told["lines"] or 0, told["net"] or 0, *unsettled, *settled)


def _lines_and_yen(found: QuerySet[Discrepancy]) -> tuple[int, int]:
    lines = found.exclude(line_number=0).order_by().values("supplier", "order_key", "line_number")
    total = found.aggregate(total=Sum("amount"))["total"] or 0
    return lines.distinct().count(), total


def next_month(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def previous_month(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def exposure(workspace: Workspace) -> list[tuple[str, int]]:
    """Return the unsettled yen of each list, and of what is on none; "" is the sum of all."""
    mine = Discrepancy.objects.in_workspace(workspace).filter(
        state__in=UNSETTLED_STATES, is_main=True
    )
    rows = mine.order_by().values_list("state", "kind").annotate(total=Sum("amount"))
    totals: Counter[str] = Counter()
    for _state, kind, total in rows:  # by state, as the index is sorted
        totals[kind] += total
    sums = {kind: abs(total) for kind, total in totals.items()}
    parts = [
        (name, sum(sums.pop(kind.value, 0) for kind in kinds)) for name, kinds in LISTS.items()
    ]
    parts.append(("others", sum(sums.values())))
    return [*parts, ("", sum(amount for _, amount in parts))]


def refund_calendar(workspace: Workspace) -> list[tuple[date | None, int, int]]:
    """Return the promised day's month, how many refunds are awaited, and yen; None: no promise."""
    awaited = ExpectedRefund.objects.filter(workspace=workspace, short_amount__gt=0)
    rows = awaited.values_list("promised_by").annotate(count=Count("pk"), total=Sum("short_amount"))
    months: dict[date | None, tuple[int, int]] = {}
    for day, count, total in rows.order_by("promised_by"):
        month = day.replace(day=1) if day else None
        counted, summed = months.get(month, (0, 0))
        months[month] = (counted + count, summed + total)
    return [(month, *told) for month, told in months.items()]


def carriers(refunds: list[ExpectedRefund]) -> dict[int, PaymentMethod]:
    """Return by which way the money of each refund went out, where the papers tell."""
    orders = {(each.supplier_id, each.order_key) for each in refunds}
    told = Transaction.objects.current().filter(supplier__in={supplier for supplier, _ in orders})
    bills = told.of_orders().filter(
        kind=TransactionKind.INVOICE, order_key__in={key for _, key in orders}
    )
    papers = {
        (supplier, key): document
        for supplier, key, document in bills.values_list("supplier", "order_key", "document_key")
    }
    paid = told.filter(kind=TransactionKind.PAYMENT, document_key__in=set(papers.values()))
    ways = {
        (supplier, document): PaymentMethod(method)
        for supplier, document, method in paid.exclude(document_key="").values_list(
            "supplier", "document_key", "method"
        )
    }
    return {
        each.pk: way
        for each in refunds
        if (document := papers.get((each.supplier_id, each.order_key)))
        and (way := ways.get((each.supplier_id, document)))
    }
