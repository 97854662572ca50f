"""Column by column or row by row: the same file gives the same rows (I4, A8, A10)."""

import pytest

from reconciliation.enums import CellFault, ImportKind
from reconciliation.models import OrderLine, QuarantinedRow, ShipmentLine, Transaction
from reconciliation.operations import checking
from tests.reconciliation.operations.files import Desk, counts

pytestmark = pytest.mark.django_db
ORDER_HEAD = (
    "注文番号,明細番号,注文日,納期,商品コード,商品名,数量,単価,値引,税率,税区分,金額（税抜）\n"
)
ORDERS = (
    "受注明細,2026年9月\n" + ORDER_HEAD + "PO-1,1,2026/9/1,未定,AS001,コピー用紙,2,500,,10%,,\n"
    'po−2,1,令和8年9月2日,2026/9/5,="0012","紙, ""厚口""","1,000",499.5,▲3,8,軽減8%,\n'
    "\n ,,,,,,,,,,,\n" + ORDER_HEAD + "PO3,2,20260903,,AS 3,  のり  ,３,12.25,(2),,,700\n"
    "PO4,1,あした,,A,紙,2,1,,10,,\n"
    "PO5,1,2026/9/1,,A,紙,-2,1,,10,,\n"
    "PO6,1,2026/9/1,,A,紙,2,1,,10,,,あふれ\n"
    "PO7,1,2026/9/1\n"
    ",1,2026/9/1,,A,番号なし,2,1,,10,,\n"
    "合計,,,,,,1012,,,,,\n"
    "PO8,1,2026/9/1,,A,紙,99999999999,99999999999,,10,,\n"
    "PO9,1,2026/9/1,,A,十兆円,1,10000000000000,,10,,\n"
    "PO10,1,2026/9/1,,A,ドル,1,$5,,10,,\n"
)
SHIPMENTS = (
    "出荷番号,注文番号,明細番号,商品コード,出荷日,出荷区分,数量,送り状番号\n"
    "SH-1,PO-1,1,A,2026/9/2,出荷,1,1234-5678\n"
    ",PO-1,0,ケ-ス,2026/9/2,返品,1,\n"
    "sh2,PO-2,,B,2026/9/3,,1.5,\n"
    f"SH3,PO-3,1,{'長' * 79},2026/9/3,出荷,1,\n"
    f"{'S' * 80},{'P' * 80},,{'品' * 60},2026/9/3,out,1,\n"
    "SH4,PO-3,1,A,2026/9/3,どこか,1,\n"
)
TRANSACTIONS = (
    "取引番号,取引区分,取引日,請求番号,注文番号,明細番号,商品コード,税率,金額,状態\n"
    "T1,請求,2026/9/30,INV－1,PO-1,1,A,10,1100,確定\n"
    ",請求,2026/9/30,INV-1,PO-1,2,A,8,▲108,\n"
    ",返金,2026/10/1,,PO-1,,,,\\500,返金済\n"
    ",,2026/10/1,,PO-1,,,,500,\n"
    "T2,なぞ,2026/10/1,,PO-1,,,,500,\n"
    "T3,支払,2026/10/1,,,,,,,\n"
)
OPEN_QUOTE_INSIDE = (
    ORDER_HEAD + 'PO1,1,2026/9/1,,A,24" 画面,1,5,,10,,\nPO2,1,2026/9/1,,A,"二\n行",1,5,,10,,\n'
)
FILES = [
    (ImportKind.ORDERS, OrderLine, ORDERS),
    (ImportKind.ORDERS, OrderLine, ORDERS.replace("\n", "\r\n")),
    (ImportKind.ORDERS, OrderLine, OPEN_QUOTE_INSIDE),
    (ImportKind.SHIPMENTS, ShipmentLine, SHIPMENTS),
    (ImportKind.TRANSACTIONS, Transaction, TRANSACTIONS),
]


def stored(desk, kind, model, text):
    """Return everything that a check keeps of a file."""
    batch = desk.check(text, kind=kind)
    own = {"id", "batch_id", "supplier_id"}
    rows = [
        {name: value for name, value in row.items() if name not in own}
        for row in model.objects.filter(batch=batch).order_by("source_row").values()
    ]
    refused = QuarantinedRow.objects.filter(batch=batch).order_by("source_row")
    told = list(refused.values("source_row", "cells", "faults"))
    return rows, told, counts(batch), batch.row_count, batch.skipped_count, batch.sums


@pytest.mark.parametrize(("kind", "model", "text"), FILES)
@pytest.mark.parametrize("size", [2, 40_000])
def test_i4_both_roads_keep_the_same(workspace, monkeypatch, kind, model, text, size):
    monkeypatch.setattr(checking, "SLICE", size)
    by_column = stored(Desk(workspace), kind, model, text)
    monkeypatch.setattr(checking, "COLUMN_SHAPES", {})

    by_row = stored(Desk(workspace), kind, model, text)

    assert by_column == by_row
    assert by_row[0]


def test_a8_a_line_beyond_every_amount_is_refused_and_ten_trillion_is_exact(workspace):
    desk = Desk(workspace)

    batch = desk.check(ORDERS)

    refused = QuarantinedRow.objects.get(batch=batch, cells__0="PO8")
    assert [fault["fault"] for fault in refused.faults] == [CellFault.TOO_LARGE]
    assert OrderLine.objects.get(batch=batch, order_key="PO9").line_amount == 10**13
