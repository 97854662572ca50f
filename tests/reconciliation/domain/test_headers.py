"""Headings of real files, and what they are taken for."""

import pytest

from reconciliation.domain.columns import lost_zeros, warnings_of
from reconciliation.domain.headers import find_header, guess_columns
from reconciliation.domain.statements import carries
from reconciliation.enums import ImportField as F
from reconciliation.enums import ImportKind

FILES = [
    (
        ImportKind.BANK,
        "年月日,お引出し,お預入れ,お取り扱い内容,残高,メモ,ラベル",
        {F.OCCURRED_ON, F.MONEY_OUT, F.MONEY_IN, F.DESCRIPTION, F.BALANCE},
    ),
    (
        ImportKind.BANK,
        "日付,摘要,摘要内容,支払い金額,預かり金額,差引残高,メモ,入払区分",
        {F.OCCURRED_ON, F.MONEY_OUT, F.MONEY_IN, F.DESCRIPTION, F.BALANCE},
    ),
    (
        ImportKind.BANK,
        "取引日,入出金明細ID,受入金額（円）,払出金額（円）,詳細１,現在（貸付）高",
        {F.OCCURRED_ON, F.TRANSACTION_NUMBER, F.MONEY_IN, F.MONEY_OUT, F.DESCRIPTION, F.BALANCE},
    ),
    (
        ImportKind.BANK,
        "取引日,入出金(円),取引後残高(円),入出金内容",
        {F.OCCURRED_ON, F.AMOUNT, F.BALANCE, F.DESCRIPTION},
    ),
    (
        ImportKind.CARD,
        "ご利用日,ご利用店名,カード,支払区分,分割回数,支払予定月,ご利用金額",
        {F.OCCURRED_ON, F.PAYEE, F.AMOUNT},
    ),
    (
        ImportKind.CARD,
        "ご利用日,データ処理日,ご利用内容,金額,海外通貨利用金額,換算レート",
        {F.OCCURRED_ON, F.DESCRIPTION, F.AMOUNT},
    ),
    (
        ImportKind.ORDERS,
        "Order Date,Order ID,PO Number,ASIN,Item Quantity",
        {F.ORDERED_ON, F.ORDER_NUMBER, F.OWN_NUMBER, F.ITEM_CODE, F.QUANTITY},
    ),
    (
        ImportKind.ORDERS,
        "オーダー管理番号,ご注文日,お申込番号,商品名,数量,税抜単価",
        {F.ORDER_NUMBER, F.ORDERED_ON, F.ITEM_CODE, F.ITEM_NAME, F.QUANTITY, F.UNIT_PRICE},
    ),
    (
        ImportKind.TRACKING,
        "お問い合わせ番号,配達状況,日付,時刻,担当店",
        {F.TRACKING_NUMBER, F.TRACKING_WORD, F.HAPPENED_ON, F.HAPPENED_TIME, F.PLACE},
    ),
]


@pytest.mark.parametrize(("kind", "line", "fields"), FILES)
def test_headings_of_real_files_are_known(kind, line, fields):
    assert set(guess_columns(line.split(","), kind, mapping={})) == fields


def test_the_heading_is_found_under_titles_and_accounts():
    rows = [["○○銀行 入出金明細"], ["口座", "普通 1234567"], [], FILES[0][1].split(",")]

    header = find_header(rows, ImportKind.BANK)

    assert header is not None
    assert (header.row, header.columns[F.BALANCE]) == (4, 4)


def test_what_a_person_corrected_goes_before_the_synonyms():
    columns = guess_columns(
        ["注文番号", "数量", "実数量"], ImportKind.ORDERS, mapping={"quantity": "実数量"}
    )

    assert columns[F.QUANTITY] == 2


def test_what_is_missing_is_named():
    header = find_header([["注文番号", "注文日"]], ImportKind.ORDERS)

    assert header is not None
    assert header.missing(ImportKind.ORDERS) == (F.QUANTITY,)
    assert find_header([["a", "b"]], ImportKind.ORDERS) is None


@pytest.mark.parametrize(
    ("codes", "found"),
    [
        (["12345"] * 5 + ["1234"], "1234"),
        (["12345"] * 5, ""),
        (["12345"] * 5 + ["01234", "1234"], ""),
        (["12345"] * 5 + ["1"], ""),
        (["123456", "1234"], ""),
        (["A1", "B22"], ""),
    ],
)
def test_i4_lost_zeros_are_noticed(codes, found):
    assert lost_zeros(codes) == found


def test_lost_zeros_are_told_with_their_column():
    rows = [["12345", "1"]] * 5 + [["1234", "1"]]

    assert warnings_of(rows, {F.ITEM_CODE: 0, F.QUANTITY: 1}) == [
        {"field": "item_code", "example": "1234"}
    ]


@pytest.mark.parametrize(
    ("lines", "complete"),
    [
        ([(100, 900), (-50, 950), (10, 940)], True),
        ([(10, 940), (-50, 950), (100, 900)], True),
        ([(100, 900), (10, 880)], False),
        ([(100, 900)], True),
    ],
)
def test_a_running_balance_proves_completeness(lines, complete):
    assert carries(lines) is complete
