"""Checklists of orders: prepared from the data, answered by people, closed with a reason."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from accounts.operations import audit
from accounts.operations.audit import Actor
from procurement.domain.checklists import (
    Answered,
    Verdict,
    check_answer,
    inquiry_for,
    judge_result,
    pre_answer,
)
from procurement.domain.follow_ups import follow_ups_after
from procurement.enums import (
    ENDS_THE_ORDER,
    ChecklistAnswer,
    ChecklistResult,
    ChecklistStep,
    FollowUpKind,
    FollowUpState,
)
from procurement.models import (
    Checklist,
    ChecklistEntry,
    FollowUp,
    Inquiry,
)
from procurement.operations.open_lines import line_states
from procurement.operations.order_facts import facts_of
from reconciliation.enums import OrderDecision
from reconciliation.models import Order, OrderDecided
from reconciliation.operations import deciding
from tracker.models import Disruption, Supplier

BATCH = 1000
DECISIONS = {
    ChecklistResult.CANCEL: OrderDecision.CANCEL,
    ChecklistResult.CONTINUE: OrderDecision.CONTINUE,
    ChecklistResult.SPLIT: OrderDecision.CONTINUE,
    ChecklistResult.SUBSTITUTE: OrderDecision.SUBSTITUTE,
}


class ChangedChecklistError(Exception):
    """Somebody else has answered or closed meanwhile; what they said is in the checklist."""


def prepare(
    supplier: Supplier,
    orders: Iterable[Order],
    *,
    disruption: Disruption | None,
    by: Membership | None,
    now: datetime,
) -> int:
    """Open a checklist for every order that has none, with what the data answer; count them.

    One order or thousands go the same way, so that bulk is no less careful.
    """
    wanted = list(orders)
    has_one = set(
        Checklist.objects.open().filter(order__in=wanted).values_list("order_id", flat=True)
    )
    news = [order for order in wanted if order.pk not in has_one]
    facts = facts_of(supplier, news, disruption=disruption, now=now)
    with transaction.atomic():
        rows = [
            Checklist(
                workspace_id=order.workspace_id,
                order=order,
                disruption=disruption,
                is_made_to_order=facts[order.pk].is_made_to_order,
                opened_by=by.user if by else None,
                opened_at=now,
            )
            for order in news
        ]
        Checklist.objects.bulk_create(rows, batch_size=BATCH)
        entries = [
            _entry(row, answered, now)
            for row in rows
            for answered in pre_answer(facts[row.order_id])
            if answered.answer is not None
        ]
        ChecklistEntry.objects.bulk_create(entries, batch_size=BATCH)
    return len(rows)


def answers_of(checklist: Checklist) -> dict[ChecklistStep, ChecklistEntry]:
    """Return the newest answer of every step that has one."""
    newest: dict[ChecklistStep, ChecklistEntry] = {}
    for entry in checklist.entries.select_related("answered_by").order_by("pk"):
        newest[ChecklistStep(entry.step)] = entry
    return newest


def answer(
    checklist: Checklist,
    step: ChecklistStep,
    given: ChecklistAnswer,
    *,
    by: Membership,
    note: str,
    now: datetime,
) -> None:
    """Record what a person found out. "Not known" asks the supplier, with a deadline.

    The checklist carries the revision that was read.

    Raises: UnfitAnswerError; ChangedChecklistError when it has moved on since (A5).
    """
    check_answer(step, given)
    with transaction.atomic():
        _move_on(checklist)
        ChecklistEntry.objects.create(
            checklist=checklist,
            step=step,
            answer=given,
            note=note,
            answered_by=by.user,
            answered_at=now,
        )
        _ask_or_settle(checklist, step, given, by=by, now=now)
        audit.record(
            "checklist.answered",
            checklist,
            actor=Actor.person(by.user),
            now=now,
            workspace=checklist.workspace,
            after={"step": str(step), "answer": str(given)},
            reason=note,
        )


def close(
    checklist: Checklist,
    result: ChecklistResult,
    *,
    by: Membership,
    reason: str,
    now: datetime,
) -> Verdict:
    """Decide an order, keep the decision on it, and start what must follow.

    Raises: UnansweredStepError; UnfitResultError; ChangedChecklistError.
    """
    answers = {step: ChecklistAnswer(entry.answer) for step, entry in answers_of(checklist).items()}
    verdict = judge_result(result, answers, is_made_to_order=checklist.is_made_to_order)
    with transaction.atomic():
        _move_on(checklist)
        closing = {"result": result, "reason": reason, "closed_by": by.user, "closed_at": now}
        Checklist.objects.filter(pk=checklist.pk).update(**closing)
        checklist.refresh_from_db()
        OrderDecided.objects.create(
            workspace=checklist.workspace,
            order=checklist.order,
            decision=DECISIONS[result],
            reason=reason,
            decided_by=by.user,
            decided_at=now,
        )
        deciding.tell(checklist.order)
        for one in follow_ups_after(result, decided_on=timezone.localdate(now)):
            FollowUp.objects.create(
                checklist=checklist, kind=one.kind, due_on=one.due_on, changed_at=now
            )
        audit.record(
            "checklist.closed",
            checklist,
            actor=Actor.person(by.user),
            now=now,
            workspace=checklist.workspace,
            after={"result": str(result), "warnings": [str(w) for w in verdict.warnings]},
            reason=reason,
        )
    return verdict


def tell_department(follow_up: FollowUp, *, told_to: str, by: Membership, now: datetime) -> None:
    """Record whom in the department was told; the other follow-ups wait for papers."""
    with transaction.atomic():
        FollowUp.objects.filter(pk=follow_up.pk, kind=FollowUpKind.DEPARTMENT_TOLD).update(
            state=FollowUpState.CONFIRMED, note=told_to, changed_by=by.user, changed_at=now
        )
        audit.record(
            "follow_up.confirmed",
            follow_up,
            actor=Actor.person(by.user),
            now=now,
            workspace=follow_up.checklist.workspace,
            after={"kind": follow_up.kind, "told": told_to},
        )


def ends_the_order(checklist: Checklist) -> bool:
    return checklist.result in ENDS_THE_ORDER


def _move_on(checklist: Checklist) -> None:
    """Raise the revision that a person has read. Raises: ChangedChecklistError."""
    same = Checklist.objects.open().filter(pk=checklist.pk, revision=checklist.revision)
    if not same.update(revision=checklist.revision + 1):
        raise ChangedChecklistError
    checklist.revision += 1


def _ask_or_settle(
    checklist: Checklist,
    step: ChecklistStep,
    given: ChecklistAnswer,
    *,
    by: Membership,
    now: datetime,
) -> None:
    inquiry = inquiry_for(step, given, now=now)
    waiting = Inquiry.objects.waiting().filter(checklist=checklist, step=step)
    if inquiry is None:
        waiting.update(answered_at=now)
    elif not waiting.exists():
        Inquiry.objects.create(
            checklist=checklist,
            step=step,
            details=_details(checklist, by),
            asked_by=by.user,
            asked_at=now,
            due_at=inquiry.due_at,
        )


def _details(checklist: Checklist, by: Membership) -> dict[str, Any]:
    """Return what a supplier needs to answer: customer, order, day, amount, place, person."""
    order = checklist.order
    line = line_states(order.supplier, [order])[:1]
    return {
        "customer_number": order.supplier.customer_number,
        "order_number": order.number,
        "ordered_on": order.ordered_on.isoformat() if order.ordered_on else "",
        "amount": order.net_amount,
        "delivery_place": line[0].line.delivery_place if line else "",
        "person": str(by.user),
    }


def _entry(checklist: Checklist, answered: Answered, now: datetime) -> ChecklistEntry:
    return ChecklistEntry(
        checklist=checklist,
        step=answered.step,
        answer=answered.answer or "",
        evidence=[[one.kind, one.value] for one in answered.evidence],
        answered_at=now,
    )
