"""The three legs made ready for the match: one numbering, doubled imports once, refusals noted."""

from dataclasses import dataclass

import polars as pl
from polars import col

from reconciliation.domain.charges import charge_orders, charges_known_by_order
from reconciliation.domain.copies import without_copied_rows, without_copied_transactions
from reconciliation.domain.keys import DOCUMENT, KEY, ORDER, Numbering, with_keys
from reconciliation.domain.money import Scales
from reconciliation.domain.parts import Parts, take_apart
from reconciliation.domain.schemas import LINES_PER_ORDER, Refusal
from reconciliation.domain.tables import ROW, Table, refuse, rescaled
from reconciliation.enums import Leg

SENT = [KEY, ORDER, "ship_date", "direction", "qty", "received_qty"]


@dataclass(frozen=True)
class Withheld:
    """What refused rows belong to: it waits for a person and is not judged."""

    keys: pl.Series
    orders: pl.Series
    doc_nos: pl.Series


@dataclass(frozen=True)
class Legs:
    """What is matched.

    Shapes: orders has the columns of its file, `order` and `key`; shipments those of `SENT`;
        strangers has order and order_no, how transactions write orders that we do not have.
    """

    orders: pl.DataFrame
    shipments: pl.DataFrame
    parts: Parts
    strangers: pl.DataFrame
    scales: Scales
    refused: pl.DataFrame
    missing: frozenset[Leg]
    numbers: Numbering
    documents: Numbering
    withheld: Withheld


def ready_legs(orders: Table, shipments: Table, transactions: Table) -> Legs:
    """Join three tables into the legs of one match."""
    tables = (orders, shipments, transactions)
    scales = Scales(
        quantity=max(table.scales.quantity for table in tables),
        price=max(table.scales.price for table in tables),
    )
    numbers, documents = Numbering.fresh("orders"), Numbering.fresh("documents")
    ordered = with_keys(rescaled(orders, scales).rows, numbers)
    # the orders are numbered first, so theirs are the lowest numbers
    known = 1 + ordered.select(col(ORDER).max().fill_null(-1)).item()
    ordered, torn_orders = _orders_once(ordered)
    sent = with_keys(rescaled(shipments, scales).rows, numbers)
    history = with_keys(rescaled(transactions, scales).rows, numbers)
    history = history.with_columns(documents.number(history["doc_no"]).alias(DOCUMENT))
    history, torn_papers = without_copied_transactions(history)
    strangers = _strangers(history, known)
    history = history.drop("txn_no", "order_no", ROW)
    refused = pl.concat([*(table.refused for table in tables), torn_orders, torn_papers])
    return Legs(
        orders=ordered,
        shipments=without_copied_rows(sent, "shipment_no", Leg.SHIPMENTS).select(SENT),
        parts=charges_known_by_order(take_apart(history, scales), charge_orders(ordered)),
        strangers=strangers,
        scales=scales,
        refused=refused,
        missing=frozenset(table.leg for table in tables if table.rows.is_empty()),
        numbers=numbers,
        documents=documents,
        withheld=_withheld(refused, numbers),
    )


def _orders_once(orders: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Drop order lines that were imported twice; refuse those that say two things at once."""
    once = without_copied_rows(orders, KEY, Leg.ORDERS)
    if once[KEY].n_unique() == once.height:
        return once, refuse(once.head(0), [], leg=Leg.ORDERS)
    doubled = once[KEY].is_duplicated()
    reason = Refusal("the order line has two different contents", pl.lit(value=True))
    torn = refuse(once.filter(doubled), [reason], leg=Leg.ORDERS)
    return once.filter(~doubled), torn


def _strangers(history: pl.DataFrame, known: int) -> pl.DataFrame:
    return history.filter(col(ORDER) >= known).group_by(ORDER).agg(col("order_no").min())


def _withheld(refused: pl.DataFrame, numbers: Numbering) -> Withheld:
    """Note the order lines and documents that refused rows belong to."""
    named = refused.filter(col("order_no") != "").with_columns(col("line_no").fill_null(-1))
    keyed = with_keys(named, numbers)
    is_line = col("line_no").is_between(0, LINES_PER_ORDER - 1)
    return Withheld(
        keys=keyed.filter(is_line)[KEY],
        orders=keyed.filter(~is_line)[ORDER],
        doc_nos=refused.filter(col("doc_no") != "")["doc_no"],
    )
