"""Refund rows: which pending ones a settled one replaces, and which are no refund of a line."""

from dataclasses import dataclass

import polars as pl
from polars import col

from reconciliation.domain.documents import Documents
from reconciliation.domain.keys import DOCUMENT, KEY
from reconciliation.domain.parts import Parts, settled
from reconciliation.domain.rules import MatchRules
from reconciliation.domain.schemas import PENDING


@dataclass(frozen=True)
class RefundedLines:
    """Refunds per order line.

    Shapes: sums has key, refunded, waiting_refund (announced, still in time) and late_refund;
        given_back has document and amount: refunds of invoices paid too much; settled has
        the rows counted in `refunded`.
    """

    sums: pl.DataFrame
    given_back: pl.DataFrame
    settled: pl.DataFrame


def read_refunds(parts: Parts, documents: Documents, rules: MatchRules) -> RefundedLines:
    """Sort refunds into received, announced in time, announced and late, and given back."""
    rows = parts.refunds.with_row_index("nth_refund")
    pending = still_pending(rows)
    given_back, received = _apart(settled(rows), documents)
    late = col("txn_date") < rules.last_day_refund_may_wait
    amount, none = col("amount"), pl.lit(0, dtype=pl.Int64)
    sums = pl.concat(
        [
            received.select(KEY, refunded=amount, waiting_refund=none, late_refund=none),
            pending.select(
                KEY,
                refunded=none,
                waiting_refund=pl.when(late).then(0).otherwise(amount),
                late_refund=pl.when(late).then(amount).otherwise(0),
            ),
        ]
    )
    names = ("refunded", "waiting_refund", "late_refund")
    return RefundedLines(sums.group_by(KEY).agg(col(*names).sum()), given_back, received)


def still_pending(rows: pl.DataFrame) -> pl.DataFrame:
    """Drop announced refunds that a settled row of the same paper, or line and amount, replaces.

    By line and amount one settled row replaces one announced row, the oldest first, and only
    from the day it was announced on.
    """
    pending, done = rows.filter(col("status") == PENDING), settled(rows)
    if pending.is_empty() or done.is_empty():
        return pending
    named = col("doc_no") != ""
    papers = done.filter(named).select(KEY, DOCUMENT).unique()
    by_paper = pending.filter(named).join(papers, on=[KEY, DOCUMENT], how="semi")
    rest = pending.join(by_paper, on="nth_refund", how="anti")
    used = done.join(by_paper.select(KEY, DOCUMENT).unique(), on=[KEY, DOCUMENT], how="semi")
    free = done.join(used, on="nth_refund", how="anti")
    candidates = free.join(rest.select(KEY, "amount").unique(), on=[KEY, "amount"], how="semi")
    replaced = _pair_off(rest, candidates)
    return rest.filter(~col("nth_refund").is_in(replaced))


def _pair_off(pending: pl.DataFrame, done: pl.DataFrame) -> list[int]:
    """Return the nth of announced rows that a settled row on or after their day replaces."""
    free: dict[tuple[int, int], list[object]] = {}
    for key, amount, day in done.select(KEY, "amount", "txn_date").sort("txn_date").iter_rows():
        free.setdefault((key, amount), []).append(day)
    replaced = []
    rows = pending.join(done, on=[KEY, "amount"], how="semi").sort("txn_date", "nth_refund")
    for nth, key, amount, day in rows.select("nth_refund", KEY, "amount", "txn_date").iter_rows():
        days = free.get((key, amount), [])
        later = [other for other in days if other is not None and other >= day]
        if later:
            days.remove(later[0])
            replaced.append(nth)
    return replaced


def _apart(done: pl.DataFrame, documents: Documents) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Split settled refunds into those of invoices paid too much, and those of order lines."""
    over = col("cash") + col("points") - col("total") + col("netted")
    overpaid = documents.rows.filter((col("times") > 0) & (over > 0)).select(DOCUMENT, over=over)
    if overpaid.is_empty() or done.is_empty():
        return done.select(DOCUMENT, "amount").head(0), done
    named = done.join(overpaid, on=DOCUMENT, how="left")
    back = col("over").is_not_null() & (col("amount").cum_sum().over(DOCUMENT) <= col("over"))
    marked = named.sort("txn_date", "amount", KEY).with_columns(is_back=back.fill_null(value=False))
    return (
        marked.filter("is_back").select(DOCUMENT, "amount"),
        marked.filter(~col("is_back")).select(done.columns),
    )


def unnamed_paybacks(lines: pl.DataFrame, parts: Parts, documents: Documents) -> pl.DataFrame:
    """Find refunds beyond what is due that equal what the line's invoice was overpaid.

    A refund row need not name the invoice whose second payment it gives back.
    Returns key, document and amount.
    """
    none = pl.DataFrame(schema={KEY: pl.Int64, DOCUMENT: pl.Int64, "amount": pl.Int64})
    over = col("cash") + col("points") - col("total") + col("netted")
    overpaid = documents.rows.filter((col("times") > 0) & (over > 0)).select(DOCUMENT, over=over)
    excess = lines.filter(col("refunded") > col("due")).select(
        KEY, amount=col("refunded") - col("due")
    )
    if overpaid.is_empty() or excess.is_empty():
        return none
    matching = (
        parts.bills.lazy()
        .select(KEY, DOCUMENT)
        .join(excess.lazy(), on=KEY)
        .join(overpaid.lazy(), on=DOCUMENT)
        .filter(col("amount") == col("over"))
        .collect()
        .sort(KEY, DOCUMENT)
    )
    by_line = matching.unique(KEY, keep="first", maintain_order=True)
    once = by_line.unique(DOCUMENT, keep="first", maintain_order=True)
    return once.select(KEY, DOCUMENT, "amount")
