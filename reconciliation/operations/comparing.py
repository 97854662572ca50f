# ruff: noqa: S608 - table and column names are those of our own models, ids are formatted as :d
"""The rows of an import against what is known: repeated, known, changed, contradicting.

Set-wise SQL over windows of the file's rows, the same on SQLite and PostgreSQL. A current row is
one of an applied import that no later import has ended. Every step may run twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import F

from reconciliation.domain.shaping import SHAPES, Shape
from reconciliation.enums import CellFault, ImportKind, ImportState, JobPhase, TransactionKind
from reconciliation.models import ImportBatch, QuarantinedRow
from reconciliation.operations import files
from reconciliation.operations.jobs import Hold
from reconciliation.sources import tables

WINDOW = 20_000  # rows of the file per short transaction
OWN_NUMBER = "N|"  # a key that is the supplier's own number for one transaction
DOCUMENT_KINDS = (
    TransactionKind.INVOICE,
    TransactionKind.INVOICE_TAX,
    TransactionKind.CREDIT_NOTE,
)
# What a row says of itself rather than of the business.
HOUSEKEEPING = frozenset(
    {"id", "workspace_id", "supplier_id", "batch_id", "source_row", "ended_by_id", "line_amount"}
)


@dataclass(frozen=True, slots=True)
class Side:
    """One import and its table, with the pieces of SQL that find its rows and their equals."""

    batch: ImportBatch
    shape: Shape

    @classmethod
    def of(cls, batch: ImportBatch) -> "Side":
        return cls(batch, SHAPES[ImportKind(batch.kind)])

    @property
    def has_supplier(self) -> bool:
        return "supplier_id" in self.columns

    @property
    def columns(self) -> list[str]:
        model = next(
            model
            for model in apps.get_app_config("reconciliation").get_models()
            if model._meta.db_table == self.shape.table
        )
        return [str(field.column) for field in model._meta.concrete_fields]

    @property
    def content(self) -> list[str]:
        """Return the columns that make two rows with one key equal or different."""
        return [
            name for name in self.columns if name not in HOUSEKEEPING and name not in self.shape.key
        ]

    def scope(self, alias: str) -> str:
        """Return which rows of the table belong to the same supplier, or the same statements."""
        if self.has_supplier and self.batch.supplier_id:
            return f"{alias}.supplier_id = {self.batch.supplier_id:d}"
        own = f"{alias}.workspace_id = {self.batch.workspace_id:d}"
        return f"{alias}.supplier_id IS NULL AND {own}" if self.has_supplier else own

    def current(self, alias: str) -> str:
        return (
            f"{alias}.ended_by_id IS NULL AND {alias}.batch_id IN "
            f"(SELECT id FROM reconciliation_importbatch WHERE state = '{ImportState.APPLIED}' "
            f"AND workspace_id = {self.batch.workspace_id:d})"
        )

    def pairs(self) -> str:
        """Return FROM and WHERE that join rows of the import (own) to current equals (cur)."""
        table = self.shape.table
        keys = " AND ".join(f"cur.{name} = own.{name}" for name in self.shape.key)
        return (
            f"FROM {table} own CROSS JOIN {table} cur "  # CROSS: SQLite keeps the order
            f"WHERE own.batch_id = {self.batch.pk:d} AND {self.scope('cur')} AND {keys} "
            f"AND {self.current('cur')}"
        )


def compare(hold: Hold, batch: ImportBatch) -> None:
    """Sort the rows of a fully read import into new, changed, known and refused."""
    side = Side.of(batch)
    total = batch.read_position
    repeated = _repeated_keys(side)  # read before the transaction: nobody waits for it
    with transaction.atomic():
        hold.keep(phase=JobPhase.COMPARING, done=0, total=total)
        _settle_repeated(side, repeated)
    if not _has_current(side):
        return
    for first in range(0, total + 1, WINDOW):
        with transaction.atomic():
            hold.keep(phase=JobPhase.COMPARING, done=min(first + WINDOW, total))
            _drop_known(side, first, first + WINDOW - 1)
        with transaction.atomic():
            _refuse_other_documents(side, first, first + WINDOW - 1)


def count_rows(batch: ImportBatch) -> tuple[int, int]:
    """Return how many rows of the import are new, and how many change a current row."""
    side = Side.of(batch)
    stored = _one(f"SELECT count(*) FROM {side.shape.table} WHERE batch_id = %s", [batch.pk])
    changed = _one(f"SELECT count(*) {side.pairs()}") if _has_current(side) else 0
    return stored - changed, changed


def end_replaced(batch: ImportBatch) -> int:
    """End every current row that the import changes, and return how many."""
    side = Side.of(batch)
    return _run(
        f"UPDATE {side.shape.table} SET ended_by_id = {batch.pk:d} "
        f"WHERE id IN (SELECT cur.id {side.pairs()} AND cur.batch_id <> {batch.pk:d})"
    )


def revive_replaced(batch: ImportBatch) -> int:
    """Let the rows that the import ended count again, and return how many."""
    side = Side.of(batch)
    return _run(
        f"UPDATE {side.shape.table} SET ended_by_id = NULL WHERE ended_by_id = {batch.pk:d}"
    )


def is_built_upon(batch: ImportBatch) -> ImportBatch | None:
    """Return a later import that changed or repeated rows of this one; None when there is none."""
    side = Side.of(batch)
    later = ImportBatch.objects.in_workspace(batch.workspace).applied()
    later = later.filter(supplier=batch.supplier, kind=batch.kind, applied_at__gt=batch.applied_at)
    if repeating := later.filter(known_count__gt=0).order_by("-applied_at", "-pk").first():
        return repeating
    ended_by = _one(
        f"SELECT max(ended_by_id) FROM {side.shape.table} "
        f"WHERE ended_by_id IS NOT NULL AND batch_id = {batch.pk:d}"
    )
    return ImportBatch.objects.filter(pk=ended_by).first()


def clear(hold: Hold, batch: ImportBatch) -> None:
    """Take away the rows of an import that will not be applied."""
    side = Side.of(batch)
    for first in range(0, batch.read_position + 1, WINDOW):
        with transaction.atomic():
            hold.keep(phase=JobPhase.CLEARING, done=first)
            _run(
                f"DELETE FROM {side.shape.table} WHERE batch_id = {batch.pk:d} "
                f"AND source_row BETWEEN {first:d} AND {first + WINDOW - 1:d}"
            )


def _has_current(side: Side) -> bool:
    """Return whether there is anything to compare with; the first import skips the work."""
    applied = ImportBatch.objects.in_workspace(side.batch.workspace).applied()
    kinds = [kind for kind, shape in SHAPES.items() if shape.table == side.shape.table]
    return applied.filter(supplier=side.batch.supplier, kind__in=kinds).exists()


def _drop_known(side: Side, first: int, last: int) -> None:
    """Remove rows that say what is known already, and count them."""
    equal = " AND ".join(f"own.{name} IS NOT DISTINCT FROM cur.{name}" for name in side.content)
    gone = _run(
        f"DELETE FROM {side.shape.table} WHERE id IN (SELECT own.id {side.pairs()} "
        f"AND own.source_row BETWEEN {first:d} AND {last:d} AND {equal})"
    )
    ImportBatch.objects.filter(pk=side.batch.pk).update(known_count=F("known_count") + gone)


def _refuse_other_documents(side: Side, first: int, last: int) -> None:
    """Refuse lines of an invoice or credit note that is known with other content."""
    if "document_key" not in side.columns or not side.batch.supplier_id:
        return
    kinds = ", ".join(f"'{kind.value}'" for kind in DOCUMENT_KINDS)
    table = side.shape.table
    found = _all(
        f"SELECT own.source_row FROM {table} own WHERE own.batch_id = {side.batch.pk:d} "
        f"AND own.source_row BETWEEN {first:d} AND {last:d} AND own.document_key <> '' "
        f"AND own.kind IN ({kinds}) AND EXISTS (SELECT 1 FROM {table} cur WHERE "
        f"{side.scope('cur')} AND cur.document_key = own.document_key AND cur.document_key <> '' "
        f"AND cur.kind IN ({kinds}) AND {side.current('cur')})"
    )
    _quarantine(side, [row for (row,) in found], CellFault.DOCUMENT_DIFFERS)


def _repeated_keys(side: Side) -> list[tuple[Any, ...]]:
    """Return the keys that the file itself holds more than once."""
    names = ", ".join(_key_names(side))
    return _all(
        f"SELECT {names} FROM {side.shape.table} own WHERE {side.scope('own')} "
        f"AND own.batch_id = {side.batch.pk:d} GROUP BY {names} HAVING count(*) > 1"
    )


def _key_names(side: Side) -> list[str]:
    return [name for name in side.shape.key if name != "occurrence"]


def _settle_repeated(side: Side, repeated: list[tuple[Any, ...]]) -> None:
    """Number equal rows where they are facts of their own; drop or refuse them elsewhere."""
    for key in repeated:
        rows = _rows_of(side, key)
        if side.shape.repeats and not str(key[-1]).startswith(OWN_NUMBER):
            _number(side, rows)
        elif all(row[2:] == rows[0][2:] for row in rows):
            _drop_repeated(side, rows)
        else:
            _quarantine(side, [row[1] for row in rows], CellFault.REPEATED)


def _rows_of(side: Side, key: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return the import's rows of one key: id, source row, content; in the order of the file."""
    content = [name for name in side.content if name != "occurrence"]
    wanted = ", ".join(["id", "source_row", *content])
    where = " AND ".join(f"{name} = %s" for name in _key_names(side))
    return _all(
        f"SELECT {wanted} FROM {side.shape.table} own WHERE {side.scope('own')} AND {where} "
        f"AND batch_id = {side.batch.pk:d} ORDER BY source_row",
        key,
    )


def _number(side: Side, rows: Sequence[tuple[Any, ...]]) -> None:
    """Tell equal rows apart: they are as many facts as there are rows."""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {side.shape.table} SET occurrence = %s WHERE id = %s",
            [(number, row[0]) for number, row in enumerate(rows, 1)],
        )


def _drop_repeated(side: Side, rows: Sequence[tuple[Any, ...]]) -> None:
    extra = [row[0] for row in rows[1:]]
    _delete(side, "id", extra)
    ImportBatch.objects.filter(pk=side.batch.pk).update(known_count=F("known_count") + len(extra))


def _quarantine(side: Side, numbers: Sequence[int], fault: CellFault) -> None:
    """Move stored rows to the quarantine, with their cells as they came."""
    if not numbers:
        return
    cells = _cells_of(side.batch, frozenset(numbers))
    told = [{"field": None, "position": None, "text": "", "fault": fault.value}]
    QuarantinedRow.objects.bulk_create(
        [
            QuarantinedRow(
                workspace_id=side.batch.workspace_id,
                batch=side.batch,
                source_row=number,
                cells=cells.get(number, []),
                faults=told,
            )
            for number in numbers
        ],
        ignore_conflicts=True,
        batch_size=100,
    )
    _delete(side, "source_row", numbers)
    ImportBatch.objects.filter(pk=side.batch.pk).update(
        refused_count=F("refused_count") + len(numbers)
    )


def _cells_of(batch: ImportBatch, numbers: frozenset[int]) -> dict[int, list[str]]:
    layout = tables.Layout.from_json(batch.layout)
    with files.open_bytes(batch.file) as file:
        rows = enumerate(tables.rows(file, layout, near=batch.created_at.date()), 1)
        return {number: row for number, row in islice(rows, max(numbers)) if number in numbers}


def _delete(side: Side, column: str, values: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            f"DELETE FROM {side.shape.table} WHERE batch_id = {side.batch.pk:d} AND {column} = %s",
            [(value,) for value in values],
        )


def _one(sql: str, values: Sequence[Any] = ()) -> Any:
    return _all(sql, values)[0][0]


def _all(sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values) or None)
        return list(cursor.fetchall())


def _run(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.rowcount)
