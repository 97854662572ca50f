"""Emergency rules: made with an owner and an end, withdrawn one by one with a record (BCK-03)."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, User, Workspace
from accounts.operations import audit
from accounts.operations.audit import Actor
from procurement.domain import minimum_operation as plain
from procurement.domain.minimum_operation import check_rule
from procurement.enums import EmergencyKind
from procurement.models import EmergencyRule
from tracker.models import Disruption, Supplier


class AlreadyWithdrawnError(Exception):
    """Somebody has withdrawn the rule before."""


@dataclass(frozen=True, slots=True)
class RuleWish:
    """What a person wants a rule to be. None: it does not apply to the kind."""

    kind: EmergencyKind
    starts_on: date
    ends_on: date
    owner: User
    disruption: Disruption | None = None
    supplier: Supplier | None = None
    amount: int | None = None
    weekdays: frozenset[int] = field(default=frozenset())
    ratio: Decimal = Decimal(1)


def plain_rules(workspace: Workspace) -> list[plain.EmergencyRule]:
    """Return all rules of a company as the rules of minimum operation read them."""
    rows = EmergencyRule.objects.in_workspace(workspace).select_related("supplier").order_by("pk")
    return [_plain(row) for row in rows]


def start_rule(
    workspace: Workspace, wish: RuleWish, *, by: Membership, now: datetime
) -> EmergencyRule:
    """Make a rule. Raises: UnfitRuleError when it lacks what its kind needs."""
    row = EmergencyRule(
        workspace=workspace,
        disruption=wish.disruption,
        kind=wish.kind,
        supplier=wish.supplier,
        amount=wish.amount,
        weekdays=sorted(wish.weekdays),
        ratio=wish.ratio,
        owner=wish.owner,
        starts_on=wish.starts_on,
        ends_on=wish.ends_on,
        created_at=now,
    )
    check_rule(_plain(row))
    with transaction.atomic():
        row.save(force_insert=True)
        audit.record(
            "emergency_rule.started",
            row,
            actor=Actor.person(by.user),
            now=now,
            workspace=workspace,
            after={"kind": row.kind, "amount": row.amount, "until": row.ends_on},
        )
    return row


def withdraw_rule(rule: EmergencyRule, *, by: Membership, reason: str, now: datetime) -> None:
    """End a rule before or after its last day. Raises: AlreadyWithdrawnError."""
    with transaction.atomic():
        standing = EmergencyRule.objects.filter(pk=rule.pk, withdrawn_at=None)
        if not standing.update(withdrawn_at=now, withdrawn_by=by.user, withdraw_reason=reason):
            raise AlreadyWithdrawnError
        audit.record(
            "emergency_rule.withdrawn",
            rule,
            actor=Actor.person(by.user),
            now=now,
            workspace=rule.workspace,
            reason=reason,
        )


def _plain(row: EmergencyRule) -> plain.EmergencyRule:
    withdrawn_on = timezone.localdate(row.withdrawn_at) if row.withdrawn_at else None
    return plain.EmergencyRule(
        key=row.pk or 0,
        kind=EmergencyKind(row.kind),
        owner=row.owner_id,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        withdrawn_on=withdrawn_on,
        amount=row.amount,
        weekdays=frozenset(row.weekdays),
        ratio=Decimal(row.ratio),
        supplier=row.supplier.name if row.supplier else "",
    )
