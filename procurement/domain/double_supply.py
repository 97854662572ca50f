"""Alarms for goods that come twice, and what can still be done about it (A9, CAN-08, ORD-07)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations

from procurement.enums import AlarmKind, HelpfulAct

SAME_PERIOD = timedelta(days=14)  # two orders this near to each other may be for one need


@dataclass(frozen=True, slots=True)
class Supply:
    """One order line as a supply of one item to one place.

    `item` is what the goods are whoever sells them (a JAN, our own item); empty: not known, and
    then only orders that name each other are compared. None means not known.
    """

    order: str
    line: int
    supplier: str
    item: str
    place: str
    quantity: Decimal
    ordered_on: date | None
    is_cancelled: bool = False
    shipped_quantity: Decimal = Decimal(0)
    delivered_quantity: Decimal = Decimal(0)
    billed_amount: int = 0
    replaces: str = ""  # the order that it stands in for
    is_made_to_order: bool = False

    @property
    def is_coming(self) -> bool:
        """Whether goods still come, or have come."""
        return not self.is_cancelled or self.shipped_quantity > 0 or self.delivered_quantity > 0


@dataclass(frozen=True, slots=True)
class Alarm:
    """One possible double supply. The same kind and orders are the same alarm for ever."""

    kind: AlarmKind
    item: str
    orders: tuple[str, ...]  # the one that the act is about comes first
    act: HelpfulAct

    @property
    def identity(self) -> str:
        return "|".join([self.kind, self.item, *sorted(self.orders)])


def find_alarms(supplies: Iterable[Supply]) -> list[Alarm]:
    """Return every alarm, by identity. An alarm tells a person; it never changes an order."""
    lines = list(supplies)
    found = [*_cancelled_yet_coming(lines), *_substitutes(lines), *_ordered_twice(lines)]
    unique = {alarm.identity: alarm for alarm in found}
    return [unique[identity] for identity in sorted(unique)]


def helpful_act(supply: Supply) -> HelpfulAct:
    """Return the earliest act that still helps against a line that should not come."""
    if supply.is_made_to_order and not supply.is_cancelled:
        return HelpfulAct.AGREE
    if supply.delivered_quantity > 0:
        return HelpfulAct.AGREE if supply.is_made_to_order else HelpfulAct.RETURN_GOODS
    if supply.shipped_quantity > 0:
        return HelpfulAct.AGREE if supply.is_made_to_order else HelpfulAct.REFUSE_RECEIPT
    if supply.billed_amount > 0:
        return HelpfulAct.HOLD_PAYMENT
    return HelpfulAct.STOP_SHIPMENT if supply.is_cancelled else HelpfulAct.CANCEL_ONE


def _cancelled_yet_coming(lines: list[Supply]) -> list[Alarm]:
    return [
        Alarm(AlarmKind.CANCELLED_YET_COMING, line.item, (line.order,), helpful_act(line))
        for line in lines
        if line.is_cancelled and (line.is_coming or line.billed_amount > 0)
    ]


def _substitutes(lines: list[Supply]) -> list[Alarm]:
    by_order: Mapping[str, list[Supply]] = _grouped(lines)
    found = []
    for line in lines:
        originals = by_order.get(line.replaces, []) if line.replaces else []
        for original in originals:
            is_same = not line.item or not original.item or line.item == original.item
            if is_same and line.is_coming and original.is_coming:
                found.append(_pair(AlarmKind.SUBSTITUTE_AND_ORIGINAL, original, line))
    return found


def _ordered_twice(lines: list[Supply]) -> list[Alarm]:
    """Compare live orders of one item for one place; an unknown item is compared with nothing."""
    groups: dict[tuple[str, str], list[Supply]] = defaultdict(list)
    for line in lines:
        if line.item and not line.is_cancelled:
            groups[line.item, line.place].append(line)
    return [
        _pair(AlarmKind.ORDERED_TWICE, first, second)
        for group in groups.values()
        for first, second in combinations(group, 2)
        if _are_rivals(first, second)
    ]


def _are_rivals(first: Supply, second: Supply) -> bool:
    if first.supplier == second.supplier or first.ordered_on is None or second.ordered_on is None:
        return False
    if first.replaces or second.replaces:
        return False  # a substitute is for the need of its original, and is compared with that
    return abs(first.ordered_on - second.ordered_on) <= SAME_PERIOD


def _pair(kind: AlarmKind, first: Supply, second: Supply) -> Alarm:
    """Return the alarm about the line that can be stopped more easily."""
    acts = list(HelpfulAct)
    easier, other = sorted(
        (first, second), key=lambda line: (acts.index(helpful_act(line)), line.order)
    )
    item = easier.item or other.item
    return Alarm(kind, item, (easier.order, other.order), helpful_act(easier))


def _grouped(lines: Iterable[Supply]) -> dict[str, list[Supply]]:
    grouped: dict[str, list[Supply]] = defaultdict(list)
    for line in lines:
        grouped[line.order].append(line)
    return grouped
