"""Limits below which a difference is let pass, and the terms of a supplier; with who and why."""

from datetime import date
from typing import Any

from django.db import transaction

from accounts.operations import audit
from accounts.operations.audit import Actor
from reconciliation.models import MatchTerms, Tolerance
from reconciliation.operations.settling import Doer
from tracker.models import Supplier


class EndedBeforeError(Exception):
    """Somebody has ended the limit in the meantime."""


def add(doer: Doer, **values: Any) -> Tolerance:
    """Add a limit; it holds from the next match on."""
    with transaction.atomic():
        made = Tolerance.objects.create(
            workspace=doer.workspace, made_by=doer.user, made_at=doer.now, **values
        )
        after = {"kind": made.kind, "amount": made.amount, "percent_points": made.percent_points}
        _audit("tolerance.added", made, doer, after=after, reason=made.reason)
    return made


def end(tolerance: Tolerance, doer: Doer, *, on: date) -> None:
    """Let a limit hold no longer from a day on; it stays for what is dated before."""
    with transaction.atomic():
        mine = Tolerance.objects.filter(pk=tolerance.pk, valid_until=None)
        if not mine.update(valid_until=max(on, tolerance.valid_from)):
            raise EndedBeforeError
        _audit("tolerance.ended", tolerance, doer, after={"valid_until": on.isoformat()})


def set_terms(supplier: Supplier, doer: Doer, **values: Any) -> MatchTerms:
    """Say by what a supplier's papers are judged; empty values are the usual ones."""
    with transaction.atomic():
        terms, _ = MatchTerms.objects.update_or_create(
            supplier=supplier,
            defaults={
                "workspace": doer.workspace,
                "changed_by": doer.user,
                "changed_at": doer.now,
                **values,
            },
        )
        _audit("terms.changed", terms, doer, after=values)
    return terms


def _audit(
    action: str,
    target: Tolerance | MatchTerms,
    doer: Doer,
    *,
    after: dict[str, Any],
    reason: str = "",
) -> None:
    audit.record(
        action,
        target,
        actor=Actor.person(doer.user),
        now=doer.now,
        workspace=doer.workspace,
        after=after,
        reason=reason,
    )
