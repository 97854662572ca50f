"""The rows that the board reads: rebuilt from what was said, reviewed and set."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from tracker.domain.overrides import Overridden
from tracker.domain.statements import SEVERITY
from tracker.enums import Level, ServiceDomain, Trend
from tracker.models import ServiceState, Supplier
from tracker.operations.pictures import Picture, Place, picture


@dataclass(frozen=True, slots=True)
class Move:
    """A domain of a service whose level became another."""

    state: ServiceState
    before: Level

    @property
    def is_worse(self) -> bool:
        return SEVERITY[Level(self.state.level)] > SEVERITY[self.before]


def refresh(supplier: Supplier, *, now: datetime) -> list[Move]:
    """Rebuild a supplier's rows and return what moved, in the order of the domains."""
    seen = picture(supplier, at=now)
    with transaction.atomic():
        rows = ServiceState.objects.select_for_update().filter(supplier=supplier)
        known = {(ServiceDomain(row.domain), row.service): row for row in rows}
        gone = [row.pk for place, row in known.items() if place not in seen.cells]
        ServiceState.objects.filter(pk__in=gone).delete()
        moves = [
            _write(seen, place, found, known.get(place), now) for place, found in seen.cells.items()
        ]
    return [move for move in moves if move.before != move.state.level]


def _write(
    seen: Picture, place: Place, found: Overridden, row: ServiceState | None, now: datetime
) -> Move:
    """Bring one row up to what is known."""
    domain, service = place
    before = Level(row.level) if row else Level.UNKNOWN
    row = row or ServiceState(
        workspace=seen.supplier.workspace, supplier=seen.supplier, domain=domain, service=service
    )
    cell = found.cell
    newest = max(found.said.deciding, key=lambda one: (one.told_on, one.seen_at), default=None)
    row.level, row.state, row.basis = cell.level, cell.state or "", cell.basis
    row.trend = seen.trend(domain) if not service else Trend.STEADY
    row.told_on = cell.told_on
    row.unsaid_since = newest.unsaid_since if newest and found.said.is_unsaid else None
    row.plan_on = _next_promise(found)
    row.claim_id = newest.key if newest else None
    row.override_id = found.override.key if found.override else None
    if before != row.level:
        row.changed_at = now
    row.save()
    return Move(row, before)


def _next_promise(found: Overridden) -> date | None:
    days = [one.expected.deadline for one in found.cell.plans if one.expected]
    return min((day for day in days if day), default=None)
