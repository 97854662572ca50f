"""States worth a line on paper that accuse nobody."""

import polars as pl
from polars import col

from reconciliation.domain.documents import Documents
from reconciliation.domain.findings import WRITTEN
from reconciliation.domain.keys import DOCUMENT, KEY, Numbering, line_of, order_of
from reconciliation.domain.legs import Legs
from reconciliation.domain.parts import Parts
from reconciliation.domain.schemas import PENDING
from reconciliation.enums import NoticeKind


def notices_of(legs: Legs, documents: Documents, transfers: pl.DataFrame) -> pl.DataFrame:
    """Return missing legs, waiting transfers, announced second payments and the like."""
    parts = legs.parts
    rows = [
        _missing(legs),
        transfers,
        _second_payments(parts, documents),
        _lines(parts.provisional, NoticeKind.PROVISIONAL_BILL, "net", legs.numbers),
        _lines(_loose_refunds(legs, parts), NoticeKind.REFUND_UNALLOCATED, "amount", legs.numbers),
    ]
    return pl.concat(rows).sort(WRITTEN)


def _missing(legs: Legs) -> pl.DataFrame:
    return _shaped(
        pl.DataFrame(
            {"doc_no": sorted(leg.value for leg in legs.missing)}, schema={"doc_no": pl.String}
        ),
        NoticeKind.LEG_MISSING,
        pl.lit(0, dtype=pl.Int64),
    )


def _second_payments(parts: Parts, documents: Documents) -> pl.DataFrame:
    """Announced payments of invoices that are paid already: a warning, not an accusation."""
    announced = parts.payments.filter(col("status") == PENDING)
    paid = documents.rows.filter("is_settled").select(DOCUMENT)
    again = announced.join(paid, on=DOCUMENT, how="semi").select("doc_no", "amount")
    return _shaped(again, NoticeKind.SECOND_PAYMENT_PENDING, col("amount"))


def _loose_refunds(legs: Legs, parts: Parts) -> pl.DataFrame:
    known = legs.orders.lazy().select(KEY).filter(col(KEY).is_in(parts.refunds[KEY].implode()))
    return parts.refunds.join(known.collect(), on=KEY, how="anti")


def _lines(rows: pl.DataFrame, kind: NoticeKind, amount: str, numbers: Numbering) -> pl.DataFrame:
    return rows.select(
        numbers.texts(rows.select(order_of(col(KEY))).to_series()).alias("order_no"),
        line_of(col(KEY)).alias("line_no"),
        pl.lit("").alias("doc_no"),
        pl.lit(kind.value).alias("kind"),
        col(amount).alias("amount"),
    )


def _shaped(rows: pl.DataFrame, kind: NoticeKind, amount: pl.Expr) -> pl.DataFrame:
    return rows.select(
        pl.lit("").alias("order_no"),
        pl.lit(0, dtype=pl.Int64).alias("line_no"),
        "doc_no",
        pl.lit(kind.value).alias("kind"),
        amount.alias("amount"),
    )
