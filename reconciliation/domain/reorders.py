"""Goods ordered again after a stop while the first order was delivered and billed after all."""

import polars as pl
from polars import col

from reconciliation.domain.findings import line_findings, no_findings
from reconciliation.domain.keys import KEY, Numbering, with_keys
from reconciliation.domain.lines import Lines
from reconciliation.domain.money import gross_column
from reconciliation.enums import DiscrepancyKind as Kind

# a file that names this many replaced lines keeps that record: unnamed pairs are then proposals
LINKS_OF_A_HABIT = 10
SAME_GOODS = ["item_code", "dept", "qty"]


def judge_reorders(orders: pl.DataFrame, lines: Lines, numbers: Numbering) -> pl.DataFrame:
    """Return originals that are billed beside the line that replaces them."""
    linked = linked_lines(orders, numbers)
    guessed = _guessed(orders, lines).join(linked, on="later", how="anti")
    kept = lines.rules.links_kept
    if kept is None:
        kept = linked.height >= LINKS_OF_A_HABIT
    named = _doubled(linked, lines)
    found = _doubled(guessed, lines).join(named, on=KEY, how="anti")
    return pl.concat([named, found.with_columns(is_extra=pl.lit(kept))])


def linked_lines(orders: pl.DataFrame, numbers: Numbering) -> pl.DataFrame:
    """Return pairs (key of the original, `later`) that the orders file names."""
    links = orders.filter((col("orig_order_no") != "") & (col("orig_order_no") != "0"))
    if links.is_empty():
        return pl.DataFrame(schema={KEY: pl.Int64, "later": pl.Int64})
    named = links.select(order_no="orig_order_no", line_no="orig_line_no", later=KEY)
    return with_keys(named, numbers).select(KEY, "later")


def _guessed(orders: pl.DataFrame, lines: Lines) -> pl.DataFrame:
    """Pair lines ordered in the weeks after the stop with the nearest earlier line like them."""
    rules = lines.rules
    day = col("order_date")
    unlinked = (col("orig_order_no") == "") | (col("orig_order_no") == "0")
    window = day.is_between(rules.outage_from, rules.last_reorder_day)
    named = (col("item_code") != "") & unlinked & window
    later = (
        orders.lazy().filter(named).select(*SAME_GOODS, later=KEY, later_on="order_date").collect()
    )
    not_there = col("shipped_before") < col("ordered") - col("cancelled")  # nor cancelled
    stuck = (
        lines.base.lazy().filter(not_there & (col("ordered_on") <= rules.outage_from)).select(KEY)
    )
    earlier = (
        orders.lazy()
        .join(stuck, on=KEY, how="semi")
        .select(*SAME_GOODS, KEY, "order_date")
        .collect()
    )
    pairs = later.join(earlier, on=SAME_GOODS).filter(
        (col("order_date") < col("later_on"))
        | ((col("order_date") == col("later_on")) & (col(KEY) < col("later")))
    )
    nearest = pairs.sort("later", "order_date", KEY, descending=[False, True, True])
    return nearest.unique("later", keep="first", maintain_order=True).select(KEY, "later")


def _doubled(pairs: pl.DataFrame, lines: Lines) -> pl.DataFrame:
    """Keep originals that are not cancelled and are billed, as their replacement is.

    A re-order of just the cancelled part doubles nothing.
    """
    if pairs.is_empty():
        return no_findings()
    some = lines.complete(pl.concat([pairs[KEY], pairs["later"]]).unique())
    later = some.select(later=KEY, later_quantity="expected", later_standing="standing")
    both = pairs.join(some, on=KEY).join(later, on="later")
    doubles = (col("standing") > 0) & (col("later_standing") > 0)
    uncancelled = (col("cancelled") < col("ordered")) & (col("later_quantity") > col("cancelled"))
    once = both.filter(doubles & uncancelled).unique(KEY, keep="any")
    net = col("billed_net") - col("credited_net") - col("corrected_net")
    return line_findings(
        once,
        Kind.REORDER_DOUBLE,
        pl.lit(value=True),
        gross_column(net, col("rate"), lines.rounding),
    )
