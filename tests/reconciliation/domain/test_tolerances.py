"""Limits by kind, supplier, category and date; the narrowest wins, blank is not zero."""

from datetime import date

import pytest

from reconciliation.domain.tolerances import Breach, Tolerance, breach_of, pick_tolerance
from reconciliation.enums import DiscrepancyKind as Kind

SPRING, SUMMER = date(2026, 4, 1), date(2026, 7, 1)
PRICE = Kind.PRICE_VARIANCE
ALL = Tolerance(kind=PRICE, valid_from=SPRING, percent_points=50)
OURS = Tolerance(kind=PRICE, valid_from=SPRING, supplier="A", amount=10)
PAPER = Tolerance(kind=PRICE, valid_from=SPRING, supplier="A", category="paper", amount=0)
NEWER = Tolerance(kind=PRICE, valid_from=SUMMER, percent_points=100)
ENDED = Tolerance(kind=PRICE, valid_from=SPRING, valid_until=SUMMER, category="ink", amount=5)
LIMITS = [ALL, OURS, PAPER, NEWER, ENDED]


@pytest.mark.parametrize(
    ("supplier", "category", "on", "picked"),
    [
        ("B", "ink", SUMMER, NEWER),
        ("B", "pens", SPRING, ALL),
        ("B", "ink", SPRING, ENDED),
        ("A", "ink", SUMMER, OURS),
        ("A", "paper", SUMMER, PAPER),
        ("A", "paper", date(2026, 3, 31), None),
    ],
)
def test_the_narrowest_then_the_newest_limit_counts(supplier, category, on, picked):
    case = {"supplier": supplier, "category": category, "on": on}

    assert pick_tolerance(LIMITS, PRICE, **case) == picked
    assert pick_tolerance(LIMITS[::-1], PRICE, **case) == picked


def test_limits_of_another_kind_do_not_count():
    kind = Kind.REFUND_SHORT

    assert pick_tolerance(LIMITS, kind, supplier="A", category="paper", on=SUMMER) is None


@pytest.mark.parametrize(
    ("limits", "difference", "over"),
    [
        ({"amount": 10}, 10, None),
        ({"amount": 10}, -12, (2, None)),
        ({"amount": 0}, 1, (1, None)),
        ({"percent_points": 50}, 50, None),
        ({"percent_points": 50}, 51, (None, 1)),
        ({"amount": 10, "percent_points": 50}, 40, (30, None)),
        ({"amount": 10, "percent_points": 50}, 60, (50, 10)),
        ({}, 10**13, None),
    ],
)
def test_a_breach_names_each_limit_and_by_how_much(limits, difference, over):
    tolerance = Tolerance(kind=PRICE, valid_from=SPRING, **limits)

    breach = breach_of(tolerance, difference=difference, base=10_000)

    assert breach == (Breach(tolerance, *over) if over else None)
