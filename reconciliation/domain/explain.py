"""Why one order line has a kind of discrepancy, and why not: conditions with both sides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from operator import eq, ge, gt, le, lt, ne

import polars as pl

from reconciliation.domain.documents import read_documents
from reconciliation.domain.keys import KEY, ORDER
from reconciliation.domain.legs import Legs
from reconciliation.domain.lines import line_table
from reconciliation.domain.matching import match_legs
from reconciliation.domain.neighbourhood import neighbourhood, numbers_of
from reconciliation.domain.refunds import read_refunds
from reconciliation.domain.rules import MatchRules
from reconciliation.domain.schemas import LINES_PER_ORDER
from reconciliation.enums import DiscrepancyKind as Kind

Value = int | bool | date | None
SIGNS = {"=": eq, "≠": ne, ">": gt, "≥": ge, "<": lt, "≤": le}


@dataclass(frozen=True)
class Check:
    """One condition: two named values and the sign between them."""

    left: str
    sign: str
    right: str
    left_value: Value
    right_value: Value
    holds: bool


@dataclass(frozen=True)
class Answer:
    """Whether a kind was found, and its conditions.

    When every condition holds and it was not found, an earlier kind took the same units.
    """

    kind: Kind
    is_found: bool
    checks: tuple[Check, ...]

    @property
    def failing(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if not check.holds)


@dataclass(frozen=True)
class LineExplanation:
    """The numbers of one order line and the answer for every kind of a line."""

    facts: Mapping[str, Value]
    answers: tuple[Answer, ...]


_NO_REFUND = ("refundable", "=", "0")
_REFUND = ("refundable", ">", "0")
_PROMISE_OVER = ("is_promise_past", "=", "yes")
CONDITIONS: dict[Kind, tuple[tuple[str, str, str], ...]] = {
    Kind.DUPLICATE_INVOICE: (
        ("cancelled", "=", "0"),
        ("bill_count", "≥", "2"),
        ("billed", ">", "expected"),
        ("standing", ">", "kept"),
    ),
    Kind.REFUND_MISSING: (
        _REFUND,
        ("refunded", "=", "0"),
        ("announced", "=", "0"),
        ("due", ">", "0"),
    ),
    Kind.REFUND_PENDING: (_REFUND, ("waiting_refund", ">", "0")),
    Kind.REFUND_LATE: (_REFUND, ("late_refund", ">", "0")),
    Kind.REFUND_SHORT: (
        _REFUND,
        ("refunded", ">", "0"),
        ("refunded", "<", "due"),
        ("announced", "=", "0"),
    ),
    Kind.REFUND_OVER: (("refunded", ">", "due"),),
    Kind.CANCELLED_BILLED: (_NO_REFUND, ("cancelled", ">", "0"), ("standing", ">", "allowed")),
    Kind.BILLED_NOT_SHIPPED: (
        _NO_REFUND,
        ("shipped", "=", "0"),
        ("standing", ">", "0"),
        _PROMISE_OVER,
    ),
    Kind.BILLED_OVER_SHIPPED: (
        _NO_REFUND,
        ("shipped", ">", "0"),
        ("standing", ">", "kept"),
        _PROMISE_OVER,
    ),
    Kind.SHIPPED_OVER_ORDER: (("kept", ">", "expected"),),
    Kind.SHIPPED_NOT_BILLED: (
        ("kept", ">", "standing"),
        ("days_since_shipment", ">", "billing_lag_days"),
    ),
    Kind.BACKORDER_OVERDUE: (
        ("shipped", "<", "expected"),
        _PROMISE_OVER,
        ("standing", "≤", "kept"),
    ),
    Kind.RECEIPT_UNCONFIRMED: (
        ("confirmed", "<", "shipped"),
        ("days_since_shipment", ">", "receipt_lag_days"),
    ),
    Kind.POINTS_NOT_RETURNED: (_REFUND, ("points_returned", "<", "points_due")),
    Kind.CREDIT_NOTE_MISSING: (
        _REFUND,
        ("refunded", "=", "due"),
        ("credited", "<", "refundable"),
        ("refund_gross", "≥", "return_invoice_from"),
    ),
    Kind.ACCRUAL_NOT_REVERSED: (("accrued", ">", "0"), ("is_accrual_done", "=", "yes")),
    Kind.PRICE_VARIANCE: (("standing", ">", "0"), ("value_variance", "≠", "0")),
    Kind.DISCOUNT_MISSING: (("standing", ">", "0"), ("billed_discount", "<", "discount")),
    Kind.TAX_CLASS_WRONG: (("standing", ">", "0"), ("has_other_rate", "=", "yes")),
}


class UnknownOrderLineError(LookupError):
    """No such order line of goods."""


def explain_line(legs: Legs, rules: MatchRules, *, order_no: str, line_no: int) -> LineExplanation:
    """Answer for every kind why the line has it or has it not.

    Raises: UnknownOrderLineError.
    """
    near = neighbourhood(legs, numbers_of(legs, [order_no]))
    facts = _facts(near.legs, rules, near.orders.item() * LINES_PER_ORDER + line_no)
    result = match_legs(near.legs, rules)
    written = near.legs.orders.filter(pl.col(ORDER) == near.orders.item())["order_no"].min()
    here = (pl.col("order_no") == written) & (pl.col("line_no") == line_no)
    found = set(pl.concat([result.discrepancies, result.additional]).filter(here)["kind"])
    answers = (
        Answer(kind, kind.value in found, tuple(_check(facts, *c) for c in conditions))
        for kind, conditions in CONDITIONS.items()
    )
    return LineExplanation(facts, tuple(answers))


def _facts(legs: Legs, rules: MatchRules, key: int) -> dict[str, Value]:
    """Return the numbers of a line under the names that the conditions use."""
    documents = read_documents(legs.parts, rules.rounding)
    refunded = read_refunds(legs.parts, documents, rules)
    lines = line_table(legs, documents, refunded, rules)
    odd = lines.striking.filter(pl.col(KEY) == key)
    row = odd if odd.height else lines.complete(pl.Series([key]))
    if row.is_empty():
        raise UnknownOrderLineError(key)
    facts: dict[str, Value] = row.drop(KEY).row(0, named=True)
    return facts | _derived(facts, rules) | _settings(rules)


def _derived(row: Mapping[str, Value], rules: MatchRules) -> dict[str, Value]:
    number = {name: int(value) for name, value in row.items() if isinstance(value, int)}
    sent = row["last_shipped_on"]
    cancelled = 0 < number["ordered"] == number["cancelled"]
    billed = number["billed"] > 0 and number["standing"] >= number["kept"]
    value = number["billed_value"] - number["credited_value"]
    return {
        "allowed": max(number["kept"], number["expected"]),
        "announced": number["waiting_refund"] + number["late_refund"],
        "days_since_shipment": (rules.as_of - sent).days if isinstance(sent, date) else None,
        "is_accrual_done": billed or cancelled,
        "value_variance": value - number["standing"] * number["price"],
        "has_other_rate": {row["rate_low"], row["rate_high"]} - {None, row["rate"]} != set(),
    }


def _settings(rules: MatchRules) -> dict[str, Value]:
    names = ("billing_lag_days", "receipt_lag_days", "return_invoice_from")
    return {name: getattr(rules, name) for name in names} | {"yes": True, "0": 0, "2": 2}


def _check(facts: Mapping[str, Value], left: str, sign: str, right: str) -> Check:
    a, b = facts[left], facts[right]
    holds = a is not None and b is not None and bool(SIGNS[sign](a, b))
    return Check(left, sign, right, a, b, holds)
