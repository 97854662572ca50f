from datetime import date

import pytest

from procurement.domain.basket import Basket, FreightStep, Need, Offer, SupplierTerms
from procurement.domain.greedy import split_greedily
from procurement.enums import Method, Priority

EARLY, LATE = date(2025, 10, 27), date(2025, 11, 10)


def offer(supplier, price, **changes):
    values = {"item": "pen", "pack_size": 1, "arrives_on": EARLY} | changes
    return Offer(key=f"{values['item']}-{supplier}", supplier=supplier, pack_price=price, **values)


def counts(split):
    return {pick.offer.key: pick.pack_count for pick in split.picks}


@pytest.mark.parametrize(
    ("needs", "offers", "terms", "expected"),
    [
        ([Need("n", "pen", 3)], [offer("a", 90), offer("b", 80)], {}, {"pen-b": 3}),
        ([Need("n", "pen", 3, EARLY)], [offer("a", 80, arrives_on=LATE)], {}, {"pen-a": 3}),
        (
            [Need("n", "pen", 3)],
            [offer("a", 80, most_packs=2), offer("b", 90)],
            {},
            {"pen-a": 2, "pen-b": 1},
        ),
        (
            [Need("n", "pen", 3)],
            [offer("a", 80, minimum_packs=5), offer("b", 90)],
            {},
            {"pen-b": 3},
        ),
        (
            [Need("n", "pen", 3)],
            [offer("a", 80)],
            {"a": SupplierTerms("a", ceiling_amount=160)},
            {"pen-a": 2},
        ),
        (
            [Need("n", "pen", 3)],
            [offer("a", 0)],
            {"a": SupplierTerms("a", ceiling_amount=160)},
            {"pen-a": 3},
        ),
        (
            [Need("n", "pen", 3)],
            [offer("a", 80)],
            {"a": SupplierTerms("a", minimum_amount=1000)},
            {},
        ),
        (
            [Need("n", "pen", 3)],
            [offer("a", 80, minimum_packs=4, most_packs=3)],
            {},
            {},
        ),
        (
            [Need("n", "pen", 3), Need("m", "pen", 2, priority=Priority.MEDICAL)],
            [offer("a", 80)],
            {"a": SupplierTerms("a", freight=(FreightStep(0, 300), FreightStep(1000, 0)))},
            {"pen-a": 5},
        ),
    ],
)
def test_split_takes_what_adds_least(needs, offers, terms, expected):
    split = split_greedily(Basket(tuple(needs), tuple(offers), terms))

    assert counts(split) == expected
    assert split.method == Method.GREEDY


def test_split_drops_a_supplier_whose_freight_is_not_worth_it():
    basket = Basket(
        (Need("n", "pen", 1), Need("m", "ink", 1)),
        (
            offer("a", 500),
            offer("b", 400),
            offer("a", 300, item="ink"),
        ),
        {
            "a": SupplierTerms("a", freight=(FreightStep(0, 500),)),
            "b": SupplierTerms("b", freight=(FreightStep(0, 500),)),
        },
    )

    split = split_greedily(basket)

    assert counts(split) == {"pen-a": 1, "ink-a": 1}
    assert split.cost_amount == 1300
