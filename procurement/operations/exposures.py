"""What a disruption comes to in orders and yen, from the verdicts that are kept."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum

from procurement.domain.exposure import Exposure
from procurement.enums import ImpactStatus
from procurement.models import LineImpact
from tracker.models import Disruption


@dataclass(frozen=True, slots=True)
class Standing:
    """The figures of one disruption. Units: minor units, of priced lines that are hit."""

    order_count: int
    line_count: int
    unpriced_count: int
    amount: int
    uncovered_amount: int
    confirmed_count: int


def standing_of(disruption: Disruption) -> Standing:
    hit = LineImpact.objects.filter(disruption=disruption).hit()
    sums = hit.aggregate(
        orders=Count("order", distinct=True),
        lines=Count("pk"),
        unpriced=Count("pk", filter=Q(amount=None)),
        amount=Sum("amount"),
        uncovered=Sum("uncovered_amount"),
        confirmed=Count("pk", filter=Q(status=ImpactStatus.CONFIRMED)),
    )
    return Standing(
        order_count=sums["orders"],
        line_count=sums["lines"],
        unpriced_count=sums["unpriced"],
        amount=sums["amount"] or 0,
        uncovered_amount=sums["uncovered"] or 0,
        confirmed_count=sums["confirmed"],
    )


def exposure_of(disruption: Disruption) -> list[tuple[date | None, Exposure]]:
    """Return what is at stake by due date ascending, lines without a date last."""
    hit = LineImpact.objects.filter(disruption=disruption).hit().order_by().values("due_on")
    rows = hit.annotate(
        lines=Count("pk"),
        unpriced=Count("pk", filter=Q(amount=None)),
        total=Sum("amount"),
        uncovered=Sum("uncovered_amount"),
    )
    found = [
        (
            row["due_on"],
            Exposure(row["lines"], row["unpriced"], row["total"] or 0, row["uncovered"] or 0),
        )
        for row in rows
    ]
    return sorted(found, key=lambda pair: pair[0] or date.max)


def departments_of(disruption: Disruption) -> list[tuple[str, int, int]]:
    """Return name, number of lines and yen of every department that is hit, largest first."""
    hit = LineImpact.objects.filter(disruption=disruption).hit().order_by()
    rows = hit.values("order__department").annotate(lines=Count("pk"), total=Sum("amount"))
    found = [(row["order__department"], row["lines"], row["total"] or 0) for row in rows]
    return sorted(found, key=lambda row: (-row[2], row[0]))
