"""An order sheet as rows, as text for a mail or FAX, and as CSV that no spreadsheet can run."""

import csv
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.domain.spreadsheet import safe_cell

HEADINGS_JA = ("行", "商品コード", "商品名", "数量", "単位", "単価", "金額", "希望納期", "元の注文")
TEXT_WIDTH = 40  # half-width columns for the item's name: what a FAX shows without breaking


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line to order. None: no date is wanted. Units: amount in minor units (yen)."""

    item_code: str
    item_name: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    amount: int
    wanted_on: date | None = None
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class OrderSheet:
    """One order to one supplier, as it is sent. The number makes a second copy recognisable."""

    number: str
    supplier: str
    customer_number: str
    company: str
    person: str
    delivery_place: str
    ordered_on: date
    lines: tuple[SheetLine, ...]
    note: str = ""

    @property
    def amount(self) -> int:
        return sum(line.amount for line in self.lines)


def rows_of(sheet: OrderSheet) -> list[tuple[int | str | Decimal, ...]]:
    """Return one row per line under HEADINGS_JA, with true numbers."""
    return [
        (
            number,
            line.item_code,
            line.item_name,
            line.quantity,
            line.unit,
            line.unit_price,
            line.amount,
            line.wanted_on.isoformat() if line.wanted_on else "",
            line.replaces,
        )
        for number, line in enumerate(sheet.lines, start=1)
    ]


def as_csv(sheet: OrderSheet) -> str:
    """Return the rows with their heading; UTF-8 needs its mark in front when written to a file."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(HEADINGS_JA)
    for row in rows_of(sheet):
        writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in row])
    return buffer.getvalue()


def as_text(sheet: OrderSheet) -> str:
    """Return the sheet as it is read out, mailed or faxed."""
    head = [
        f"注文書 {sheet.number}",
        f"{sheet.supplier} 御中",
        "",
        f"注文日: {sheet.ordered_on.isoformat()}",
        f"お客様番号: {sheet.customer_number or '（なし）'}",
        f"ご注文者: {sheet.company} {sheet.person}",
        f"お届け先: {sheet.delivery_place}",
        "",
    ]
    tail = ["", f"合計: {sheet.amount:,}円 ({len(sheet.lines)}行)"]
    note = ["", sheet.note] if sheet.note else []
    return "\n".join([*head, *_text_lines(sheet.lines), *tail, *note]) + "\n"


def _text_lines(lines: Sequence[SheetLine]) -> list[str]:
    return [
        f"{number:>3}. {pad(line.item_name, TEXT_WIDTH)} {line.item_code}\n"
        f"     {_plain(line.quantity)}{line.unit} × {_plain(line.unit_price)}円 = {line.amount:,}円"
        + (f"  希望納期 {line.wanted_on.isoformat()}" if line.wanted_on else "")
        for number, line in enumerate(lines, start=1)
    ]


def pad(text: str, width: int) -> str:
    """Fill up to a width in half-width columns; a longer text is never cut."""
    taken = sum(2 if unicodedata.east_asian_width(mark) in "WFA" else 1 for mark in text)
    return text + " " * max(width - taken, 0)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():,f}"
