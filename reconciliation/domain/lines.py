"""Every order line with what was shipped, billed, credited, paid and refunded beside it.

Quantities: ordered O, cancelled X, expected E = O - X; shipped S, returned R, kept N = S - R,
confirmed V; billed B, credited C, standing NB = B - C; paid Bp; refundable Q.
"""

from dataclasses import dataclass, replace
from datetime import date

import polars as pl
from polars import col

from reconciliation.domain.charges import goods_orders
from reconciliation.domain.documents import Documents
from reconciliation.domain.keys import DOCUMENT, KEY
from reconciliation.domain.legs import Legs
from reconciliation.domain.money import (
    Scales,
    gross_column,
    product_column,
    share_column,
    yen_column,
)
from reconciliation.domain.parts import Parts
from reconciliation.domain.refunds import RefundedLines
from reconciliation.domain.rules import MatchRules
from reconciliation.domain.schemas import OUT
from reconciliation.enums import RoundingMode

ORDER_NAMES = {
    "qty": "ordered",
    "cancel_qty": "cancelled",
    "unit_price": "price",
    "tax_rate": "rate",
    "promised_date": "promised_on",
    "order_date": "ordered_on",
}


@dataclass(frozen=True)
class Lines:
    """Order lines of goods, the striking ones with everything beside them.

    Shapes: base has one row per order line, with its orders, shipments and bills; rare has one
        row per line that has credits, refunds, points or accruals; striking holds, complete,
        the lines that some rule may have something to say about.
    """

    base: pl.DataFrame
    rare: pl.DataFrame
    striking: pl.DataFrame
    scales: Scales
    rounding: RoundingMode
    rules: MatchRules

    def complete(self, keys: pl.Series) -> pl.DataFrame:
        """Return some lines with everything the rules ask for."""
        some = self.base.filter(col(KEY).is_in(keys.implode()))
        return _completed(some, self.rare, self)


def line_table(
    legs: Legs, documents: Documents, refunded: RefundedLines, rules: MatchRules
) -> Lines:
    """Put the three legs of every order line of goods side by side."""
    parts = legs.parts
    orders = (
        goods_orders(legs.orders)
        .select(KEY, *ORDER_NAMES, "discount", "points")
        .rename(ORDER_NAMES)
    )
    shipped = shipped_lines(legs.shipments, rules.outage_from)
    billed = billed_lines(parts, documents)
    base = (
        orders.lazy()
        .join(shipped.lazy(), on=KEY, how="left")
        .join(billed.lazy(), on=KEY, how="left")
        .with_columns(_filled([shipped, billed]))
        .collect()
    )
    rare = _rare(credited_lines(parts), refunded.sums, points_and_accruals(parts))
    lines = Lines(base, rare, base.head(0), legs.scales, documents.rounding, rules)
    odd = base.lazy().filter(_is_odd(legs.scales) | col(KEY).is_in(rare[KEY].implode())).collect()
    complete = _completed(odd, rare, lines)
    return replace(lines, striking=_capped(complete, parts, documents))


def _rare(*sides: pl.DataFrame) -> pl.DataFrame:
    joined = sides[0]
    for side in sides[1:]:
        joined = joined.join(side, on=KEY, how="full", coalesce=True)
    return joined.with_columns(pl.exclude(KEY).fill_null(0))


def _is_odd(scales: Scales) -> pl.Expr:
    """Find lines whose legs differ in any way; a line that is not odd is no rule's business."""
    kept = col("shipped") - col("returned")
    value = product_column(col("billed"), col("price"), scales)
    return (
        (col("billed") != kept)
        | (col("shipped") != col("ordered") - col("cancelled"))
        | (col("returned") > 0)
        | (col("confirmed") != col("shipped"))
        | (col("paid") > kept)
        | (
            (col("billed") > 0)
            & (
                (col("billed_value") != value)
                | (col("billed_discount") != col("discount"))
                | (col("rate_low") != col("rate"))
                | (col("rate_high") != col("rate"))
            )
        )
    )


def _completed(some: pl.DataFrame, rare: pl.DataFrame, lines: Lines) -> pl.DataFrame:
    joined = some.join(rare, on=KEY, how="left").with_columns(
        col(*(name for name in rare.columns if name != KEY)).fill_null(0)
    )
    return _reckoned(joined, lines)


def _filled(sides: list[pl.DataFrame]) -> list[pl.Expr]:
    """Fill the numbers of lines that a side knows nothing of with nothing: 0."""
    numbers = [name for side in sides for name, kind in side.schema.items() if kind.is_numeric()]
    kept = (KEY, "rate_low", "rate_high")
    return [col(name).fill_null(0) for name in numbers if name not in kept]


def shipped_lines(shipments: pl.DataFrame, outage_from: date) -> pl.DataFrame:
    out, quantity = col("direction") == OUT, col("qty")
    return (
        shipments.lazy()
        .select(
            KEY,
            "ship_date",
            out=pl.when(out).then(quantity).otherwise(0),
            back=pl.when(out).then(0).otherwise(quantity),
            confirmed=pl.when(out).then("received_qty").otherwise(0),
            sent_on=pl.when(out).then("ship_date"),
            early=pl.when(out & (col("ship_date") <= outage_from)).then(quantity).otherwise(0),
        )
        .group_by(KEY)
        .agg(
            shipped=col("out").sum(),
            returned=col("back").sum(),
            confirmed=col("confirmed").sum(),
            shipped_before=col("early").sum(),
            last_shipped_on=col("sent_on").max(),
        )
        .collect()
    )


def billed_lines(parts: Parts, documents: Documents) -> pl.DataFrame:
    """Return the bills of goods per line; `paid` counts those on settled invoices."""
    settled = documents.rows.filter("is_settled")[DOCUMENT]
    quantity = col("qty")
    bills = (
        parts.bills.lazy()
        .filter(~col("is_charge"))
        .with_columns(on_settled=col(DOCUMENT).is_in(settled.implode()))
        .group_by(KEY)
        .agg(
            billed=quantity.sum(),
            bill_count=pl.len().cast(pl.Int64),
            billed_value=col("value").sum(),
            billed_discount=col("discount").sum(),
            billed_net=col("net").sum(),
            rate_low=col("tax_rate").min(),
            rate_high=col("tax_rate").max(),
            paid=pl.when("on_settled").then(quantity).otherwise(0).sum(),
        )
        .collect()
    )
    return _less_netted(bills, parts, documents, settled)


def _less_netted(
    bills: pl.DataFrame, parts: Parts, documents: Documents, settled: pl.Series
) -> pl.DataFrame:
    """Lower `paid` by credits that were netted in a payment or in a later paid invoice."""
    reds = parts.credits.filter(col("in_invoice") & col(DOCUMENT).is_in(settled.implode())).select(
        KEY, "qty"
    )
    less = pl.concat([documents.netted, reds])
    if less.is_empty():
        return bills
    by_line = less.group_by(KEY).agg(less=col("qty").sum())
    joined = bills.join(by_line, on=KEY, how="left")
    paid = (col("paid") - col("less").fill_null(0)).clip(0)
    return joined.with_columns(paid=paid).drop("less")


def credited_lines(parts: Parts) -> pl.DataFrame:
    """Return credits of goods per line: whole quantities, and sums corrected without any."""
    whole = col("qty") > 0
    return (
        parts.credits.lazy()
        .filter(~col("is_charge"))
        .with_columns(whole=whole)
        .group_by(KEY)
        .agg(
            credited=col("qty").sum(),
            credited_value=col("value").filter("whole").sum(),
            credited_discount=col("discount").filter("whole").sum(),
            credited_net=col("net").filter("whole").sum(),
            credited_amount=col("amount").sum(),
            corrected_net=col("net").filter(~col("whole")).sum(),
            corrected_tax=col("tax").filter(~col("whole")).sum(),
            corrected_discount=col("discount").filter(~col("whole")).sum(),
            note_count=col(DOCUMENT).n_unique().cast(pl.Int64),
        )
        .collect()
    )


def points_and_accruals(parts: Parts) -> pl.DataFrame:
    points = parts.points_returned.filter(col("status") != "pending")
    none = pl.lit(0, dtype=pl.Int64)
    rows = [
        points.select(KEY, points_returned=col("amount"), accrued=none),
        parts.accruals.select(KEY, points_returned=none, accrued=col("amount")),
    ]
    return pl.concat(rows).group_by(KEY).agg(col("points_returned", "accrued").sum())


def _reckoned(table: pl.DataFrame, lines: Lines) -> pl.DataFrame:
    """Add what follows: expected, kept, standing, refundable, due, and whether to wait."""
    rules, scales, mode = lines.rules, lines.scales, lines.rounding
    promised = pl.coalesce(
        "promised_on", col("ordered_on") + pl.duration(days=rules.delivery_promise_days)
    )
    excess = (col("paid") - col("kept")).clip(0)
    given_up = (col("cancelled") > 0) | (col("returned") > 0)
    refund_value = product_column(col("refundable"), col("price"), scales)
    return (
        table.lazy()
        .with_columns(
            expected=col("ordered") - col("cancelled"),
            kept=col("shipped") - col("returned"),
            standing=col("billed") - col("credited"),
            is_promise_past=(promised < rules.as_of).fill_null(value=False),
        )
        .with_columns(refundable=pl.when(given_up).then(excess).otherwise(0))
        .with_columns(
            refund_net=yen_column(refund_value, scales)
            - share_column(col("discount"), col("refundable"), col("ordered")),
            points_due=share_column(col("points"), col("refundable"), col("ordered")),
        )
        .with_columns(refund_gross=gross_column(col("refund_net"), col("rate"), mode))
        .with_columns(due=(col("refund_gross") - col("points_due")).clip(0))
        .collect()
    )


def _capped(lines: pl.DataFrame, parts: Parts, documents: Documents) -> pl.DataFrame:
    """Lower `due` where less was paid than billed: what is due never exceeds what was paid.

    Lines of one invoice share what was paid for it in the order of their keys.
    """
    gap = col("total") - col("netted") - col("cash") - col("points")
    short = documents.rows.filter(col("is_settled") & (gap > 0)).select(DOCUMENT)
    owed = lines.filter(col("due") > 0).select(KEY, "due")
    if short.is_empty() or owed.is_empty():
        return lines
    goods = parts.bills.lazy().filter(~col("is_charge")).select(KEY, DOCUMENT)
    billed = goods.join(owed.lazy(), on=KEY, how="semi").unique().collect()
    some = billed.join(short, on=DOCUMENT, how="semi").select(KEY).unique()
    paid = documents.rows.filter("is_settled").select(DOCUMENT, "cash")
    caps = (
        billed.join(some, on=KEY, how="semi")
        .join(owed, on=KEY)
        .join(paid, on=DOCUMENT)
        .sort(DOCUMENT, KEY)
        .with_columns(before=col("due").cum_sum().over(DOCUMENT) - col("due"))
        .group_by(KEY)
        .agg(cap=(col("cash") - col("before")).clip(0).sum())
    )
    lower = pl.min_horizontal("due", col("cap").fill_null(col("due")))
    return lines.join(caps, on=KEY, how="left").with_columns(due=lower).drop("cap")
