# ruff: noqa: S608 - table and column names are those of our own models, ids are formatted as :d
"""The expected-refund ledger as rows: renewed for what a match speaks for."""

from typing import Any

import polars as pl
from django.db import connection, transaction
from polars import col

from reconciliation.domain.keys import KEY, order_of
from reconciliation.domain.refund_ledger import ledger_of
from reconciliation.domain.shaping import Constant
from reconciliation.operations.findings import order_ids
from reconciliation.operations.judging import Answer
from reconciliation.operations.loading import load
from reconciliation.operations.storing import Desk, cells

TABLE = "reconciliation_expectedrefund"
AMOUNTS = ("due", "promised", "received", "short", "over", "offset")


def renew(answer: Answer, desk: Desk) -> None:
    """Replace the ledger rows of the orders that a match speaks for."""
    judged, supplier = answer.judged, desk.scope.supplier
    lines = judged.lines.striking
    if answer.orders is not None:
        lines = lines.filter(order_of(col(KEY)).is_in(answer.orders.implode()))
    rows = ledger_of(lines, judged.legs, desk.judge.rules).rename({"order_no": "order_key"})
    rows = rows.join(order_ids(supplier), on="order_key").unique(["order_key", "line_no"])
    scale = judged.legs.scales.quantity
    quantities = (col("quantity") / scale).cast(pl.Decimal(15, 3)).cast(pl.String)
    rows = rows.with_columns(quantities.alias("quantity")).sort("order_key", "line_no")
    columns: dict[str, Any] = {
        "workspace_id": Constant(supplier.workspace_id),
        "supplier_id": Constant(supplier.pk),
        "currency": Constant("JPY"),
        "line_number": rows["line_no"].to_list(),
    }
    names = ("order_id", "order_key", "quantity", "promised_by", "points_due", "points_returned")
    columns |= {name: cells(rows[name]) for name in names}
    columns |= {f"{name}_amount": rows[name].to_list() for name in AMOUNTS}
    with transaction.atomic():
        _clear(answer, supplier.pk)
        load(TABLE, columns, count=rows.height)


def _clear(answer: Answer, supplier: int) -> None:
    where = f"supplier_id = {supplier:d}"
    if answer.orders is not None:
        where += " AND order_key IN (SELECT key FROM near_asked)"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE {where}")
