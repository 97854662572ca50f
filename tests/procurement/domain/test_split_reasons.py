import time
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from procurement.domain.allocation import COST_FIRST, Clock, split_basket
from procurement.domain.basket import Basket, ChargeOf, FreightStep, Need, Offer, SupplierTerms
from procurement.domain.split_reasons import explain, price_limits
from procurement.enums import Charge, Picked

SOON, LATER = date(2025, 10, 27), date(2025, 11, 10)
NEED = Need("n", "pen", 10)
DEAR = Offer("dear", "pen", "a", 500, 5, SOON)
CHEAP = Offer("cheap", "pen", "b", 400, 5, LATER)


def clock(seconds=30.0):
    return Clock(time.monotonic, time.monotonic() + seconds)


def split_of(basket):
    return split_basket(basket, delivery_weight=COST_FIRST, clock=clock())


@pytest.mark.parametrize(
    ("basket", "expected"),
    [
        (Basket((NEED,), (DEAR,), {}), {"dear": (Picked.ONLY_ONE,)}),
        (Basket((NEED,), (DEAR, CHEAP), {}), {"cheap": (Picked.CHEAPEST,)}),
        (
            Basket((replace(NEED, need_by=SOON),), (DEAR, CHEAP), {}),
            {"dear": (Picked.OTHERS_LATE,)},
        ),
        (
            Basket((NEED,), (DEAR, replace(CHEAP, most_packs=1)), {}),
            {"dear": (Picked.OTHERS_SHORT,), "cheap": (Picked.CHEAPEST,)},
        ),
        (
            Basket(
                (NEED,), (DEAR, CHEAP), {"b": SupplierTerms("b", freight=(FreightStep(1, 9999),))}
            ),
            {"dear": (Picked.SHARES_FREIGHT,)},
        ),
        (
            Basket(
                (NEED,), (DEAR, replace(CHEAP, supplier="a", pack_size=20, pack_price=1500)), {}
            ),
            {"dear": (Picked.PACK_FITS,)},
        ),
    ],
)
def test_every_pick_says_why_it_was_taken(basket, expected):
    split = explain(split_of(basket), basket)

    assert {pick.offer.key: pick.why for pick in split.picks} == expected


@pytest.mark.parametrize(
    ("basket", "expected"),
    [
        (
            Basket((replace(NEED, need_by=SOON),), (DEAR, CHEAP), {}),
            ChargeOf(Charge.NEED_BY, "n", 200, is_exact=True),
        ),
        (
            Basket((NEED,), (DEAR, CHEAP), {"b": SupplierTerms("b", minimum_amount=5000)}),
            ChargeOf(Charge.MINIMUM_ORDER, "b", 200, is_exact=True),
        ),
        (
            Basket((NEED,), (DEAR, CHEAP), {"b": SupplierTerms("b", ceiling_amount=400)}),
            ChargeOf(Charge.CEILING, "b", 100, is_exact=True),
        ),
        (
            Basket((NEED,), (DEAR, replace(CHEAP, most_packs=1)), {}),
            ChargeOf(Charge.STOCK, "cheap", 100, is_exact=True),
        ),
    ],
)
def test_every_date_and_limit_says_what_it_costs(basket, expected):
    split = price_limits(split_of(basket), basket, delivery_weight=COST_FIRST, clock=clock())

    assert split.charges == (expected,)


def test_a_limit_that_cannot_be_worked_out_in_time_says_the_most_it_can_be():
    basket = Basket((replace(NEED, need_by=SOON),), (DEAR, CHEAP), {})

    split = price_limits(split_of(basket), basket, delivery_weight=Decimal(0), clock=clock(0))

    assert split.charges == (ChargeOf(Charge.NEED_BY, "n", 200, is_exact=False),)


def test_a_limit_of_an_unproved_split_is_not_said_to_be_exact():
    basket = Basket((replace(NEED, need_by=SOON),), (DEAR, CHEAP), {})
    unproved = split_basket(basket, delivery_weight=COST_FIRST, clock=clock(0))

    split = price_limits(unproved, basket, delivery_weight=COST_FIRST, clock=clock())

    assert [charge.is_exact for charge in split.charges] == [False]


def test_a_date_that_costs_nothing_is_not_listed():
    basket = Basket((replace(NEED, need_by=SOON),), (DEAR, replace(CHEAP, pack_price=600)), {})

    split = price_limits(split_of(basket), basket, delivery_weight=COST_FIRST, clock=clock())

    assert split.charges == ()


def test_need_without_offers_costs_nothing_to_any_date():
    basket = Basket((replace(NEED, need_by=SOON), Need("x", "lamp", 1, SOON)), (DEAR,), {})

    split = price_limits(split_of(basket), basket, delivery_weight=COST_FIRST, clock=clock())

    assert split.charges == ()
