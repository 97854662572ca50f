"""What a match says, as rows that can be stored: identity, facts, date, order."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
from django.db import connection
from polars import col

from reconciliation.domain.facts import document_facts, line_facts
from reconciliation.domain.findings import Place
from reconciliation.domain.identity import with_identities
from reconciliation.domain.keys import DOCUMENT, KEY, line_of, order_of
from reconciliation.domain.near_miss import tolerated
from reconciliation.domain.tolerances import Tolerance
from reconciliation.models import Order
from reconciliation.operations.frames import frame
from reconciliation.operations.judging import Answer
from tracker.models import Supplier


@dataclass(frozen=True)
class Found:
    """Findings ready to be stored, sorted by order and line, and how many were let pass."""

    rows: pl.DataFrame
    tolerated_count: int


def found_of(answer: Answer, supplier: Supplier, tolerances: Sequence[Tolerance]) -> Found:
    """Give every finding its facts, its date and its identity.

    Shapes: rows has order_key, line_number (0: none), document_key, kind, amount, is_main, facts
        (JSON), dated_on, is_provisional, order_id (null: we have no such order), identity and
        fingerprint; one row per identity.
    """
    findings = pl.concat([_of_lines(answer), _of_papers(answer)])
    kept = findings.unique(["kind", "order_key", "line_number", "document_key"], keep="any")
    count = 0
    if tolerances and kept.height:
        passes = tolerated(kept, tolerances, supplier=str(supplier.pk))
        count = int(passes.sum())
        kept = kept.filter(~passes)
    kept = kept.drop("item_code", "base").sort("order_key", "line_number", "document_key", "kind")
    placed = kept.join(order_ids(supplier), on="order_key", how="left", maintain_order="left")
    return Found(with_identities(placed, supplier=supplier.pk), count)


def order_ids(supplier: Supplier) -> pl.DataFrame:
    """Return order_key and order_id of a supplier's orders."""
    table = connection.ops.quote_name(Order._meta.db_table)
    return frame(
        {"order_key": "o.key", "order_id": "o.id"},
        f"{table} o WHERE o.supplier_id = {supplier.pk:d}",
        {"order_key": pl.String(), "order_id": pl.Int64()},
    )


def _of_lines(answer: Answer) -> pl.DataFrame:
    judged = answer.judged
    legs = judged.legs
    findings = answer.findings.filter(col(KEY).is_not_null())
    keys = findings[KEY].unique()
    facts = line_facts(judged.lines, keys, legs.parts, legs.documents)
    order = legs.orders.filter(col(KEY).is_in(keys.implode()))
    own = order.select(KEY, "order_date", "item_code", value=col("qty") * col("unit_price"))
    billed = legs.parts.bills.filter(col(KEY).is_in(keys.implode()))
    bills = billed.group_by(KEY).agg(billed_on=col("txn_date").min(), billed=col("net").sum())
    provisional = legs.parts.provisional[KEY].unique()
    rows = (
        findings.join(facts, on=KEY, how="left")
        .join(own, on=KEY, how="left")
        .join(bills, on=KEY, how="left")
    )
    numbers = legs.numbers.texts(rows.select(order_of(col(KEY))).to_series())
    return rows.select(
        numbers.alias("order_key"),
        line_of(col(KEY)).alias("line_number"),
        pl.lit("").alias("document_key"),
        "kind",
        "amount",
        (col("place") == Place.MAIN.value).alias("is_main"),
        col("facts").fill_null("{}"),
        pl.coalesce("order_date", "billed_on").alias("dated_on"),
        col(KEY).is_in(provisional.implode()).alias("is_provisional"),
        "item_code",
        pl.coalesce(col("value") // legs.scales.product, "billed").cast(pl.Int64).alias("base"),
    )


def _of_papers(answer: Answer) -> pl.DataFrame:
    """Return findings about invoices, payments and transfers."""
    judged = answer.judged
    legs = judged.legs
    findings = answer.findings.filter(col(KEY).is_null())
    numbered = findings.with_columns(legs.documents.number(findings["doc_no"]).alias(DOCUMENT))
    facts = document_facts(judged.documents, numbered[DOCUMENT])
    papers = [rows.select(DOCUMENT, "txn_date") for rows in (legs.parts.bills, legs.parts.payments)]
    days = pl.concat(papers).group_by(DOCUMENT).agg(dated_on=col("txn_date").min())
    transfers = legs.parts.payments.filter(col("settle_no") != "")
    paid_on = transfers.group_by("settle_no").agg(paid_on=col("txn_date").min())
    rows = (
        numbered.join(facts, on=DOCUMENT, how="left")
        .join(days, on=DOCUMENT, how="left")
        .join(paid_on, left_on="doc_no", right_on="settle_no", how="left")
        .join(judged.documents.rows.select(DOCUMENT, "total"), on=DOCUMENT, how="left")
    )
    return rows.select(
        pl.lit("").alias("order_key"),
        pl.lit(0, dtype=pl.Int64).alias("line_number"),
        col("doc_no").alias("document_key"),
        "kind",
        "amount",
        (col("place") == Place.MAIN.value).alias("is_main"),
        col("facts").fill_null("{}"),
        pl.coalesce("dated_on", "paid_on").alias("dated_on"),
        pl.lit(value=False).alias("is_provisional"),
        pl.lit("").alias("item_code"),
        col("total").cast(pl.Int64).alias("base"),
    )
