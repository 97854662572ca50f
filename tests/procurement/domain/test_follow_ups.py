from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from procurement.domain.follow_ups import FollowUp, Papers, confirm, follow_ups_after
from procurement.enums import ChecklistResult as Result
from procurement.enums import FollowUpKind as Kind
from procurement.enums import FollowUpState as State

SILENT = Papers(
    is_confirmed_by_supplier=False,
    shipped_quantity=None,
    billed_amount=None,
    has_billing_closed=False,
    paid_amount=None,
    refunded_amount=None,
    told_to="",
)


@pytest.mark.parametrize("result", [Result.CANCEL, Result.SUBSTITUTE])
def test_a_cancelled_order_is_followed_in_four_ways(result):
    assert follow_ups_after(result, decided_on=date(2025, 10, 24)) == (
        FollowUp(Kind.DEPARTMENT_TOLD, date(2025, 10, 25)),
        FollowUp(Kind.STOCK_STOP, date(2025, 10, 27)),
        FollowUp(Kind.BILLING_STOP, date(2025, 11, 28)),
        FollowUp(Kind.REFUND, date(2025, 12, 23)),
    )


@pytest.mark.parametrize("result", [Result.CONTINUE, Result.SPLIT])
def test_an_order_that_goes_on_needs_no_following(result):
    assert follow_ups_after(result, decided_on=date(2025, 10, 24)) == ()


@pytest.mark.parametrize(
    ("kind", "changes", "state"),
    [
        (Kind.BILLING_STOP, {}, State.WAITING),
        (Kind.BILLING_STOP, {"billed_amount": 0}, State.WAITING),
        (Kind.BILLING_STOP, {"has_billing_closed": True}, State.CONFIRMED),
        (
            Kind.BILLING_STOP,
            {"billed_amount": 10, "has_billing_closed": True},
            State.CONTRADICTED,
        ),
        (Kind.STOCK_STOP, {}, State.WAITING),
        (Kind.STOCK_STOP, {"shipped_quantity": Decimal(0)}, State.WAITING),
        (Kind.STOCK_STOP, {"is_confirmed_by_supplier": True}, State.WAITING),
        (
            Kind.STOCK_STOP,
            {"is_confirmed_by_supplier": True, "shipped_quantity": Decimal(0)},
            State.CONFIRMED,
        ),
        (
            Kind.STOCK_STOP,
            {"is_confirmed_by_supplier": True, "shipped_quantity": Decimal(1)},
            State.CONTRADICTED,
        ),
        (Kind.REFUND, {}, State.WAITING),
        (Kind.REFUND, {"paid_amount": 0}, State.WAITING),
        (Kind.REFUND, {"paid_amount": 0, "has_billing_closed": True}, State.NOT_NEEDED),
        (
            Kind.REFUND,
            {"paid_amount": 0, "has_billing_closed": True, "refunded_amount": 5},
            State.WAITING,
        ),
        (Kind.REFUND, {"paid_amount": 500}, State.WAITING),
        (Kind.REFUND, {"paid_amount": 500, "refunded_amount": 500}, State.CONFIRMED),
        (Kind.REFUND, {"paid_amount": 500, "refunded_amount": 400}, State.CONTRADICTED),
        (Kind.REFUND, {"paid_amount": 500, "refunded_amount": 600}, State.CONTRADICTED),
        (Kind.DEPARTMENT_TOLD, {}, State.WAITING),
        (Kind.DEPARTMENT_TOLD, {"told_to": "総務部 佐藤"}, State.CONFIRMED),
    ],
)
def test_only_papers_confirm_what_must_happen(kind, changes, state):
    assert confirm(kind, replace(SILENT, **changes)) == state
