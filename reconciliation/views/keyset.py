"""Pages of a very long list: each begins where the last one ended, so that none is slow."""

from datetime import date

from django.db.models import Q, QuerySet

from reconciliation.models import Order


class Keyset:
    """One page of orders, newest first; `before` is the mark of the last row already seen."""

    def __init__(self, orders: QuerySet[Order], before: str, *, size: int) -> None:
        rows = list(_after(orders, before).order_by("-ordered_on", "-pk")[: size + 1])
        self.rows = rows[:size]
        self.next_mark = mark_of(self.rows[-1]) if len(rows) > size else ""
        self.has_previous = bool(before)


def mark_of(order: Order) -> str:
    day = order.ordered_on.isoformat() if order.ordered_on else ""
    return f"{day}~{order.pk}"


def _after(orders: QuerySet[Order], before: str) -> QuerySet[Order]:
    """Keep what comes after the mark; a mark that is none is no mark."""
    day, _, number = before.partition("~")
    if not number.isdecimal():
        return orders
    try:
        last = date.fromisoformat(day)
    except ValueError:
        return orders.filter(ordered_on=None, pk__lt=int(number))
    later = Q(ordered_on__lt=last) | Q(pk__lt=int(number))
    return orders.filter(later, ordered_on__lte=last)  # a range that the index can begin at
