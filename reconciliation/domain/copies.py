"""What was imported twice is there once; two invoices under one number are refused."""

import polars as pl
from polars import col

from reconciliation.domain.keys import DOCUMENT, KEY, ORDER
from reconciliation.domain.schemas import COLUMNS, Refusal
from reconciliation.domain.tables import REFUSED, ROW, refuse
from reconciliation.enums import Leg, TransactionKind

CONTENT = ["txn_type", ORDER, "line_no", "item_code", "qty", "unit_price", "discount", "net"]
CONTENT += ["tax_rate", "tax"]
# odd 64-bit numbers; products wrap around, which is meant
MIXERS = {
    KEY: -7046029254386353131,
    DOCUMENT: 4354685564936845355,
    "qty": -4417276706812531889,
    "net": 1609587929392839161,
    "amount": -2643881736870682267,
    "tax_rate": 6364136223846793005,
}
_TAX = col("txn_type") == TransactionKind.INVOICE_TAX
_LINE = col("txn_type") == TransactionKind.INVOICE


def without_copied_transactions(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the transactions with each row and each invoice once, and the refused rows."""
    alike = _alike(rows)
    again = _repeated_rows(alike, "txn_no", Leg.TRANSACTIONS)
    if len(again):
        rows = rows.filter(~col(ROW).is_in(again.implode()))
        alike = alike.filter(~col(ROW).is_in(again.implode()))
    suspects = _doubled_documents(rows, alike)
    if suspects.is_empty():
        return rows, pl.DataFrame(schema=REFUSED)
    return _invoices_once(rows, suspects)


def without_copied_rows(rows: pl.DataFrame, number: str, leg: Leg) -> pl.DataFrame:
    """Keep one of several rows that agree in every cell and carry a number of their own."""
    if rows[number].n_unique() == rows.height:
        return rows
    doubled = rows.filter(rows[number].is_duplicated())
    again = _repeated_rows(doubled, number, leg)
    return rows.filter(~col(ROW).is_in(again.implode())) if len(again) else rows


def _alike(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that share their numbers with another row.

    Nearly every file has few of them, and one number per row says so cheaply.
    """
    mixed = [col(name).fill_null(0) * step for name, step in MIXERS.items()]
    digest = rows.select(pl.sum_horizontal(mixed)).to_series()
    return rows.filter(digest.is_duplicated())


def _repeated_rows(rows: pl.DataFrame, number: str, leg: Leg) -> pl.Series:
    """Return the row numbers of all but the first of rows that agree in every cell."""
    cells = [name for name in COLUMNS[leg] if name != "order_no"]
    named = rows.filter(col(number).cast(pl.String) != "").sort(ROW)
    nth = pl.int_range(pl.len()).over([*cells, ORDER])
    return named.filter(nth > 0)[ROW]


def _doubled_documents(rows: pl.DataFrame, alike: pl.DataFrame) -> pl.Series:
    """Return the documents that state one rate's tax twice, or one line twice in equal words."""
    taxes = rows.lazy().filter(_TAX).select(DOCUMENT, "tax_rate").collect()
    stated = taxes.filter(taxes.is_duplicated())[DOCUMENT]
    lines = alike.filter(_LINE).select(DOCUMENT, KEY, "qty", "net")
    told = lines.filter(lines.is_duplicated())[DOCUMENT]
    return pl.concat([stated, told]).unique()


def _invoices_once(rows: pl.DataFrame, suspects: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
    mine = col(DOCUMENT).is_in(suspects.implode()) & (_TAX | _LINE)
    papers = _counted(rows.lazy().filter(mine).collect())
    torn = papers.filter("is_torn").select(rows.columns)
    surplus = col("nth") >= col("times") // col("copies")
    again = papers.filter(~col("is_torn") & surplus)
    dropped = pl.concat([torn[ROW], again[ROW]])
    if dropped.is_empty():
        return rows, pl.DataFrame(schema=REFUSED)
    reason = Refusal("the invoice number has two different contents", pl.lit(value=True))
    refused = refuse(torn, [reason], leg=Leg.TRANSACTIONS)
    return rows.filter(~col(ROW).is_in(dropped.implode())), refused


def _counted(papers: pl.DataFrame) -> pl.DataFrame:
    """Add how often each row is there, how many copies its document has, and whether it is torn.

    A document has n copies when every row of it is there n times or a multiple; it is torn
    when it states two different taxes for one rate.
    """
    return (
        papers.sort(ROW)
        .with_columns(
            times=pl.len().over([*CONTENT, DOCUMENT]),
            nth=pl.int_range(pl.len()).over([*CONTENT, DOCUMENT]),
            taxes=pl.struct("net", "tax").n_unique().over(DOCUMENT, "txn_type", "tax_rate"),
        )
        .with_columns(
            copies=col("times").min().over(DOCUMENT),
            is_torn=(_TAX & (col("taxes") > 1)).any().over(DOCUMENT),
        )
    )
