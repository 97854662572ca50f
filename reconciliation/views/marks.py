"""Pages of the queue, the dearest first; each begins where the last one ended."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from reconciliation.models import Discrepancy


class AmountMarks:
    """One page of discrepancies; `before` is the mark of the last row already seen.

    Shapes: piles are parts of the queue without a row in common, each served by an index.
    """

    def __init__(self, piles: Sequence[QuerySet[Discrepancy]], before: str, *, size: int) -> None:
        rows = list(_dearest([_after(pile, before) for pile in piles], size + 1))
        self.rows = rows[:size]
        self.next_mark = f"{self.rows[-1].amount}~{self.rows[-1].pk}" if len(rows) > size else ""
        self.has_previous = bool(before)


def _dearest(piles: Sequence[QuerySet[Discrepancy]], size: int) -> QuerySet[Discrepancy]:
    """Return the dearest of all piles, looking at no more than a page of each."""
    tops = [pile.order_by("-amount", "-pk")[:size] for pile in piles]
    if len(tops) == 1:
        return _whole(tops[0])
    parts = [_whole(Discrepancy.objects.filter(pk__in=top.values("pk"))) for top in tops]
    chosen = parts[0].union(*parts[1:], all=True)
    return chosen.order_by("-amount", "-id")[:size]


def _whole(found: QuerySet[Discrepancy]) -> QuerySet[Discrepancy]:
    return found.select_related("supplier", "order", "owner")


def _after(found: QuerySet[Discrepancy], before: str) -> QuerySet[Discrepancy]:
    """Keep what comes after the mark; a mark that is none is no mark."""
    amount, _, number = before.partition("~")
    try:
        last, pk = int(amount), int(number)
    except ValueError:
        return found
    cheaper = Q(amount__lt=last) | Q(pk__lt=pk)
    return found.filter(cheaper, amount__lte=last)  # a range that the index can begin at
