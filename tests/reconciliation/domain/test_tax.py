"""Tax and shares in whole yen: tables of values and properties (A8)."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciliation.domain.money import gross_of, tax_of
from reconciliation.domain.tax import allot, needs_return_invoice, part_of, read_tax, tax_inside
from reconciliation.enums import RoundingMode, TaxUnit

DOWN, HALF, UP = RoundingMode.DOWN, RoundingMode.HALF_UP, RoundingMode.UP
MONEY = st.integers(-(10**13), 10**13)
RATES = st.sampled_from([0, 8, 10])
MODES = st.sampled_from(list(RoundingMode))


@pytest.mark.parametrize(
    ("net", "rate", "taxes"),
    [
        (315, 10, (31, 32, 32)),
        (894, 10, (89, 89, 90)),
        (-315, 10, (-31, -32, -32)),
        (100, 8, (8, 8, 8)),
    ],
)
def test_tax_is_cut_in_the_issuers_direction(net, rate, taxes):
    assert tuple(tax_of(net, rate=rate, mode=mode) for mode in (DOWN, HALF, UP)) == taxes


@given(net=MONEY, rate=RATES, mode=MODES)
def test_tax_is_within_a_yen_of_the_exact_tax(net, rate, mode):
    tax = tax_of(net, rate=rate, mode=mode)

    assert abs(tax * 100 - net * rate) < 100
    assert tax_of(-net, rate=rate, mode=mode) == -tax
    assert gross_of(net, rate=rate, mode=mode) == net + tax


@given(gross=MONEY, rate=st.sampled_from([8, 10]), mode=MODES)
def test_tax_inside_a_price_is_within_a_yen(gross, rate, mode):
    assert abs(tax_inside(gross, rate=rate, mode=mode) * (100 + rate) - gross * rate) < 100 + rate


def test_tax_inside_a_price_by_direction():
    assert [tax_inside(1_005, rate=10, mode=mode) for mode in (DOWN, HALF, UP)] == [91, 91, 92]


@given(total=MONEY, weights=st.lists(st.integers(0, 10**13), min_size=1, max_size=30))
def test_shares_sum_to_the_total(total, weights):
    shares = allot(total, weights)

    assert sum(shares) == total
    assert all(share * total >= 0 for share in shares)


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (10, [0, 0], [5, 5]),
        (7, [5, 3, 2], [4, 2, 1]),
        (5, [], []),
    ],
)
def test_shares_go_by_largest_remainder_then_by_place(total, weights, shares):
    assert allot(total, weights) == shares


@given(total=st.integers(0, 10**13), cuts=st.lists(st.integers(0, 50), max_size=6))
def test_parts_sum_to_the_whole(total, cuts):
    places = [0, *sorted(cuts), 50]

    parts = [part_of(total, before=a, until=b, of=50) for a, b in pairwise(places)]

    assert sum(parts) == total


@pytest.mark.parametrize(
    ("stated", "unit", "mode", "permitted"),
    [
        (89, TaxUnit.INVOICE, DOWN, True),
        (90, TaxUnit.INVOICE, UP, True),
        (88, TaxUnit.SLIP, DOWN, True),
        (87, TaxUnit.LINE, DOWN, False),
        (70, None, None, False),
    ],
)
def test_the_way_that_gives_the_stated_tax_is_named(stated, unit, mode, permitted):
    reading = read_tax({"A": [198, 298], "B": [398]}, rate=10, stated=stated, mode=DOWN)

    assert (reading.unit, reading.mode, reading.is_permitted) == (unit, mode, permitted)
    assert reading.difference == stated - 89


def test_small_refunds_need_no_return_invoice():
    assert [needs_return_invoice(gross) for gross in (9_999, 10_000)] == [False, True]
