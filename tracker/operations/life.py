"""The life of a disruption: proposed, owned, acknowledged, merged, split, recovered, fixed."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import User
from accounts.operations import audit
from accounts.operations.audit import Actor
from tracker.enums import DisruptionEventKind, VerificationKind
from tracker.models import (
    Claim,
    Disruption,
    DisruptionEvent,
    DisruptionProposal,
    ResidualException,
    Verification,
)
from tracker.operations.disruptions import AlreadyClosedError, Opening, open_disruption

ACKNOWLEDGED_FOR = timedelta(hours=12)  # then it asks again


class AlreadyAnsweredError(Exception):
    """Somebody else answered the proposal meanwhile."""


class OtherSupplierError(Exception):
    """Disruptions of two suppliers cannot become one."""


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something to a disruption, when, and with what remark."""

    by: User
    now: datetime
    note: str = ""

    @property
    def actor(self) -> Actor:
        return Actor.person(self.by)


def start_of(claim: Claim, proposal: DisruptionProposal) -> datetime:
    """Return when a claimed stop began: on the day the notice names, else when it was read."""
    if claim.effective_on is None:
        return claim.reading.taken_at
    zone = ZoneInfo(proposal.supplier.workspace.time_zone)
    return datetime.combine(claim.effective_on, time.min, zone)


def accept(proposal: DisruptionProposal, opening: Opening, act: Act) -> Disruption:
    """Open the disruption that was proposed.

    Raises: AlreadyAnsweredError.
    """
    with transaction.atomic():
        _answer(proposal, act)
        disruption = open_disruption(proposal.supplier, opening, actor=act.actor, now=act.now)
        DisruptionProposal.objects.filter(pk=proposal.pk).update(disruption=disruption)
    return disruption


def refuse(proposal: DisruptionProposal, act: Act) -> None:
    """Say that a stop is no disruption for the company; the same claim is not proposed again.

    Raises: AlreadyAnsweredError.
    """
    with transaction.atomic():
        _answer(proposal, act)
        _audit("disruption.refused", proposal, act, {"claim": proposal.claim.evidence})


def take(disruption: Disruption, owner: User, act: Act) -> None:
    """Put one person in charge.

    Raises: AlreadyClosedError, as does everything below that changes a disruption.
    """
    before = str(disruption.owner) if disruption.owner else None
    with transaction.atomic():
        _change(disruption, owner=owner)
        _note(disruption, DisruptionEventKind.OWNED, act, text=str(owner))
        _audit("disruption.owned", disruption, act, {"owner": str(owner)}, {"owner": before})


def acknowledge(disruption: Disruption, act: Act) -> None:
    """Say that somebody is at it; that runs out and is asked again."""
    until = act.now + ACKNOWLEDGED_FOR
    with transaction.atomic():
        if disruption.owner is None:
            take(disruption, act.by, act)
        _change(disruption, acknowledged_at=act.now, acknowledged_until=until)
        _note(disruption, DisruptionEventKind.ACKNOWLEDGED, act)
        _audit("disruption.acknowledged", disruption, act, {"until": until})


def merge(disruption: Disruption, into: Disruption, act: Act) -> None:
    """Make one disruption of two: the first closes and points to the second.

    Raises: OtherSupplierError, AlreadyClosedError.
    """
    if disruption.supplier_id != into.supplier_id or disruption.pk == into.pk:
        raise OtherSupplierError
    with transaction.atomic():
        still_open = Disruption.objects.open().filter(pk=disruption.pk)
        if not still_open.update(closed_at=act.now, merged_into=into):
            raise AlreadyClosedError
        started_at = min(disruption.started_at, into.started_at)
        Disruption.objects.filter(pk=into.pk).update(started_at=started_at)
        for one, other in ((disruption, into), (into, disruption)):
            _note(one, DisruptionEventKind.MERGED, act, other=other)
        _audit("disruption.merged", disruption, act, {"into": into.pk})


def split(disruption: Disruption, opening: Opening, act: Act) -> Disruption:
    """Open a second disruption for a part that goes its own way."""
    with transaction.atomic():
        if not Disruption.objects.open().filter(pk=disruption.pk).exists():
            raise AlreadyClosedError
        part = open_disruption(disruption.supplier, opening, actor=act.actor, now=act.now)
        for one, other in ((disruption, part), (part, disruption)):
            _note(one, DisruptionEventKind.SPLIT, act, other=other)
    return part


def recover(disruption: Disruption, *, recovered_at: datetime, act: Act) -> None:
    """Note the provisional recovery; the disruption stays open while its cause is looked into."""
    with transaction.atomic():
        _change(disruption, recovered_at=recovered_at)
        _note(disruption, DisruptionEventKind.PROVISIONAL, act, happened_at=recovered_at)
        _audit("disruption.recovered", disruption, act, {"recovered_at": recovered_at})


def fix(disruption: Disruption, *, fixed_at: datetime, act: Act) -> None:
    """Note the permanent fix; closing is a decision of its own."""
    with transaction.atomic():
        _change(disruption, fixed_at=fixed_at)
        _note(disruption, DisruptionEventKind.PERMANENT, act, happened_at=fixed_at)
        _audit("disruption.fixed", disruption, act, {"fixed_at": fixed_at})


def plan_follow_up(disruption: Disruption, *, on: date | None, act: Act) -> None:
    """Keep the day on which the supplier will speak of the permanent fix again. None: no more."""
    before = {"follow_up_on": disruption.follow_up_on}
    with transaction.atomic():
        _change(disruption, follow_up_on=on)
        _note(disruption, DisruptionEventKind.FOLLOW_UP, act, text=on.isoformat() if on else "")
        _audit("disruption.follow_up", disruption, act, {"follow_up_on": on}, before)


def mark_attack(disruption: Disruption, *, is_attack: bool, act: Act) -> None:
    """Say whether the stop comes from an attack: then data may be altered or missing."""
    before = {"is_attack": disruption.is_attack}
    with transaction.atomic():
        _change(disruption, is_attack=is_attack)
        _audit("disruption.attack", disruption, act, {"is_attack": is_attack}, before)


def confirm(disruption: Disruption, kind: VerificationKind, act: Act) -> Verification:
    """Confirm one thing after an attack, with its ground; confirming it again changes nothing."""
    with transaction.atomic():
        row, is_new = Verification.objects.get_or_create(
            disruption=disruption,
            kind=kind,
            defaults={"note": act.note, "confirmed_by": act.by, "confirmed_at": act.now},
        )
        if is_new:
            _audit("verification.confirmed", row, act, {"kind": kind, "ground": act.note})
    return row


def except_(disruption: Disruption, text: str, *, domain: str = "", act: Act) -> ResidualException:
    """Keep something that stays apart after recovery."""
    with transaction.atomic():
        row = ResidualException.objects.create(
            disruption=disruption,
            domain=domain,
            text=text,
            opened_at=act.now,
            opened_by=act.by,
        )
        _audit("exception.opened", row, act, {"text": text, "domain": domain})
    return row


def settle(exception: ResidualException, act: Act) -> None:
    """Say that an exception is settled."""
    with transaction.atomic():
        still_open = ResidualException.objects.filter(pk=exception.pk, settled_at=None)
        if still_open.update(settled_at=act.now, settled_by=act.by):
            _audit("exception.settled", exception, act, {"text": exception.text})


def _answer(proposal: DisruptionProposal, act: Act) -> None:
    waiting = DisruptionProposal.objects.waiting().filter(pk=proposal.pk)
    if not waiting.update(answered_at=act.now, answered_by=act.by, reason=act.note):
        raise AlreadyAnsweredError


def _change(disruption: Disruption, **values: Any) -> None:
    if not Disruption.objects.open().filter(pk=disruption.pk).update(**values):
        raise AlreadyClosedError
    for name, value in values.items():
        setattr(disruption, name, value)


def _note(
    disruption: Disruption,
    kind: DisruptionEventKind,
    act: Act,
    *,
    happened_at: datetime | None = None,
    text: str = "",
    other: Disruption | None = None,
) -> None:
    DisruptionEvent.objects.create(
        disruption=disruption,
        kind=kind,
        happened_at=happened_at or act.now,
        recorded_at=act.now,
        actor=act.by,
        note=(act.note or text)[:300],
        other=other,
    )


def _audit(
    action: str,
    target: Disruption | DisruptionProposal | Verification | ResidualException,
    act: Act,
    after: dict[str, Any],
    before: dict[str, Any] | None = None,
) -> None:
    workspace = getattr(target, "workspace", None) or target.disruption.workspace  # type: ignore[union-attr]
    audit.record(
        action,
        target,
        actor=act.actor,
        now=act.now,
        workspace=workspace,
        before=before,
        after=after,
        reason=act.note,
    )
