"""Discrepancies as a file for a spreadsheet: true numbers and dates, and no text that acts."""

import csv
from collections.abc import Iterator
from io import BytesIO

import xlsxwriter
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.domain.spreadsheet import safe_cell
from reconciliation.domain.kinds import FACTS
from reconciliation.enums import DiscrepancyKind, DiscrepancyState
from reconciliation.models import Discrepancy
from reconciliation.operations.quarantine import Line

XLSX_ROWS = 100_000  # more take longer than anybody waits; CSV has no limit
QUANTITIES = ("ordered", "cancelled", "shipped", "returned", "billed", "credited", "paid")
Cell = str | int | float | None


def headings() -> list[str]:
    return [
        *(_("Kind"), _("Supplier"), _("Order number"), _("Line"), _("Invoice or document number")),
        *(_("Date"), _("Amount"), _("Currency"), _("State"), _("What to do")),
        *(_("Ordered"), _("Cancelled"), _("Shipped"), _("Returned"), _("Billed"), _("Credited")),
        *(_("Paid"), _("Invoices")),
    ]


def as_csv(found: QuerySet[Discrepancy]) -> Iterator[bytes]:
    writer = csv.writer(Line())
    yield b"\xef\xbb\xbf" + writer.writerow(headings()).encode()
    for each in _rows(found):
        cells = [safe_cell(cell) if isinstance(cell, str) else cell for cell in _cells(each)]
        yield writer.writerow(cells).encode()


def as_xlsx(found: QuerySet[Discrepancy]) -> bytes:
    """Return a workbook; texts are written as texts, so that none is run as a formula."""
    buffer = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(_("Discrepancies")[:31])
        sheet.write_row(0, 0, headings(), book.add_format({"bold": True}))
        yen = book.add_format({"num_format": "#,##0;▲#,##0"})
        for number, each in enumerate(_rows(found[:XLSX_ROWS]), start=1):
            for place, cell in enumerate(_cells(each)):
                if isinstance(cell, str):
                    sheet.write_string(number, place, cell)
                elif cell is not None:
                    sheet.write_number(number, place, cell, yen)
        sheet.freeze_panes(1, 0)
    return buffer.getvalue()


def _rows(found: QuerySet[Discrepancy]) -> Iterator[Discrepancy]:
    return found.select_related("supplier", "order").iterator(chunk_size=2_000)


def _cells(each: Discrepancy) -> list[Cell]:
    kind = DiscrepancyKind(each.kind)
    return [
        str(kind.label),
        each.supplier.name,
        each.order.number if each.order else each.order_key,
        each.line_number or None,
        each.document_number,
        each.dated_on.isoformat() if each.dated_on else None,
        each.amount,
        each.currency,
        str(DiscrepancyState(each.state).label),
        str(FACTS[kind].action.label),
        *(each.facts.get(name, 0) if each.order_key else None for name in QUANTITIES),
        str(each.facts.get("papers", "")),
    ]
