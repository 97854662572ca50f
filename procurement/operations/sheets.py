"""Order sheets as spreadsheet files: true numbers, and no cell that a program would run."""

from io import BytesIO

import xlsxwriter

from procurement.domain.ordersheet import HEADINGS_JA, OrderSheet, rows_of

AMOUNTS = frozenset({5, 6})  # columns of unit price and amount


def as_xlsx(sheet: OrderSheet) -> bytes:
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        page = book.add_worksheet("注文書")
        money = book.add_format({"num_format": "#,##0"})
        head = [("注文書", sheet.number), ("仕入先", sheet.supplier)]
        head += [
            ("お客様番号", sheet.customer_number),
            ("ご注文者", f"{sheet.company} {sheet.person}"),
        ]
        head += [("お届け先", sheet.delivery_place), ("注文日", sheet.ordered_on.isoformat())]
        for row, pair in enumerate(head):
            page.write_row(row, 0, pair)
        top = len(head) + 1
        page.write_row(top, 0, HEADINGS_JA)
        for row, cells in enumerate(rows_of(sheet), start=top + 1):
            for column, cell in enumerate(cells):
                form = money if column in AMOUNTS else None
                page.write(row, column, cell if isinstance(cell, str) else float(cell), form)
        last = top + 1 + len(sheet.lines)
        page.write_row(last, 5, ("合計", sheet.amount), money)
        page.set_column(1, 2, 28)
    return buffer.getvalue()
