"""Payment holds: an amount that is not paid until somebody with the right releases it."""

from django.db import transaction

from accounts.operations import audit
from accounts.operations.audit import Actor
from reconciliation.models import Discrepancy, Hold
from reconciliation.operations.settling import Doer

FOUR_EYES_FROM = 1_000_000  # yen; whoever placed such a hold does not release it


class AlreadyHeldError(Exception):
    """There is a hold on it already, or it was released in the meantime."""


class FourEyesError(Exception):
    """A large hold is released by somebody else than the one who placed it."""


def place(discrepancy: Discrepancy, doer: Doer, *, reason: str) -> Hold:
    """Hold back what a discrepancy is about. Raises: AlreadyHeldError."""
    with transaction.atomic():
        Discrepancy.objects.select_for_update().get(pk=discrepancy.pk)
        if discrepancy.holds.filter(released_at=None).exists():
            raise AlreadyHeldError
        papers = str(discrepancy.facts.get("papers", ""))
        hold = Hold.objects.create(
            workspace=doer.workspace,
            supplier_id=discrepancy.supplier_id,
            discrepancy=discrepancy,
            document_number=(discrepancy.document_number or papers or discrepancy.order_key)[:80],
            amount=max(abs(discrepancy.amount), 1),
            currency=discrepancy.currency,
            reason=reason,
            held_by=doer.user,
            held_at=doer.now,
        )
        _audit("hold.placed", hold, doer, reason=reason)
    return hold


def release(hold: Hold, doer: Doer, *, reason: str) -> None:
    """Let the amount be paid. Raises: AlreadyHeldError when it was; FourEyesError."""
    if hold.amount >= FOUR_EYES_FROM and hold.held_by_id == doer.user.pk:
        raise FourEyesError
    with transaction.atomic():
        held = Hold.objects.filter(pk=hold.pk, released_at=None)
        if not held.update(released_at=doer.now, released_by=doer.user, release_reason=reason):
            raise AlreadyHeldError
        _audit("hold.released", hold, doer, reason=reason)


def _audit(action: str, hold: Hold, doer: Doer, *, reason: str) -> None:
    audit.record(
        action,
        hold,
        actor=Actor.person(doer.user),
        now=doer.now,
        workspace=doer.workspace,
        after={"document_number": hold.document_number, "amount": hold.amount},
        reason=reason,
    )
