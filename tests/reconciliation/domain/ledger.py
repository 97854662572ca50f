"""A small set of books to match: rows said in few words, findings as plain tuples."""

from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from reconciliation.domain.legs import Legs, ready_legs
from reconciliation.domain.matching import MatchResult, match_legs
from reconciliation.domain.rules import MatchRules
from reconciliation.domain.schemas import COLUMNS
from reconciliation.domain.tables import Table, empty_table, table_of_text
from reconciliation.enums import Leg

RULES = MatchRules(
    as_of=date(2026, 3, 31), outage_from=date(2026, 1, 19), outage_to=date(2026, 2, 19)
)
PO = "PO1"
LONG_AGO, LATER = "2026-01-05", "2026-02-20"


@dataclass
class Books:
    """The rows of three files, in the words of the files."""

    orders: list[dict] = field(default_factory=list)
    shipments: list[dict] = field(default_factory=list)
    transactions: list[dict] = field(default_factory=list)
    rules: MatchRules = RULES

    def order(self, qty, price=100, *, line=1, no=PO, **cells):
        defaults = {"order_date": LONG_AGO, "promised_date": "2026-01-10", "dept": "D1"}
        defaults |= {"item_code": f"{no}-{line}", "tax_rate": 10, "cancel_qty": 0}
        row = {"order_no": no, "line_no": line, "qty": qty, "unit_price": price}
        self.orders.append(defaults | row | cells)
        return self

    def ship(self, qty, *, line=1, no=PO, on=LONG_AGO, received=None, direction="out"):
        row = {"order_no": no, "line_no": line, "qty": qty, "ship_date": on}
        row |= {"shipment_no": f"SH{len(self.shipments)}", "direction": direction}
        row["received_qty"] = qty if received is None else received
        self.shipments.append(row)
        return self

    def give_back(self, qty, **cells):
        return self.ship(qty, received=0, direction="return", **cells)

    def bill(self, qty, price=100, *, doc="INV1", line=1, no=PO, rate=10, discount=0, **cells):
        row = {"txn_type": "invoice", "txn_date": LONG_AGO, "doc_no": doc, "order_no": no}
        row |= {"line_no": line, "qty": qty, "unit_price": price, "discount": discount}
        net = cells.pop("net", None)
        row["net"] = qty * price - discount if net is None else net
        return self._transaction(row | {"tax_rate": rate, "status": "confirmed"}, cells)

    def tax(self, tax, *, doc="INV1", rate=10, net=None):
        row = {"txn_type": "invoice_tax", "doc_no": doc, "tax_rate": rate, "tax": tax}
        return self._transaction(row | {"net": net, "amount": tax, "status": "confirmed"}, {})

    def credit(self, qty, price=100, *, doc="CN1", line=1, no=PO, rate=10, **cells):
        net = qty * price
        row = {"txn_type": "credit_note", "txn_date": LATER, "doc_no": doc, "order_no": no}
        row |= {"line_no": line, "qty": qty, "unit_price": price, "net": net, "tax_rate": rate}
        row |= {"tax": net * rate // 100, "amount": net + net * rate // 100}
        return self._transaction(row | {"status": "confirmed"}, cells)

    def pay(self, amount, *, doc="INV1", on="2026-01-31", settle="", status="settled"):
        row = {"txn_type": "payment", "txn_date": on, "doc_no": doc, "amount": amount}
        return self._transaction(row | {"settle_no": settle, "status": status}, {})

    def bank(self, amount, *, settle):
        row = {"txn_type": "bank_line", "doc_no": settle, "settle_no": settle, "amount": amount}
        return self._transaction(row | {"status": "settled"}, {})

    def use_points(self, amount, *, doc="INV1"):
        row = {"txn_type": "points_use", "doc_no": doc, "amount": amount, "status": "settled"}
        return self._transaction(row, {})

    def return_points(self, amount, *, line=1):
        return self._line_money("points_return", amount, line=line, status="settled")

    def refund(self, amount, *, on=LATER, status="settled", doc="", line=1, no=PO):
        return self._line_money("refund", amount, on=on, status=status, doc=doc, line=line, no=no)

    def accrue(self, amount, *, line=1):
        return self._line_money("accrual", amount, line=line, status="provisional")

    def under(self, **settings):
        self.rules = replace(self.rules, **settings)
        return self

    def _line_money(self, kind, amount, *, status, line, on=LATER, doc="", no=PO):
        row = {"txn_type": kind, "txn_date": on, "doc_no": doc, "order_no": no, "line_no": line}
        return self._transaction(row | {"amount": amount, "status": status}, {})

    def _transaction(self, row, cells):
        row["txn_no"] = f"T{len(self.transactions)}"
        self.transactions.append(row | cells)
        return self

    def legs(self) -> Legs:
        return ready_legs(
            table(self.orders, Leg.ORDERS),
            table(self.shipments, Leg.SHIPMENTS),
            table(self.transactions, Leg.TRANSACTIONS),
        )

    def match(self) -> MatchResult:
        return match_legs(self.legs(), self.rules)

    def main(self) -> list[tuple]:
        """Return (line or document, kind, amount) of the main findings."""
        return told(self.match().discrepancies)

    def both(self) -> tuple[list[tuple], list[tuple]]:
        result = self.match()
        return told(result.discrepancies), told(result.additional)


def table(rows: list[dict], leg: Leg) -> Table:
    """Read rows of values as a file of text cells would be."""
    if not rows:
        return empty_table(leg)
    cells = {name: [_cell(row.get(name)) for row in rows] for name in COLUMNS[leg]} | {
        "row": list(range(2, len(rows) + 2))
    }
    return table_of_text(pl.DataFrame(cells, schema_overrides={"row": pl.UInt32}), leg)


def _cell(value) -> str:
    return "" if value is None else str(value)


def told(findings: pl.DataFrame) -> list[tuple]:
    return [
        (row["doc_no"] or row["line_no"], row["kind"], row["amount"])
        for row in findings.iter_rows(named=True)
    ]


def paid_and_cancelled(qty=10, price=100) -> Books:
    """Goods that were billed, paid, then cancelled before they were shipped."""
    books = Books().order(qty, price, cancel_qty=qty).ship(1, line=2).order(1, line=2)
    books.bill(1, doc="INV9", line=2).bill(qty, price)
    return books.tax(qty * price // 10).pay(qty * price * 11 // 10)
