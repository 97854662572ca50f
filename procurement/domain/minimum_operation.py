"""How we order while a supplier is down: classes, safety stock, and rules with an end (MIN)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from procurement.enums import EmergencyKind, ItemClass

# Days of use that are kept. Source: two weeks for what is essential; a week for what is
# replenished weekly; substitutes stand in for the rest.
SAFETY_DAYS: Mapping[ItemClass, int] = {
    ItemClass.ESSENTIAL: 14,
    ItemClass.IMPORTANT: 7,
    ItemClass.REPLACEABLE: 0,
}
LEAST_ALTERNATES = 2  # per item (ALT-10)
REVIEW_DAYS = 3  # after an emergency purchase, until somebody has looked at it


@dataclass(frozen=True, slots=True)
class Stock:
    """What is there of one item. None: not counted. Units: in the item's base unit."""

    item_class: ItemClass
    quantity: Decimal | None
    daily_use: Decimal | None
    on_order: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class EmergencyRule:
    """One rule for the time of a disruption. It ends on a day, or earlier when withdrawn.

    Units: amount in minor units, for thresholds and allowances; weekdays 0 is Monday;
    ratio multiplies safety stock.
    """

    key: int
    kind: EmergencyKind
    owner: int
    starts_on: date
    ends_on: date
    withdrawn_on: date | None = None
    amount: int | None = None
    weekdays: frozenset[int] = frozenset()
    ratio: Decimal = Decimal(1)
    supplier: str = ""  # empty: whoever the supplier is

    def holds_on(self, day: date) -> bool:
        end = self.ends_on if self.withdrawn_on is None else min(self.ends_on, self.withdrawn_on)
        return self.starts_on <= day < end


class UnfitRuleError(Exception):
    """A rule lacks what its kind needs, or ends before it begins."""


def check_rule(rule: EmergencyRule) -> None:
    """Raises: UnfitRuleError, saying what is missing."""
    if rule.ends_on <= rule.starts_on:
        raise UnfitRuleError("the end must lie after the start")
    needs_amount = rule.kind in (EmergencyKind.THRESHOLD, EmergencyKind.ALLOWANCE)
    if needs_amount and (rule.amount is None or rule.amount <= 0):
        raise UnfitRuleError("an amount is needed")
    if rule.kind == EmergencyKind.ORDER_DAYS and len(rule.weekdays) != 2:
        raise UnfitRuleError("two weekdays are needed")
    if rule.kind == EmergencyKind.THICKER_STOCK and rule.ratio <= 1:
        raise UnfitRuleError("the ratio must be above one")


def active(rules: Iterable[EmergencyRule], kind: EmergencyKind, day: date) -> list[EmergencyRule]:
    """Return the rules of a kind that hold on a day, the newest first."""
    held = [rule for rule in rules if rule.kind == kind and rule.holds_on(day)]
    return sorted(held, key=lambda rule: (rule.starts_on, rule.key), reverse=True)


def threshold(normal_amount: int, rules: Iterable[EmergencyRule], day: date) -> int:
    """Return from which amount approval is needed. A raised threshold never lowers the usual."""
    raised = active(rules, EmergencyKind.THRESHOLD, day)
    return max([normal_amount, *(rule.amount or 0 for rule in raised[:1])])


def allowance_left(spent_amount: int, rules: Iterable[EmergencyRule], day: date) -> int:
    """Return what the field may still order at once; nothing without a rule."""
    granted = active(rules, EmergencyKind.ALLOWANCE, day)
    return max((granted[0].amount or 0) - spent_amount, 0) if granted else 0


@dataclass(frozen=True, slots=True)
class EmergencyPurchase:
    """Whether the field may buy at once, and by when somebody has to have looked at it."""

    is_allowed: bool
    left_amount: int
    review_by: date | None  # None: nothing is bought, so nothing is reviewed


def judge_purchase(
    amount: int, spent_amount: int, rules: Iterable[EmergencyRule], day: date
) -> EmergencyPurchase:
    """Judge a purchase that does not wait for approval; each is reviewed afterwards."""
    left = allowance_left(spent_amount, rules, day)
    if amount > left:
        return EmergencyPurchase(is_allowed=False, left_amount=left, review_by=None)
    return EmergencyPurchase(
        is_allowed=True, left_amount=left - amount, review_by=day + timedelta(days=REVIEW_DAYS)
    )


def next_order_day(
    rules: Iterable[EmergencyRule], day: date, *, closed_days: Collection[date] = ()
) -> date:
    """Return the next day on which orders go out, today included.

    A fixed day that is closed moves on to the next open one. Without a rule every open day is one.
    """
    fixed = active(rules, EmergencyKind.ORDER_DAYS, day)
    weekdays = fixed[0].weekdays if fixed else frozenset(range(7))
    wanted = day
    while wanted.weekday() not in weekdays:
        wanted += timedelta(days=1)
    while wanted in closed_days:
        wanted += timedelta(days=1)
    return wanted


def is_trading_stopped(supplier: str, rules: Iterable[EmergencyRule], day: date) -> bool:
    stops = active(rules, EmergencyKind.TRADING_STOP, day)
    return any(rule.supplier in ("", supplier) for rule in stops)


def overdue(rules: Iterable[EmergencyRule], day: date) -> list[EmergencyRule]:
    """Return the rules that have run out and nobody has withdrawn with a record (BCK-03)."""
    found = [rule for rule in rules if rule.ends_on <= day and rule.withdrawn_on is None]
    return sorted(found, key=lambda rule: (rule.ends_on, rule.key))


def stock_days(stock: Stock) -> int | None:
    """Return for how many whole days the stock lasts. None: stock or use is not known."""
    if stock.quantity is None or not stock.daily_use:
        return None
    return int(stock.quantity // stock.daily_use)


def safety_stock(stock: Stock, rules: Iterable[EmergencyRule], day: date) -> Decimal | None:
    """Return the quantity to keep, thicker while a rule says so. None: the use is not known."""
    if stock.daily_use is None:
        return None
    thicker = active(rules, EmergencyKind.THICKER_STOCK, day)
    ratio = thicker[0].ratio if thicker else Decimal(1)
    exact = SAFETY_DAYS[stock.item_class] * stock.daily_use * ratio
    return exact.to_integral_value(ROUND_CEILING)


def to_reorder(stock: Stock, rules: Iterable[EmergencyRule], day: date) -> Decimal | None:
    """Return what to order so that stock and open orders reach the safety stock. None: unknown."""
    kept = safety_stock(stock, rules, day)
    if kept is None or stock.quantity is None:
        return None
    return max(kept - stock.quantity - stock.on_order, Decimal(0))


def lacks_alternates(alternate_count: int) -> bool:
    return alternate_count < LEAST_ALTERNATES
