"""Why a split is as it is, and what each date and limit in it costs."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from procurement.domain.allocation import Clock, split_basket
from procurement.domain.basket import Basket, ChargeOf, Need, Offer, Pick, Split, SupplierTerms
from procurement.enums import Charge, Method, Picked


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The basket without one date or limit. Units: it saves at most this, in minor units."""

    charge: Charge
    about: str
    most_saved: int
    basket: Basket


def explain(split: Split, basket: Basket) -> Split:
    """Return the split with the reasons for every pick."""
    offers, needs = basket.offers_by_item(), basket.needs_by_item()
    counts = {pick.offer: pick.pack_count for pick in split.picks}
    picks = [
        replace(pick, why=_why(pick, offers[pick.offer.item], needs[pick.offer.item], counts))
        for pick in split.picks
    ]
    return replace(split, picks=tuple(picks))


def price_limits(split: Split, basket: Basket, *, delivery_weight: Decimal, clock: Clock) -> Split:
    """Return the split with what its dates and limits cost, the dearest first.

    Each is worked out by splitting again without it while time lasts; after that only the most
    it can be is said.
    """
    charges = []
    for eased in sorted(_relaxations(split, basket), key=lambda one: (-one.most_saved, one.about)):
        amount = None if clock.is_over else _saving(split, eased, delivery_weight, clock)
        is_exact = amount is not None
        charge = ChargeOf(
            eased.charge, eased.about, amount if amount is not None else eased.most_saved, is_exact
        )
        if charge.amount > 0:
            charges.append(charge)
    ordered = sorted(charges, key=lambda one: (-one.amount, one.about))
    return replace(split, charges=tuple(ordered))


def _saving(split: Split, eased: Relaxation, weight: Decimal, clock: Clock) -> int | None:
    """Return what is saved without one limit. None: that could not be proved in time."""
    without = split_basket(eased.basket, delivery_weight=weight, clock=clock, known=split)
    if without.method != Method.OPTIMAL or split.method != Method.OPTIMAL:
        return None
    return max(split.cost_amount - without.cost_amount, 0)


def _why(
    pick: Pick, offers: list[Offer], needs: list[Need], counts: dict[Offer, int]
) -> tuple[Picked, ...]:
    if len(offers) == 1:
        return (Picked.ONLY_ONE,)
    cheaper = [offer for offer in offers if _unit_price(offer) < _unit_price(pick.offer)]
    if not cheaper:
        return (Picked.CHEAPEST,)
    suppliers = {offer.supplier for offer in counts}
    last_on = max((need.need_by or date.max for need in needs), default=date.max)
    found = {_why_not(offer, last_on, counts, suppliers) for offer in cheaper}
    return tuple(reason for reason in Picked if reason in found)


def _why_not(offer: Offer, last_on: date, counts: dict[Offer, int], suppliers: set[str]) -> Picked:
    """Return why a cheaper offer was passed over."""
    if offer.arrives_on > last_on:
        return Picked.OTHERS_LATE
    if offer.most_packs is not None and counts.get(offer, 0) >= offer.most_packs:
        return Picked.OTHERS_SHORT
    return Picked.PACK_FITS if offer.supplier in suppliers else Picked.SHARES_FREIGHT


def _unit_price(offer: Offer) -> Decimal:
    return Decimal(offer.pack_price - offer.pack_points) / offer.pack_size


def _relaxations(split: Split, basket: Basket) -> Iterator[Relaxation]:
    yield from _without_dates(split, basket)
    yield from _without_terms(split, basket)
    yield from _without_stock_limits(split, basket)


def _without_dates(split: Split, basket: Basket) -> Iterator[Relaxation]:
    freight = sum(split.freight.values())
    offers = basket.offers_by_item()
    for item, needs in basket.needs_by_item().items():
        spent = sum(_landed(pick) for pick in split.picks if pick.offer.item == item)
        most = spent - _least_cost(needs, offers[item]) + freight
        for need in needs:
            if any(offer.arrives_on > (need.need_by or date.max) for offer in offers[item]):
                undated = tuple(replace(n, need_by=None) if n == need else n for n in basket.needs)
                yield Relaxation(Charge.NEED_BY, need.key, most, replace(basket, needs=undated))


def _landed(pick: Pick) -> int:
    return (pick.offer.pack_price - pick.offer.pack_points) * pick.pack_count


def _least_cost(needs: list[Need], offers: list[Offer]) -> int:
    """Return what the goods cost at least, packs cut open and every offer without end."""
    unit = min((_unit_price(offer) for offer in offers), default=Decimal(0))
    return int(unit * sum(need.quantity for need in needs))


def _without_terms(split: Split, basket: Basket) -> Iterator[Relaxation]:
    for supplier, terms in sorted(basket.terms.items()):
        if terms.minimum_amount > 0:
            eased = replace(terms, minimum_amount=0)
            yield _with_terms(split, basket, Charge.MINIMUM_ORDER, supplier, eased)
        if terms.ceiling_amount is not None:
            eased = replace(terms, ceiling_amount=None)
            yield _with_terms(split, basket, Charge.CEILING, supplier, eased)


def _with_terms(
    split: Split, basket: Basket, charge: Charge, supplier: str, terms: SupplierTerms
) -> Relaxation:
    changed = replace(basket, terms={**basket.terms, supplier: terms})
    return Relaxation(charge, supplier, _most_saved(split, basket), changed)


def _most_saved(split: Split, basket: Basket) -> int:
    offers = basket.offers_by_item()
    needs = basket.needs_by_item()
    return split.cost_amount - sum(_least_cost(needs[item], offers[item]) for item in needs)


def _without_stock_limits(split: Split, basket: Basket) -> Iterator[Relaxation]:
    for pick in split.picks:
        if pick.offer.most_packs == pick.pack_count:
            free = replace(pick.offer, most_packs=None)
            offers = tuple(free if offer == pick.offer else offer for offer in basket.offers)
            eased = replace(basket, offers=offers)
            yield Relaxation(Charge.STOCK, pick.offer.key, _most_saved(split, basket), eased)
