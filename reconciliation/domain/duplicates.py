"""The same goods billed again under another invoice number."""

import polars as pl
from polars import col

from reconciliation.domain.keys import DOCUMENT, KEY
from reconciliation.domain.parts import Parts


def duplicated_lines(overbilled: pl.DataFrame, parts: Parts) -> pl.DataFrame:
    """Return key, extra_units and extra_net: what the later of equal bills ask for again.

    Two bills of one line are equal when quantity and price are; they are part bills while
    the billed total stays within what was ordered. The number of extra bills is what was
    billed beyond the goods, in bills, rounded up.
    """
    doubted = overbilled.filter(
        (col("cancelled") == 0) & (col("bill_count") >= 2) & (col("billed") > col("expected"))
    ).select(KEY, over=col("standing") - col("kept"))
    bills = (
        parts.bills.lazy()
        .filter(~col("is_charge") & (col("qty") > 0))
        .join(doubted.lazy(), on=KEY)
        .select(KEY, DOCUMENT, "txn_date", "qty", "unit_price", "net", "over")
        .collect()
    )
    equal = bills.with_columns(
        papers=col(DOCUMENT).n_unique().over(KEY, "qty", "unit_price")
    ).filter(col("papers") >= 2)
    # of several sets of equal bills the largest is looked at
    chosen = equal.select(KEY, "papers", "qty", "unit_price").unique()
    chosen = chosen.sort(KEY, "papers", "qty", "unit_price", descending=[False, True, True, True])
    chosen = chosen.unique(KEY, keep="first", maintain_order=True).select(KEY, "qty", "unit_price")
    extra = -(-col("over") // col("qty"))
    return (
        equal.join(chosen, on=[KEY, "qty", "unit_price"], how="semi")
        .sort(KEY, "txn_date", DOCUMENT, "net", descending=[False, True, True, True])
        .filter(pl.int_range(pl.len()).over(KEY) < extra)
        .group_by(KEY)
        .agg(extra_units=col("qty").sum(), extra_net=col("net").sum())
    )
