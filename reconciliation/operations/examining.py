"""One discrepancy before the eyes of a person: its three papers side by side, and why it is one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from reconciliation.domain.explain import Answer, UnknownOrderLineError, explain_line
from reconciliation.domain.kinds import FACTS, KindFacts
from reconciliation.enums import Direction, DiscrepancyKind, MatchScope, TransactionKind
from reconciliation.models import Discrepancy, OrderLine, ShipmentLine, Transaction
from reconciliation.operations import judging, match_rules, scopes
from reconciliation.operations.scopes import Scope

SHOWN = 50  # rows of one paper
Cell = Decimal | None


@dataclass(frozen=True)
class Row:
    """One field of the three papers; None: that paper does not tell of it."""

    name: str
    ordered: Cell
    shipped: Cell
    charged: Cell

    @property
    def differs(self) -> bool:
        cells = {self.ordered, self.shipped, self.charged} - {None}
        return len(cells) > 1


@dataclass(frozen=True)
class Examined:
    """A discrepancy with its papers. answer is None where no order line stands behind it."""

    discrepancy: Discrepancy
    about: KindFacts
    rows: Sequence[Row]
    lines: Sequence[OrderLine]
    shipments: Sequence[ShipmentLine]
    transactions: Sequence[Transaction]
    answer: Answer | None
    others: Sequence[Answer]


def examine(discrepancy: Discrepancy, *, now: datetime) -> Examined:
    lines, shipments, papers = _papers(discrepancy)
    answers = _answers(discrepancy, now) if lines else ()
    kind = DiscrepancyKind(discrepancy.kind)
    return Examined(
        discrepancy=discrepancy,
        about=FACTS[kind],
        rows=_compared(lines, shipments, papers),
        lines=lines,
        shipments=shipments,
        transactions=papers,
        answer=next((each for each in answers if each.kind == kind), None),
        others=[each for each in answers if each.kind != kind],
    )


def _papers(
    discrepancy: Discrepancy,
) -> tuple[list[OrderLine], list[ShipmentLine], list[Transaction]]:
    supplier, key = discrepancy.supplier_id, discrepancy.order_key
    if not key:
        return [], [], _money(discrepancy)
    mine = {"supplier": supplier, "order_key": key}
    if discrepancy.line_number:
        mine["line_number"] = discrepancy.line_number
    lines = OrderLine.objects.current().filter(**mine).order_by("line_number", "pk")
    sent = ShipmentLine.objects.current().filter(**mine).order_by("shipped_on", "pk")
    told = Transaction.objects.current().of_orders().filter(**mine).order_by("occurred_on", "pk")
    return list(lines[:SHOWN]), list(sent[:SHOWN]), list(told[:SHOWN])


def _money(discrepancy: Discrepancy) -> list[Transaction]:
    """Return the rows of an invoice, or of one transfer."""
    number = discrepancy.document_number
    told = Transaction.objects.current().filter(workspace=discrepancy.workspace_id)
    if discrepancy.kind == DiscrepancyKind.SETTLEMENT_DIFF:
        mine = told.filter(settlement_number=number).exclude(settlement_number="")
    else:
        mine = told.filter(supplier=discrepancy.supplier_id, document_key=number)
        mine = mine.exclude(document_key="")
    return list(mine.order_by("occurred_on", "pk")[:SHOWN])


def _answers(discrepancy: Discrepancy, now: datetime) -> Sequence[Answer]:
    supplier, line = discrepancy.supplier, discrepancy.line_number
    habits = match_rules.known_habits(supplier) or {"rounding": "down", "links_kept": False}
    rules = match_rules.judge_of(supplier, now=now, habits=habits).rules
    scope = Scope(supplier, MatchScope.TOUCHED, (discrepancy.order_key,))
    scopes.gather(scope, rules)
    legs = judging.load_legs(scope)
    try:
        told = explain_line(legs, rules, order_no=discrepancy.order_key, line_no=line or 0)
    except UnknownOrderLineError:
        return ()
    return told.answers


def _compared(
    lines: Sequence[OrderLine],
    shipments: Sequence[ShipmentLine],
    papers: Sequence[Transaction],
) -> list[Row]:
    bills: Sequence[Transaction] = [each for each in papers if each.kind == TransactionKind.INVOICE]
    notes = [each for each in papers if each.kind == TransactionKind.CREDIT_NOTE]
    expected = _sum(each.quantity - (each.cancelled_quantity or 0) for each in lines)
    sent = _sum(_signed(each) for each in shipments)
    billed = _sum(each.quantity or 0 for each in bills)
    credited = _sum(Decimal(each.quantity or 0).copy_abs() for each in notes) or Decimal(0)
    received = _sum(each.received_quantity or 0 for each in shipments)
    rows = [
        Row("quantity", expected, sent, None if billed is None else billed - credited),
        Row("received", None, received, None),
        Row("price", _one(lines, "unit_price"), None, _one(bills, "unit_price")),
        Row("rate", _one(lines, "tax_rate"), None, _one(bills, "tax_rate")),
        Row("discount", _total(lines, "discount_amount"), None, _total(bills, "discount_amount")),
        Row("net", _total(lines, "line_amount"), None, _total(bills, "net_amount")),
    ]
    return [row for row in rows if (row.ordered, row.shipped, row.charged) != (None,) * 3]


def _signed(line: ShipmentLine) -> Decimal:
    return -line.quantity if line.direction == Direction.RETURN else line.quantity


def _sum(values: Iterable[Decimal | int | None]) -> Cell:
    listed = [Decimal(value) for value in values if value is not None]
    return sum(listed, Decimal(0)) if listed else None


def _total(rows: Sequence[OrderLine | Transaction], name: str) -> Cell:
    values: list[int | None] = [getattr(row, name) for row in rows]
    return _sum(values)


def _one(rows: Sequence[OrderLine | Transaction], name: str) -> Cell:
    """Return the value of the first row, or of the first that is unlike it: a fault is shown."""
    values = [value for row in rows if (value := getattr(row, name)) is not None]
    if not values:
        return None
    unlike = [value for value in values if value != values[0]]
    return Decimal((unlike or values)[0])
