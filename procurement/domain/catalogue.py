"""Rows of an item or offer list read into values, or the reason why a cell cannot be."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from procurement.enums import CatalogueFault, CatalogueKind, ItemClass, Kinship, Priority
from reconciliation.domain.reading import (
    CellError,
    DateRules,
    plain,
    read_amount,
    read_count,
    read_date,
    read_decimal,
    read_text,
)

HEADER_WITHIN = 20  # rows in which the heading is looked for
YES = frozenset({"1", "yes", "true", "はい", "○", "◯", "〇", "可", "済", "有"})
NO = frozenset({"0", "no", "false", "いいえ", "×", "✕", "不可", "未", "無"})


class CatalogueCellError(ValueError):
    """A cell that is none of the words its column knows."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its names in files, how a cell is read, and whether it has to be filled."""

    names: tuple[str, ...]
    read: Callable[[str], Any]
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is refused: the column and what is wrong with it."""

    column: str
    why: CatalogueFault


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row. Shapes: values by field, of the columns that the file has."""

    number: int
    values: Mapping[str, Any]
    faults: tuple[Fault, ...] = ()


def _text(limit: int) -> Callable[[str], str]:
    return partial(read_text, limit=limit)


def _word(table: Mapping[str, str], text: str) -> str | None:
    """Return what a word stands for; None for a blank cell."""
    word = plain(text).lower()
    if not word:
        return None
    if word not in table:
        raise CatalogueCellError(word)
    return table[word]


def _flag(text: str) -> bool | None:
    word = plain(text).lower()
    if not word:
        return None
    if word not in YES | NO:
        raise CatalogueCellError(word)
    return word in YES


CLASSES = {"a": ItemClass.ESSENTIAL, "b": ItemClass.IMPORTANT, "c": ItemClass.REPLACEABLE}
PRIORITIES = {
    "医療": Priority.MEDICAL,
    "介護": Priority.MEDICAL,
    "重要顧客": Priority.KEY_CUSTOMER,
    "保全": Priority.MAINTENANCE,
    "通常": Priority.ORDINARY,
} | {value: Priority(value) for value in Priority.values}
KINSHIPS = {
    "同一": Kinship.SAME,
    "互換": Kinship.COMPATIBLE,
    "通常": Kinship.ORIGINAL,
} | {value: Kinship(value) for value in Kinship.values}
DAYS = partial(read_date, rules=DateRules())
COLUMNS: Mapping[CatalogueKind, Mapping[str, Column]] = {
    CatalogueKind.ITEMS: {
        "code": Column(("品目コード", "自社コード", "code"), _text(80), is_needed=True),
        "name": Column(("品目名", "品名", "商品名", "name"), _text(200), is_needed=True),
        "jan": Column(("JAN", "JANコード", "jan"), _text(14)),
        "category": Column(("分類", "カテゴリ", "category"), _text(80)),
        "unit": Column(("最小単位", "単位", "unit"), _text(20)),
        "item_class": Column(("区分", "ABC", "class"), partial(_word, CLASSES)),
        "priority": Column(("優先", "優先度", "priority"), partial(_word, PRIORITIES)),
        "is_made_to_order": Column(("特注", "名入れ・特注", "made to order"), _flag),
        "stock_quantity": Column(("在庫数", "在庫", "stock"), partial(read_decimal, places=3)),
        "counted_on": Column(("棚卸日", "在庫確認日", "counted on"), DAYS),
        "daily_use": Column(
            ("1日の使用量", "日使用量", "use per day"), partial(read_decimal, places=3)
        ),
    },
    CatalogueKind.OFFERS: {
        "item": Column(("品目コード", "自社コード", "code"), _text(80), is_needed=True),
        "supplier": Column(("仕入先", "サプライヤー", "supplier"), _text(200), is_needed=True),
        "item_code": Column(
            ("仕入先の商品コード", "商品コード", "item code"), _text(80), is_needed=True
        ),
        "item_name": Column(("商品名", "品名", "name"), _text(200)),
        "kinship": Column(("同一・互換", "種別", "kinship"), partial(_word, KINSHIPS)),
        "pack_price": Column(("価格", "単価", "price"), read_amount, is_needed=True),
        "pack_size": Column(("入数", "pack size"), read_count),
        "pack_unit": Column(("販売単位", "単位", "unit"), _text(20)),
        "minimum_packs": Column(("最低注文数", "最小ロット", "minimum"), read_count),
        "most_packs": Column(("在庫数", "供給可能数", "stock"), read_count),
        "pack_points": Column(("ポイント", "points"), read_count),
        "lead_days": Column(("納期日数", "リードタイム", "lead days"), read_count, is_needed=True),
        "areas": Column(("配送地域", "areas"), _text(200)),
        "is_approved": Column(("承認済み", "approved"), _flag),
        "valid_from": Column(("有効開始日", "valid from"), DAYS),
        "valid_until": Column(("有効終了日", "valid until"), DAYS),
    },
}


def find_columns(kind: CatalogueKind, row: Sequence[str]) -> dict[str, int]:
    """Return which field stands where, by the names in one row."""
    places = {plain(cell).lower(): number for number, cell in reversed(list(enumerate(row)))}
    return {
        field: places[name.lower()]
        for field, column in COLUMNS[kind].items()
        for name in reversed(column.names)
        if name.lower() in places
    }


def missing_columns(kind: CatalogueKind, found: Mapping[str, int]) -> list[str]:
    """Return the first names of columns that a list of this kind cannot do without."""
    return [
        column.names[0]
        for field, column in COLUMNS[kind].items()
        if column.is_needed and field not in found
    ]


def read_rows(
    kind: CatalogueKind, rows: Sequence[Sequence[str]]
) -> tuple[list[str], list[ReadRow]]:
    """Return the needed columns that are missing, and the rows below the heading that was found."""
    heads = [find_columns(kind, row) for row in rows[:HEADER_WITHIN]]
    best = max(range(len(heads)), key=lambda at: len(heads[at]), default=0)
    found = heads[best] if heads else {}
    if missing := missing_columns(kind, found):
        return missing, []
    below = enumerate(rows[best + 1 :], start=best + 2)
    return [], [
        _read(kind, number, row, found) for number, row in below if any(map(str.strip, row))
    ]


def _read(
    kind: CatalogueKind, number: int, row: Sequence[str], found: Mapping[str, int]
) -> ReadRow:
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for field, at in found.items():
        column = COLUMNS[kind][field]
        cell = row[at] if at < len(row) else ""
        try:
            values[field] = column.read(cell)
        except (CellError, CatalogueCellError):
            faults.append(Fault(column.names[0], CatalogueFault.UNREADABLE))
            continue
        if column.is_needed and values[field] in ("", None):
            faults.append(Fault(column.names[0], CatalogueFault.BLANK))
    return ReadRow(number, values, tuple(faults))
