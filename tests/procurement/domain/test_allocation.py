"""Thirty generated baskets with a known optimum, and the cases the generator does not hold."""

import random
import time
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, product

import pytest

from procurement.domain.allocation import COST_FIRST, DELIVERY_FIRST, Clock, hasten, split_basket
from procurement.domain.basket import (
    Basket,
    FreightStep,
    Need,
    Offer,
    Pick,
    Shortfall,
    SupplierTerms,
    freight_of,
    shortfalls_of,
)
from procurement.enums import Method, Priority

TODAY = date(2025, 10, 24)
SOON, LATER = TODAY + timedelta(days=2), TODAY + timedelta(days=9)


def clock(seconds=30.0, is_cancelled=lambda: False):
    return Clock(time.monotonic, time.monotonic() + seconds, is_cancelled)


def small_basket(seed):
    """Return a basket small enough to try every count of every offer."""
    chance = random.Random(seed)  # noqa: S311 - the same basket on every run
    needs = [
        Need(f"n{i}", f"item{i}", chance.randint(1, 9), chance.choice([None, SOON, LATER]))
        for i in range(chance.randint(1, 2))
    ]
    offers = [
        Offer(
            key=f"{need.item}-{supplier}",
            item=need.item,
            supplier=supplier,
            pack_price=chance.randint(80, 900),
            pack_size=chance.choice([1, 2, 3, 5]),
            arrives_on=chance.choice([SOON, SOON, LATER]),
            minimum_packs=chance.choice([1, 1, 2]),
            most_packs=chance.choice([None, None, 3]),
        )
        for need in needs
        for supplier in "abc"
    ]
    terms = {
        supplier: SupplierTerms(
            supplier,
            minimum_amount=chance.choice([0, 500]),
            ceiling_amount=chance.choice([None, None, 2500]),
            freight=(FreightStep(0, chance.choice([0, 300])), FreightStep(1200, 0)),
        )
        for supplier in "abc"
    }
    return Basket(tuple(needs), tuple(offers), terms)


def cheapest_by_trying_everything(basket):
    """Return the least landed cost of all splits that leave nothing open; None: there is none."""
    totals = {
        item: sum(n.quantity for n in needs) for item, needs in basket.needs_by_item().items()
    }
    ranges = [
        [0, *range(offer.minimum_packs, basket.most_packs(offer, totals[offer.item]) + 1)]
        for offer in basket.offers
    ]
    costs = []
    for counts in product(*ranges):
        picks = [Pick(o, count) for o, count in zip(basket.offers, counts, strict=True) if count]
        is_allowed = all(may_order(terms, picks) for terms in basket.terms.values())
        if is_allowed and not shortfalls_of(basket, picks):
            freight = sum(freight_of(picks, basket.terms).values())
            costs.append(sum(pick.amount for pick in picks) + freight)
    return min(costs, default=None)


def may_order(terms, picks):
    amount = sum(pick.amount for pick in picks if pick.offer.supplier == terms.supplier)
    most = amount if terms.ceiling_amount is None else terms.ceiling_amount
    return amount == 0 or terms.minimum_amount <= amount <= most


@pytest.mark.parametrize("seed", range(20))
def test_small_baskets_reach_the_optimum_found_by_trying_everything(seed):
    basket = small_basket(seed)
    known = cheapest_by_trying_everything(basket)

    split = split_basket(basket, delivery_weight=COST_FIRST, clock=clock())

    assert split.method == Method.OPTIMAL
    assert split.gap_amount == 0
    assert (None if split.shortfalls else split.cost_amount) == known


def large_basket(seed, *, lines=60, suppliers=6):
    """Return a basket whose only coupling is one freight per order, so that its optimum is known.

    For every set of suppliers each need is then a small knapsack of its own.
    """
    chance = random.Random(seed)  # noqa: S311 - the same basket on every run
    names = [f"s{number}" for number in range(suppliers)]
    needs = [Need(f"n{i}", f"item{i}", chance.randint(1, 60)) for i in range(lines)]
    offers = [
        Offer(
            key=f"{need.item}-{name}",
            item=need.item,
            supplier=name,
            pack_price=chance.randint(40, 90) * size,
            pack_size=size,
            arrives_on=SOON,
        )
        for need in needs
        for name in names
        if (size := chance.choice([1, 5, 6, 10, 12])) and chance.random() < 0.8
    ]
    freight = {name: (FreightStep(0, chance.choice([500, 900, 3000])),) for name in names}
    terms = {name: SupplierTerms(name, freight=freight[name]) for name in names}
    return Basket(tuple(needs), tuple(offers), terms)


def cheapest_by_sets_of_suppliers(basket):
    names = sorted(basket.terms)
    best = None
    for count in range(1, len(names) + 1):
        for chosen in combinations(names, count):
            goods = [knapsack(basket, need, chosen) for need in basket.needs]
            if None not in goods:
                freight = sum(basket.terms[name].freight[0].freight for name in chosen)
                total = sum(goods) + freight
                best = total if best is None else min(best, total)
    return best


def knapsack(basket, need, chosen):
    """Return the least cost of covering one need; None: the chosen suppliers do not have it."""
    usable = [o for o in basket.offers if o.item == need.item and o.supplier in chosen]
    least = [0] + [None] * need.quantity
    for quantity in range(1, need.quantity + 1):
        costs = [
            least[max(quantity - o.pack_size, 0)] + o.pack_price
            for o in usable
            if least[max(quantity - o.pack_size, 0)] is not None
        ]
        least[quantity] = min(costs, default=None)
    return least[need.quantity]


@pytest.mark.parametrize("seed", range(10))
def test_large_baskets_reach_their_constructed_optimum(seed):
    basket = large_basket(seed)

    split = split_basket(basket, delivery_weight=COST_FIRST, clock=clock(30))

    assert split.method == Method.OPTIMAL
    assert split.cost_amount == cheapest_by_sets_of_suppliers(basket)


PEN = Need("n", "pen", 10)
NEAR = Offer("near", "pen", "near", 500, 5, SOON)
FAR = Offer("far", "pen", "far", 400, 5, LATER)


def counts(split):
    return {pick.offer.key: pick.pack_count for pick in split.picks}


@pytest.mark.parametrize(
    ("weight", "need_by", "expected"),
    [
        (COST_FIRST, None, {"far": 2}),
        (COST_FIRST, SOON, {"near": 2}),
        (DELIVERY_FIRST, None, {"near": 2}),
        (DELIVERY_FIRST, LATER, {"near": 2}),
        (Decimal("0.5"), None, {"far": 2}),  # seven days at one per cent are not worth 25
        (Decimal("0.8"), None, {"near": 2}),
    ],
)
def test_weight_decides_between_delivery_and_cost(weight, need_by, expected):
    basket = Basket((replace(PEN, need_by=need_by),), (NEAR, FAR), {})

    assert counts(split_basket(basket, delivery_weight=weight, clock=clock())) == expected


def test_scarce_stock_goes_to_medical_use_first_and_says_who_is_short():
    ward = Need("ward", "mask", 6, SOON, Priority.MEDICAL)
    office = Need("office", "mask", 6, SOON)
    basket = Basket(
        (office, ward),
        (
            Offer("now", "mask", "a", 100, 1, SOON, most_packs=8),
            Offer("late", "mask", "b", 90, 1, LATER, most_packs=3),
        ),
        {},
    )

    split = split_basket(basket, delivery_weight=COST_FIRST, clock=clock())

    assert counts(split) == {"now": 8, "late": 3}
    assert split.shortfalls == (Shortfall(office, late_quantity=3, missing_quantity=1),)


def test_delivery_first_falls_back_to_the_dates_when_limits_forbid_the_earliest():
    basket = Basket(
        (Need("n", "pen", 10, LATER), Need("m", "ink", 10, LATER)),
        (
            NEAR,
            FAR,
            Offer("ink-near", "ink", "near", 500, 5, SOON),
            replace(FAR, key="f", item="ink"),
        ),
        {"near": SupplierTerms("near", ceiling_amount=1000)},
    )

    split = split_basket(basket, delivery_weight=DELIVERY_FIRST, clock=clock())

    assert split.method == Method.OPTIMAL
    assert split.shortfalls == ()


def test_need_without_any_offer_is_missing_not_forgotten():
    lamp = Need("lamp", "lamp", 2)
    basket = Basket((PEN, lamp), (NEAR,), {})

    split = split_basket(basket, delivery_weight=DELIVERY_FIRST, clock=clock())

    assert counts(split) == {"near": 2}
    assert split.shortfalls == (Shortfall(lamp, late_quantity=0, missing_quantity=2),)


def test_hasten_never_pulls_a_need_that_cannot_come_in_time():
    basket = Basket((replace(PEN, need_by=TODAY),), (NEAR,), {})

    assert hasten(basket) == basket


@pytest.mark.parametrize(
    ("most_packs", "need_by"),
    [(1, LATER), (None, SOON)],  # five at once are not ten; ten are
)
def test_hasten_waits_until_enough_has_come(most_packs, need_by):
    basket = Basket((PEN,), (replace(NEAR, most_packs=most_packs), FAR), {})

    assert hasten(basket).needs == (replace(PEN, need_by=need_by),)


def test_hasten_leaves_what_never_suffices_as_it_is():
    basket = Basket((PEN,), (replace(NEAR, most_packs=1),), {})

    assert hasten(basket) == basket


def test_no_time_means_the_step_by_step_split_without_a_proof():
    basket = Basket((PEN,), (NEAR, FAR), {})

    split = split_basket(basket, delivery_weight=COST_FIRST, clock=clock(0))

    assert (split.method, split.gap_amount, counts(split)) == (Method.GREEDY, None, {"far": 2})


def test_cancelling_comes_back_at_once_with_the_best_so_far():
    asked = []

    def is_cancelled():
        asked.append(1)
        return len(asked) > 1  # not before it begins

    basket = large_basket(3, lines=120, suppliers=8)
    split = split_basket(basket, delivery_weight=COST_FIRST, clock=clock(30, is_cancelled))

    assert split.shortfalls == ()
    assert split.method in (Method.IN_TIME, Method.OPTIMAL)


WARD = Need("ward", "mask", 10, SOON, Priority.MEDICAL)
OFFICE = Need("office", "pen", 10, SOON)
CRAMPED = Basket(  # one supplier in time, whose ceiling is enough for one of the two
    (OFFICE, WARD),
    (
        Offer("mask", "mask", "near", 100, 1, SOON),
        Offer("pen", "pen", "near", 100, 1, SOON),
        Offer("pen-late", "pen", "far", 100, 4, LATER, most_packs=2),
    ),
    {"near": SupplierTerms("near", ceiling_amount=1100)},
)


@pytest.mark.parametrize("weight", [COST_FIRST, DELIVERY_FIRST])
def test_a_ceiling_on_the_whole_order_leaves_the_less_urgent_late_rather_than_without(weight):
    split = split_basket(CRAMPED, delivery_weight=weight, clock=clock())

    assert split.method == Method.OPTIMAL
    assert counts(split) == {"mask": 10, "pen": 1, "pen-late": 2}
    assert split.shortfalls == (Shortfall(OFFICE, late_quantity=8, missing_quantity=1),)


def test_a_supplier_whose_minimum_cannot_be_reached_is_not_ordered_from():
    terms = {"near": SupplierTerms("near", minimum_amount=10**6), "far": SupplierTerms("far", 500)}
    basket = Basket((PEN,), (NEAR, replace(FAR, minimum_packs=2)), terms)

    assert counts(split_basket(basket, delivery_weight=COST_FIRST, clock=clock())) == {"far": 2}


def test_relaxing_stops_when_time_is_up_and_keeps_the_step_by_step_split():
    ticks = iter(range(1000))
    stopped = Clock(lambda: next(ticks) * 0.5, 1.1)

    split = split_basket(CRAMPED, delivery_weight=COST_FIRST, clock=stopped)

    assert split.method in (Method.GREEDY, Method.IN_TIME, Method.OPTIMAL)
    assert split.picks


def test_offers_of_things_nobody_needs_are_left_alone():
    basket = Basket((PEN,), (NEAR, replace(NEAR, key="lamp", item="lamp")), {})

    assert counts(split_basket(basket, delivery_weight=COST_FIRST, clock=clock())) == {"near": 2}


def test_points_lower_the_landed_cost():
    generous = replace(NEAR, pack_points=150)
    basket = Basket((PEN,), (generous, FAR), {})

    split = split_basket(basket, delivery_weight=COST_FIRST, clock=clock())

    assert (counts(split), split.cost_amount, split.amount_of("near")) == ({"near": 2}, 700, 1000)
