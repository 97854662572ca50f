"""The five questions before an order is cancelled, answered from the data where they can be."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from procurement.enums import ChecklistAnswer as Answer
from procurement.enums import ChecklistReason as Reason
from procurement.enums import ChecklistResult as Result
from procurement.enums import ChecklistStep as Step

ANSWERS: Mapping[Step, tuple[Answer, ...]] = {
    Step.SHIPPING: (Answer.NOTHING_SHIPPED, Answer.PARTLY_SHIPPED, Answer.ALL_SHIPPED),
    Step.DELAY: (Answer.WITHIN, Answer.BEYOND),
    Step.DIRECT: (Answer.STOCK_GOODS, Answer.ALLOWED, Answer.NOT_ALLOWED),
    Step.COST: (Answer.FREE, Answer.EXTRA_COST),
    Step.REORDER: (Answer.READY, Answer.NEEDS_APPROVAL, Answer.NOT_AVAILABLE),
}
# Days we give others to answer, by how soon the step decides anything.
INQUIRY_DAYS: Mapping[Step, int] = {
    Step.SHIPPING: 1,
    Step.DELAY: 2,
    Step.DIRECT: 2,
    Step.COST: 3,
    Step.REORDER: 2,
}
# Source: the act in force since 2026-01-01 wants payment within 60 days, the day of receipt
# being the first of them.
LAWFUL_PAYMENT_DAYS = 60


class UnansweredStepError(Exception):
    """A checklist was to be closed while questions are open."""

    def __init__(self, steps: tuple[Step, ...]) -> None:
        super().__init__(f"unanswered: {', '.join(steps)}")
        self.steps = steps


class UnfitAnswerError(Exception):
    """An answer was given that the step does not offer."""


class UnfitResultError(Exception):
    """A result was chosen that the answers rule out."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Terms:
    """What a supplier's terms say of cancelling. None: we have not found it in them."""

    source: str = ""  # where it is written: a document, a page
    allows_direct: bool | None = None
    allows_made_to_order: bool | None = None
    fee_amount: int | None = None  # per order, in minor units; 0: cancelling is free


@dataclass(frozen=True, slots=True)
class Reorder:
    """The best that can be had elsewhere for the whole order."""

    supplier: str
    amount: int
    arrives_on: date | None  # None: not said
    is_in_stock: bool | None  # None: not said
    needs_approval: bool


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What our papers say of one order. None means not known, never zero.

    Shapes: reorders is None where nobody looked, and empty where nothing was found.
    Units: quantities in the order's units; accepted_days is how late it may come.
    """

    ordered_quantity: Decimal
    shipped_quantity: Decimal | None
    shipments_as_of: date | None  # the newest shipment file; None: none was imported
    due_on: date | None
    expected_on: date | None
    today: date
    accepted_days: int | None = None
    is_direct: bool | None = None
    is_made_to_order: bool | None = None  # name-printed, cut to size or specially made
    terms: Terms = Terms()
    reorders: tuple[Reorder, ...] | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an answer rests on: its kind, and the value as it stands there."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Answered:
    """One step with its answer and the evidence. None: the data do not answer it."""

    step: Step
    answer: Answer | None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question to somebody else that an answer of "not known" raises."""

    step: Step
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Proposal:
    """The result that the answers speak for, and why. None: not all is answered."""

    result: Result | None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """A result that may stand, with what speaks against it all the same."""

    result: Result
    warnings: tuple[Reason, ...] = field(default=())

    @property
    def needs_reason_of_approver(self) -> bool:
        return Reason.LAW in self.warnings


def pre_answer(facts: OrderFacts) -> tuple[Answered, ...]:
    """Answer the five steps from the data, in their order, each with its evidence."""
    return (
        _shipping(facts),
        _delay(facts),
        _direct(facts),
        _cost(facts),
        _reorder(facts),
    )


def check_answer(step: Step, answer: Answer) -> None:
    """Raises: UnfitAnswerError when the step does not offer the answer."""
    if answer != Answer.NOT_KNOWN and answer not in ANSWERS[step]:
        raise UnfitAnswerError(f"{step} cannot be answered with {answer}")


def inquiry_for(step: Step, answer: Answer, *, now: datetime) -> Inquiry | None:
    """Return what to ask others; None unless the answer is "not known"."""
    if answer != Answer.NOT_KNOWN:
        return None
    return Inquiry(step, now + timedelta(days=INQUIRY_DAYS[step]))


def open_steps(answers: Mapping[Step, Answer]) -> tuple[Step, ...]:
    """Return the steps nobody has answered; "not known" is an answer."""
    return tuple(step for step in Step if step not in answers)


def propose(answers: Mapping[Step, Answer]) -> Proposal:
    """Return the result that the answers speak for."""
    if open_steps(answers):
        return Proposal(None)
    reasons = _reasons(answers)
    return Proposal(_result(answers, reasons), reasons)


def judge_result(
    result: Result, answers: Mapping[Step, Answer], *, is_made_to_order: bool | None
) -> Verdict:
    """Let a person's choice stand, or say why it cannot.

    "Not known" is an answer: its inquiry stays watched, and the decision says that it was made
    without it.

    Raises: UnansweredStepError; UnfitResultError when the goods are on their way or the terms
        forbid what was chosen.
    """
    if missing := open_steps(answers):
        raise UnansweredStepError(missing)
    _refuse_unfit(result, answers)
    warnings = []
    if Answer.NOT_KNOWN in answers.values():
        warnings.append(Reason.UNKNOWNS)
    if result in (Result.CANCEL, Result.SUBSTITUTE):
        warnings += _cancel_warnings(answers, is_made_to_order=is_made_to_order)
    return Verdict(result, tuple(warnings))


def last_lawful_payment(received_on: date) -> date:
    """Return until when made-to-order goods must be paid."""
    return received_on + timedelta(days=LAWFUL_PAYMENT_DAYS - 1)


def _refuse_unfit(result: Result, answers: Mapping[Step, Answer]) -> None:
    if result not in (Result.CANCEL, Result.SUBSTITUTE):
        return
    if answers[Step.SHIPPING] == Answer.ALL_SHIPPED:
        raise UnfitResultError(Reason.ALREADY_SHIPPED)
    if result == Result.CANCEL and answers[Step.DIRECT] == Answer.NOT_ALLOWED:
        raise UnfitResultError(Reason.TERMS_FORBID)
    if result == Result.SUBSTITUTE and answers[Step.REORDER] == Answer.NOT_AVAILABLE:
        raise UnfitResultError(Reason.NOT_ELSEWHERE)


def _cancel_warnings(
    answers: Mapping[Step, Answer], *, is_made_to_order: bool | None
) -> list[Reason]:
    found = []
    if answers[Step.SHIPPING] == Answer.PARTLY_SHIPPED:
        found.append(Reason.PARTLY_SHIPPED)
    if answers[Step.DIRECT] == Answer.NOT_ALLOWED:
        found.append(Reason.TERMS_FORBID)
    if answers[Step.COST] == Answer.EXTRA_COST:
        found.append(Reason.COSTS_EXTRA)
    if is_made_to_order:
        found.append(Reason.LAW)
    return found


_SAID: Mapping[tuple[Step, Answer], Reason] = {
    (Step.SHIPPING, Answer.ALL_SHIPPED): Reason.ALREADY_SHIPPED,
    (Step.SHIPPING, Answer.PARTLY_SHIPPED): Reason.PARTLY_SHIPPED,
    (Step.DELAY, Answer.WITHIN): Reason.DELAY_BEARABLE,
    (Step.DELAY, Answer.BEYOND): Reason.TOO_LATE,
    (Step.DIRECT, Answer.NOT_ALLOWED): Reason.TERMS_FORBID,
    (Step.COST, Answer.EXTRA_COST): Reason.COSTS_EXTRA,
    (Step.REORDER, Answer.READY): Reason.ELSEWHERE,
    (Step.REORDER, Answer.NEEDS_APPROVAL): Reason.ELSEWHERE,
    (Step.REORDER, Answer.NOT_AVAILABLE): Reason.NOT_ELSEWHERE,
}


def _reasons(answers: Mapping[Step, Answer]) -> tuple[Reason, ...]:
    said = [_SAID[step, answers[step]] for step in Step if (step, answers[step]) in _SAID]
    return (*said, Reason.UNKNOWNS) if Answer.NOT_KNOWN in answers.values() else tuple(said)


def _result(answers: Mapping[Step, Answer], reasons: Collection[Reason]) -> Result:
    """Waiting is proposed whenever stopping is impossible, needless or not yet known to be wise."""
    if Reason.ALREADY_SHIPPED in reasons or Reason.TOO_LATE not in reasons:
        return Result.CONTINUE
    can_cancel = Reason.TERMS_FORBID not in reasons
    if answers[Step.SHIPPING] != Answer.NOTHING_SHIPPED or not can_cancel:
        return Result.SPLIT
    if Reason.ELSEWHERE in reasons:
        return Result.SUBSTITUTE
    return Result.CONTINUE if Answer.NOT_KNOWN in answers.values() else Result.CANCEL


def _shipping(facts: OrderFacts) -> Answered:
    if facts.shipped_quantity is None or facts.shipments_as_of is None:
        return Answered(Step.SHIPPING, None)
    evidence = (
        Evidence("shipments_as_of", facts.shipments_as_of.isoformat()),
        Evidence("shipped", f"{facts.shipped_quantity}/{facts.ordered_quantity}"),
    )
    if facts.shipped_quantity <= 0:
        return Answered(Step.SHIPPING, Answer.NOTHING_SHIPPED, evidence)
    is_all = facts.shipped_quantity >= facts.ordered_quantity
    answer = Answer.ALL_SHIPPED if is_all else Answer.PARTLY_SHIPPED
    return Answered(Step.SHIPPING, answer, evidence)


def _delay(facts: OrderFacts) -> Answered:
    """What has already passed is a delay, even when nobody has named a new day."""
    if facts.due_on is None or facts.accepted_days is None:
        return Answered(Step.DELAY, None)
    last_on = facts.due_on + timedelta(days=facts.accepted_days)
    evidence = [Evidence("due_on", facts.due_on.isoformat())]
    evidence.append(Evidence("accepted_days", str(facts.accepted_days)))
    if facts.expected_on is not None:
        evidence.append(Evidence("expected_on", facts.expected_on.isoformat()))
        answer = Answer.BEYOND if facts.expected_on > last_on else Answer.WITHIN
        return Answered(Step.DELAY, answer, tuple(evidence))
    if facts.today > last_on:
        evidence.append(Evidence("today", facts.today.isoformat()))
        return Answered(Step.DELAY, Answer.BEYOND, tuple(evidence))
    return Answered(Step.DELAY, None, tuple(evidence))


def _direct(facts: OrderFacts) -> Answered:
    if facts.is_direct is None or facts.is_made_to_order is None:
        return Answered(Step.DIRECT, None)
    if not facts.is_direct and not facts.is_made_to_order:
        return Answered(Step.DIRECT, Answer.STOCK_GOODS, (Evidence("goods", "stock"),))
    asked = []
    if facts.is_direct:
        asked.append(facts.terms.allows_direct)
    if facts.is_made_to_order:
        asked.append(facts.terms.allows_made_to_order)
    evidence = (
        Evidence("goods", "made_to_order" if facts.is_made_to_order else "direct"),
        *([Evidence("terms", facts.terms.source)] if facts.terms.source else []),
    )
    if False in asked:
        return Answered(Step.DIRECT, Answer.NOT_ALLOWED, evidence)
    return Answered(Step.DIRECT, None if None in asked else Answer.ALLOWED, evidence)


def _cost(facts: OrderFacts) -> Answered:
    fee = facts.terms.fee_amount
    if fee is None:
        return Answered(Step.COST, None)
    evidence = (Evidence("terms", facts.terms.source), Evidence("fee_amount", str(fee)))
    return Answered(Step.COST, Answer.EXTRA_COST if fee else Answer.FREE, evidence)


def _reorder(facts: OrderFacts) -> Answered:
    if facts.reorders is None:
        return Answered(Step.REORDER, None)
    usable = [reorder for reorder in facts.reorders if reorder.is_in_stock is not False]
    if not usable:
        count = Evidence("offers", str(len(facts.reorders)))
        return Answered(Step.REORDER, Answer.NOT_AVAILABLE, (count,))
    best = min(usable, key=lambda one: (one.arrives_on or date.max, one.amount, one.supplier))
    evidence = (
        Evidence("supplier", best.supplier),
        Evidence("amount", str(best.amount)),
        Evidence("arrives_on", best.arrives_on.isoformat() if best.arrives_on else ""),
    )
    if best.is_in_stock is None:
        return Answered(Step.REORDER, None, evidence)
    answer = Answer.NEEDS_APPROVAL if best.needs_approval else Answer.READY
    return Answered(Step.REORDER, answer, evidence)
