from datetime import date
from decimal import Decimal

import pytest

from procurement.domain.catalogue import Fault, read_rows
from procurement.enums import CatalogueFault, CatalogueKind, ItemClass, Kinship

ITEMS = CatalogueKind.ITEMS


def test_the_heading_is_found_below_a_title_and_cells_are_read_as_their_columns_hold():
    rows = [
        ["必需品リスト"],
        ["品目コード", "品目名", "区分", "在庫数", "棚卸日", "特注"],
        ["P-1", "コピー用紙", "Ａ", "１２０", "2025/10/20", "○"],
        ["", "", "", "", "", ""],
    ]

    missing, (row,) = read_rows(ITEMS, rows)

    assert (missing, row.number, row.faults) == ([], 3, ())
    assert row.values == {
        "code": "P-1",
        "name": "コピー用紙",
        "item_class": ItemClass.ESSENTIAL,
        "stock_quantity": Decimal(120),
        "counted_on": date(2025, 10, 20),
        "is_made_to_order": True,
    }


@pytest.mark.parametrize(
    ("heading", "cell", "value"),
    [
        ("在庫数", "", None),  # not counted is not zero
        ("区分", "", None),
        ("特注", "", None),
        ("特注", "いいえ", False),
    ],
)
def test_a_blank_cell_is_never_zero(heading, cell, value):
    _missing, (row,) = read_rows(ITEMS, [["品目コード", "品目名", heading], ["P", "紙", cell]])

    assert list(row.values.values())[2:] == [value]


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        (["P", "紙", "D"], Fault("区分", CatalogueFault.UNREADABLE)),
        (["", "紙", "A"], Fault("品目コード", CatalogueFault.BLANK)),
        (["P"], Fault("品目名", CatalogueFault.BLANK)),
    ],
)
def test_a_row_that_cannot_be_read_says_why(cells, fault):
    _missing, (row,) = read_rows(ITEMS, [["品目コード", "品目名", "区分"], cells])

    assert row.faults == (fault,)


@pytest.mark.parametrize("cell", ["多分", "?"])
def test_an_unknown_yes_or_no_is_refused(cell):
    _missing, (row,) = read_rows(ITEMS, [["品目コード", "品目名", "特注"], ["P", "紙", cell]])

    assert row.faults == (Fault("特注", CatalogueFault.UNREADABLE),)


def test_missing_columns_are_named():
    assert read_rows(CatalogueKind.OFFERS, [["品目コード", "価格"]]) == (
        ["仕入先", "仕入先の商品コード", "納期日数"],
        [],
    )
    assert read_rows(ITEMS, []) == (["品目コード", "品目名"], [])


def test_offers_are_read():
    rows = [
        ["品目コード", "仕入先", "商品コード", "価格", "納期日数", "同一・互換"],
        ["P-1", "みなと", "M-1", "1,280円", "2", "互換"],
    ]

    _missing, (row,) = read_rows(CatalogueKind.OFFERS, rows)

    assert row.values == {
        "item": "P-1",
        "supplier": "みなと",
        "item_code": "M-1",
        "pack_price": 1280,
        "lead_days": 2,
        "kinship": Kinship.COMPATIBLE,
    }
