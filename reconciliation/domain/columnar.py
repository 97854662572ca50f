"""Whole columns of a block read at once, with the very readers of `converting`.

A cell that is plain is its own value; of all others each different text is read once. Rows with a
cell that could not be read, and rows that may be no data, are left to the careful reader.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from reconciliation.domain.converting import AS_TOTALS_ARE_WRITTEN, Converter, Memory
from reconciliation.domain.fields import Field, Reads
from reconciliation.enums import CellFault, ImportField, ImportKind

PLAIN_CODE, PLAIN_AMOUNT = "^[0-9A-Za-z]+$", "^[0-9]{1,15}$"
TYPES: dict[Reads, pl.DataType] = {
    Reads.AMOUNT: pl.Int64(),
    Reads.COUNT: pl.Int64(),
    Reads.RATE: pl.Int64(),
    Reads.DIRECT: pl.Boolean(),
}
CODES = (Reads.CODE, Reads.TEXT)
SURE_DIGITS = 16  # of two factors whose product is below the limit of amounts
TOLD_BY_KIND = (ImportKind.TRANSACTIONS, ImportKind.BILLING)


@dataclass(frozen=True, slots=True)
class ReadColumns:
    """What could be read of a block.

    Shapes: every series of `values` has an entry per row of `numbers`; `left` are the other rows.
    """

    numbers: pl.Series
    values: Mapping[ImportField, pl.Series]
    left: list[tuple[int, list[str]]]


def read_columns(converter: Converter, cells: pl.DataFrame, numbers: pl.Series) -> ReadColumns:
    """Read the rows that are data beyond doubt; `cells` has a text column per heading."""
    key = cells[str(converter.required[0])]
    never = [*AS_TOTALS_ARE_WRITTEN, converter.headings[converter.required[0]], ""]
    good = ~key.is_in(never)
    values: dict[ImportField, pl.Series] = {}
    for each in converter.fields:
        texts = cells[str(converter.columns[each.name])]
        values[each.name], readable = _column(each, texts, converter.memories[each.name])
        good = good if readable is None else good & readable
    good &= ~_doubtful(converter, values, len(cells))
    if good.all():
        return ReadColumns(numbers, values, [])
    left = [list(row) for row in cells.filter(~good).iter_rows()]
    kept = {name: column.filter(good) for name, column in values.items()}
    return ReadColumns(
        numbers.filter(good), kept, list(zip(numbers.filter(~good), left, strict=True))
    )


def _doubtful(
    converter: Converter, values: Mapping[ImportField, pl.Series], count: int
) -> pl.Series:
    """Return rows whose line may come to too much, or that may not say what they are."""
    nothing = pl.repeat(value=False, n=count, eager=True)
    quantities = values.get(ImportField.QUANTITY)
    prices = values.get(ImportField.UNIT_PRICE)
    if converter.kind == ImportKind.ORDERS and quantities is not None and prices is not None:
        digits = quantities.str.len_bytes() + prices.str.len_bytes()
        return (digits > SURE_DIGITS).fill_null(value=False)
    if converter.kind not in TOLD_BY_KIND or converter.options.transaction_kind is not None:
        return nothing
    kinds = values.get(ImportField.TRANSACTION_KIND)
    return ~nothing if kinds is None else kinds.is_null()


def _column(each: Field, texts: pl.Series, memory: Memory) -> tuple[pl.Series, pl.Series | None]:
    """Return the values of a column, and which cells could be read; None: all of them."""
    kind = TYPES.get(each.reads, pl.String())
    if each.reads in CODES:
        plain = texts.str.contains(PLAIN_CODE) & (texts.str.len_bytes() <= each.limit)
    elif each.reads is Reads.AMOUNT:
        plain = texts.str.contains(PLAIN_AMOUNT)
    else:
        return _mapped(texts, memory, kind)
    if plain.all():
        return texts.cast(kind), None
    values, readable = _mapped(texts.filter(~plain), memory, kind)
    places = (~plain).arg_true()
    taken = texts if kind == pl.String() else texts.cast(kind, strict=False)
    whole = taken.scatter(places, values)
    if readable is None:
        return whole, None
    return whole, pl.repeat(value=True, n=len(texts), eager=True).scatter(places, readable)


def _mapped(
    texts: pl.Series, memory: Memory, kind: pl.DataType
) -> tuple[pl.Series, pl.Series | None]:
    """Read every different text once."""
    different = texts.unique()
    read = [memory[text] for text in different]
    readable = [type(value) is not CellFault for value in read]
    values = _series(read, readable, kind)
    if len(different) == 1:
        whole = values.new_from_index(0, len(texts))
        return whole, None if readable[0] else pl.repeat(value=False, n=len(texts), eager=True)
    pairs = pl.DataFrame({"text": different, "value": values, "readable": readable})
    found = texts.to_frame("text").join(pairs, on="text", how="left", maintain_order="left")
    return found["value"], None if all(readable) else found["readable"]


def _series(read: Sequence[object], readable: Sequence[bool], kind: pl.DataType) -> pl.Series:
    pairs = zip(read, readable, strict=True)
    return pl.Series([value if good else None for value, good in pairs], dtype=kind)
