"""The sample company's files, as its supplier, its bank and its card company would hand them out.

python -m bench.reconciliation.sample_files writes them to reconciliation/sample/. The numbers are
books with every kind of discrepancy, told in the days of the sample's stop.
"""

import csv
import io
from datetime import date, timedelta
from email import policy
from email.message import EmailMessage
from pathlib import Path

from bench.reconciliation.books import make_books

FOLDER = Path("reconciliation/sample")
LINES, SEED = 600, 45  # the smallest books that have 25 kinds
EARLIER = timedelta(days=92)  # the books' stop begins in January, the sample's in October
PAYEE = "ﾂｸﾞﾐﾉｼﾖｳｶｲ(ｶ"
Row = dict[str, object]
ORDERS = {
    "注文番号": "order_no",
    "明細番号": "line_no",
    "注文日": "order_date",
    "納期": "promised_date",
    "部門コード": "dept",
    "商品コード": "item_code",
    "商品名": "item_name",
    "数量": "qty",
    "単価": "unit_price",
    "値引額": "discount",
    "利用ポイント": "points",
    "税率": "tax_rate",
    "キャンセル数量": "cancel_qty",
    "キャンセル日": "cancel_date",
    "元注文番号": "orig_order_no",
    "元明細番号": "orig_line_no",
}
SHIPMENTS = {
    "納品書番号": "shipment_no",
    "注文番号": "order_no",
    "明細番号": "line_no",
    "出荷日": "ship_date",
    "出荷区分": "direction",
    "出荷数量": "qty",
    "受領数量": "received_qty",
}
TRANSACTIONS = {
    "取引番号": "txn_no",
    "取引区分": "txn_type",
    "取引日": "txn_date",
    "請求番号": "doc_no",
    "注文番号": "order_no",
    "明細番号": "line_no",
    "商品コード": "item_code",
    "数量": "qty",
    "単価": "unit_price",
    "値引額": "discount",
    "税抜金額": "net",
    "税率": "tax_rate",
    "消費税額": "tax",
    "金額": "amount",
    "状態": "status",
    "支払方法": "method",
    "決済番号": "settle_no",
    "取引先": "payee",
}
WORDS = {
    "out": "出荷",
    "return": "返品",
    "invoice": "請求",
    "invoice_tax": "消費税",
    "credit_note": "赤伝",
    "payment": "支払",
    "refund": "返金",
    "points_use": "ポイント利用",
    "points_return": "ポイント返還",
    "accrual": "仮計上",
    "bank_line": "銀行",
    "settled": "済",
    "confirmed": "確定",
    "provisional": "仮計上",
    "pending": "処理中",
    "bank": "振込",
    "points": "ポイント",
}
CARD = (
    ("2025/10/21", "ﾌｸﾛｳﾄﾞｳ", 23_760),
    ("2025/10/24", "ｼｵｻｲｼﾞﾑｷ", 8_580),
    ("2025/11/04", "ﾌｸﾛｳﾄﾞｳ", 41_250),
)


def main() -> None:
    for name, content in make_files().items():
        (FOLDER / name).write_bytes(content)


def make_files() -> dict[str, bytes]:
    """Return the bytes of every file by its name."""
    books = make_books(LINES, SEED)
    lines = [row for row in books.transactions if row["txn_type"] == "bank_line"]
    refunds = [
        row
        for row in books.transactions
        if row["txn_type"] == "refund" and row["status"] == "settled"
    ]
    return {
        "orders.csv": _csv(ORDERS, books.orders).encode("cp932"),
        "shipments.csv": _csv(SHIPMENTS, books.shipments).encode("cp932"),
        "transactions.csv": _csv(TRANSACTIONS, books.transactions).encode("utf-8-sig"),
        "bank.csv": _bank(lines).encode("cp932"),
        "card.csv": _card().encode("cp932"),
        "zengin.txt": _zengin(refunds[:12]),
        "mail.eml": _mail(),
    }


def _mail() -> bytes:
    """Return a mail that sends an invoice again."""
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = "つぐみ野商会 ご請求窓口 <seikyu@tsugumino.example>"
    message["To"] = "yoshino@hanada.example"
    message["Date"] = "Thu, 13 Nov 2025 10:12:00 +0900"
    message["Subject"] = "請求書再送のご案内（2025年10月分）"
    message.set_content("出荷停止に伴い、10月分の請求書を再送いたします。添付をご確認ください。\n")
    named = {"maintype": "text", "subtype": "csv", "filename": "請求書_202510.csv"}
    content = "請求番号,請求日,税込金額\r\nINV-202510,2025/10/31,110000\r\n".encode("cp932")
    message.add_attachment(content, **named)
    message.set_boundary("=_sample")
    return message.as_bytes()


def _csv(columns: dict[str, str], rows: list[Row]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(name, row.get(name, "")) for name in columns.values()] for row in rows)
    return text.getvalue()


def _cell(name: str, value: object) -> object:
    if isinstance(value, date):
        return f"{value - EARLIER:%Y/%m/%d}"
    if name == "orig_line_no" and not value:
        return ""
    if name == "payee" and value:
        return PAYEE
    return WORDS.get(str(value), value)


def _bank(lines: list[Row]) -> str:
    """Return a statement with a running balance: transfers to the supplier, and what else moved."""
    balance, rows = 20_000_000, [["日付", "お引出し", "お預入れ", "摘要", "残高"]]
    moves = [(line["txn_date"], int(str(line["amount"])), PAYEE) for line in lines]
    for day, amount, payee in moves:
        balance -= amount
        rows.append([_cell("", day), amount, "", f"振込 {payee}", balance])
        balance -= 440
        rows.append([_cell("", day), 440, "", "振込手数料", balance])
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _card() -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["ご利用日", "ご利用店名", "ご利用金額", "摘要"])
    writer.writerows([day, shop, amount, "1回払い"] for day, shop, amount in CARD)
    return text.getvalue()


def _zengin(refunds: list[Row]) -> bytes:
    """Return an account statement of fixed length with the refunds that came in."""
    amounts = [int(str(refund["amount"])) for refund in refunds]
    opening, total = 1_000_000, sum(amounts)
    day = "071209"
    head = [(1, "1"), (2, "03"), (4, "0"), (5, day), (11, day), (17, day), (23, "0005")]
    head += [(42, "001"), (63, "1"), (64, "0001234567"), (114, "1"), (116, f"{opening:014d}")]
    records = [_record(head)]
    for number, amount in enumerate(amounts, 1):
        fields = [(1, "2"), (2, f"{number:08d}"), (10, day), (16, day), (22, "1"), (23, "11")]
        fields += [(25, f"{amount:012d}"), (82, PAYEE), (160, "ﾌﾘｺﾐ")]
        records.append(_record(fields))
    end = [(1, "8"), (2, f"{len(amounts):06d}"), (8, f"{total:013d}"), (21, "000000")]
    end += [(27, "0" * 13), (40, "1"), (41, f"{opening + total:014d}"), (55, f"{len(amounts):07d}")]
    records += [_record(end), _record([(1, "9")])]
    return b"".join(record + b"\r\n" for record in records)


def _record(fields: list[tuple[int, str]]) -> bytes:
    line = bytearray(b" " * 200)
    for position, text in fields:
        raw = text.encode("cp932")
        line[position - 1 : position - 1 + len(raw)] = raw
    return bytes(line)


if __name__ == "__main__":
    main()
