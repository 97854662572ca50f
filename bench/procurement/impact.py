"""How long the impact of one notice takes to work out: python -m bench.procurement.impact."""

import random
import time
from datetime import date, timedelta
from decimal import Decimal

from procurement.domain.exposure import exposure_by_due_date, touched_items
from procurement.domain.impact import Cover, OpenLine, Scope, Situation, judge_lines
from procurement.enums import Priority
from tracker.enums import Level

LINES = 100_000
ITEMS = 5_000
TODAY = date(2025, 10, 24)


def build() -> tuple[Situation, list[OpenLine]]:
    chance = random.Random(5)
    groups = ["case", "single", "medical", "direct", ""]
    lines = [
        OpenLine(
            key=key,
            order=f"A-{key // 3}",
            item=f"item-{chance.randrange(ITEMS)}",
            quantity=Decimal(chance.randint(1, 40)),
            amount=chance.randint(100, 90_000),
            due_on=TODAY + timedelta(days=chance.randint(-5, 30)),
            item_group=chance.choice(groups),
            area=chance.choice(["東京都", "大阪府", "福岡県"]),
            priority=chance.choice(list(Priority)),
            accepted_days=chance.choice([None, 3, 7]),
        )
        for key in range(LINES)
    ]
    cover = {
        f"item-{number}": Cover(Decimal(number % 50), Decimal(number % 30))
        for number in range(0, ITEMS, 2)
    }
    scopes = (
        Scope("shipping", Level.DOWN, back_on=date(2025, 11, 10)),
        Scope("orders", Level.LIMITED, item_groups=frozenset({"case", "medical"})),
    )
    return Situation(scopes, TODAY, cover), lines


def main() -> None:
    situation, lines = build()
    begin = time.perf_counter()
    exposure_by_due_date(judge_lines(situation, lines))
    whole = time.perf_counter() - begin
    begin = time.perf_counter()
    touched = {f"A-{number}" for number in range(100)}
    items = touched_items(lines, touched)
    judge_lines(situation, [line for line in lines if line.item in items])
    part = time.perf_counter() - begin
    print(f"{LINES:,} lines judged and added up: {whole:.2f} s (goal 2 s)")
    print(f"100 touched orders judged again: {part:.2f} s (goal 0.3 s)")


if __name__ == "__main__":
    main()
