"""Long work of the response: started by a person, taken by a lease, told how far it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import Membership
from accounts.operations import audit
from accounts.operations.audit import Actor
from procurement.enums import ErrandKind
from procurement.models import Errand
from reconciliation.enums import JobState

LEASE = timedelta(seconds=90)  # longer than any step, a split of 10 seconds included
ATTEMPTS = 5  # takings without an end before it counts as failed
Clock = Callable[[], datetime]


class LostErrandError(Exception):
    """Somebody else has taken it meanwhile: write nothing more."""


class CancelledErrandError(Exception):
    """A person has asked for its end."""


@dataclass(frozen=True, slots=True)
class Hold:
    """One runner's right to work on an errand."""

    errand_id: int
    token: int
    clock: Clock

    def keep(self, *, done: int, total: int | None = None) -> None:
        """Say how far it is. Raises: LostErrandError; CancelledErrandError."""
        held = self._held()
        values: dict[str, Any] = {"done_count": done, "lease_until": self.clock() + LEASE}
        if total is not None:
            values["total_count"] = total
        if not held.update(**values):
            raise LostErrandError
        if self.is_cancelled():
            raise CancelledErrandError

    def is_cancelled(self) -> bool:
        return bool(self._held().filter(cancel_asked_at__isnull=False).exists())

    def finish(self, state: JobState, result: Mapping[str, Any]) -> bool:
        """End it. False: it is in other hands, and nothing was changed."""
        now = self.clock()
        values = {"state": state, "result": dict(result), "ended_at": now, "lease_until": None}
        return bool(self._held().update(**values))

    def _held(self) -> Any:
        return Errand.objects.filter(pk=self.errand_id, token=self.token, state=JobState.RUNNING)


def start(kind: ErrandKind, about: Mapping[str, Any], *, by: Membership, now: datetime) -> Errand:
    """Add an errand; ring for it after the commit."""
    with transaction.atomic():
        errand = Errand.objects.create(
            workspace=by.workspace,
            kind=kind,
            about=dict(about),
            started_by=by.user,
            created_at=now,
        )
        audit.record(
            "errand.started",
            errand,
            actor=Actor.person(by.user),
            now=now,
            workspace=by.workspace,
            after={"kind": str(kind)},
        )
    return errand


def due_ids(*, now: datetime) -> list[int]:
    return list(Errand.objects.due(now=now).order_by("pk").values_list("pk", flat=True))


def claim(errand_id: int, *, clock: Clock) -> Hold | None:
    """Take an errand that is in nobody's hands. None: it is over, or somebody has it."""
    now = clock()
    free = Errand.objects.due(now=now).filter(pk=errand_id)
    taken = free.update(
        state=JobState.RUNNING,
        token=F("token") + 1,
        attempt_count=F("attempt_count") + 1,
        lease_until=now + LEASE,
    )
    if not taken:
        return None
    row = Errand.objects.get(pk=errand_id)
    hold = Hold(errand_id, row.token, clock)
    if row.attempt_count > ATTEMPTS:
        hold.finish(JobState.FAILED, {})
        return None
    return hold


def membership_of(errand: Errand) -> Membership:
    """Return the membership of who started it, which may have ended since."""
    rows = Membership.objects.filter(workspace=errand.workspace, user=errand.started_by)
    return rows.select_related("user", "workspace").latest("pk")


def ask_cancel(errand: Errand, *, by: Membership, now: datetime) -> bool:
    """Ask for its end; it stops at the next step. False: it is over already."""
    with transaction.atomic():
        still = Errand.objects.open().filter(pk=errand.pk, cancel_asked_at=None)
        if not still.update(cancel_asked_at=now):
            return False
        audit.record(
            "errand.cancelled",
            errand,
            actor=Actor.person(by.user),
            now=now,
            workspace=errand.workspace,
        )
    return True
