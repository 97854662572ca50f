from dataclasses import replace
from datetime import date

import pytest

from procurement.domain.switching_back import (
    ContractEnd,
    Switched,
    TemporaryContract,
    contract_ends,
    is_normal_again,
    plan_returns,
)
from procurement.enums import BackBar, ItemClass

TODAY = date(2025, 12, 10)
YESTERDAY = date(2025, 12, 9)
PEN = Switched("pen", ItemClass.ESSENTIAL, 90_000, True, True, True)  # noqa: FBT003 - a row


def plan(*items, stage="full_recovery", since=YESTERDAY):
    return plan_returns(items, stage=stage, stage_since=since, today=TODAY)


def test_items_return_in_order_of_importance_and_then_of_money():
    rows = [
        replace(PEN, item="c", item_class=ItemClass.REPLACEABLE),
        replace(PEN, item="small", yearly_amount=1),
        replace(PEN, item="b", item_class=ItemClass.IMPORTANT),
        PEN,
    ]

    assert [one.item for one in plan(*rows)] == ["pen", "small", "b", "c"]


@pytest.mark.parametrize(
    ("item_class", "stage", "is_ready"),
    [
        (ItemClass.ESSENTIAL, "temporary_stability", False),
        (ItemClass.ESSENTIAL, "partial_recovery", True),
        (ItemClass.IMPORTANT, "partial_recovery", False),
        (ItemClass.IMPORTANT, "operational", True),
        (ItemClass.REPLACEABLE, "operational", False),
        (ItemClass.REPLACEABLE, "overall_stability", True),
        (ItemClass.ESSENTIAL, "whatever", False),
    ],
)
def test_the_stage_allows_classes_one_by_one(item_class, stage, is_ready):
    assert plan(replace(PEN, item_class=item_class), stage=stage)[0].is_ready == is_ready


@pytest.mark.parametrize(
    ("changes", "bar"),
    [
        ({"is_stock_shown": False}, BackBar.STOCK_NOT_SHOWN),
        ({"is_delivery_measured": False}, BackBar.NOT_MEASURED),
        ({"is_contact_back": False}, BackBar.NO_CONTACT),
        ({"open_exception_count": 2}, BackBar.EXCEPTIONS),
    ],
)
def test_every_check_holds_an_item_back(changes, bar):
    assert plan(replace(PEN, **changes))[0].bars == (bar,)


def test_nothing_returns_on_the_day_of_the_announcement():
    assert plan(PEN, since=TODAY)[0].bars == (BackBar.TOO_FRESH,)


def test_lead_times_are_usual_only_after_full_recovery():
    assert is_normal_again("full_recovery")
    assert not is_normal_again("overall_stability")


def test_temporary_contracts_end_before_they_cost():
    contracts = [
        TemporaryContract("Minato", date(2026, 1, 31), 30, date(2025, 12, 31), 50_000),
        TemporaryContract("Umi", None, 0, None, None),
    ]

    assert contract_ends(contracts) == [
        ContractEnd("Minato", date(2025, 12, 1), 50_000),
        ContractEnd("Minato", date(2026, 1, 1), None),
    ]
