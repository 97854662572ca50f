"""Disruptions opened, closed and opened again by people."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.operations import audit
from accounts.operations.audit import Actor
from tracker.enums import DisruptionEventKind
from tracker.models import Disruption, DisruptionEvent, DisruptionProposal, Supplier
from tracker.operations import states


@dataclass(frozen=True, slots=True)
class Opening:
    """What is known when a disruption is opened (TRK-01). None: no full stop, nobody in charge."""

    title: str
    started_at: datetime
    cause: str = ""
    stopped_at: datetime | None = None
    owner: User | None = None


class AlreadyClosedError(Exception):
    """Somebody else closed the disruption meanwhile."""


class StillOpenError(Exception):
    """The disruption is open, or lives on in the one that it was merged into."""


def open_disruption(
    supplier: Supplier, opening: Opening, *, actor: Actor, now: datetime
) -> Disruption:
    """Open a disruption of a supplier; what waits as a proposal is answered by it."""
    with transaction.atomic():
        disruption = Disruption.objects.create(
            workspace=supplier.workspace,
            supplier=supplier,
            title=opening.title,
            cause=opening.cause,
            started_at=opening.started_at,
            stopped_at=opening.stopped_at,
            owner=opening.owner,
        )
        _note(disruption, DisruptionEventKind.OPENED, actor, now)
        waiting = DisruptionProposal.objects.waiting().filter(supplier=supplier)
        waiting.update(answered_at=now, answered_by=actor.user, disruption=disruption)
        said = {
            "supplier": supplier.name,
            "title": opening.title,
            "cause": opening.cause,
            "started_at": opening.started_at,
            "stopped_at": opening.stopped_at,
            "owner": str(opening.owner) if opening.owner else None,
        }
        audit.record(
            "disruption.opened",
            disruption,
            actor=actor,
            now=now,
            workspace=supplier.workspace,
            after=said,
        )
        states.tell(supplier)
    return disruption


def close_disruption(
    disruption: Disruption, *, closed_at: datetime, reason: str, actor: Actor, now: datetime
) -> None:
    """Close a disruption with the reason.

    Raises: AlreadyClosedError.
    """
    with transaction.atomic():
        still_open = Disruption.objects.open().filter(pk=disruption.pk)
        if not still_open.update(closed_at=closed_at):
            raise AlreadyClosedError
        _note(disruption, DisruptionEventKind.CLOSED, actor, now, text=reason)
        audit.record(
            "disruption.closed",
            disruption,
            actor=actor,
            now=now,
            workspace=disruption.workspace,
            after={"closed_at": closed_at},
            reason=reason,
        )
        states.tell(disruption.supplier)


def reopen(disruption: Disruption, *, reason: str, actor: Actor, now: datetime) -> None:
    """Open a disruption again that was closed too early.

    Raises: StillOpenError; also for one that was merged, which lives on in another.
    """
    with transaction.atomic():
        closed = Disruption.objects.filter(pk=disruption.pk, merged_into=None)
        if not closed.exclude(closed_at=None).update(closed_at=None):
            raise StillOpenError
        _note(disruption, DisruptionEventKind.REOPENED, actor, now, text=reason)
        audit.record(
            "disruption.reopened",
            disruption,
            actor=actor,
            now=now,
            workspace=disruption.workspace,
            before={"closed_at": disruption.closed_at},
            reason=reason,
        )
        states.tell(disruption.supplier)


def _note(
    disruption: Disruption,
    kind: DisruptionEventKind,
    actor: Actor,
    now: datetime,
    *,
    text: str = "",
) -> None:
    DisruptionEvent.objects.create(
        disruption=disruption,
        kind=kind,
        happened_at=now,
        recorded_at=now,
        actor=actor.user,
        note=text[:300],
    )
