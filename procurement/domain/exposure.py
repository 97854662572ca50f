"""What the verdicts on lines come to: money by due date, and who is hit."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from procurement.domain.impact import LineImpact, OpenLine
from procurement.enums import ImpactStatus


@dataclass(slots=True)
class Exposure:
    """Money at stake for one due date. Unpriced lines are counted apart, never as zero."""

    line_count: int = 0
    unpriced_count: int = 0
    amount: int = 0
    uncovered_amount: int = 0


def exposure_by_due_date(impacts: Iterable[LineImpact]) -> dict[date | None, Exposure]:
    """Add up what is hit, by due date ascending; None, at the end, holds lines without a date."""
    totals: dict[date | None, Exposure] = defaultdict(Exposure)
    for impact in impacts:
        if impact.is_hit:
            total = totals[impact.due_on]
            total.line_count += 1
            if impact.amount is None or impact.uncovered_amount is None:
                total.unpriced_count += 1
            else:
                total.amount += impact.amount
                total.uncovered_amount += impact.uncovered_amount
    return dict(sorted(totals.items(), key=lambda entry: entry[0] or date.max))


@dataclass(frozen=True, slots=True)
class Party:
    """A department, client or place with what hits it (IMP-12)."""

    name: str
    status: ImpactStatus
    line_count: int
    amount: int  # of priced lines


def affected_parties(pairs: Iterable[tuple[str, LineImpact]]) -> list[Party]:
    """Return who is hit, the largest amount first. Pairs: the party's name and a verdict."""
    by_name: dict[str, list[LineImpact]] = defaultdict(list)
    for name, impact in pairs:
        if impact.is_hit:
            by_name[name].append(impact)
    parties = [
        Party(
            name=name,
            status=worst_status(impacts),
            line_count=len(impacts),
            amount=sum(impact.amount or 0 for impact in impacts),
        )
        for name, impacts in by_name.items()
    ]
    return sorted(parties, key=lambda party: (-party.amount, party.name))


def worst_status(impacts: Iterable[LineImpact]) -> ImpactStatus:
    """Return the worst status of all; NONE where there are no lines."""
    order = list(ImpactStatus)
    ranks = (order.index(impact.status) for impact in impacts)
    return order[min(ranks, default=len(order) - 1)]


def touched_items(changed: Iterable[OpenLine], touched_orders: Collection[str]) -> set[str]:
    """Return the items whose lines must be judged again after a change of some orders."""
    return {line.item for line in changed if line.order in touched_orders}


def dependents(of: int, buys_through: Mapping[int, Collection[int]]) -> set[int]:
    """Return every brand that buys or ships through a supplier, at first or second hand (IMP-08).

    Shapes: buys_through maps a supplier to those it depends on; circles do no harm.
    """
    found: set[int] = set()
    waiting = [of]
    while waiting:
        stopped = waiting.pop()
        news = {
            supplier
            for supplier, needed in buys_through.items()
            if stopped in needed and supplier not in found and supplier != of
        }
        found |= news
        waiting.extend(news)
    return found
