"""Order lines with one story each: what was ordered, sent, billed and paid, and what is wrong."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

START, AS_OF = date(2025, 12, 1), date(2026, 3, 31)
OUTAGE = (date(2026, 1, 19), date(2026, 2, 19))
LATER = AS_OF - timedelta(days=20)  # refunds and their papers


@dataclass
class Line:
    """One order line. bills: (invoice, quantity, price, rate, discount); ships: (quantity, day,
    direction, received); truth: (kind, amount), None for a clean one."""

    number: int
    quantity: int
    price: int
    rate: int
    ordered_on: date
    sent_on: date
    is_paid: bool
    item: str
    chance: Random
    discount: int = 0
    points: int = 0
    cancelled: int = 0
    promised_on: date | None = None
    ships: list[tuple[int, date, str, int]] = field(default_factory=list)
    bills: list[tuple[int, int, int, int, int]] = field(default_factory=list)
    credited: int = 0
    refund: tuple[int, str, date] | None = None
    points_returned: int = 0
    accruals: list[int] = field(default_factory=list)
    truth: tuple[str, int] | None = None

    def gross(self, units: int, price: int | None = None, less: int = 0) -> int:
        net = units * (self.price if price is None else price) - less
        return net + net * self.rate // 100

    def send(self, units: int, *, received: bool = True, on: date | None = None) -> None:
        if units:
            day = on or self.sent_on
            self.ships.append((units, day, "out", units if received else 0))

    def bill(self, units: int, invoice: int = 0, **other: int) -> None:
        if units:
            price, rate = other.get("price", self.price), other.get("rate", self.rate)
            row = (invoice, units, price, rate, other.get("discount", self.discount))
            self.bills.append(row)

    def part(self) -> int:
        """Return less than everything, more than nothing; the line has two pieces or more."""
        self.quantity = max(self.quantity, 2)
        return self.chance.randint(1, self.quantity - 1)

    def wrong(self, kind: str, amount: int) -> None:
        self.truth = (kind, amount)


def cancel_after_billing(line: Line) -> int:
    """Bill, pay and then cancel everything; return what should come back."""
    line.cancelled = line.quantity
    line.bill(line.quantity)
    return line.gross(line.quantity, less=line.discount) - line.points


def matched(line: Line) -> None:
    line.send(line.quantity)
    line.bill(line.quantity)


def split(line: Line) -> None:
    first = line.part()
    for invoice, units in enumerate((first, line.quantity - first)):
        line.send(units, on=line.sent_on + timedelta(days=4 * invoice))
        line.bill(units, invoice)


def halves(line: Line) -> None:
    line.quantity += line.quantity % 2
    for invoice in (0, 1):
        line.send(line.quantity // 2)
        line.bill(line.quantity // 2, invoice)


def cancelled(line: Line) -> None:
    line.cancelled = line.quantity


def returned(line: Line) -> None:
    back = line.part()
    matched(line)
    line.ships.append((back, line.sent_on + timedelta(days=9), "return", 0))
    line.credited = back
    if line.is_paid:
        line.refund = (line.gross(back), "settled", LATER)


def refunded(line: Line) -> None:
    due = cancel_after_billing(line)
    line.refund, line.credited = (due, "settled", LATER), line.quantity
    line.points_returned = line.points


def recent(line: Line) -> None:
    line.send(line.quantity, received=False, on=AS_OF - timedelta(days=3))


def not_due(line: Line) -> None:
    units = line.part()
    line.send(units)
    line.bill(units)
    line.promised_on = AS_OF + timedelta(days=9)


def reversed_accrual(line: Line) -> None:
    matched(line)
    line.accruals = [line.price, -line.price]


def cancelled_billed(line: Line) -> None:
    line.cancelled = line.quantity
    line.bill(line.quantity)
    line.wrong("CANCELLED_BILLED", line.gross(line.quantity))


def billed_not_shipped(line: Line) -> None:
    line.bill(line.quantity)
    line.wrong("BILLED_NOT_SHIPPED", line.gross(line.quantity))


def billed_over_shipped(line: Line) -> None:
    units = line.part()
    line.send(units)
    line.bill(line.quantity)
    line.wrong("BILLED_OVER_SHIPPED", line.gross(line.quantity - units))


def shipped_not_billed(line: Line) -> None:
    line.send(line.quantity)
    line.wrong("SHIPPED_NOT_BILLED", line.gross(line.quantity))


def shipped_over_order(line: Line) -> None:
    line.send(line.quantity + 2)
    line.bill(line.quantity)
    line.wrong("SHIPPED_OVER_ORDER", line.gross(2))


def backorder(line: Line) -> None:
    units = line.part()
    line.send(units)
    line.bill(units)
    line.wrong("BACKORDER_OVERDUE", line.gross(line.quantity - units))


def unconfirmed(line: Line) -> None:
    line.send(line.quantity, received=False)
    line.bill(line.quantity)
    line.wrong("RECEIPT_UNCONFIRMED", line.gross(line.quantity))


def billed_twice(line: Line) -> None:
    matched(line)
    line.bill(line.quantity, 2)
    line.wrong("DUPLICATE_INVOICE", line.gross(line.quantity))


def dearer(line: Line) -> None:
    price = line.price + max(1, line.price * 7 // 100)
    line.send(line.quantity)
    line.bill(line.quantity, price=price)
    line.wrong("PRICE_VARIANCE", line.gross(line.quantity, price - line.price))


def wrong_rate(line: Line) -> None:
    other = 18 - line.rate
    line.send(line.quantity)
    line.bill(line.quantity, rate=other)
    net = line.quantity * line.price
    line.wrong("TAX_CLASS_WRONG", net * other // 100 - net * line.rate // 100)


def no_discount(line: Line) -> None:
    line.discount = max(1, line.quantity * line.price // 20)
    line.send(line.quantity)
    line.bill(line.quantity, discount=0)
    line.wrong("DISCOUNT_MISSING", line.gross(1, line.discount))


def not_refunded(line: Line) -> None:
    line.wrong("REFUND_MISSING", cancel_after_billing(line))


def refund_announced(line: Line) -> None:
    due = cancel_after_billing(line)
    line.refund = (due, "pending", LATER)
    line.wrong("REFUND_PENDING", due)


def refund_late(line: Line) -> None:
    due = cancel_after_billing(line)
    line.refund = (due, "pending", AS_OF - timedelta(days=40))
    line.wrong("REFUND_LATE", due)


def refund_short(line: Line) -> None:
    due = cancel_after_billing(line)
    line.refund = (due - due // 3, "settled", LATER)
    line.wrong("REFUND_SHORT", due // 3)


def refund_over(line: Line) -> None:
    due = cancel_after_billing(line)
    line.refund, line.credited = (due + due // 3, "settled", LATER), line.quantity
    line.wrong("REFUND_OVER", due // 3)


def points_kept(line: Line) -> None:
    line.points = max(1, line.quantity * line.price // 10)
    refunded(line)
    line.points_returned = 0
    line.wrong("POINTS_NOT_RETURNED", line.points)


def no_credit_note(line: Line) -> None:
    line.quantity = max(line.quantity, -(-10_000 // line.price))
    refunded(line)
    line.credited = 0
    line.wrong("CREDIT_NOTE_MISSING", line.quantity * line.price * line.rate // 100)


def accrual_left(line: Line) -> None:
    matched(line)
    line.accruals = [line.price]
    line.wrong("ACCRUAL_NOT_REVERSED", line.price)


Story = Callable[[Line], None]
CLEAN: dict[Story, int] = {
    matched: 560,
    split: 30,
    halves: 30,
    cancelled: 30,
    returned: 15,
    recent: 10,
    not_due: 10,
    reversed_accrual: 15,
}
WRONG: dict[Story, int] = {
    billed_not_shipped: 20,
    billed_over_shipped: 20,
    shipped_not_billed: 25,
    shipped_over_order: 10,
    backorder: 25,
    unconfirmed: 20,
    billed_twice: 20,
    dearer: 20,
    wrong_rate: 10,
    no_discount: 10,
    accrual_left: 12,
}
# a billed line that never came is a refund case only where its invoice is paid
UNPAID: dict[Story, int] = {cancelled_billed: 30}
PAID: dict[Story, int] = {
    refunded: 20,
    not_refunded: 25,
    refund_announced: 7,
    refund_late: 10,
    refund_short: 8,
    refund_over: 4,
    points_kept: 4,
    no_credit_note: 6,
}
