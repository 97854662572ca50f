"""Buying at once within the field allowance, looked at by an approver afterwards (MIN-06)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from accounts.models import Membership, Workspace
from accounts.operations import audit
from accounts.operations.audit import Actor
from procurement.domain.minimum_operation import EmergencyPurchase, active, judge_purchase
from procurement.enums import EmergencyKind
from procurement.models import ApprovalRequest, SubstituteOrder
from procurement.operations import approving, substituting
from procurement.operations.rules import plain_rules
from procurement.operations.substituting import Draft, amount_of, wish_of


class OverAllowanceError(Exception):
    """The purchase is above what the field may still order at once."""

    def __init__(self, left_amount: int) -> None:
        super().__init__(str(left_amount))
        self.left_amount = left_amount


def judge(workspace: Workspace, amount: int, *, today: date) -> EmergencyPurchase:
    """Return whether so much may be bought at once today."""
    rules = plain_rules(workspace)
    return judge_purchase(amount, _spent(workspace, today=today), rules, today)


def buy_at_once(draft: Draft, *, by: Membership, now: datetime) -> SubstituteOrder:
    """Order without waiting for approval; the request for review stays until somebody answers.

    Raises: OverAllowanceError. Two at once do not both spend the last of it.
    """
    today = timezone.localdate(now)
    with transaction.atomic():
        Workspace.objects.select_for_update().get(pk=by.workspace.pk)  # one purchase at a time
        substitute = substituting.write(draft, by=by, now=now)
        amount = amount_of(substitute)
        judged = judge(by.workspace, amount, today=today)
        if not judged.is_allowed:
            raise OverAllowanceError(judged.left_amount)
        wish = wish_of(substitute, draft, now=now).for_review(by_day=judged.review_by)
        substitute.request = approving.ask(wish, by=by, now=now)
        substitute.save(update_fields=["request"])
        audit.record(
            "substitute.bought_at_once",
            substitute,
            actor=Actor.person(by.user),
            now=now,
            workspace=by.workspace,
            after={"original": draft.original.number, "amount": amount},
            reason=draft.reason,
        )
        substituting.dispatch(substitute, by=by, now=now)
    return substitute


def _spent(workspace: Workspace, *, today: date) -> int:
    """Return what was bought at once under the allowance that holds today."""
    granted = active(plain_rules(workspace), EmergencyKind.ALLOWANCE, today)
    if not granted:
        return 0
    since = granted[0].starts_on
    bought = ApprovalRequest.objects.in_workspace(workspace).filter(
        is_review=True, asked_at__date__gte=since
    )
    return bought.aggregate(total=Sum("amount"))["total"] or 0
