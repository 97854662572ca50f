"""How long a large basket takes to split: python -m bench.procurement.allocation."""

import random
import time
from datetime import date, timedelta
from decimal import Decimal

from procurement.domain.allocation import COST_FIRST, DELIVERY_FIRST, Clock, split_basket
from procurement.domain.basket import Basket, FreightStep, Need, Offer, SupplierTerms
from procurement.domain.split_reasons import explain, price_limits
from procurement.enums import Priority

TODAY = date(2025, 10, 24)


def build(seed: int, *, lines: int = 500, suppliers: int = 8) -> Basket:
    chance = random.Random(seed)
    names = [f"s{number}" for number in range(suppliers)]
    needs, offers = [], []
    for number in range(lines):
        day = chance.choice([None, TODAY + timedelta(days=chance.randint(3, 12))])
        priority = chance.choice(list(Priority))
        needs.append(Need(f"n{number}", f"i{number}", chance.randint(1, 60), day, priority))
        unit = chance.randint(30, 900)
        offers += [
            Offer(
                key=f"i{number}-{name}",
                item=f"i{number}",
                supplier=name,
                pack_price=round(unit * size * chance.uniform(0.85, 1.2)) + 1,
                pack_size=size,
                arrives_on=TODAY + timedelta(days=chance.randint(1, 10)),
                most_packs=chance.choice([None, None, None, 3]),
            )
            for name in names
            if (size := chance.choice([1, 5, 10, 12, 20]))
        ]
    steps = [1000, 3000, 20_000, 300_000]
    terms = {
        name: SupplierTerms(
            name,
            minimum_amount=chance.choice([0, 1000, 3000]),
            ceiling_amount=chance.choice([None, 900_000]),
            freight=(
                FreightStep(0, chance.choice([350, 800])),
                FreightStep(chance.choice(steps), 0),
            ),
        )
        for name in names
    }
    return Basket(tuple(needs), tuple(offers), terms)


def main() -> None:
    for seed in range(5):
        for weight in (COST_FIRST, Decimal("0.5"), DELIVERY_FIRST):
            basket = build(seed)
            begin = time.perf_counter()
            clock = Clock(time.perf_counter, begin + 7.5)
            split = split_basket(basket, delivery_weight=weight, clock=clock)
            found = time.perf_counter() - begin
            split = explain(split, basket)
            clock = Clock(time.perf_counter, begin + 8.5)
            split = price_limits(split, basket, delivery_weight=weight, clock=clock)
            whole = time.perf_counter() - begin
            exact = sum(charge.is_exact for charge in split.charges)
            print(
                f"seed {seed} weight {weight}: {split.method} in {found:.1f} s, "
                f"gap {split.gap_amount}, cost {split.cost_amount:,}, "
                f"short {len(split.shortfalls)}; {exact} of {len(split.charges)} limits priced, "
                f"{whole:.1f} s in all"
            )


if __name__ == "__main__":
    main()
