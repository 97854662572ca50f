# ruff: noqa: S608 - table and column names are those of our own models, ids are formatted as :d
"""Which rows a match reads: everything of a supplier, or some orders with all they touch.

The neighbourhood of some orders is gathered by the database in temporary tables of keys: their
papers whole, the orders those papers also tell of, the lines they replace or may replace, and
the transfers that pay them. It may be wider than need be; the match cuts it to what is asked.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from reconciliation.domain.row_keys import number_key
from reconciliation.domain.rules import MatchRules
from reconciliation.enums import Direction, Leg, MatchScope, TransactionKind
from reconciliation.models import Order
from reconciliation.operations.paper_columns import TABLES, current, read_rows
from tracker.models import Supplier

NEAR = ("near_asked", "near_order", "near_paper", "near_settlement", "near_row")
PAPERS = (TransactionKind.INVOICE, TransactionKind.CREDIT_NOTE, TransactionKind.REFUND)
_KINDS = ", ".join(f"'{kind}'" for kind in PAPERS)
_PAPER = f"r.document_key <> '' AND r.kind IN ({_KINDS})"
_SENT = (
    f"(SELECT coalesce(sum(s.quantity), 0) FROM {TABLES[Leg.SHIPMENTS]} s "
    "WHERE s.supplier_id = {line}.supplier_id AND s.order_key = {line}.order_key "
    "AND s.line_number = {line}.line_number "
    f"AND s.direction = '{Direction.OUT}' AND s.shipped_on <= :stop)"
)
_STUCK = (
    "{line}.ordered_on <= :stop AND "
    "{line}.quantity > coalesce({line}.cancelled_quantity, 0) + " + _SENT
)
_LATER = "{line}.ordered_on BETWEEN :stop AND :last AND {line}.replaces_number IN ('', '0')"


@dataclass(frozen=True)
class Scope:
    """What is asked: a kind, and the keys or the range [first, last) it takes; "" is no end."""

    supplier: Supplier
    kind: MatchScope = MatchScope.WHOLE
    keys: tuple[str, ...] = ()
    first: str = ""
    last: str = ""

    @property
    def is_whole(self) -> bool:
        return self.kind == MatchScope.WHOLE


def gather(scope: Scope, rules: MatchRules) -> None:
    """Fill the temporary tables with the neighbourhood of a scope that is not the whole."""
    with connection.cursor() as cursor:
        for name in NEAR:
            kind = "bigint" if name == "near_row" else "varchar(200)"
            cursor.execute(f"CREATE TEMPORARY TABLE IF NOT EXISTS {name} (key {kind} PRIMARY KEY)")
            cursor.execute(f"DELETE FROM {name}")
    _ask(scope)
    _add("near_order", "SELECT key FROM near_asked")
    papers = _papers(scope, "near_asked", "order_key")
    _add("near_paper", f"SELECT DISTINCT r.document_key {papers} AND {_PAPER}")
    papers = _papers(scope, "near_paper", "document_key")
    _add("near_order", f"SELECT DISTINCT r.order_key {papers} AND r.order_key <> ''")
    _add_replaced(scope)
    _add_alike(scope, rules)
    _add_transfers(scope)
    _add("near_row", f"SELECT r.id {_papers(scope, 'near_order', 'order_key')}")
    _add("near_row", f"SELECT r.id {_papers(scope, 'near_paper', 'document_key')}")


def asked_keys() -> list[str]:
    """Return the orders that the last gathering was asked for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM near_asked")
        return [key for (key,) in cursor.fetchall()]


def source_of(scope: Scope, leg: Leg) -> str:
    """Return FROM and WHERE of the rows of a leg; after `gather`, unless the scope is whole."""
    supplier = scope.supplier
    where = f"{current(supplier.workspace_id)} AND {read_rows(leg)}"
    if scope.is_whole:
        return f"{TABLES[leg]} r WHERE {_all_of(supplier)} AND {where}"
    if leg is Leg.TRANSACTIONS:
        return f"near_row n CROSS JOIN {TABLES[leg]} r WHERE r.id = n.key AND {where}"
    return (
        f"near_order n CROSS JOIN {TABLES[leg]} r WHERE r.supplier_id = {supplier.pk:d} "
        f"AND r.order_key = n.key AND {where}"
    )


def _all_of(supplier: Supplier) -> str:
    """Return the condition of a supplier's rows; a scan where most rows are, not by its index."""
    scans = connection.vendor == "sqlite" and _is_most(supplier)
    return f"{'+' if scans else ''}r.supplier_id = {supplier.pk:d}"


def _is_most(supplier: Supplier) -> bool:
    return Order.objects.filter(supplier=supplier).count() * 4 > Order.objects.count()


def _ask(scope: Scope) -> None:
    if scope.kind == MatchScope.TOUCHED:
        _add_keys("near_asked", scope.keys)
        return
    for table in (TABLES[Leg.ORDERS], TABLES[Leg.TRANSACTIONS]):
        where = f"r.supplier_id = {scope.supplier.pk:d} AND r.order_key <> ''"
        values = [scope.first]
        where += " AND r.order_key >= %s"
        if scope.last:
            where += " AND r.order_key < %s"
            values.append(scope.last)
        _add("near_asked", f"SELECT DISTINCT r.order_key FROM {table} r WHERE {where}", values)


def _papers(scope: Scope, keys: str, column: str) -> str:
    """Return FROM and WHERE of the transactions with one of some keys.

    CROSS JOIN: SQLite keeps the order, and looks every key up.
    """
    return (
        f"FROM {keys} n CROSS JOIN {TABLES[Leg.TRANSACTIONS]} r "
        f"WHERE r.supplier_id = {scope.supplier.pk:d} AND r.{column} = n.key "
        f"AND NOT (r.{column} = '') AND {current(scope.supplier.workspace_id)}"
    )


def _add_replaced(scope: Scope) -> None:
    """Add the orders that the asked ones replace, and those that replace them."""
    supplier = scope.supplier.pk
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT order_key, replaces_number FROM {TABLES[Leg.ORDERS]} "
            f"WHERE supplier_id = {supplier:d} AND NOT (replaces_number = '')"
        )
        links = [(later, number_key(first)) for later, first in cursor.fetchall()]
    asked = set(asked_keys()) if links else set()
    ends = {first for later, first in links if later in asked}
    ends |= {later for later, first in links if first in asked}
    _add_keys("near_order", sorted(ends))


def _add_alike(scope: Scope, rules: MatchRules) -> None:
    """Add the orders of the same goods where one may stand in for the other.

    That is a line that was stuck on the day of the stop, and one ordered in the weeks after it;
    and the other stuck lines, one of which may be nearer.
    """
    if rules.outage_from >= rules.as_of:
        return
    supplier = scope.supplier.pk
    stop, last = rules.outage_from.isoformat(), rules.last_reorder_day.isoformat()
    same = " AND ".join(f"b.{name} = a.{name}" for name in ("item_code", "department", "quantity"))
    for mine, other in ((_STUCK, _LATER), (_LATER, _STUCK), (_STUCK, _STUCK)):
        conditions = f"{mine.format(line='a')} AND {same} AND {other.format(line='b')}"
        table = TABLES[Leg.ORDERS]
        _add(
            "near_order",
            f"SELECT DISTINCT b.order_key FROM near_asked n CROSS JOIN {table} a "
            f"CROSS JOIN {table} b WHERE a.supplier_id = {supplier:d} AND a.order_key = n.key "
            f"AND b.supplier_id = {supplier:d} AND NOT (a.item_code = '') "
            f"AND NOT (b.item_code = '') "
            f"AND {conditions}".replace(":stop", f"'{stop}'").replace(":last", f"'{last}'"),
        )


def _add_transfers(scope: Scope) -> None:
    """Add the payments that one transfer makes together with those of the papers, and its lines."""
    papers = _papers(scope, "near_paper", "document_key")
    _add(
        "near_settlement",
        f"SELECT DISTINCT r.settlement_number {papers} AND r.settlement_number <> ''",
    )
    _add(
        "near_row",
        f"SELECT r.id FROM near_settlement n CROSS JOIN {TABLES[Leg.TRANSACTIONS]} r "
        f"WHERE r.workspace_id = {scope.supplier.workspace_id:d} "
        f"AND r.supplier_id = {scope.supplier.pk:d} "
        "AND NOT (r.settlement_number = '') AND r.settlement_number = n.key",
    )
    lines = _papers(scope, "near_settlement", "document_key")
    _add("near_row", f"SELECT r.id {lines} AND r.kind = '{TransactionKind.BANK_LINE}'")


def _add_keys(table: str, keys: Sequence[str]) -> None:
    if connection.vendor == "postgresql":
        _add(table, "SELECT DISTINCT unnest(%s::varchar[])", [list(keys)])
    else:
        _add(table, "SELECT value FROM json_each(%s)", [json.dumps(list(keys))])


def _add(table: str, select: str, values: Sequence[str | list[str]] = ()) -> None:
    # a WHERE keeps SQLite from taking ON for that of a join
    sql = f"INSERT INTO {table} SELECT * FROM ({select}) AS found WHERE TRUE ON CONFLICT DO NOTHING"
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values) or None)
        if connection.vendor == "postgresql":
            cursor.execute(f"ANALYZE {table}")  # a new table is planned for as an empty one
