# ruff: noqa: S608 - table names are those of our own models, ids are formatted as :d
"""The order list: one row per order, made from the current lines of what an import touched."""

import json

from django.db import connection, transaction

from reconciliation.domain.shaping import SHAPES
from reconciliation.enums import Direction, ImportKind, ImportState, JobPhase
from reconciliation.models import ImportBatch
from reconciliation.operations import parcels
from reconciliation.operations.jobs import Hold

ORDERS_AT_A_TIME = 4_000  # per short transaction
TOUCHING = {ImportKind.ORDERS, ImportKind.SHIPMENTS}

_CURRENT = """{alias}.ended_by_id IS NULL AND {alias}.batch_id IN (SELECT id FROM
    reconciliation_importbatch WHERE supplier_id = {supplier:d} AND state = '{applied}')"""
_SHIPPED = """coalesce((SELECT sum(CASE WHEN s.direction = '{out}' THEN s.quantity ELSE 0 END)
    FROM reconciliation_shipmentline s WHERE s.supplier_id = {supplier:d}
    AND s.order_key = l.order_key AND {current_s}), 0)"""
_SUMMARY = """INSERT INTO reconciliation_order (workspace_id, supplier_id, key, number, own_number,
    ordered_on, promised_on, department, currency, line_count, net_amount, open_quantity)
    SELECT {workspace:d}, {supplier:d}, l.order_key, min(l.order_number), max(l.own_number),
    min(l.ordered_on), max(l.promised_on), max(l.department), min(l.currency), count(*),
    CASE WHEN count(l.line_amount) = count(*) THEN sum(l.line_amount) END,
    sum(l.quantity) - coalesce(sum(l.cancelled_quantity), 0) - {shipped}
    FROM reconciliation_orderline l WHERE l.supplier_id = {supplier:d} AND {current_l}
    AND l.order_key {among} GROUP BY l.order_key
    ON CONFLICT (supplier_id, key) DO UPDATE SET ordered_on = excluded.ordered_on,
    promised_on = excluded.promised_on, department = excluded.department,
    own_number = excluded.own_number, line_count = excluded.line_count,
    net_amount = excluded.net_amount, open_quantity = excluded.open_quantity"""
_VANISHED = """UPDATE reconciliation_order SET line_count = 0, net_amount = NULL, open_quantity = 0
    WHERE supplier_id = {supplier:d} AND key {among} AND NOT EXISTS (SELECT 1
    FROM reconciliation_orderline l WHERE l.supplier_id = {supplier:d}
    AND l.order_key = reconciliation_order.key AND {current_l})"""


def summarise(hold: Hold, batch: ImportBatch) -> None:
    """Renew the summary of every order that the import touched. May run twice."""
    kind = ImportKind(batch.kind)
    if kind == ImportKind.TRACKING:
        parcels.summarise(batch)
    if kind not in TOUCHING or batch.supplier_id is None:
        return
    keys = _touched(batch, kind)
    for first in range(0, len(keys), ORDERS_AT_A_TIME):
        part = keys[first : first + ORDERS_AT_A_TIME]
        with transaction.atomic():
            hold.keep(phase=JobPhase.SUMMARISING, done=first + len(part), total=len(keys))
            _summarise(batch, batch.supplier_id, part)


def _touched(batch: ImportBatch, kind: ImportKind) -> list[str]:
    """Return the keys of the orders, sorted: neighbours in the list are neighbours on disk."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT order_key FROM {SHAPES[kind].table} "
            f"WHERE batch_id = {batch.pk:d} ORDER BY order_key"
        )
        return [key for (key,) in cursor.fetchall()]


def _summarise(batch: ImportBatch, supplier: int, keys: list[str]) -> None:
    given = {"supplier": supplier, "applied": ImportState.APPLIED.value}
    current_l = _CURRENT.format(alias="l", **given)
    shipped = _SHIPPED.format(
        out=Direction.OUT.value, supplier=supplier, current_s=_CURRENT.format(alias="s", **given)
    )
    is_postgres = connection.vendor == "postgresql"
    among = "= ANY(%s)" if is_postgres else "IN (SELECT value FROM json_each(%s))"
    listed = keys if is_postgres else json.dumps(keys)
    pieces = {"supplier": supplier, "current_l": current_l, "among": among}
    with connection.cursor() as cursor:
        summary = _SUMMARY.format(workspace=batch.workspace_id, shipped=shipped, **pieces)
        cursor.execute(summary, [listed])
        if batch.state == ImportState.UNDONE:  # applying takes no order away
            cursor.execute(_VANISHED.format(**pieces), [listed])
