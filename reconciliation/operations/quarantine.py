"""Refused rows as a file that a person can correct and bring back."""

import csv
from collections.abc import Iterator
from itertools import islice

from accounts.domain.spreadsheet import safe_cell
from reconciliation.domain.fields import HEADINGS
from reconciliation.enums import CellFault, ImportField, QuarantineState
from reconciliation.models import ImportBatch, QuarantinedRow
from reconciliation.operations import files
from reconciliation.sources import tables

REASON_HEADING = "取込できなかった理由"
ROW_HEADING = HEADINGS[ImportField.CORRECTED_ROW][0]


class Line:
    """A file that csv writes into, one line at a time."""

    def write(self, text: str) -> str:
        return text


def as_csv(batch: ImportBatch) -> Iterator[bytes]:
    """Yield the waiting rows: cells as they came, then the row in the file and every reason."""
    writer = csv.writer(Line())
    headings = headings_of(batch)
    yield b"\xef\xbb\xbf" + writer.writerow([*headings, ROW_HEADING, REASON_HEADING]).encode()
    waiting = batch.quarantined_rows.filter(state=QuarantineState.WAITING).order_by("source_row")
    for row in waiting.iterator():
        cells = (list(row.cells) + [""] * len(headings))[: len(headings)]
        line = [safe_cell(cell) for cell in cells]
        yield writer.writerow([*line, row.source_row, reasons(row, headings)]).encode()


def headings_of(batch: ImportBatch) -> list[str]:
    header_row = batch.layout.get("header_row", 1)
    with files.open_bytes(batch.file) as file:
        layout = tables.Layout.from_json(batch.layout)
        rows = tables.rows(file, layout, near=batch.created_at.date())
        return next(islice(rows, header_row - 1, None), [])


def reasons(row: QuarantinedRow, headings: list[str]) -> str:
    """Return every reason with the heading of its column: 数量「二個」: ..."""
    return " / ".join(_reason(fault, headings) for fault in row.faults)


def _reason(fault: dict[str, object], headings: list[str]) -> str:
    label = str(CellFault(str(fault["fault"])).label)
    position = fault["position"]
    if isinstance(position, int) and position < len(headings):
        return f"{headings[position]}「{fault['text']}」: {label}"
    field = fault["field"]
    return f"{ImportField(str(field)).label}: {label}" if field else label
