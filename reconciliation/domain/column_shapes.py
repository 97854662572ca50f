"""Columns as read, turned into the columns of the tables: what `shaping` does, for whole columns.

Both roads give the same rows; a test runs one file down each of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import polars as pl
from polars import col

from reconciliation.domain.amounts import line_amount
from reconciliation.domain.converting import Options
from reconciliation.domain.reading import MINOR_DIGITS
from reconciliation.domain.row_keys import KEY_LIMIT, number_key, row_key
from reconciliation.domain.shaping import RATE_CLASSES, Constant
from reconciliation.enums import (
    Direction,
    ImportField,
    ImportKind,
    PaymentMethod,
    TaxClass,
    TransactionStatus,
)

F = ImportField
FrameColumns = dict[str, "pl.Series | Constant"]
PLAIN_NUMBER = "^[0-9A-Z]+$"  # its own key
SMALL = "^[0-9]{1,9}$"  # the product of two of them fits


@dataclass(frozen=True, slots=True)
class Taken:
    """The values of a block, by field; a field that the file does not have is a constant."""

    values: Mapping[F, pl.Series]
    options: Options
    count: int

    def take(self, name: F) -> pl.Series | Constant:
        return self.values.get(name, Constant(None))

    def text(self, name: F) -> pl.Series | Constant:
        return self.filled(name, "")

    def filled(self, name: F, value: str | int) -> pl.Series | Constant:
        found = self.values.get(name)
        return Constant(value) if found is None else found.fill_null(value)

    def whole(self, column: pl.Series | Constant, kind: pl.DataType | None = None) -> pl.Series:
        if isinstance(column, Constant):
            return pl.repeat(column.value, self.count, dtype=kind or pl.String(), eager=True)
        return column


def shape_orders(taken: Taken) -> FrameColumns:
    promised = taken.take(F.PROMISED_ON)
    words: pl.Series | Constant = Constant("")
    if isinstance(promised, pl.Series):
        vague = promised.str.starts_with("~").fill_null(value=False)
        words = promised.set(~vague, None).str.slice(1).fill_null("")
        promised = promised.set(vague, None)
    return {
        "order_number": taken.take(F.ORDER_NUMBER),
        "order_key": _keys(taken.take(F.ORDER_NUMBER)),
        "line_number": taken.filled(F.LINE_NUMBER, 0),
        "own_number": taken.text(F.OWN_NUMBER),
        "ordered_on": taken.take(F.ORDERED_ON),
        "promised_on": promised,
        "promised_text": words,
        "department": taken.text(F.DEPARTMENT),
        "person": taken.text(F.PERSON),
        "item_code": taken.text(F.ITEM_CODE),
        "item_name": taken.text(F.ITEM_NAME),
        "quantity": taken.take(F.QUANTITY),
        "unit": taken.text(F.UNIT),
        "unit_price": taken.take(F.UNIT_PRICE),
        "discount_amount": taken.take(F.DISCOUNT),
        "points_amount": taken.take(F.POINTS),
        "net_amount": taken.take(F.NET_AMOUNT),
        "line_amount": _line_amounts(taken),
        "cancelled_quantity": taken.take(F.CANCELLED_QUANTITY),
        "cancelled_on": taken.take(F.CANCELLED_ON),
        "replaces_number": taken.text(F.REPLACES_NUMBER),
        "replaces_line_number": taken.take(F.REPLACES_LINE),
        "is_direct": taken.take(F.DIRECT),
        "delivery_place": taken.text(F.DELIVERY_PLACE),
        "state_text": taken.text(F.STATE_TEXT),
        **_tax_columns(taken),
    }


def shape_shipments(taken: Taken) -> FrameColumns:
    numbers, orders = taken.text(F.SHIPMENT_NUMBER), taken.take(F.ORDER_NUMBER)
    keys, directions = _keys(orders), taken.filled(F.DIRECTION, Direction.OUT.value)
    items, lines = taken.text(F.ITEM_CODE), taken.take(F.LINE_NUMBER)
    has_number, has_line = col("number") != "", (col("line") != 0).fill_null(value=False)
    parts = pl.DataFrame(
        {
            "number": taken.whole(_keys(numbers)),
            "order": taken.whole(keys),
            "day": taken.whole(taken.take(F.SHIPPED_ON)),
            "line": taken.whole(lines, pl.Int64()),
            "item": taken.whole(items),
            "direction": taken.whole(directions),
        }
    ).with_columns(
        day=pl.when(has_number).then(pl.lit("")).otherwise(col("day")),
        item=pl.when(has_line).then(pl.lit("")).otherwise(col("item")),
    )
    return {
        "row_key": _joined(parts),
        "occurrence": Constant(1),
        "shipment_number": numbers,
        "order_number": orders,
        "order_key": keys,
        "line_number": lines,
        "item_code": items,
        "shipped_on": taken.take(F.SHIPPED_ON),
        "delivered_on": taken.take(F.DELIVERED_ON),
        "direction": directions,
        "quantity": taken.take(F.QUANTITY),
        "received_quantity": taken.take(F.RECEIVED_QUANTITY),
        "carrier": taken.text(F.CARRIER),
        "tracking_number": taken.text(F.TRACKING_NUMBER),
        "state_text": taken.text(F.STATE_TEXT),
    }


def shape_transactions(taken: Taken) -> FrameColumns:
    """Rows of which nothing says what they are must have been taken out before."""
    fixed = taken.options.transaction_kind
    kinds = taken.take(F.TRANSACTION_KIND)
    if fixed is not None:
        kinds = taken.filled(F.TRANSACTION_KIND, fixed.value)
    documents, orders = taken.text(F.DOCUMENT_NUMBER), taken.text(F.ORDER_NUMBER)
    columns: FrameColumns = {
        "transaction_number": taken.text(F.TRANSACTION_NUMBER),
        "kind": kinds,
        "occurred_on": taken.take(F.OCCURRED_ON),
        "due_on": taken.take(F.DUE_ON),
        "document_number": documents,
        "document_key": _keys(documents),
        "order_number": orders,
        "order_key": _keys(orders),
        "line_number": taken.take(F.LINE_NUMBER),
        "item_code": taken.text(F.ITEM_CODE),
        "quantity": taken.take(F.QUANTITY),
        "unit_price": taken.take(F.UNIT_PRICE),
        "discount_amount": taken.take(F.DISCOUNT),
        "net_amount": taken.take(F.NET_AMOUNT),
        "tax_amount": taken.take(F.TAX_AMOUNT),
        "amount": taken.take(F.AMOUNT),
        "status": taken.filled(F.STATUS, TransactionStatus.UNSTATED.value),
        "method": taken.filled(F.METHOD, PaymentMethod.UNSTATED.value),
        "settlement_number": taken.text(F.SETTLEMENT_NUMBER),
        "payee": taken.text(F.PAYEE),
        "description": taken.text(F.DESCRIPTION),
        "registration_number": taken.text(F.REGISTRATION_NUMBER),
        **_tax_columns(taken),
        "occurrence": Constant(1),
        "balance_amount": Constant(None),
    }
    return {**columns, "row_key": _transaction_keys(taken, columns)}


COLUMN_SHAPES: dict[ImportKind, Callable[[Taken], FrameColumns]] = {
    ImportKind.ORDERS: shape_orders,
    ImportKind.SHIPMENTS: shape_shipments,
    ImportKind.TRANSACTIONS: shape_transactions,
    ImportKind.BILLING: shape_transactions,
}


def _keys(numbers: pl.Series | Constant) -> pl.Series | Constant:
    if isinstance(numbers, Constant):
        return numbers
    keys = numbers.str.to_uppercase()
    odd = ~keys.str.contains(PLAIN_NUMBER) & (keys != "")
    if odd.any():
        careful = [number_key(text) for text in numbers.filter(odd)]
        return keys.scatter(odd.arg_true(), pl.Series(careful, dtype=pl.String))
    return keys


def _joined(parts: pl.DataFrame) -> pl.Series:
    """Return what makes each row the same row in a later file; see `row_key`."""
    keys = parts.select(
        pl.concat_str(pl.all().cast(pl.String).fill_null(""), separator="|")
    ).to_series()
    long = keys.str.len_chars() > KEY_LIMIT
    if long.any():
        return keys.scatter(long.arg_true(), [row_key(key) for key in keys.filter(long)])
    return keys


def _transaction_keys(taken: Taken, columns: FrameColumns) -> pl.Series:
    numbers = taken.whole(columns["transaction_number"])
    own = "N|" + numbers
    if (numbers != "").all():
        return own
    names = ("kind", "document_key", "order_key", "line_number", "item_code", "tax_rate")
    cells = {name: taken.whole(columns[name]).cast(pl.String) for name in names}
    more = {name: taken.whole(columns[name]).cast(pl.String) for name in ("occurred_on", "amount")}
    document = cells["document_key"] != ""
    told = {name: column.set(document, "") for name, column in more.items()}
    letter = pl.repeat("R", taken.count, eager=True)
    return own.zip_with(numbers != "", _joined(pl.DataFrame({"": letter, **cells, **told})))


def _tax_columns(taken: Taken) -> FrameColumns:
    rates, basis = taken.take(F.TAX_RATE), taken.options.tax_basis.value
    classes: pl.Series | Constant = Constant(TaxClass.UNSTATED.value)
    if isinstance(rates, pl.Series):
        classes = rates.replace_strict(
            RATE_CLASSES, default=TaxClass.UNSTATED.value, return_dtype=pl.String
        )
    if (stated := taken.values.get(F.TAX_CLASS)) is not None:
        classes = stated.zip_with(stated.fill_null("") != "", taken.whole(classes))
    return {
        "tax_class": classes,
        "tax_rate": rates,
        "tax_basis": taken.filled(F.TAX_BASIS, basis),
        "currency": Constant(taken.options.currency),
    }


def _line_amounts(taken: Taken) -> pl.Series | Constant:
    """Return the net amount as stated, else quantity x price less discount."""
    net, prices = taken.take(F.NET_AMOUNT), taken.take(F.UNIT_PRICE)
    if isinstance(prices, Constant):
        return net
    quantities = taken.whole(taken.take(F.QUANTITY))
    discounts = taken.whole(taken.take(F.DISCOUNT), pl.Int64())
    is_small = quantities.str.contains(SMALL) & prices.str.contains(SMALL)
    if MINOR_DIGITS.get(taken.options.currency, 2):
        is_small = is_small & False
    products = quantities.cast(pl.Int64, strict=False) * prices.cast(pl.Int64, strict=False)
    plain = is_small.fill_null(value=False)
    amounts = products.set(~plain, None) - discounts.fill_null(0)
    odd = ~plain & prices.is_not_null()
    if odd.any():
        careful = partial(line_amount, currency=taken.options.currency)
        parts = zip(quantities.filter(odd), prices.filter(odd), discounts.filter(odd), strict=True)
        found = pl.Series([careful(*part) for part in parts], dtype=pl.Int64)
        amounts = amounts.scatter(odd.arg_true(), found)
    return amounts if isinstance(net, Constant) else net.fill_null(amounts)
