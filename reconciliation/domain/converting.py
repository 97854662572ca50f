"""Rows of a file turned into columns of values, a few thousand rows at a time.

Cells repeat, so each column remembers what it has read; a cell that could not be read is its fault
in the column, and its whole row goes to the quarantine with every reason.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import Any

from reconciliation.domain.fields import FIELDS, Field, Reads
from reconciliation.domain.reading import (
    CellError,
    DateRules,
    read_amount,
    read_code,
    read_count,
    read_date,
    read_decimal,
    read_rate,
    read_text,
)
from reconciliation.domain.words import read_word
from reconciliation.enums import (
    CellFault,
    ImportField,
    ImportKind,
    SixDigits,
    TaxBasis,
    TransactionKind,
)

REMEMBERED = 50_000  # cells per column; bounds the memory, not the result
QUANTITY_PLACES, PRICE_PLACES = 3, 4
TOTAL_WORDS = frozenset({"合計", "小計", "総計", "総合計", "計", "total"})
AS_TOTALS_ARE_WRITTEN = TOTAL_WORDS | {"合　計", "合 計", "小　計", "小 計", "Total", "TOTAL"}
PROMISE_WORDS = (
    "未定",
    "調整中",
    "上旬",
    "中旬",
    "下旬",
    "初旬",
    "以降",
    "頃",
    "目途",
    "見込",
    "当面",
    "入荷次第",
    "月末",
    "月初",
    "年内",
    "週明け",
)


@dataclass(frozen=True, slots=True)
class Options:
    """What a file does not say itself and a person has said for it."""

    currency: str = "JPY"
    tax_basis: TaxBasis = TaxBasis.UNSTATED
    six_digits: SixDigits = SixDigits.ASK
    year: int | None = None
    transaction_kind: TransactionKind | None = None  # of files without such a column
    carrier: str = ""

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Options":
        kind = values.get("transaction_kind")
        return cls(
            currency=values.get("currency", "JPY"),
            tax_basis=TaxBasis(values.get("tax_basis", TaxBasis.UNSTATED)),
            six_digits=SixDigits(values.get("six_digits", SixDigits.ASK)),
            year=values.get("year"),
            transaction_kind=TransactionKind(kind) if kind else None,
            carrier=values.get("carrier", ""),
        )

    def as_json(self) -> dict[str, Any]:
        return {key: value for key, value in asdict(self).items() if value not in (None, "")}

    @property
    def date_rules(self) -> DateRules:
        return DateRules(six_digits=self.six_digits, year=self.year)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why one cell was not accepted. `position` is None when it is about the whole row."""

    field: ImportField | None
    position: int | None
    text: str
    fault: CellFault


@dataclass(frozen=True, slots=True)
class RefusedRow:
    number: int
    cells: tuple[str, ...]
    faults: tuple[Fault, ...]


@dataclass
class Converted:
    """One slice of a file.

    Shapes: `numbers`, `rows` and every list in `values` have one entry per accepted row, in file
        order; `rows` are the cells as they came;
    `totals` are rows that state a sum, `skipped` are blank rows and repeated headings.
    """

    numbers: list[int]
    rows: list[list[str]]
    values: dict[ImportField, list[Any]]
    refused: list[RefusedRow] = field(default_factory=list)
    totals: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    skipped: int = 0

    @cached_property
    def nothing(self) -> list[Any]:
        """Return the column of a field that the file does not have."""
        return [None] * len(self.numbers)

    @cached_property
    def blanks(self) -> list[Any]:
        """Return the same for a text column."""
        return [""] * len(self.numbers)


class Memory(dict[str, Any]):
    """What one column has read so far: cell -> value, or the fault of the cell."""

    def __init__(self, read: Callable[[str], Any], *, is_required: bool) -> None:
        super().__init__()
        self.read = read
        self.is_required = is_required
        self.has_faults = False

    def __missing__(self, text: str) -> Any:
        try:
            value = stored(self.read(text))
        except CellError as error:
            value = error.fault
        if self.is_required and (value is None or value == ""):
            value = CellFault.REQUIRED
        self.has_faults |= type(value) is CellFault
        if len(self) >= REMEMBERED:
            self.clear()
        self[text] = value
        return value


def stored(value: Any) -> Any:
    """Return a value as the databases take it from a bulk load: dates and decimals as text."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return value


class Converter:
    """Reads the rows of one file, slice by slice, by one mapping of columns."""

    def __init__(
        self,
        kind: ImportKind,
        columns: Mapping[ImportField, int],
        *,
        headings: Sequence[str],
        options: Options,
    ) -> None:
        self.kind, self.options, self.columns = kind, options, columns
        self.headings = list(headings)
        self.width = len(headings)
        self.fields = [each for each in FIELDS[kind] if each.name in columns]
        self.memories = {each.name: _memory(each, options) for each in self.fields}
        required = [columns[each.name] for each in self.fields if each.is_required]
        self.required = required or [0]

    def convert(self, rows: Sequence[list[str]], *, numbers: Iterable[int]) -> Converted:
        """Convert some rows; `numbers` are theirs in the file."""
        result = Converted([], [], {})
        self._take_data_rows(rows, numbers, result)
        turned = list(zip(*result.rows, strict=True)) or [()] * self.width
        for each in self.fields:
            result.values[each.name] = self._column(each, turned[self.columns[each.name]])
        if any(memory.has_faults for memory in self.memories.values()):
            self._refuse(result)
        return result

    def _take_data_rows(
        self, rows: Sequence[list[str]], numbers: Iterable[int], result: Converted
    ) -> None:
        """Take the rows that are data; put the others where they belong."""
        kept, width, key = result.rows, self.width, self.required[0]
        never = AS_TOTALS_ARE_WRITTEN | {self.headings[key]}
        for number, row in zip(numbers, rows, strict=False):
            if len(row) == width and row[key] and row[key] not in never:
                kept.append(row)
                result.numbers.append(number)
            elif (usual := self._unusual(row, number, result)) is not None:
                kept.append(usual)
                result.numbers.append(number)

    def _unusual(self, row: list[str], number: int, result: Converted) -> list[str] | None:
        """Return the row if it is data all the same, in the width of the heading."""
        if not any(cell.strip() for cell in row) or row == self.headings:
            result.skipped += 1
            return None
        if any(cell.strip() for cell in row[self.width :]):
            fault = Fault(None, None, "", CellFault.COLUMN_COUNT)
            result.refused.append(RefusedRow(number, tuple(row), (fault,)))
            return None
        row = (row + [""] * self.width)[: self.width]
        if is_total(row, self.required):
            result.totals.append((number, tuple(row)))
            return None
        return row

    def _column(self, each: Field, cells: Sequence[str]) -> list[Any]:
        memory = self.memories[each.name]
        if each.reads in (Reads.CODE, Reads.TEXT):
            limit = each.limit
            return [
                cell if cell.isalnum() and cell.isascii() and len(cell) <= limit else memory[cell]
                for cell in cells
            ]
        if each.reads is Reads.AMOUNT:
            return [
                int(cell)
                if cell.isdecimal() and cell.isascii() and len(cell) < 16
                else memory[cell]
                for cell in cells
            ]
        return [memory[cell] for cell in cells]

    def _refuse(self, result: Converted) -> None:
        """Take the rows with a fault out of the columns."""
        bad: dict[int, list[Fault]] = {}
        for name, column in result.values.items():
            if not self.memories[name].has_faults:
                continue
            for index, value in enumerate(column):
                if type(value) is CellFault:
                    position = self.columns[name]
                    found = Fault(name, position, result.rows[index][position], value)
                    bad.setdefault(index, []).append(found)
        refuse(result, bad)


def refuse(result: Converted, bad: Mapping[int, Sequence[Fault]]) -> None:
    """Move rows from the accepted to the refused. `bad` maps their index to what is wrong."""
    if not bad:
        return
    for index in sorted(bad):
        cells = tuple(result.rows[index])
        result.refused.append(RefusedRow(result.numbers[index], cells, tuple(bad[index])))
    keep = [index for index in range(len(result.numbers)) if index not in bad]
    result.numbers = [result.numbers[index] for index in keep]
    result.rows = [result.rows[index] for index in keep]
    for name, column in result.values.items():
        result.values[name] = [column[index] for index in keep]


def is_total(row: Sequence[str], required: Sequence[int]) -> bool:
    """Return True for a row that states a sum: a total word, and no value where one is required."""
    words = [cell.strip().replace("　", "").replace(" ", "").lower() for cell in row]
    has_word = any(word in TOTAL_WORDS or word.endswith(("合計", "小計")) for word in words)
    return has_word and any(not words[key] or words[key] in TOTAL_WORDS for key in required)


def _memory(each: Field, options: Options) -> Memory:
    return Memory(_reader(each, options), is_required=each.is_required)


def _reader(each: Field, options: Options) -> Callable[[str], Any]:
    currency, rules = options.currency, options.date_rules
    readers: dict[Reads, Callable[[str], Any]] = {
        Reads.TEXT: lambda text: read_text(text, limit=each.limit),
        Reads.CODE: lambda text: read_code(text, limit=each.limit),
        Reads.AMOUNT: lambda text: read_amount(text, currency=currency),
        Reads.QUANTITY: lambda text: _quantity(text, each),
        Reads.PRICE: lambda text: read_decimal(text, places=PRICE_PLACES, currency=currency),
        Reads.COUNT: read_count,
        Reads.RATE: read_rate,
        Reads.DATE: lambda text: read_date(text, rules=rules),
        Reads.PROMISE: lambda text: _promise(text, rules),
        Reads.CURRENCY: lambda text: _currency(text, currency),
    }
    return readers.get(each.reads) or (lambda text: read_word(text, vocabulary=each.reads.value))


def _quantity(text: str, each: Field) -> Decimal | None:
    value = read_decimal(text, places=QUANTITY_PLACES)
    if value is not None and value < 0:
        raise CellError(CellFault.NEGATIVE_QUANTITY)
    return value


def _promise(text: str, rules: DateRules) -> date | str | None:
    """Return a day, or the supplier's own words where they are those of a vague promise."""
    try:
        return read_date(text, rules=rules)
    except CellError:
        if any(word in text for word in PROMISE_WORDS):
            return "~" + read_text(text, limit=80)
        raise


def _currency(text: str, expected: str) -> str:
    word = text.strip().upper()
    if word in ("", expected) or (expected == "JPY" and word in ("円", "¥", "￥")):
        return expected
    raise CellError(CellFault.OTHER_CURRENCY)
