# ruff: noqa: S608 - table and column names are those of our own models, ids are formatted as :d
"""The match of what is in the database: rows to columns, the same rules as for files, findings."""

from dataclasses import dataclass, replace

import polars as pl
from django.db import connection
from polars import col

from reconciliation.domain.keys import KEY, ORDER, order_of
from reconciliation.domain.legs import Legs, ready_legs
from reconciliation.domain.matching import Judged, judge_legs
from reconciliation.domain.neighbourhood import neighbourhood, numbers_of
from reconciliation.domain.reorders import LINKS_OF_A_HABIT, linked_lines
from reconciliation.domain.rules import MatchRules
from reconciliation.domain.schemas import SETTLED
from reconciliation.domain.tables import Table
from reconciliation.enums import Leg, TransactionKind
from reconciliation.models import Allotment, SettlementLink
from reconciliation.operations import scopes
from reconciliation.operations.frames import frame, schema_of, table_of
from reconciliation.operations.paper_columns import COLUMNS_OF, TABLES, current
from reconciliation.operations.scopes import Scope
from tracker.models import Supplier

DETACHED = "~"  # in front of a row's number: a paper that a person took off its order


@dataclass(frozen=True)
class Answer:
    """What a match of a scope says; `orders` and `doc_nos` are what it speaks for.

    orders is None when it speaks for everything of the supplier.
    """

    judged: Judged
    orders: pl.Series | None
    doc_nos: pl.Series | None
    habits: dict[str, object]
    line_count: int
    order_count: int

    @property
    def findings(self) -> pl.DataFrame:
        """Return the findings that the scope speaks for."""
        found = self.judged.findings
        if self.orders is None or self.doc_nos is None:
            return found
        mine = (
            pl.when(col(KEY).is_null())
            .then(col("doc_no").is_in(self.doc_nos.implode()))
            .otherwise(order_of(col(KEY)).is_in(self.orders.implode()))
        )
        return found.filter(mine)


def judge(scope: Scope, rules: MatchRules) -> Answer:
    """Match the orders of a scope. The rules of a part must say the habits of the whole."""
    if not scope.is_whole:
        scopes.gather(scope, rules)
    legs = load_legs(scope)
    if scope.is_whole:
        judged = judge_legs(legs, rules)
        return Answer(
            judged=judged,
            orders=None,
            doc_nos=None,
            habits=_habits(legs, judged),
            line_count=legs.orders.height,
            order_count=legs.orders[ORDER].n_unique(),
        )
    orders = numbers_of(legs, scopes.asked_keys())
    near = neighbourhood(legs, orders)
    judged = judge_legs(near.legs, rules)
    own = legs.orders.filter(col(ORDER).is_in(orders.implode()))
    return Answer(
        judged=judged,
        orders=orders,
        doc_nos=near.doc_nos,
        habits={},
        line_count=own.height,
        order_count=own[ORDER].n_unique(),
    )


def habits_of_sample(scope: Scope, rules: MatchRules) -> dict[str, object]:
    """Return the habits that some orders show."""
    scopes.gather(scope, rules)
    legs = load_legs(scope)
    return _habits(legs, judge_legs(legs, rules))


def _habits(legs: Legs, judged: Judged) -> dict[str, object]:
    links = linked_lines(legs.orders, legs.numbers).height
    return {
        "rounding": judged.documents.rounding.value,
        "links_kept": links >= LINKS_OF_A_HABIT,
    }


def load_legs(scope: Scope) -> Legs:
    """Read the three legs of a scope; after `scopes.gather`, unless it is the whole."""
    orders = _rows(scope, Leg.ORDERS)
    shipments = _joined(_rows(scope, Leg.SHIPMENTS), _links(scope.supplier, "shipment_line_id"))
    shipments = shipments.filter(~col("order_no").str.starts_with(DETACHED))
    history = _joined(_rows(scope, Leg.TRANSACTIONS), _links(scope.supplier, "transaction_id"))
    history = pl.concat([history, _settlements(scope, history)])
    lines = _lines_by_item(orders, [shipments, history])
    tables = (
        table_of(orders, Leg.ORDERS),
        table_of(_with_lines(shipments, lines), Leg.SHIPMENTS),
        table_of(_with_lines(history, lines), Leg.TRANSACTIONS),
    )
    return replace(ready_legs(*tables), missing=_missing(scope.supplier, tables))


def _rows(scope: Scope, leg: Leg) -> pl.DataFrame:
    columns = COLUMNS_OF[leg]
    return frame(columns, scopes.source_of(scope, leg), schema_of(leg, columns))


def _missing(supplier: Supplier, tables: tuple[Table, ...]) -> frozenset[Leg]:
    """Return the legs of which the supplier has no row at all."""
    empty = [table.leg for table in tables if table.rows.is_empty()]
    return frozenset(leg for leg in empty if not has_rows(supplier, leg))


def has_rows(supplier: Supplier, leg: Leg) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT EXISTS (SELECT 1 FROM {TABLES[leg]} r WHERE r.supplier_id = {supplier.pk:d} "
            f"AND {current(supplier.workspace_id)})"
        )
        return bool(cursor.fetchone()[0])


def _links(supplier: Supplier, paper: str) -> pl.DataFrame:
    """Return where people put papers: row, and the order and line it counts for now.

    A paper whose every link was undone counts for an order of its own that nobody has.
    """
    made = Allotment.objects.filter(order__supplier=supplier, **{f"{paper}__isnull": False})
    places: dict[int, tuple[str, int]] = {}
    rows = made.values_list(paper, "order__key", "line_number", "undone_at").order_by("made_at")
    for row, key, line, undone_at in rows:
        if undone_at is None:
            places[row] = (key, line)
        else:
            places.setdefault(row, (f"{DETACHED}{row}", line))
    columns = [(row, key, line) for row, (key, line) in places.items()]
    schema = {"row": pl.Int64, "own_order": pl.String, "own_line": pl.Int64}
    return pl.DataFrame(columns, schema=schema, orient="row")


def _joined(rows: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    if links.is_empty():
        return rows
    joined = rows.join(links, on="row", how="left", maintain_order="left")
    return joined.with_columns(
        order_no=pl.coalesce("own_order", "order_no"), line_no=pl.coalesce("own_line", "line_no")
    ).drop("own_order", "own_line")


def _lines_by_item(orders: pl.DataFrame, papers: list[pl.DataFrame]) -> pl.DataFrame:
    """Return the line of each item that an order has on one line alone, where papers ask for it."""
    asked = col("line_no").is_null() & (col("item_code") != "") & (col("order_no") != "")
    wanted = pl.concat([rows.filter(asked).select("order_no", "item_code") for rows in papers])
    if wanted.is_empty():
        return pl.DataFrame(schema=orders.select("order_no", "item_code", "line_no").schema)
    some = orders.join(wanted.unique(), on=["order_no", "item_code"], how="semi")
    lines = some.group_by("order_no", "item_code").agg(col("line_no").unique())
    return lines.filter(col("line_no").list.len() == 1).explode("line_no")


def _with_lines(papers: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    if lines.is_empty():
        return papers
    found = lines.rename({"line_no": "found"})
    joined = papers.join(found, on=["order_no", "item_code"], how="left", maintain_order="left")
    return joined.with_columns(line_no=pl.coalesce("line_no", "found")).drop("found")


def _settlements(scope: Scope, like: pl.DataFrame) -> pl.DataFrame:
    """Return confirmed settlements as payments of their invoices, and the lines that made them."""
    links = SettlementLink.objects.filter(supplier=scope.supplier, undone_at=None)
    links = links.select_related("transaction").order_by("pk")
    rows: list[dict[str, object]] = []
    lines: dict[int, dict[str, object]] = {}
    for link in links:
        own = f"S{link.transaction_id}"
        paid = {"row": link.transaction_id, "txn_date": link.transaction.occurred_on.isoformat()}
        paid |= {"status": SETTLED, "settle_no": own, "order_no": "", "item_code": ""}
        rows.append(
            paid
            | {
                "txn_type": TransactionKind.PAYMENT.value,
                "doc_no": link.document_key,
                "amount": link.amount,
            }
        )
        line = {
            "txn_type": TransactionKind.BANK_LINE.value,
            "doc_no": own,
            "amount": link.transaction.amount,
        }
        lines[link.transaction_id] = paid | line
    return pl.DataFrame([*rows, *lines.values()], schema=like.schema)
