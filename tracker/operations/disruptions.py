"""Disruptions opened and closed by hand."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.operations import audit
from accounts.operations.audit import Actor
from tracker.models import Disruption, Supplier


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


def open_disruption(
    supplier: Supplier, opening: Opening, *, actor: Actor, now: datetime
) -> Disruption:
    """Open a disruption of a supplier."""
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
        audit.record(
            "disruption.closed",
            disruption,
            actor=actor,
            now=now,
            workspace=disruption.workspace,
            after={"closed_at": closed_at},
            reason=reason,
        )
