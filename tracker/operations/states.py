"""The rows that the board reads: rebuilt from what was said, reviewed and set."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.forms.models import model_to_dict

from tracker import signals
from tracker.domain.overrides import Overridden
from tracker.domain.statements import SEVERITY
from tracker.enums import Level, ServiceDomain, Trend
from tracker.models import ServiceState, ServiceStateSpan, Supplier
from tracker.operations.pictures import Picture, Place, picture

# What of a row is kept when it becomes another.
SHOWN = ("level", "state", "basis", "trend", "told_on", "unsaid_since", "plan_on")


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
    return write(picture(supplier, at=now), now=now)


def write(seen: Picture, *, now: datetime) -> list[Move]:
    """Bring a supplier's rows up to a picture and return what moved."""
    with transaction.atomic():
        rows = ServiceState.objects.select_for_update().filter(supplier=seen.supplier)
        known = {(ServiceDomain(row.domain), row.service): row for row in rows}
        said = {place: _said(row) for place, row in known.items()}
        gone = [row.pk for place, row in known.items() if place not in seen.cells]
        ServiceState.objects.filter(pk__in=gone).delete()
        moves = [
            _write(seen, place, found, known.get(place), now) for place, found in seen.cells.items()
        ]
        _keep(seen.supplier, [move.state for move in moves], now)
        if said != {
            place: _said(move.state) for place, move in zip(seen.cells, moves, strict=True)
        }:
            tell(seen.supplier)
    return [move for move in moves if move.before != move.state.level]


def tell(supplier: Supplier) -> None:
    """Say, when the transaction is through, that something about a supplier has moved."""
    told = partial(signals.supplier_moved.send_robust, sender=Supplier, supplier_id=supplier.pk)
    transaction.on_commit(told)


def _said(row: ServiceState) -> tuple[object, ...]:
    """Return what others build on: the level, the next promise and the claim behind them."""
    return row.level, row.plan_on, row.claim_id


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
    if row._state.adding or before != row.level:
        row.changed_at = now
    row.save()
    return Move(row, before)


def _keep(supplier: Supplier, rows: list[ServiceState], now: datetime) -> None:
    """Keep what the board shows from now on, so that any earlier day can be shown again."""
    spans = ServiceStateSpan.objects.filter(supplier=supplier, ended_at=None)
    shown = {(span.domain, span.service): span for span in spans}
    new = [row for row in rows if not _is_shown(row, shown.get((row.domain, row.service)))]
    still = {(row.domain, row.service) for row in rows} - {(row.domain, row.service) for row in new}
    over = [span.pk for place, span in shown.items() if place not in still]
    ServiceStateSpan.objects.filter(pk__in=over).update(ended_at=now)
    ServiceStateSpan.objects.bulk_create(
        ServiceStateSpan(
            workspace=supplier.workspace,
            supplier=supplier,
            domain=row.domain,
            service=row.service,
            started_at=now,
            **model_to_dict(row, fields=SHOWN),
        )
        for row in new
    )


def _is_shown(row: ServiceState, span: ServiceStateSpan | None) -> bool:
    return span is not None and all(getattr(row, name) == getattr(span, name) for name in SHOWN)


def _next_promise(found: Overridden) -> date | None:
    days = [one.expected.deadline for one in found.cell.plans if one.expected]
    return min((day for day in days if day), default=None)
