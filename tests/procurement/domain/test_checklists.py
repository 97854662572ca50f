from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from procurement.domain.checklists import (
    Answered,
    Evidence,
    Inquiry,
    OrderFacts,
    Proposal,
    Reorder,
    Terms,
    UnansweredStepError,
    UnfitAnswerError,
    UnfitResultError,
    check_answer,
    inquiry_for,
    judge_result,
    last_lawful_payment,
    open_steps,
    pre_answer,
    propose,
)
from procurement.enums import ChecklistAnswer as Answer
from procurement.enums import ChecklistReason as Reason
from procurement.enums import ChecklistResult as Result
from procurement.enums import ChecklistStep as Step

TODAY = date(2025, 10, 24)
NOW = datetime(2025, 10, 24, 3, 0, tzinfo=UTC)
ELSEWHERE = Reorder("Minato", 12_000, date(2025, 10, 27), is_in_stock=True, needs_approval=False)
FACTS = OrderFacts(
    ordered_quantity=Decimal(10),
    shipped_quantity=Decimal(0),
    shipments_as_of=TODAY,
    due_on=date(2025, 10, 22),
    expected_on=date(2025, 11, 10),
    today=TODAY,
    accepted_days=3,
    is_direct=False,
    is_made_to_order=False,
    terms=Terms("約款 第12条", allows_direct=True, allows_made_to_order=False, fee_amount=0),
    reorders=(ELSEWHERE,),
)
ALL = {
    Step.SHIPPING: Answer.NOTHING_SHIPPED,
    Step.DELAY: Answer.BEYOND,
    Step.DIRECT: Answer.STOCK_GOODS,
    Step.COST: Answer.FREE,
    Step.REORDER: Answer.READY,
}


def answer_of(step, **changes):
    return {one.step: one for one in pre_answer(replace(FACTS, **changes))}[step]


@pytest.mark.parametrize(
    ("step", "changes", "answer"),
    [
        (Step.SHIPPING, {}, Answer.NOTHING_SHIPPED),
        (Step.SHIPPING, {"shipped_quantity": Decimal(4)}, Answer.PARTLY_SHIPPED),
        (Step.SHIPPING, {"shipped_quantity": Decimal(10)}, Answer.ALL_SHIPPED),
        (Step.SHIPPING, {"shipped_quantity": None}, None),
        (Step.SHIPPING, {"shipments_as_of": None}, None),
        (Step.DELAY, {}, Answer.BEYOND),
        (Step.DELAY, {"expected_on": date(2025, 10, 25)}, Answer.WITHIN),
        (Step.DELAY, {"expected_on": None}, None),
        (Step.DELAY, {"expected_on": None, "accepted_days": 1}, Answer.BEYOND),
        (Step.DELAY, {"due_on": None}, None),
        (Step.DELAY, {"accepted_days": None}, None),
        (Step.DIRECT, {}, Answer.STOCK_GOODS),
        (Step.DIRECT, {"is_direct": None}, None),
        (Step.DIRECT, {"is_made_to_order": None}, None),
        (Step.DIRECT, {"is_direct": True}, Answer.ALLOWED),
        (Step.DIRECT, {"is_made_to_order": True}, Answer.NOT_ALLOWED),
        (Step.DIRECT, {"is_direct": True, "terms": Terms()}, None),
        (Step.COST, {}, Answer.FREE),
        (Step.COST, {"terms": Terms("x", fee_amount=800)}, Answer.EXTRA_COST),
        (Step.COST, {"terms": Terms()}, None),
        (Step.REORDER, {}, Answer.READY),
        (Step.REORDER, {"reorders": None}, None),
        (Step.REORDER, {"reorders": ()}, Answer.NOT_AVAILABLE),
        (
            Step.REORDER,
            {"reorders": (replace(ELSEWHERE, is_in_stock=False),)},
            Answer.NOT_AVAILABLE,
        ),
        (Step.REORDER, {"reorders": (replace(ELSEWHERE, is_in_stock=None),)}, None),
        (
            Step.REORDER,
            {"reorders": (replace(ELSEWHERE, needs_approval=True, arrives_on=None),)},
            Answer.NEEDS_APPROVAL,
        ),
    ],
)
def test_pre_answer_says_only_what_the_data_say(step, changes, answer):
    assert answer_of(step, **changes).answer == answer


def test_pre_answers_carry_their_evidence():
    assert pre_answer(FACTS) == (
        Answered(
            Step.SHIPPING,
            Answer.NOTHING_SHIPPED,
            (Evidence("shipments_as_of", "2025-10-24"), Evidence("shipped", "0/10")),
        ),
        Answered(
            Step.DELAY,
            Answer.BEYOND,
            (
                Evidence("due_on", "2025-10-22"),
                Evidence("accepted_days", "3"),
                Evidence("expected_on", "2025-11-10"),
            ),
        ),
        Answered(Step.DIRECT, Answer.STOCK_GOODS, (Evidence("goods", "stock"),)),
        Answered(
            Step.COST,
            Answer.FREE,
            (Evidence("terms", "約款 第12条"), Evidence("fee_amount", "0")),
        ),
        Answered(
            Step.REORDER,
            Answer.READY,
            (
                Evidence("supplier", "Minato"),
                Evidence("amount", "12000"),
                Evidence("arrives_on", "2025-10-27"),
            ),
        ),
    )


def test_not_known_is_an_answer_that_raises_an_inquiry_with_a_deadline():
    assert inquiry_for(Step.SHIPPING, Answer.NOT_KNOWN, now=NOW) == Inquiry(
        Step.SHIPPING, NOW + timedelta(days=1)
    )
    assert inquiry_for(Step.SHIPPING, Answer.ALL_SHIPPED, now=NOW) is None
    assert open_steps(ALL | {Step.COST: Answer.NOT_KNOWN}) == ()


def test_a_step_takes_only_the_answers_it_offers():
    check_answer(Step.COST, Answer.FREE)
    check_answer(Step.COST, Answer.NOT_KNOWN)
    with pytest.raises(UnfitAnswerError):
        check_answer(Step.COST, Answer.ALL_SHIPPED)


def test_checklist_cannot_be_closed_while_a_step_is_unanswered():
    answers = {step: ALL[step] for step in ALL if step not in (Step.COST, Step.DELAY)}

    with pytest.raises(UnansweredStepError) as caught:
        judge_result(Result.CONTINUE, answers, is_made_to_order=False)

    assert caught.value.steps == (Step.DELAY, Step.COST)
    assert propose(answers) == Proposal(None)


@pytest.mark.parametrize(
    ("changes", "result", "reasons"),
    [
        ({}, Result.SUBSTITUTE, (Reason.TOO_LATE, Reason.ELSEWHERE)),
        (
            {Step.REORDER: Answer.NOT_AVAILABLE},
            Result.CANCEL,
            (Reason.TOO_LATE, Reason.NOT_ELSEWHERE),
        ),
        ({Step.REORDER: Answer.NOT_KNOWN}, Result.CONTINUE, (Reason.TOO_LATE, Reason.UNKNOWNS)),
        (
            {Step.DELAY: Answer.WITHIN, Step.COST: Answer.EXTRA_COST},
            Result.CONTINUE,
            (Reason.DELAY_BEARABLE, Reason.COSTS_EXTRA, Reason.ELSEWHERE),
        ),
        (
            {Step.SHIPPING: Answer.ALL_SHIPPED},
            Result.CONTINUE,
            (Reason.ALREADY_SHIPPED, Reason.TOO_LATE, Reason.ELSEWHERE),
        ),
        (
            {Step.SHIPPING: Answer.PARTLY_SHIPPED, Step.REORDER: Answer.NEEDS_APPROVAL},
            Result.SPLIT,
            (Reason.PARTLY_SHIPPED, Reason.TOO_LATE, Reason.ELSEWHERE),
        ),
        (
            {Step.DIRECT: Answer.NOT_ALLOWED},
            Result.SPLIT,
            (Reason.TOO_LATE, Reason.TERMS_FORBID, Reason.ELSEWHERE),
        ),
    ],
)
def test_answers_speak_for_a_result(changes, result, reasons):
    assert propose(ALL | changes) == Proposal(result, reasons)


@pytest.mark.parametrize(
    ("result", "changes", "reason"),
    [
        (Result.CANCEL, {Step.SHIPPING: Answer.ALL_SHIPPED}, Reason.ALREADY_SHIPPED),
        (Result.CANCEL, {Step.DIRECT: Answer.NOT_ALLOWED}, Reason.TERMS_FORBID),
        (Result.SUBSTITUTE, {Step.REORDER: Answer.NOT_AVAILABLE}, Reason.NOT_ELSEWHERE),
    ],
)
def test_a_result_that_the_answers_rule_out_is_refused(result, changes, reason):
    with pytest.raises(UnfitResultError) as caught:
        judge_result(result, ALL | changes, is_made_to_order=False)

    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("result", "changes", "is_made_to_order", "warnings"),
    [
        (Result.CANCEL, {}, False, ()),
        (Result.CONTINUE, {Step.COST: Answer.NOT_KNOWN}, True, (Reason.UNKNOWNS,)),
        (Result.CANCEL, {Step.SHIPPING: Answer.PARTLY_SHIPPED}, None, (Reason.PARTLY_SHIPPED,)),
        (
            Result.SUBSTITUTE,
            {Step.DIRECT: Answer.NOT_ALLOWED, Step.COST: Answer.EXTRA_COST},
            True,
            (Reason.TERMS_FORBID, Reason.COSTS_EXTRA, Reason.LAW),
        ),
        (Result.SPLIT, {Step.SHIPPING: Answer.ALL_SHIPPED}, True, ()),
    ],
)
def test_a_result_that_stands_says_what_speaks_against_it(
    result, changes, is_made_to_order, warnings
):
    verdict = judge_result(result, ALL | changes, is_made_to_order=is_made_to_order)

    assert (verdict.result, verdict.warnings) == (result, warnings)
    assert verdict.needs_reason_of_approver == (Reason.LAW in warnings)


def test_made_to_order_goods_are_paid_within_sixty_days_counted_from_receipt():
    assert last_lawful_payment(date(2026, 1, 1)) == date(2026, 3, 1)
