"""What must happen after a cancellation, and which papers prove that it did (CAN-08)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from procurement.enums import ChecklistResult, FollowUpKind, FollowUpState

# Days after the decision by which we look whether it has happened.
DAYS: Mapping[FollowUpKind, int] = {
    FollowUpKind.DEPARTMENT_TOLD: 1,
    FollowUpKind.STOCK_STOP: 3,
    FollowUpKind.BILLING_STOP: 35,  # past the next monthly closing
    FollowUpKind.REFUND: 60,  # card refunds come one or two statements later
}


@dataclass(frozen=True, slots=True)
class FollowUp:
    kind: FollowUpKind
    due_on: date


@dataclass(frozen=True, slots=True)
class Papers:
    """What the match knows of a cancelled order since the decision. None: no such paper yet.

    Units: amounts in minor units, over all papers of the order; quantity in the order's units.
    """

    is_confirmed_by_supplier: bool
    shipped_quantity: Decimal | None  # since the decision
    billed_amount: int | None  # less credit notes
    has_billing_closed: bool  # the supplier's closing day has passed and its bill is in
    paid_amount: int | None
    refunded_amount: int | None
    told_to: str  # whom in the department; empty: nobody yet


def follow_ups_after(result: ChecklistResult, *, decided_on: date) -> tuple[FollowUp, ...]:
    """Return what to follow, the earliest first; nothing when the order goes on."""
    if result not in (ChecklistResult.CANCEL, ChecklistResult.SUBSTITUTE):
        return ()
    return tuple(FollowUp(kind, decided_on + timedelta(days=days)) for kind, days in DAYS.items())


def confirm(kind: FollowUpKind, papers: Papers) -> FollowUpState:
    """Return what the papers prove. Silence proves nothing; it waits."""
    return _RULES[kind](papers)


def _billing(papers: Papers) -> FollowUpState:
    if papers.billed_amount:
        return FollowUpState.CONTRADICTED
    if papers.has_billing_closed:
        return FollowUpState.CONFIRMED
    return FollowUpState.WAITING


def _stock(papers: Papers) -> FollowUpState:
    if papers.shipped_quantity:
        return FollowUpState.CONTRADICTED
    if papers.shipped_quantity is not None and papers.is_confirmed_by_supplier:
        return FollowUpState.CONFIRMED
    return FollowUpState.WAITING


def _refund(papers: Papers) -> FollowUpState:
    """Nothing paid needs no refund; a refund of another amount than was paid contradicts."""
    if papers.paid_amount is None:
        return FollowUpState.WAITING
    if papers.paid_amount == 0:
        is_settled = papers.has_billing_closed and not papers.refunded_amount
        return FollowUpState.NOT_NEEDED if is_settled else FollowUpState.WAITING
    if not papers.refunded_amount:
        return FollowUpState.WAITING
    is_whole = papers.refunded_amount == papers.paid_amount
    return FollowUpState.CONFIRMED if is_whole else FollowUpState.CONTRADICTED


def _department(papers: Papers) -> FollowUpState:
    return FollowUpState.CONFIRMED if papers.told_to else FollowUpState.WAITING


_RULES = {
    FollowUpKind.BILLING_STOP: _billing,
    FollowUpKind.STOCK_STOP: _stock,
    FollowUpKind.REFUND: _refund,
    FollowUpKind.DEPARTMENT_TOLD: _department,
}
