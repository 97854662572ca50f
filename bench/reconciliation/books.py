"""Three files of a supplier's outage with known faults: python -m bench.reconciliation.books.

Order lines tell the stories of `lines`; on top of them come orphans, freight, tax rounding,
second payments, re-orders and transfers that differ. The same numbers and seed give the same
bytes. truth.csv says what a match has to find.
"""

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from bench.reconciliation import lines as stories
from bench.reconciliation.lines import AS_OF, LATER, OUTAGE, START, Line

ORDERS = "order_no line_no order_date promised_date dept item_code item_name qty unit_price"
ORDERS += " discount points tax_rate cancel_qty cancel_date orig_order_no orig_line_no"
SHIPMENTS = "shipment_no order_no line_no ship_date direction qty received_qty"
TRANSACTIONS = "txn_no txn_type txn_date doc_no order_no line_no item_code qty unit_price"
TRANSACTIONS += " discount net tax_rate tax amount status method settle_no payee"
TRUTH = "order_no line_no doc_no kind amount"
NAMES = ("コピー用紙 A4", "トナー ①", "天然水 2L×6本", "事務椅子 肘付き", "ＬＥＤ電球")
FREIGHT = 300  # yen
Row = dict[str, object]


@dataclass
class Books:
    """The rows of four files, and what is needed to close them."""

    chance: Random
    orders: list[Row] = field(default_factory=list)
    shipments: list[Row] = field(default_factory=list)
    transactions: list[Row] = field(default_factory=list)
    truth: list[Row] = field(default_factory=list)
    nets: dict[tuple[str, int], list[int]] = field(default_factory=lambda: defaultdict(list))
    payable: dict[str, tuple[bool, str]] = field(default_factory=dict)

    def transact(self, kind: str, **cells: object) -> None:
        number = f"T{len(self.transactions) + 1:09}"
        defaults = {"txn_no": number, "txn_type": kind, "txn_date": LATER, "status": "settled"}
        self.transactions.append(defaults | cells)

    def found(
        self, kind: str, amount: int, *, order: str = "", line: int = 0, doc: str = ""
    ) -> None:
        keys = {"order_no": order, "line_no": line, "doc_no": doc}
        self.truth.append(keys | {"kind": kind, "amount": amount})


def make_books(line_count: int, seed: int) -> Books:
    """Tell stories until there are enough lines, then close invoices, payments and transfers."""
    books = Books(Random(seed))
    made = order = 0
    while made < line_count:
        order += 1
        made += _make_order(books, order, line_count - made)
    _add_orphans(books, line_count // 200)
    _add_reorders(books, line_count // 50)
    _close(books)
    return books


def _make_order(books: Books, order: int, room: int) -> int:
    chance = books.chance
    order_no, dept = f"PO{order:08}", f"D{order // 60:05}"
    ordered_on = START + timedelta(days=chance.randrange(0, 44))
    is_paid = chance.random() < 0.8
    size = min(room, chance.choice((1, 1, 2, 2, 3, 4, 5, 6, 8, 12)))
    for number in range(1, size + 1):
        line = _make_line(books, number, ordered_on, is_paid=is_paid)
        _write_line(books, order_no, dept, line)
    _add_freight(books, order_no, dept, ordered_on)
    for invoice in range(3):
        doc = f"INV-{order_no}-{invoice}"
        books.payable[doc] = (is_paid, dept)
    return size


def _make_line(books: Books, number: int, ordered_on: date, *, is_paid: bool) -> Line:
    chance = books.chance
    line = Line(
        number=number,
        quantity=chance.choice((1, 1, 2, 3, 4, 5, 10, 20)),
        price=chance.randrange(20, 5_000),
        rate=chance.choice((8, 10, 10)),
        ordered_on=ordered_on,
        sent_on=ordered_on + timedelta(days=chance.randrange(1, 5)),
        is_paid=is_paid,
        item=f"AS{chance.randrange(10**9):09}",
        chance=chance,
    )
    told = stories.CLEAN | stories.WRONG | (stories.PAID if is_paid else stories.UNPAID)
    [story] = chance.choices(list(told), list(told.values()))
    if story is stories.matched and chance.random() < 0.1:
        line.discount = max(1, line.quantity * line.price // 20)
    story(line)
    return line


def _write_line(books: Books, order_no: str, dept: str, line: Line) -> None:
    key = {"order_no": order_no, "line_no": line.number, "item_code": line.item}
    books.orders.append(
        key
        | {
            "order_date": line.ordered_on,
            "promised_date": line.promised_on or line.ordered_on + timedelta(days=5),
            "dept": dept,
            "item_name": NAMES[line.number % len(NAMES)],
            "qty": line.quantity,
            "unit_price": line.price,
            "discount": line.discount,
            "points": line.points,
            "tax_rate": line.rate,
            "cancel_qty": line.cancelled,
            "cancel_date": OUTAGE[0] if line.cancelled else "",
            "orig_line_no": 0,
        }
    )
    for units, day, direction, received in line.ships:
        cells = {"ship_date": day, "direction": direction, "qty": units, "received_qty": received}
        books.shipments.append(key | {"shipment_no": f"SH{len(books.shipments):09}"} | cells)
    for invoice, units, price, rate, discount in line.bills:
        _bill(books, key, f"INV-{order_no}-{invoice}", (units, price, rate, discount))
    _write_money(books, key, line)
    if line.truth:
        books.found(*line.truth, order=order_no, line=line.number)


def _bill(books: Books, key: Row, doc: str, terms: tuple[int, int, int, int]) -> None:
    units, price, rate, discount = terms
    net = units * price - discount
    cells = {"qty": units, "unit_price": price, "discount": discount, "net": net, "amount": net}
    books.transact("invoice", doc_no=doc, tax_rate=rate, status="confirmed", **key, **cells)
    books.nets[doc, rate].append(net)


def _write_money(books: Books, key: Row, line: Line) -> None:
    """Write credit notes, refunds, points and accruals of one line."""
    own = {name: key[name] for name in ("order_no", "line_no")}
    if line.credited:
        less = line.discount if line.cancelled else 0
        net = line.credited * line.price - less
        tax = net * line.rate // 100
        cells = {"qty": line.credited, "unit_price": line.price, "discount": less, "net": net}
        cells |= {"tax": tax, "tax_rate": line.rate, "amount": net + tax, "status": "confirmed"}
        books.transact("credit_note", doc_no=f"CN{len(books.transactions):09}", **own, **cells)
    if line.refund:
        amount, status, day = line.refund
        books.transact("refund", amount=amount, status=status, txn_date=day, method="bank", **own)
    if line.points:
        doc = f"INV-{key['order_no']}-0"
        books.transact("points_use", doc_no=doc, amount=line.points, method="points")
    if line.points_returned:
        books.transact("points_return", amount=line.points_returned, method="points", **own)
    for amount in line.accruals:
        books.transact("accrual", amount=amount, status="provisional", **own)


def _add_freight(books: Books, order_no: str, dept: str, day: date) -> None:
    """Bill freight for a quarter of the orders, once too often for one in sixty."""
    doc = f"INV-{order_no}-0"
    if not any((doc, rate) in books.nets for rate in (8, 10)):
        return
    agreed, again = books.chance.random() < 0.25, books.chance.random() < 0.015
    key = {"order_no": order_no, "line_no": 99, "item_code": "SHIP"}
    if agreed:
        terms = {"qty": 1, "unit_price": FREIGHT, "tax_rate": 10, "discount": 0, "points": 0}
        dates = {"order_date": day, "promised_date": day, "dept": dept, "item_name": "配送料"}
        books.orders.append(key | dates | terms | {"cancel_qty": 0, "orig_line_no": 0})
    for _ in range(agreed + again):
        _bill(books, key, doc, (1, FREIGHT, 10, 0))
    if again:
        books.found("SHIPPING_FEE_WRONG", FREIGHT * 11 // 10, order=order_no, line=99)


def _add_orphans(books: Books, count: int) -> None:
    for number in range(count):
        key = {"order_no": f"QX{number:08}", "line_no": 1, "item_code": "AS-FAX"}
        _bill(books, key, f"INV-QX{number:08}", (3, 105, 10, 0))
        books.found("ORPHAN_BILLING", 315 + 31, order=f"QX{number:08}", line=1)


def _add_reorders(books: Books, count: int) -> None:
    """Order again what is in order, after the stop: twice billed, or the first one cancelled."""
    for number in range(count):
        first, second = f"RA{number:08}", f"RB{number:08}"
        is_double = number % 2 == 0
        for order_no, day in ((first, START), (second, OUTAGE[1] + timedelta(days=9))):
            line = Line(
                number=1,
                quantity=4,
                price=700,
                rate=10,
                ordered_on=day,
                sent_on=day,
                is_paid=False,
                item=f"AS-R{number}",
                chance=books.chance,
            )
            if is_double or order_no == second:
                stories.matched(line)
            else:
                stories.cancelled(line)
            _write_line(books, order_no, "D99999", line)
        books.orders[-1] |= {"orig_order_no": first, "orig_line_no": 1}
        if is_double:
            books.found("REORDER_DOUBLE", 2_800 + 280, order=first, line=1)


def _close(books: Books) -> None:
    """State the taxes, pay the invoices, and gather the payments into transfers."""
    totals: dict[str, int] = defaultdict(int)
    wrong: dict[str, int] = defaultdict(int)
    for (doc, rate), nets in books.nets.items():
        right = sum(nets) * rate // 100
        per_line = sum(net * rate // 100 for net in nets)
        stated = per_line if books.chance.random() < 0.04 else right
        wrong[doc] += stated - right
        totals[doc] += sum(nets) + stated
        cells = {"net": sum(nets), "tax": stated, "amount": stated, "status": "confirmed"}
        books.transact("invoice_tax", doc_no=doc, tax_rate=rate, **cells)
    for doc, off in wrong.items():
        if off:
            books.found("TAX_ROUNDING", off, doc=doc)
    _pay(books, totals)


def _pay(books: Books, totals: dict[str, int]) -> None:
    """Pay what is paid, one in 170 twice, and let a transfer per department carry it."""
    points: dict[str, int] = defaultdict(int)
    for row in books.transactions:
        if row["txn_type"] == "points_use":
            points[str(row["doc_no"])] += int(str(row["amount"]))
    transfers: dict[str, int] = defaultdict(int)
    for doc, total in totals.items():
        is_paid, dept = books.payable.get(doc, (False, ""))
        if is_paid:
            transfers[f"BT-{dept}"] += _pay_one(books, doc, f"BT-{dept}", total - points[doc])
    for transfer, amount in transfers.items():
        _transfer(books, transfer, amount)


def _pay_one(books: Books, doc: str, transfer: str, amount: int) -> int:
    times = 2 if books.chance.random() < 0.006 else 1
    for _ in range(times):
        books.transact("payment", doc_no=doc, amount=amount, settle_no=transfer)
    if times == 2:
        books.found("DUPLICATE_PAYMENT", amount, doc=doc)
    return times * amount


def _transfer(books: Books, transfer: str, amount: int) -> None:
    """Let the bank take a fee off, or let one in 30 differ for no reason."""
    differs = books.chance.random() < 0.03
    less = 1_234 if differs else books.chance.choice((0, 0, 0, 220, 440, 660))
    cells = {"amount": amount - less, "settle_no": transfer, "payee": "ﾐﾗｲｵﾌｲｽﾂｳﾊﾝ(ｶ"}
    books.transact("bank_line", doc_no=transfer, **cells)
    if differs:
        books.found("SETTLEMENT_DIFF", less, doc=transfer)


def write_books(books: Books, folder: Path, *, encoding: str = "utf-8") -> None:
    """Write the four files, their rows in a shuffled order."""
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, tuple[str, Iterable[Row]]] = {
        "orders": (ORDERS, books.orders),
        "shipments": (SHIPMENTS, books.shipments),
        "transactions": (TRANSACTIONS, books.transactions),
    }
    for name, (columns, rows) in files.items():
        shuffled = list(rows)
        books.chance.shuffle(shuffled)
        _write(folder / f"{name}.csv", columns, shuffled, encoding)
    _write(folder / "truth.csv", TRUTH, books.truth, "utf-8")


def _write(path: Path, columns: str, rows: list[Row], encoding: str) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, columns.split(), restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--encoding", default="utf-8", choices=["utf-8", "utf-8-sig", "cp932"])
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    books = make_books(options.lines, options.seed)
    write_books(books, options.out, encoding=options.encoding)
    print(f"{len(books.orders)} order rows, {len(books.truth)} faults as of {AS_OF}")


if __name__ == "__main__":
    main()
