from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from procurement.domain.minimum_operation import (
    EmergencyPurchase,
    EmergencyRule,
    Stock,
    UnfitRuleError,
    allowance_left,
    check_rule,
    is_trading_stopped,
    judge_purchase,
    lacks_alternates,
    next_order_day,
    overdue,
    safety_stock,
    stock_days,
    threshold,
    to_reorder,
)
from procurement.enums import EmergencyKind as Kind
from procurement.enums import ItemClass

BEGIN, END = date(2025, 10, 20), date(2025, 11, 20)
FRIDAY = date(2025, 10, 24)
RAISED = EmergencyRule(1, Kind.THRESHOLD, 7, BEGIN, END, amount=100_000)
GRANTED = EmergencyRule(2, Kind.ALLOWANCE, 7, BEGIN, END, amount=30_000)
TWICE = EmergencyRule(3, Kind.ORDER_DAYS, 7, BEGIN, END, weekdays=frozenset({1, 3}))
THICKER = EmergencyRule(4, Kind.THICKER_STOCK, 7, BEGIN, END, ratio=Decimal("1.5"))
STOPPED = EmergencyRule(5, Kind.TRADING_STOP, 7, BEGIN, END, supplier="Tsugumino")


@pytest.mark.parametrize(
    ("day", "rules", "expected"),
    [
        (FRIDAY, [], 50_000),
        (FRIDAY, [RAISED], 100_000),
        (BEGIN, [RAISED], 100_000),
        (END, [RAISED], 50_000),
        (date(2025, 10, 19), [RAISED], 50_000),
        (FRIDAY, [replace(RAISED, amount=10_000)], 50_000),
        (FRIDAY, [replace(RAISED, withdrawn_on=FRIDAY)], 50_000),
        (FRIDAY, [RAISED, replace(RAISED, key=9, starts_on=FRIDAY, amount=70_000)], 70_000),
    ],
)
def test_threshold_is_raised_from_start_to_end_and_never_lowered(day, rules, expected):
    assert threshold(50_000, rules, day) == expected


@pytest.mark.parametrize(
    ("amount", "spent", "rules", "expected"),
    [
        (20_000, 0, [GRANTED], EmergencyPurchase(True, 10_000, date(2025, 10, 27))),  # noqa: FBT003 - a value
        (20_000, 20_000, [GRANTED], EmergencyPurchase(False, 10_000, None)),  # noqa: FBT003 - a value
        (1, 0, [], EmergencyPurchase(False, 0, None)),  # noqa: FBT003 - a value
    ],
)
def test_the_field_buys_within_its_allowance_and_is_reviewed(amount, spent, rules, expected):
    assert judge_purchase(amount, spent, rules, FRIDAY) == expected


def test_allowance_that_was_overspent_is_used_up():
    assert allowance_left(40_000, [GRANTED], FRIDAY) == 0


@pytest.mark.parametrize(
    ("day", "rules", "closed", "expected"),
    [
        (FRIDAY, [], (), FRIDAY),
        (FRIDAY, [TWICE], (), date(2025, 10, 28)),
        (date(2025, 10, 28), [TWICE], (), date(2025, 10, 28)),
        (FRIDAY, [TWICE], (date(2025, 10, 28),), date(2025, 10, 29)),
    ],
)
def test_orders_go_out_on_the_fixed_days(day, rules, closed, expected):
    assert next_order_day(rules, day, closed_days=closed) == expected


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (replace(RAISED, ends_on=BEGIN), "end"),
        (replace(RAISED, amount=None), "amount"),
        (replace(GRANTED, amount=0), "amount"),
        (replace(TWICE, weekdays=frozenset({1})), "weekdays"),
        (replace(THICKER, ratio=Decimal(1)), "ratio"),
    ],
)
def test_a_rule_without_what_it_needs_is_refused(rule, message):
    with pytest.raises(UnfitRuleError, match=message):
        check_rule(rule)


@pytest.mark.parametrize("rule", [RAISED, GRANTED, TWICE, THICKER, STOPPED])
def test_a_complete_rule_is_accepted(rule):
    check_rule(rule)


def test_trading_stop_names_a_supplier_or_everybody():
    assert is_trading_stopped("Tsugumino", [STOPPED], FRIDAY)
    assert not is_trading_stopped("Minato", [STOPPED], FRIDAY)
    assert is_trading_stopped("Minato", [replace(STOPPED, supplier="")], FRIDAY)


def test_rules_that_ran_out_wait_for_a_record():
    withdrawn = replace(GRANTED, withdrawn_on=FRIDAY)

    assert overdue([TWICE, withdrawn, RAISED], END) == [RAISED, TWICE]
    assert overdue([RAISED], FRIDAY) == []


PEN = Stock(ItemClass.ESSENTIAL, Decimal(30), Decimal("2.5"), on_order=Decimal(2))


@pytest.mark.parametrize(
    ("stock", "rules", "expected"),
    [
        (PEN, [], (12, Decimal(35), Decimal(3))),
        (PEN, [THICKER], (12, Decimal(53), Decimal(21))),
        (replace(PEN, item_class=ItemClass.IMPORTANT), [], (12, Decimal(18), Decimal(0))),
        (replace(PEN, item_class=ItemClass.REPLACEABLE), [], (12, Decimal(0), Decimal(0))),
        (replace(PEN, quantity=None), [], (None, Decimal(35), None)),
        (replace(PEN, daily_use=None), [], (None, None, None)),
        (replace(PEN, daily_use=Decimal(0)), [], (None, Decimal(0), Decimal(0))),
    ],
)
def test_stock_lasts_is_kept_and_is_refilled_by_class(stock, rules, expected):
    found = (
        stock_days(stock),
        safety_stock(stock, rules, FRIDAY),
        to_reorder(stock, rules, FRIDAY),
    )

    assert found == expected


def test_every_item_wants_two_alternates():
    assert lacks_alternates(1)
    assert not lacks_alternates(2)
