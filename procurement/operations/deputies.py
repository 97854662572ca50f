"""Naming somebody to decide in one's place, and ending it."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import Membership, User
from accounts.operations import audit
from accounts.operations.audit import Actor
from procurement.models import Deputy


def name_deputy(
    deputy: User,
    *,
    by: Membership,
    from_on: date,
    until_on: date,
    most_amount: int | None,
    now: datetime,
) -> Deputy:
    """Let somebody decide in the place of a member, from a day to before another."""
    with transaction.atomic():
        row = Deputy.objects.create(
            workspace=by.workspace,
            principal=by.user,
            deputy=deputy,
            from_on=from_on,
            until_on=until_on,
            most_amount=most_amount,
            named_at=now,
        )
        audit.record(
            "deputy.named",
            row,
            actor=Actor.person(by.user),
            now=now,
            workspace=by.workspace,
            after={"deputy": str(deputy), "from": from_on, "until": until_on, "up_to": most_amount},
        )
    return row


def revoke_deputy(row: Deputy, *, by: Membership, now: datetime) -> None:
    """End a deputy's time; doing it twice is harmless."""
    with transaction.atomic():
        if Deputy.objects.filter(pk=row.pk, revoked_at=None).update(revoked_at=now):
            audit.record(
                "deputy.revoked",
                row,
                actor=Actor.person(by.user),
                now=now,
                workspace=by.workspace,
            )
