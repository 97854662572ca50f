"""The step-by-step split: always feasible where one is, explained in one sentence, never proved.

Each need in order of urgency takes the offer that adds least to the bill as it stands; then a
supplier is dropped wherever the others can take over for less.
"""

from collections.abc import Collection, Mapping
from datetime import date

from procurement.domain.basket import (
    Basket,
    Need,
    Offer,
    Pick,
    Split,
    SupplierTerms,
    freight_of,
    shortfalls_of,
)
from procurement.enums import Method, Priority

NO_TERMS = SupplierTerms("")


def split_greedily(basket: Basket) -> Split:
    """Split a basket without a proof."""
    suppliers = sorted({offer.supplier for offer in basket.offers})
    best = _split(basket, frozenset(suppliers))
    for supplier in suppliers:
        used = frozenset(pick.offer.supplier for pick in best.picks)
        if supplier in used:
            best = min(best, _split(basket, used - {supplier}), key=_badness)
    return best


def _badness(split: Split) -> tuple[int, int, int]:
    """Return what to compare splits by: nothing missing, nothing late, then cheap."""
    missing = sum(short.missing_quantity for short in split.shortfalls)
    late = sum(short.late_quantity for short in split.shortfalls)
    return (missing, late, split.cost_amount)


def _split(basket: Basket, suppliers: Collection[str]) -> Split:
    packs: dict[Offer, int] = {}
    amounts: dict[str, int] = {}
    offers = basket.offers_by_item()
    ranks = list(Priority)
    for need in sorted(
        basket.needs, key=lambda need: (ranks.index(need.priority), need.need_by or date.max)
    ):
        usable = [offer for offer in offers[need.item] if offer.supplier in suppliers]
        _buy(need, usable, packs, amounts, basket.terms)
    _drop_small_orders(packs, basket.terms)
    picks = tuple(Pick(offer, count) for offer, count in packs.items())
    return Split(
        method=Method.GREEDY,
        picks=picks,
        freight=freight_of(picks, basket.terms),
        shortfalls=shortfalls_of(basket, picks),
        gap_amount=None,
    )


def _buy(
    need: Need,
    offers: list[Offer],
    packs: dict[Offer, int],
    amounts: dict[str, int],
    terms: Mapping[str, SupplierTerms],
) -> None:
    """Take what adds least for what is left, in time where possible; late rather than never."""
    wanted = need.quantity
    last_on = need.need_by or date.max
    in_time = [offer for offer in offers if offer.arrives_on <= last_on]
    late = [offer for offer in offers if offer not in in_time]
    for group in (in_time, late):
        left = [offer for offer in group if _room(offer, packs, amounts, terms) > 0]
        while wanted > 0 and left:
            offer = min(left, key=lambda one: _added(one, wanted, amounts, terms))
            room = _room(offer, packs, amounts, terms)
            count = min(max(-(-wanted // offer.pack_size), offer.minimum_packs), room)
            packs[offer] = packs.get(offer, 0) + count
            amounts[offer.supplier] = amounts.get(offer.supplier, 0) + count * offer.pack_price
            wanted -= count * offer.pack_size
            left = [one for one in left if one != offer and _room(one, packs, amounts, terms) > 0]


def _room(
    offer: Offer,
    packs: Mapping[Offer, int],
    amounts: Mapping[str, int],
    terms: Mapping[str, SupplierTerms],
) -> int:
    """Return how many more packs stock and the supplier's ceiling allow."""
    taken = packs.get(offer, 0)
    room = 10**9 if offer.most_packs is None else offer.most_packs - taken
    ceiling = terms.get(offer.supplier, NO_TERMS).ceiling_amount
    if ceiling is not None:
        left = ceiling - amounts.get(offer.supplier, 0)
        room = min(room, left // offer.pack_price if offer.pack_price else room)
    return room if taken or room >= offer.minimum_packs else 0


def _added(
    offer: Offer, wanted: int, amounts: Mapping[str, int], terms: Mapping[str, SupplierTerms]
) -> tuple[int, date, str]:
    """Return what buying the rest here adds to the bill, freight included."""
    count = max(-(-wanted // offer.pack_size), offer.minimum_packs)
    goods = count * offer.pack_price
    before = amounts.get(offer.supplier, 0)
    rule = terms.get(offer.supplier, NO_TERMS)
    old = rule.freight_of(before) if before else 0
    added = goods - count * offer.pack_points + rule.freight_of(before + goods) - old
    missing = max(rule.minimum_amount - before - goods, 0)  # an order too small is no order
    return (added + missing, offer.arrives_on, offer.key)


def _drop_small_orders(packs: dict[Offer, int], terms: Mapping[str, SupplierTerms]) -> None:
    """Take out what does not reach a supplier's minimum order: it would not be accepted."""
    for supplier in {offer.supplier for offer in packs}:
        own = [offer for offer in packs if offer.supplier == supplier]
        amount = sum(offer.pack_price * packs[offer] for offer in own)
        if amount < terms.get(supplier, NO_TERMS).minimum_amount:
            for offer in own:
                del packs[offer]
