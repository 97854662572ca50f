"""What is true of each invoice: its total, its tax, what was paid, what was netted."""

from dataclasses import dataclass

import polars as pl
from polars import col

from reconciliation.domain.findings import document_findings, no_findings
from reconciliation.domain.keys import DOCUMENT, KEY, Numbering
from reconciliation.domain.money import tax_column
from reconciliation.domain.parts import Parts, settled
from reconciliation.domain.schemas import PENDING
from reconciliation.enums import DiscrepancyKind, RoundingMode

MANY_TAXES = 10  # from here on a habit may have exceptions
HABIT_PERCENT = 90
RATES = 128  # more than any tax rate in per cent


@dataclass(frozen=True)
class Documents:
    """One row per invoice.

    Shapes: rows has document, total, tax_off, stated_rates, cash, points, times, is_settled,
        and over: what was paid twice and not given back. netted has key and qty, the
        quantities whose credit was taken off a payment. off_rates are (document, rate)
        pairs whose stated tax is not the right one.
    """

    rows: pl.DataFrame
    netted: pl.DataFrame
    off_rates: pl.DataFrame
    rounding: RoundingMode


def read_documents(parts: Parts, rounding: RoundingMode | None) -> Documents:
    """Add up each invoice, judge its tax, and allot payments, points and netted credits."""
    rates = _rates(parts)
    mode = rounding or rounding_habit(rates)
    judged = _judged_rates(rates, mode)
    rows = _with_payments(_totals(judged), parts)
    netted, gaps = _netted(rows, parts)
    if gaps.height:
        rows = rows.join(gaps, on=DOCUMENT, how="left").with_columns(col("netted").fill_null(0))
    else:
        rows = rows.with_columns(netted=pl.lit(0, dtype=pl.Int64))
    return Documents(rows, netted, judged.filter(col("off") != 0), mode)


def _rates(parts: Parts) -> pl.DataFrame:
    """Return one row per invoice and rate: net as the lines add up, tax as stated or null."""
    lines = [parts.bills.select(DOCUMENT, "tax_rate", "net")]
    reds = parts.credits.filter("in_invoice")
    if reds.height:
        lines.append(reds.select(DOCUMENT, "tax_rate", -col("net")))
    pair = (col(DOCUMENT) * RATES + col("tax_rate")).alias("pair")  # one number groups faster
    nets = pl.concat(lines).group_by(pair).agg(col("net").sum())
    taxes = parts.taxes.group_by(pair).agg(col("tax").sum().alias("stated"))
    joined = nets.join(taxes, on="pair", how="left")
    return joined.with_columns(
        (col("pair") // RATES).alias(DOCUMENT), (col("pair") % RATES).alias("tax_rate")
    ).drop("pair")


def rounding_habit(rates: pl.DataFrame) -> RoundingMode:
    """Return the mode all invoices agree on, else that of nearly all of many, else down."""
    net, rate = col("net"), col("tax_rate")
    told = rates.filter(col("stated").is_not_null() & (net * rate % 100 != 0))
    if told.is_empty():
        return RoundingMode.DOWN
    agree = {
        mode: told.select((tax_column(net, rate, mode) == col("stated")).sum()).item()
        for mode in RoundingMode
    }
    best = max(RoundingMode, key=lambda mode: agree[mode])
    habit = told.height >= MANY_TAXES and agree[best] * 100 >= HABIT_PERCENT * told.height
    return best if agree[best] == told.height or habit else RoundingMode.DOWN


def _judged_rates(rates: pl.DataFrame, mode: RoundingMode) -> pl.DataFrame:
    right = tax_column(col("net"), col("tax_rate"), mode)
    return rates.with_columns(right=right).with_columns(
        off=(col("stated") - col("right")).fill_null(0)
    )


def _totals(judged: pl.DataFrame) -> pl.DataFrame:
    stated = pl.coalesce("stated", "right")
    return judged.group_by(DOCUMENT).agg(
        total=(col("net") + stated).sum(), tax_off=col("off").sum()
    )


def _with_payments(totals: pl.DataFrame, parts: Parts) -> pl.DataFrame:
    """Add cash, points and how often was paid; points alone can settle."""
    amount = col("amount")
    paid = (
        settled(parts.payments)
        .group_by(DOCUMENT)
        .agg(cash=amount.sum(), times=(amount > 0).sum().cast(pl.Int64))
    )
    points = (
        parts.points_used.filter(col("status") != PENDING)
        .group_by(DOCUMENT)
        .agg(points=amount.sum())
    )
    rows = totals.join(paid, on=DOCUMENT, how="left").join(points, on=DOCUMENT, how="left")
    rows = rows.with_columns(col("cash", "points", "times").fill_null(0))
    by_points = (col("points") > 0) & (col("points") >= col("total"))
    return rows.with_columns(is_settled=(col("cash") > 0) | by_points)


def _netted(rows: pl.DataFrame, parts: Parts) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Find payments that were made less a credit note.

    Returns the credited quantities that those payments settled net (key, qty), and the
    amounts netted per invoice (document, netted).
    """
    gap = col("total") - col("cash") - col("points")
    short = rows.filter(col("is_settled") & (gap > 0)).select(DOCUMENT, gap=gap)
    notes = parts.credits.filter(~col("in_invoice") & (col("qty") > 0))
    none = pl.DataFrame(schema={KEY: pl.Int64, "qty": pl.Int64})
    nothing = pl.DataFrame(schema={DOCUMENT: pl.Int64, "netted": pl.Int64})
    if short.is_empty() or notes.is_empty():
        return none, nothing
    lines = parts.bills.lazy().select(DOCUMENT, KEY).join(short.lazy(), on=DOCUMENT)
    touching = lines.unique().collect().join(notes.rename({DOCUMENT: "note"}), on=KEY)
    whole = touching.group_by(DOCUMENT).agg(credit=col("amount").sum(), gap=col("gap").first())
    by_note = touching.group_by(DOCUMENT, "note").agg(
        credit=col("amount").sum(), gap=col("gap").first()
    )
    fits = (col("credit") - col("gap")).abs() <= 1  # one yen of a note's own rounding
    all_notes = whole.filter(fits)
    one_note = by_note.filter(fits).join(all_notes, on=DOCUMENT, how="anti")
    one_note = one_note.sort("note").unique(DOCUMENT, keep="first", maintain_order=True)
    chosen = pl.concat(
        [
            touching.join(all_notes.select(DOCUMENT), on=DOCUMENT),
            touching.join(one_note.select(DOCUMENT, "note"), on=[DOCUMENT, "note"]),
        ]
    )
    amounts = pl.concat([all_notes.select(DOCUMENT, "gap"), one_note.select(DOCUMENT, "gap")])
    return chosen.select(KEY, "qty"), amounts.rename({"gap": "netted"})


def judge_documents(
    documents: Documents, names: Numbering, given_back: pl.DataFrame
) -> list[pl.DataFrame]:
    """Return tax roundings, duplicate payments, and single payments that differ.

    Shapes: given_back has document and amount, refunds of what was paid too much.
    """
    rows = documents.rows
    rounding = rows.filter(col("tax_off") != 0).with_columns(amount=col("tax_off"))
    open_amount = col("total") - col("netted")
    over = col("cash") + col("points") - open_amount
    paid = rows.filter((col("times") > 0) & (over != 0)).with_columns(amount=over)
    if paid.is_empty():
        return [_named(rounding, names, DiscrepancyKind.TAX_ROUNDING)]
    paid = _less_given_back(paid, given_back)
    twice = paid.filter((col("times") >= 2) & (col("amount") > 0))
    once = paid.filter((col("times") == 1) & (col("amount") != 0) & (col("cash") > 0))
    return [
        _named(rounding, names, DiscrepancyKind.TAX_ROUNDING),
        _named(twice, names, DiscrepancyKind.DUPLICATE_PAYMENT),
        _named(once, names, DiscrepancyKind.PAYMENT_DIFF, extra=True),
    ]


def _less_given_back(paid: pl.DataFrame, given_back: pl.DataFrame) -> pl.DataFrame:
    if given_back.is_empty():
        return paid
    back = given_back.group_by(DOCUMENT).agg(back=col("amount").sum())
    joined = paid.join(back, on=DOCUMENT, how="left").with_columns(col("back").fill_null(0))
    left = col("amount") - col("back")
    return joined.with_columns(
        amount=pl.when(col("amount") > 0).then(left.clip(0)).otherwise(col("amount"))
    )


def _named(
    rows: pl.DataFrame, names: Numbering, kind: DiscrepancyKind, *, extra: bool = False
) -> pl.DataFrame:
    if rows.is_empty():
        return no_findings()
    named = rows.with_columns(names.texts(rows[DOCUMENT]).alias("doc_no"))
    return document_findings(named, kind, extra=extra)
