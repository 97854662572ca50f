"""Some orders with everything their judgement looks at: for partitions and for touched orders.

The same match runs on it; what it says of these orders is what the whole match says.
"""

from dataclasses import dataclass, replace

import polars as pl
from polars import col

from reconciliation.domain.findings import WRITTEN
from reconciliation.domain.keys import DOCUMENT, KEY, ORDER, compared_numbers, order_of, with_keys
from reconciliation.domain.legs import Legs
from reconciliation.domain.matching import MatchResult, match_legs
from reconciliation.domain.parts import Parts
from reconciliation.domain.reorders import SAME_GOODS, linked_lines
from reconciliation.domain.rules import MatchRules


@dataclass(frozen=True)
class Neighbourhood:
    """Legs cut down to some orders; `doc_nos` are the papers and transfers that are there whole."""

    legs: Legs
    orders: pl.Series
    doc_nos: pl.Series


def partition(legs: Legs, *, part: int, of: int) -> pl.Series:
    """Return the orders of one of several equal parts, by number."""
    numbers = pl.concat([legs.orders[ORDER], _orders_of(legs.parts.bills)]).unique().sort()
    return numbers.filter(numbers % of == part)


def match_orders(legs: Legs, orders: pl.Series, rules: MatchRules) -> MatchResult:
    """Match some orders. rules must say the rounding and whether links are kept.

    Those two are habits of the whole file, which a part of it cannot know.
    """
    near = neighbourhood(legs, orders)
    result = match_legs(near.legs, rules)
    own = pl.concat([near.legs.orders.filter(col(ORDER).is_in(orders.implode()))["order_no"]])
    strangers = near.legs.strangers.filter(col(ORDER).is_in(orders.implode()))["order_no"]
    names = pl.concat([own, strangers]).unique()
    mine = (
        pl.when(col("order_no") == "")
        .then(col("doc_no").is_in(near.doc_nos.implode()))
        .otherwise(col("order_no").is_in(names.implode()))
    )
    return MatchResult(
        discrepancies=result.discrepancies.filter(mine),
        additional=result.additional.filter(mine),
        notices=result.notices.filter(mine),
    )


def merge_results(results: list[MatchResult]) -> MatchResult:
    """Join the results of parts as sets; a paper that several parts judged is there once."""

    def joined(name: str) -> pl.DataFrame:
        frames: list[pl.DataFrame] = [getattr(result, name) for result in results]
        return pl.concat(frames).unique().sort(WRITTEN)

    return MatchResult(joined("discrepancies"), joined("additional"), joined("notices"))


def neighbourhood(legs: Legs, orders: pl.Series) -> Neighbourhood:
    """Cut the legs down to some orders, their papers whole, and the lines compared with theirs."""
    parts = legs.parts
    papers = _papers_of(parts, orders)
    beside = _orders_of(parts.bills.filter(_in(DOCUMENT, papers)))
    beside = pl.concat([orders, beside, _partners(legs, orders)]).unique()
    settlements = parts.payments.filter(_in(DOCUMENT, papers))["settle_no"].unique()
    settlements = settlements.filter(settlements != "")
    near = replace(
        legs,
        orders=legs.orders.filter(_in(ORDER, beside)),
        shipments=legs.shipments.filter(_in(ORDER, beside)),
        parts=_cut(parts, beside, papers, settlements),
    )
    names = pl.concat([legs.documents.texts(papers), settlements])
    return Neighbourhood(near, orders, names)


def numbers_of(legs: Legs, order_nos: list[str]) -> pl.Series:
    """Return the numbers of orders given as people write them."""
    named = pl.DataFrame({"order_no": order_nos, "line_no": [0] * len(order_nos)})
    return with_keys(named.with_columns(compared_numbers(named["order_no"])), legs.numbers)[ORDER]


def _in(name: str, values: pl.Series) -> pl.Expr:
    return col(name).is_in(values.implode())


def _orders_of(rows: pl.DataFrame) -> pl.Series:
    return rows.select(order_of(col(KEY)).alias(ORDER)).to_series()


def _papers_of(parts: Parts, orders: pl.Series) -> pl.Series:
    mine = order_of(col(KEY)).is_in(orders.implode())
    papers = [rows.filter(mine)[DOCUMENT] for rows in (parts.bills, parts.credits, parts.refunds)]
    return pl.concat(papers).unique()


def _partners(legs: Legs, orders: pl.Series) -> pl.Series:
    """Return the orders that replace these or are replaced by them, by name or by likeness."""
    links = linked_lines(legs.orders, legs.numbers)
    ends = links.select(order_of(col(KEY)).alias("first"), order_of(col("later")).alias("second"))
    forward = ends.filter(_in("first", orders))["second"]
    back = ends.filter(_in("second", orders))["first"]
    goods = legs.orders.filter(_in(ORDER, orders) & (col("item_code") != ""))
    like = legs.orders.join(goods.select(SAME_GOODS).unique(), on=SAME_GOODS, how="semi")[ORDER]
    return pl.concat([forward, back, like])


def _cut(parts: Parts, orders: pl.Series, papers: pl.Series, settlements: pl.Series) -> Parts:
    """Keep the rows of some orders, papers and settlements."""
    of_orders = order_of(col(KEY)).is_in(orders.implode())
    of_papers = _in(DOCUMENT, papers)
    lines = of_orders | of_papers
    bank = _in("settle_no", settlements) | _in("doc_no", settlements)
    return Parts(
        bills=parts.bills.filter(lines),
        credits=parts.credits.filter(lines),
        provisional=parts.provisional.filter(of_orders),
        taxes=parts.taxes.filter(of_papers),
        payments=parts.payments.filter(of_papers | _in("settle_no", settlements)),
        points_used=parts.points_used.filter(of_papers),
        refunds=parts.refunds.filter(lines),
        points_returned=parts.points_returned.filter(of_orders),
        accruals=parts.accruals.filter(of_orders),
        bank_lines=parts.bank_lines.filter(bank),
    )
