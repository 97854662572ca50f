"""Pages of the queue, the dearest first; each begins where the last one ended."""

from django.db.models import Q, QuerySet

from reconciliation.models import Discrepancy


class AmountMarks:
    """One page of discrepancies; `before` is the mark of the last row already seen."""

    def __init__(self, found: QuerySet[Discrepancy], before: str, *, size: int) -> None:
        rows = list(_after(found, before).order_by("-amount", "-pk")[: size + 1])
        self.rows = rows[:size]
        self.next_mark = f"{self.rows[-1].amount}~{self.rows[-1].pk}" if len(rows) > size else ""
        self.has_previous = bool(before)


def _after(found: QuerySet[Discrepancy], before: str) -> QuerySet[Discrepancy]:
    """Keep what comes after the mark; a mark that is none is no mark."""
    amount, _, number = before.partition("~")
    try:
        last, pk = int(amount), int(number)
    except ValueError:
        return found
    return found.filter(Q(amount__lt=last) | Q(amount=last, pk__lt=pk))
