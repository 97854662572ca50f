"""What a finding was judged on: the numbers of its line or paper, as text that stays the same."""

from collections.abc import Mapping

import polars as pl
from polars import col

from reconciliation.domain.documents import Documents
from reconciliation.domain.keys import DOCUMENT, KEY, Numbering
from reconciliation.domain.lines import Lines
from reconciliation.domain.parts import Parts

QUANTITIES = (
    *("ordered", "cancelled", "shipped", "returned", "confirmed"),
    *("billed", "credited", "paid"),
)
AMOUNTS = (
    *("discount", "billed_discount", "billed_net", "credited_net", "refunded", "due"),
    *("points_due", "points_returned", "accrued"),
)
DOCUMENT_AMOUNTS = ("total", "cash", "points", "tax_off", "netted")


def line_facts(lines: Lines, keys: pl.Series, parts: Parts, papers: Numbering) -> pl.DataFrame:
    """Return key and facts (text) of some order lines, in whole units and yen.

    A line without an order, and one that is a charge, is told by its papers alone.
    """
    reckoned = lines.striking.filter(col(KEY).is_in(keys.implode()))
    missing = keys.filter(~keys.is_in(reckoned[KEY].implode()))
    names = [KEY, *QUANTITIES, "price", "rate", *AMOUNTS]
    told = pl.concat([reckoned.select(names), lines.complete(missing).select(names)])
    rows = keys.unique().to_frame(KEY).join(told, on=KEY, how="left")
    rows = rows.join(_papers(keys, parts, papers), on=KEY, how="left")
    scales = dict.fromkeys(QUANTITIES, lines.scales.quantity) | {"price": lines.scales.price}
    return rows.select(KEY, facts=_as_json([*names[1:], "papers"], scales))


def document_facts(documents: Documents, numbers: pl.Series) -> pl.DataFrame:
    """Return document and facts (text) of some invoices."""
    rows = documents.rows.filter(col(DOCUMENT).is_in(numbers.implode()))
    return rows.select(DOCUMENT, facts=_as_json(list(DOCUMENT_AMOUNTS), {}))


def _papers(keys: pl.Series, parts: Parts, papers: Numbering) -> pl.DataFrame:
    """Return the invoices and credit notes of some lines, as one text each."""
    mine = col(KEY).is_in(keys.implode())
    rows = pl.concat(
        [rows.filter(mine).select(KEY, DOCUMENT) for rows in (parts.bills, parts.credits)]
    )
    rows = rows.unique()
    named = rows.with_columns(papers.texts(rows[DOCUMENT]).alias("papers")).sort(KEY, "papers")
    return named.group_by(KEY).agg(col("papers").str.join(" "))


def _as_json(names: list[str], scales: Mapping[str, int]) -> pl.Expr:
    """Write columns as a JSON object, those that say nothing left out."""
    pieces = [_piece(name, scales.get(name, 1)) for name in names]
    body = pl.concat_str(pieces, separator=",", ignore_nulls=True)
    return pl.concat_str([pl.lit("{"), body, pl.lit("}")])


def _piece(name: str, scale: int) -> pl.Expr:
    value, quoted = col(name), pl.lit(f'"{name}":')
    if name == "papers":
        text = value.str.replace_all(r'[\\"\x00-\x1f]', "")
        piece = pl.concat_str([quoted, pl.lit('"'), text, pl.lit('"')])
        return pl.when(value.fill_null("") != "").then(piece)
    piece = pl.concat_str([quoted, _unscaled(value, scale)])
    return pl.when(value.fill_null(0) != 0).then(piece)


def _unscaled(value: pl.Expr, scale: int) -> pl.Expr:
    """Write a whole number of parts as a number, the same whatever the parts are."""
    if scale == 1:
        return value.cast(pl.String)
    whole, rest = value.abs() // scale, value.abs() % scale
    places = len(str(scale)) - 1
    digits = rest.cast(pl.String).str.zfill(places).str.strip_chars_end("0")
    sign = pl.when(value < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    point = pl.when(rest != 0).then(pl.concat_str([pl.lit("."), digits])).otherwise(pl.lit(""))
    return pl.concat_str([sign, whole.cast(pl.String), point])
