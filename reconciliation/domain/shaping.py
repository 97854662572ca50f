"""Columns as read, turned into the columns of the tables that keep them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reconciliation.domain.amounts import line_amount
from reconciliation.domain.converting import Converted, Fault, Options, refuse
from reconciliation.domain.reading import AMOUNT_LIMIT
from reconciliation.domain.row_keys import number_key, row_key
from reconciliation.domain.words import tracking_stage
from reconciliation.enums import (
    CellFault,
    Direction,
    ImportField,
    ImportKind,
    PaymentMethod,
    TaxBasis,
    TaxClass,
    TransactionKind,
    TransactionStatus,
)

F = ImportField
Column = list[Any]
Columns = dict[str, "Column | Constant"]
AMOUNT_DIGITS = len(str(AMOUNT_LIMIT)) - 1
RATE_CLASSES = {10: TaxClass.STANDARD.value, 8: TaxClass.REDUCED.value}
CARD_BILL_WORDS = ("前回分口座振替", "口座振替金額", "前回お支払")


@dataclass(frozen=True, slots=True)
class Constant:
    """A column that has one value in every row."""

    value: Any


@dataclass(frozen=True, slots=True)
class Shape:
    """How rows of one kind lie in their table.

    `key` are the columns that make a row the same row in a later file; `repeats` says that two
    rows with an equal key are two facts, told apart by their occurrence.
    """

    table: str
    make: Callable[[Converted, Options], Columns]
    key: tuple[str, ...]
    repeats: bool


class Keys(dict[str, str]):
    """Number as printed -> as compared."""

    def __missing__(self, text: str) -> str:
        self[text] = key = number_key(text)
        return key


def shape_orders(result: Converted, options: Options) -> Columns:
    _refuse_too_large(result, options)
    take = _taker(result)
    promised, quantities, prices = take(F.PROMISED_ON), take(F.QUANTITY), take(F.UNIT_PRICE)
    discounts, stated, currency = take(F.DISCOUNT), take(F.NET_AMOUNT), options.currency
    parts = zip(quantities, prices, discounts, stated, strict=True)
    return {
        "order_number": take(F.ORDER_NUMBER),
        "order_key": _keys(take(F.ORDER_NUMBER)),
        "line_number": [value or 0 for value in take(F.LINE_NUMBER)],  # 0: numbered afterwards
        "own_number": _texts(result, F.OWN_NUMBER),
        "ordered_on": take(F.ORDERED_ON),
        "promised_on": [None if value and value[0] == "~" else value for value in promised],
        "promised_text": [value[1:] if value and value[0] == "~" else "" for value in promised],
        "department": _texts(result, F.DEPARTMENT),
        "person": _texts(result, F.PERSON),
        "item_code": _texts(result, F.ITEM_CODE),
        "item_name": _texts(result, F.ITEM_NAME),
        "quantity": quantities,
        "unit": _texts(result, F.UNIT),
        "unit_price": prices,
        "discount_amount": discounts,
        "points_amount": take(F.POINTS),
        "net_amount": stated,
        "line_amount": [
            line_amount(quantity, price, discount, currency=currency) if net is None else net
            for quantity, price, discount, net in parts
        ],
        "cancelled_quantity": take(F.CANCELLED_QUANTITY),
        "cancelled_on": take(F.CANCELLED_ON),
        "replaces_number": _texts(result, F.REPLACES_NUMBER),
        "replaces_line_number": take(F.REPLACES_LINE),
        "is_direct": take(F.DIRECT),
        "delivery_place": _texts(result, F.DELIVERY_PLACE),
        "state_text": _texts(result, F.STATE_TEXT),
        **_tax_columns(result, options),
    }


def shape_shipments(result: Converted, _options: Options) -> Columns:
    take = _taker(result)
    numbers = _texts(result, F.SHIPMENT_NUMBER)
    orders, keys = take(F.ORDER_NUMBER), _keys(take(F.ORDER_NUMBER))
    lines, items = take(F.LINE_NUMBER), _texts(result, F.ITEM_CODE)
    directions = [value or Direction.OUT.value for value in take(F.DIRECTION)]
    parts = zip(_keys(numbers), keys, lines, items, directions, take(F.SHIPPED_ON), strict=True)
    return {
        "row_key": [_shipment_key(*part) for part in parts],
        "occurrence": Constant(1),
        "shipment_number": numbers,
        "order_number": orders,
        "order_key": keys,
        "line_number": lines,
        "item_code": items,
        "shipped_on": take(F.SHIPPED_ON),
        "delivered_on": take(F.DELIVERED_ON),
        "direction": directions,
        "quantity": take(F.QUANTITY),
        "received_quantity": take(F.RECEIVED_QUANTITY),
        "carrier": _texts(result, F.CARRIER),
        "tracking_number": _texts(result, F.TRACKING_NUMBER),
        "state_text": _texts(result, F.STATE_TEXT),
    }


def shape_transactions(result: Converted, options: Options) -> Columns:
    _refuse_without_kind(result, options)
    take = _taker(result)
    fixed = options.transaction_kind
    kinds = [value or fixed for value in take(F.TRANSACTION_KIND)]
    documents, orders = _texts(result, F.DOCUMENT_NUMBER), _texts(result, F.ORDER_NUMBER)
    columns: dict[str, Column] = {
        "transaction_number": _texts(result, F.TRANSACTION_NUMBER),
        "kind": [str(kind) for kind in kinds],
        "occurred_on": take(F.OCCURRED_ON),
        "due_on": take(F.DUE_ON),
        "document_number": documents,
        "document_key": _keys(documents),
        "order_number": orders,
        "order_key": _keys(orders),
        "line_number": take(F.LINE_NUMBER),
        "item_code": _texts(result, F.ITEM_CODE),
        "quantity": take(F.QUANTITY),
        "unit_price": take(F.UNIT_PRICE),
        "discount_amount": take(F.DISCOUNT),
        "net_amount": take(F.NET_AMOUNT),
        "tax_amount": take(F.TAX_AMOUNT),
        "amount": take(F.AMOUNT),
        "status": [value or TransactionStatus.UNSTATED.value for value in take(F.STATUS)],
        "method": [value or PaymentMethod.UNSTATED.value for value in take(F.METHOD)],
        "settlement_number": _texts(result, F.SETTLEMENT_NUMBER),
        "payee": _texts(result, F.PAYEE),
        "description": _texts(result, F.DESCRIPTION),
        "registration_number": _texts(result, F.REGISTRATION_NUMBER),
        "tax_rate": take(F.TAX_RATE),
    }
    columns["row_key"] = _transaction_keys(columns)
    return {
        **columns,
        **_tax_columns(result, options),
        "occurrence": Constant(1),
        "balance_amount": Constant(None),
    }


def shape_statement(result: Converted, options: Options) -> Columns:
    """Shape the lines of a bank or card statement: what left us is positive."""
    amounts = _refuse_without_amount(result)
    take = _taker(result)
    texts, payees = _texts(result, F.DESCRIPTION), _texts(result, F.PAYEE)
    kind = options.transaction_kind or TransactionKind.BANK_LINE
    kinds = [_statement_kind(kind, text) for text in texts]
    method = PaymentMethod.CARD if kind == TransactionKind.CARD_LINE else PaymentMethod.BANK
    blank, balances = Constant(""), take(F.BALANCE)
    numbers = _texts(result, F.TRANSACTION_NUMBER)
    dates = take(F.OCCURRED_ON)
    parts = zip(numbers, dates, amounts, balances, texts, payees, strict=True)
    return {
        "row_key": [row_key("S", *part) for part in parts],
        "occurrence": Constant(1),
        "kind": kinds,
        "transaction_number": numbers,
        "occurred_on": dates,
        "amount": amounts,
        "balance_amount": balances,
        "payee": payees,
        "description": texts,
        "settlement_number": _texts(result, F.SETTLEMENT_NUMBER),
        "document_number": blank,
        "document_key": blank,
        "order_number": blank,
        "order_key": blank,
        "item_code": blank,
        "registration_number": blank,
        "status": Constant(TransactionStatus.SETTLED.value),
        "method": Constant(method.value),
        "tax_class": Constant(TaxClass.OUTSIDE.value),
        "tax_basis": Constant(TaxBasis.UNSTATED.value),
        "currency": Constant(options.currency),
    }


def shape_tracking(result: Converted, options: Options) -> Columns:
    take = _taker(result)
    numbers = [number_key(text) for text in take(F.TRACKING_NUMBER)]
    words, days = take(F.TRACKING_WORD), take(F.HAPPENED_ON)
    times, places = _texts(result, F.HAPPENED_TIME), _texts(result, F.PLACE)
    carriers = [value or options.carrier for value in take(F.CARRIER)]
    parts = zip(carriers, numbers, days, times, words, places, strict=True)
    return {
        "row_key": [row_key(*part) for part in parts],
        "occurrence": Constant(1),
        "carrier": carriers,
        "tracking_number": numbers,
        "happened_on": days,
        "happened_time": times,
        "stage": [tracking_stage(word).value for word in words],
        "word": words,
        "place": places,
    }


SHAPES: dict[ImportKind, Shape] = {
    ImportKind.ORDERS: Shape(
        "reconciliation_orderline", shape_orders, ("order_key", "line_number"), repeats=False
    ),
    ImportKind.SHIPMENTS: Shape(
        "reconciliation_shipmentline",
        shape_shipments,
        ("row_key", "occurrence"),
        repeats=True,
    ),
    ImportKind.TRACKING: Shape(
        "reconciliation_trackingevent",
        shape_tracking,
        ("tracking_number", "row_key", "occurrence"),
        repeats=True,
    ),
    **dict.fromkeys(
        (ImportKind.TRANSACTIONS, ImportKind.BILLING),
        Shape(
            "reconciliation_transaction",
            shape_transactions,
            ("row_key", "occurrence"),
            repeats=True,
        ),
    ),
    **dict.fromkeys(
        (ImportKind.BANK, ImportKind.CARD),
        Shape(
            "reconciliation_transaction",
            shape_statement,
            ("row_key", "occurrence"),
            repeats=True,
        ),
    ),
}


def _taker(result: Converted) -> Callable[[ImportField], Column]:
    return lambda name: result.values.get(name, result.nothing)


def _texts(result: Converted, name: ImportField) -> Column:
    column = result.values.get(name)
    if column is None:
        return result.blanks
    return [value or "" for value in column] if None in column else column


def _keys(column: Column) -> Column:
    keys = Keys()
    return [keys[text] for text in column]


def _tax_columns(result: Converted, options: Options) -> Columns:
    rates = result.values.get(F.TAX_RATE, result.nothing)
    stated = result.values.get(F.TAX_CLASS)
    if stated is None:
        classes = [RATE_CLASSES.get(rate, "unstated") for rate in rates]
    else:
        pairs = zip(stated, rates, strict=True)
        classes = [word or RATE_CLASSES.get(rate, "unstated") for word, rate in pairs]
    basis = result.values.get(F.TAX_BASIS)
    usual = options.tax_basis.value
    return {
        "tax_class": classes,
        "tax_rate": rates,
        "tax_basis": [word or usual for word in basis] if basis else Constant(usual),
        "currency": Constant(options.currency),
    }


def _shipment_key(*parts: Any) -> str:
    """Without a delivery note number the day of shipping tells deliveries apart."""
    number, order, line, item, direction, day = parts
    return row_key(number, order, "" if number else day, line, "" if line else item, direction)


def _transaction_keys(columns: dict[str, Column]) -> Column:
    """Return keys by the supplier's own transaction number, else by what the row says."""
    if all(columns["transaction_number"]):
        return [f"N|{number}" for number in columns["transaction_number"]]
    names = ("kind", "document_key", "order_key", "line_number", "item_code", "tax_rate")
    parts = zip(*(columns[name] for name in names), strict=True)
    dated = zip(columns["document_key"], columns["occurred_on"], columns["amount"], strict=True)
    told = [("", "") if document else (day, amount) for document, day, amount in dated]
    numbers = columns["transaction_number"]
    return [
        f"N|{number}" if number else row_key("R", *part, *more)
        for number, part, more in zip(numbers, parts, told, strict=True)
    ]


def _refuse_without_kind(result: Converted, options: Options) -> None:
    """Refuse rows of which neither the file nor a person says what they are."""
    kinds = result.values.get(F.TRANSACTION_KIND, [None] * len(result.numbers))
    if options.transaction_kind is not None or all(kinds):
        return
    without = {index for index, kind in enumerate(kinds) if not kind}
    _refuse(result, without, F.TRANSACTION_KIND)


def _refuse_too_large(result: Converted, options: Options) -> None:
    """Refuse order lines that come to more than any amount that is kept."""
    prices, currency = result.values.get(F.UNIT_PRICE, ()), options.currency
    factors = zip(result.values[F.QUANTITY], prices, strict=bool(prices))
    above = {
        index
        for index, (quantity, price) in enumerate(factors)
        if len(quantity) + len(price or "") > AMOUNT_DIGITS
        and abs(line_amount(quantity, price, 0, currency=currency) or 0) >= AMOUNT_LIMIT
    }
    fault = Fault(F.UNIT_PRICE, None, "", CellFault.TOO_LARGE)
    refuse(result, dict.fromkeys(above, (fault,)))


def _refuse_without_amount(result: Converted) -> Column:
    """Return what each line moved, out positive; refuse lines that do not say it once."""
    nothing: Column = [None] * len(result.numbers)
    out = result.values.get(F.MONEY_OUT, nothing)
    into = result.values.get(F.MONEY_IN, nothing)
    signed = result.values.get(F.AMOUNT, nothing)
    is_bank = F.MONEY_IN in result.values or F.BALANCE in result.values
    amounts = [_moved(*parts, is_bank=is_bank) for parts in zip(out, into, signed, strict=True)]
    without = {index for index, amount in enumerate(amounts) if amount is None}
    _refuse(result, without, F.AMOUNT)
    return [amount for amount in amounts if amount is not None]


def _moved(out: int | None, into: int | None, signed: int | None, *, is_bank: bool) -> int | None:
    if out and into:
        return None
    if out or into:
        return out or -(into or 0)
    if signed is not None:
        return -signed if is_bank else signed  # a bank writes what came in as positive
    return 0 if out == 0 or into == 0 else None


def _refuse(result: Converted, indexes: set[int], name: ImportField) -> None:
    fault = Fault(name, None, "", CellFault.REQUIRED)
    refuse(result, dict.fromkeys(indexes, (fault,)))


def _statement_kind(kind: TransactionKind, text: str) -> str:
    is_bill = kind == TransactionKind.CARD_LINE and any(word in text for word in CARD_BILL_WORDS)
    return (TransactionKind.CARD_SETTLEMENT if is_bill else kind).value
