"""The check of an import: read every row, keep it beside the file, sort it, count it.

Rows are written in short transactions of one slice each, together with how far the file has been
read, so that a killed run goes on where it stood and nobody waits long for the database.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import F, Max

from reconciliation.domain.column_shapes import COLUMN_SHAPES, FrameColumns, Taken
from reconciliation.domain.columnar import ReadColumns, read_columns
from reconciliation.domain.converting import Converted, Converter, Options, RefusedRow
from reconciliation.domain.fields import FIELDS, Reads
from reconciliation.domain.reading import CellError, read_amount
from reconciliation.domain.shaping import SHAPES, Column, Columns, Constant, Shape
from reconciliation.domain.statements import carries
from reconciliation.enums import (
    FileFault,
    ImportField,
    ImportKind,
    ImportState,
    JobPhase,
)
from reconciliation.models import ImportBatch, Ledger, OrderLine, QuarantinedRow, Transaction
from reconciliation.operations import comparing, files
from reconciliation.operations.importing import columns_of
from reconciliation.operations.jobs import Hold
from reconciliation.operations.loading import load, load_frame, wide_cache
from reconciliation.operations.quarantine import headings_of
from reconciliation.sources import tables
from reconciliation.sources.blocks import Block, Cutting, blocks
from reconciliation.sources.errors import FileError
from reconciliation.sources.text import TextLayout

SLICE = 40_000  # rows converted at a time; more no longer fit the processor's cache
SLICES = 1  # per transaction: half a second to a second, in which other writers wait
HOPELESS = 5_000  # refused rows before a wrong mapping is suspected
CARRY_LIMIT = 100_000  # statement lines whose running balance is followed


@dataclass(slots=True)
class Reading:
    """One run through the rows of a file."""

    batch: ImportBatch
    shape: Shape
    options: Options
    converter: Converter
    columns: dict[ImportField, int]
    last_lines: dict[str, int] | None = None  # order -> last number given; None: the file has them
    corrected: list[int] = field(default_factory=list)


def check(hold: Hold, batch: ImportBatch) -> None:
    """Read and compare a file. Its rows do not count yet.

    Raises: FileError when the file as a whole cannot be accepted.
    """
    ledger, _ = Ledger.objects.get_or_create(supplier=batch.supplier, workspace=batch.workspace)
    with wide_cache(), _without_collector():
        read(hold, batch)
    batch.refresh_from_db()
    if not batch.row_count:
        raise FileError(FileFault.HEADER_ONLY)
    comparing.compare(hold, batch)
    new, changed = comparing.count_rows(batch)
    with transaction.atomic():
        hold.keep(phase=JobPhase.COMPARING, done=batch.read_position)
        ImportBatch.objects.filter(pk=batch.pk, state=ImportState.READING).update(
            state=ImportState.CHECKED,
            new_count=new,
            changed_count=changed,
            ledger_version=ledger.version,
            warnings=batch.warnings + _carry_warnings(batch),
        )


def read(hold: Hold, batch: ImportBatch) -> None:
    """Store the rows that are not stored yet, slice by slice."""
    header_row = batch.layout["header_row"]
    start = max(header_row, batch.read_position)
    layout = tables.Layout.from_json(batch.layout)
    reading = _reading(batch, tuple(headings_of(batch)))
    with files.open_bytes(batch.file) as file:
        all_slices = _slices(reading, file, layout, start)
        while slices := list(islice(all_slices, SLICES)):
            start = slices[-1].end
            with transaction.atomic():
                total = _estimate(start, file.tell(), batch) if layout.format == "text" else None
                hold.keep(phase=JobPhase.READING, done=start, total=total)
                for each in slices:
                    _store(reading, each)
            hold.pause_if_due()


@dataclass(frozen=True, slots=True)
class Slice:
    """Some rows of the file, ready to be stored; `end` is the number of the last one."""

    result: Converted
    columns: Columns
    end: int
    plain: ReadColumns | None = None  # rows that were read column by column
    plain_columns: FrameColumns = field(default_factory=dict)


def _slices(reading: Reading, file: BinaryIO, layout: tables.Layout, start: int) -> Iterator[Slice]:
    """Yield what comes after row `start`, column by column where the file and its kind allow."""
    kind, width = ImportKind(reading.batch.kind), len(reading.converter.headings)
    if layout.format != tables.TEXT or kind not in COLUMN_SHAPES or reading.last_lines is not None:
        rows = tables.rows(file, layout, near=reading.batch.created_at.date())
        yield from _converted(reading, islice(rows, start, None), start)
        return
    text_layout = TextLayout(layout.encoding, layout.separator)
    for block in blocks(file, Cutting(text_layout, width, after=start, size=SLICE)):
        if isinstance(block, Block):
            yield _columns_of(reading, block)
            start = block.end
        else:
            yield _careful(reading, block, range(start + 1, start + len(block) + 1))
            start += len(block)


def _converted(reading: Reading, rows: Iterator[list[str]], start: int) -> Iterator[Slice]:
    while chunk := list(islice(rows, SLICE)):
        yield _careful(reading, chunk, range(start + 1, start + len(chunk) + 1))
        start += len(chunk)


def _careful(reading: Reading, rows: Sequence[list[str]], numbers: Sequence[int]) -> Slice:
    result = reading.converter.convert(rows, numbers=numbers)
    columns = reading.shape.make(result, reading.options)
    _number_lines(reading, columns)
    return Slice(result, columns, numbers[-1] if numbers else 0)


def _columns_of(reading: Reading, block: Block) -> Slice:
    """Read a block column by column; what that leaves over goes the careful way."""
    plain = read_columns(reading.converter, block.cells, block.numbers)
    left = sorted(plain.left + block.others)
    rest = _careful(reading, [row for _, row in left], [number for number, _ in left])
    taken = Taken(plain.values, reading.options, len(plain.numbers))
    shape = COLUMN_SHAPES[ImportKind(reading.batch.kind)]
    return Slice(rest.result, rest.columns, block.end, plain, shape(taken))


@contextmanager
def _without_collector() -> Iterator[None]:
    """Spare Python the search for circles among millions of short-lived rows; there are none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _reading(batch: ImportBatch, headings: tuple[str, ...]) -> Reading:
    kind = ImportKind(batch.kind)
    columns = columns_of(batch, headings)
    options = Options.from_json(batch.options)
    converter = Converter(kind, columns, headings=headings, options=options)
    reading = Reading(batch, SHAPES[kind], options, converter, columns)
    if kind == ImportKind.ORDERS and ImportField.LINE_NUMBER not in columns:
        known = OrderLine.objects.filter(batch=batch).values_list("order_key")
        reading.last_lines = dict(known.annotate(last=Max("line_number")))
    return reading


def _number_lines(reading: Reading, columns: Columns) -> None:
    """Number the lines of each order in the order of the file, where the file does not."""
    if reading.last_lines is None:
        return
    numbers = []
    keys = columns["order_key"]
    assert isinstance(keys, list)  # noqa: S101 - the field is required of every order
    for key in keys:
        number = reading.last_lines.get(key, 0) + 1
        reading.last_lines[key] = number
        numbers.append(number)
    columns["line_number"] = numbers


def _estimate(rows: int, position: int, batch: ImportBatch) -> int:
    """Return how many rows the file may have, from how many its first bytes had."""
    return round(rows * batch.file.byte_count / max(position, 1))


def _store(reading: Reading, part: Slice) -> None:
    batch, result, columns = reading.batch, part.result, part.columns
    refused = result.refused
    owners, table = _owners(reading), reading.shape.table
    taken = 0
    if part.plain is not None:
        taken = len(part.plain.numbers)
        framed = {**owners, **part.plain_columns, "source_row": part.plain.numbers}
        load_frame(table, framed, count=taken)
    given = {name: _constant(column, result) for name, column in columns.items()}
    if result.numbers:
        load(
            table,
            {**owners, **given, "source_row": result.numbers},
            count=len(result.numbers),
        )
    QuarantinedRow.objects.bulk_create(
        [_quarantined(batch, row) for row in refused], batch_size=100
    )
    counted = taken + len(result.numbers) + len(refused)
    ImportBatch.objects.filter(pk=batch.pk).update(
        read_position=part.end,
        row_count=F("row_count") + counted,
        refused_count=F("refused_count") + len(refused),
        skipped_count=F("skipped_count") + result.skipped + len(result.totals),
        sums=_sums(reading, part),
        layout=_layout(reading, part),
    )
    batch.row_count += counted
    batch.refused_count += len(refused)
    if batch.refused_count > HOPELESS and batch.refused_count * 2 > batch.row_count:
        raise FileError(FileFault.MOSTLY_UNREADABLE, f"{batch.refused_count}/{batch.row_count}")


def _owners(reading: Reading) -> dict[str, Constant]:
    batch = reading.batch
    owners = {
        "workspace_id": Constant(batch.workspace_id),
        "batch_id": Constant(batch.pk),
    }
    if reading.shape.table != "reconciliation_trackingevent":
        owners["supplier_id"] = Constant(batch.supplier_id)
    if reading.shape.table == "reconciliation_transaction":
        owners["account"] = Constant(batch.account)
    return owners


def _constant(column: Column | Constant, result: Converted) -> Column | Constant:
    """Return a column of nothing as a constant; it costs nothing to load then."""
    if column is result.nothing:
        return Constant(None)
    return Constant("") if column is result.blanks else column


def _quarantined(batch: ImportBatch, row: RefusedRow) -> QuarantinedRow:
    return QuarantinedRow(
        workspace_id=batch.workspace_id,
        batch=batch,
        source_row=row.number,
        cells=list(row.cells),
        faults=[
            {
                "field": fault.field.value if fault.field else None,
                "position": fault.position,
                "text": fault.text,
                "fault": fault.fault.value,
            }
            for fault in row.faults
        ],
    )


def _sums(reading: Reading, part: Slice) -> dict[str, Any]:
    """Return the sums so far: ours over accepted rows, the file's from its last total row."""
    sums: dict[str, Any] = reading.batch.sums
    result = part.result
    for each in FIELDS[ImportKind(reading.batch.kind)]:
        if each.reads is not Reads.AMOUNT or each.name not in result.values:
            continue
        entry = sums.setdefault(each.name.value, {"ours": 0, "file": None})
        entry["ours"] += sum(value for value in result.values[each.name] if value is not None)
        if part.plain is not None:
            entry["ours"] += part.plain.values[each.name].sum()
        for _, cells in result.totals:
            stated = _stated(cells[reading.columns[each.name]], reading.options.currency)
            entry["file"] = entry["file"] if stated is None else stated
    return sums


def _stated(text: str, currency: str) -> int | None:
    try:
        return read_amount(text, currency=currency)
    except CellError:
        return None


def _layout(reading: Reading, part: Slice) -> dict[str, Any]:
    """Return the layout with the rows of an earlier import that this file corrects."""
    layout: dict[str, Any] = reading.batch.layout
    corrected = [
        number for number in part.result.values.get(ImportField.CORRECTED_ROW, []) if number
    ]
    if part.plain is not None and ImportField.CORRECTED_ROW in part.plain.values:
        corrected += [number for number in part.plain.values[ImportField.CORRECTED_ROW] if number]
    if corrected:
        layout["corrected_rows"] = layout.get("corrected_rows", []) + corrected
    return layout


def _carry_warnings(batch: ImportBatch) -> list[dict[str, str]]:
    """Follow the running balance of a bank statement, where every line was accepted."""
    if batch.kind != ImportKind.BANK or batch.refused_count or batch.row_count > CARRY_LIMIT:
        return []
    lines = Transaction.objects.filter(batch=batch).order_by("source_row")
    found = list(lines.values_list("amount", "balance_amount"))
    moved = [(amount, balance) for amount, balance in found if balance is not None]
    if batch.known_count or len(moved) < len(found):
        return []
    return [] if carries(moved) else [{"fault": FileFault.CARRY_WRONG.value}]
