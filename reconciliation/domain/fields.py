"""The columns that each kind of file may have, and the headings they are known by.

Source: the synonym table of the trade's export files; a heading that is listed nowhere is shown to
a person, who says what it is.
"""

from dataclasses import dataclass
from enum import Enum

from reconciliation.enums import ImportField as F
from reconciliation.enums import ImportKind


class Reads(Enum):
    """How the cells of a column are read."""

    TEXT = "text"
    CODE = "code"
    AMOUNT = "amount"
    QUANTITY = "quantity"
    PRICE = "price"
    COUNT = "count"
    RATE = "rate"
    DATE = "date"
    PROMISE = "promise"  # a date, or words such as 未定 that are kept
    DIRECTION = "direction"
    TRANSACTION_KIND = "transaction_kind"
    STATUS = "status"
    METHOD = "method"
    TAX_CLASS = "tax_class"
    TAX_BASIS = "tax_basis"
    DIRECT = "direct"
    CURRENCY = "currency"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a column can tell."""

    name: F
    reads: Reads
    limit: int = 80  # characters
    is_required: bool = False


HEADINGS: dict[F, tuple[str, ...]] = {
    F.ORDER_NUMBER: (
        *(
            "注文番号",
            "ご注文番号",
            "注文No",
            "注文NO.",
            "受注番号",
            "オーダー番号",
            "オーダー管理番号",
        ),
        *("発注番号", "発注No", "伝票番号(注文)", "order_no", "Order ID"),
    ),
    F.OWN_NUMBER: (
        *(
            "PO番号",
            "発注書番号",
            "お客様注文番号",
            "管理番号",
            "任意コード",
            "貴社管理番号",
            "PO Number",
        ),
    ),
    F.LINE_NUMBER: ("明細番号", "行番号", "行No", "枝番", "明細No", "line_no"),
    F.ORDERED_ON: (
        *(
            "注文日",
            "ご注文日",
            "受注日",
            "発注日",
            "注文日時",
            "申込日",
            "order_date",
            "Order Date",
        ),
    ),
    F.PROMISED_ON: (
        *("お届け予定日", "納品予定日", "納期", "希望納期", "お届け希望日", "指定日", "出荷予定日"),
        "promised_date",
    ),
    F.SHIPPED_ON: ("出荷日", "発送日", "出荷完了日", "計上日", "ship_date"),
    F.DELIVERED_ON: (*("お届け日", "納品日", "配達日", "配達完了日", "着日", "受領日", "検収日"),),
    F.SHIPMENT_NUMBER: (
        *("納品書番号", "伝票番号", "伝票No", "出荷番号", "出荷No", "shipment_no"),
    ),
    F.TRACKING_NUMBER: (
        *("送り状番号", "お問い合わせ番号", "問い合わせ伝票番号", "追跡番号", "配送伝票番号"),
        *("お問い合わせ伝票番号", "問合せ番号", "tracking_no"),
    ),
    F.CARRIER: ("配送会社", "運送会社", "配送業者", "carrier"),
    F.ITEM_CODE: (
        *("商品コード", "商品番号", "品番", "お申込番号", "注文コード", "型番", "メーカー品番"),
        *("JANコード", "ASIN", "item_code"),
    ),
    F.ITEM_NAME: ("商品名", "品名", "商品名称", "item_name"),
    F.QUANTITY: (
        *("数量", "注文数量", "出荷数量", "納品数量", "個数", "数", "qty", "Item Quantity"),
    ),
    F.UNIT: ("単位", "入数", "販売単位"),
    F.UNIT_PRICE: ("単価", "販売単価", "税抜単価", "税込単価", "価格", "unit_price"),
    F.NET_AMOUNT: ("税抜金額", "小計", "net"),
    F.AMOUNT: (
        *(
            "金額",
            "税込金額",
            "合計",
            "合計金額",
            "ご請求金額",
            "お支払金額",
            "請求金額",
            "ご利用金額",
        ),
        *("入出金(円)", "お支払い金額", "返金額", "amount", "Payment Amount"),
    ),
    F.TAX_AMOUNT: ("消費税", "消費税額", "税額", "内税", "外税", "tax"),
    F.TAX_RATE: ("税率", "適用税率", "消費税率", "tax_rate"),
    F.TAX_CLASS: ("税区分", "課税区分", "軽減税率対象", "軽減", "※"),
    F.TAX_BASIS: ("税込税抜", "税計算区分", "内税外税区分"),
    F.DISCOUNT: ("値引", "値引額", "割引", "クーポン", "discount"),
    F.POINTS: ("ポイント", "利用ポイント", "ポイント利用額", "points"),
    F.DOCUMENT_NUMBER: ("請求番号", "請求書番号", "請求書No", "doc_no"),
    F.DUE_ON: ("支払期日", "お支払期限", "支払期限"),
    F.REGISTRATION_NUMBER: ("登録番号", "適格請求書発行事業者登録番号"),
    F.DEPARTMENT: ("部門コード", "部門名", "部署名", "部門", "アカウントグループ", "dept"),
    F.PERSON: ("利用者名", "注文者", "発注者", "担当者"),
    F.DELIVERY_PLACE: ("お届け先", "届け先名", "納品先", "配送先"),
    F.STATE_TEXT: (*("ステータス", "状況", "注文状況", "配送状況", "処理区分", "キャンセル区分"),),
    F.CANCELLED_QUANTITY: ("キャンセル数量", "取消数量", "cancel_qty"),
    F.CANCELLED_ON: ("キャンセル日", "取消日", "cancel_date"),
    F.REPLACES_NUMBER: ("元注文番号", "振替元注文番号", "orig_order_no"),
    F.REPLACES_LINE: ("元明細番号", "orig_line_no"),
    F.DIRECT: ("直送", "直送区分", "メーカー直送"),
    F.DIRECTION: ("出荷区分", "入出荷区分", "返品区分", "direction"),
    F.RECEIVED_QUANTITY: ("受領数量", "検収数量", "入荷数量", "received_qty"),
    F.TRACKING_WORD: ("配達状況", "荷物状況", "配送ステータス", "配送状況", "状況", "ステータス"),
    F.HAPPENED_ON: ("日付", "日時", "配達日", "更新日", "最終更新日", "年月日"),
    F.HAPPENED_TIME: ("時刻", "時間"),
    F.PLACE: ("担当店", "営業所", "取扱店", "取扱局", "担当店名"),
    F.TRANSACTION_NUMBER: ("取引番号", "取引No", "入出金明細ID", "txn_no", "明細ID"),
    F.TRANSACTION_KIND: ("取引区分", "取引種別", "種別", "区分", "txn_type"),
    F.OCCURRED_ON: (
        *(
            "取引日",
            "年月日",
            "日付",
            "お取引日",
            "ご利用日",
            "利用日",
            "勘定日",
            "請求日",
            "決済日",
        ),
        *("入金日", "返金日", "計上日", "請求締日", "締日", "txn_date", "Payment Date"),
    ),
    F.STATUS: ("状態", "決済状況", "処理状況", "ステータス", "status"),
    F.METHOD: ("支払方法", "お支払方法", "決済方法", "method"),
    F.SETTLEMENT_NUMBER: ("決済番号", "振込番号", "照会番号", "settle_no", "Payment Reference ID"),
    F.PAYEE: ("振込依頼人", "振込先", "取引先", "受取人", "ご利用店名", "利用店名", "payee"),
    F.DESCRIPTION: (
        *("摘要", "摘要内容", "お取り扱い内容", "取引内容", "入出金内容", "入出金先内容", "詳細1"),
        *("ご利用内容", "内容", "備考"),
    ),
    F.MONEY_OUT: (
        *(
            "お引出し",
            "支払い金額",
            "払出金額(円)",
            "払出金額",
            "お引出金額",
            "出金",
            "出金額",
            "出金金額",
        ),
        "お支払金額",
    ),
    F.MONEY_IN: (
        *(
            "お預入れ",
            "預かり金額",
            "受入金額(円)",
            "受入金額",
            "お預入金額",
            "入金",
            "入金額",
            "入金金額",
        ),
    ),
    F.BALANCE: ("残高", "差引残高", "取引後残高(円)", "残高(円)", "現在(貸付)高", "取引後残高"),
    F.CURRENCY: ("通貨", "通貨コード", "currency"),
    F.CORRECTED_ROW: ("元の行番号",),
}

_ORDER = (
    Field(F.ORDER_NUMBER, Reads.CODE, is_required=True),
    Field(F.LINE_NUMBER, Reads.COUNT),
    Field(F.OWN_NUMBER, Reads.CODE),
    Field(F.ORDERED_ON, Reads.DATE),
    Field(F.PROMISED_ON, Reads.PROMISE),
    Field(F.DEPARTMENT, Reads.TEXT),
    Field(F.PERSON, Reads.TEXT),
    Field(F.ITEM_CODE, Reads.CODE),
    Field(F.ITEM_NAME, Reads.TEXT, limit=200),
    Field(F.QUANTITY, Reads.QUANTITY, is_required=True),
    Field(F.UNIT, Reads.TEXT, limit=20),
    Field(F.UNIT_PRICE, Reads.PRICE),
    Field(F.DISCOUNT, Reads.AMOUNT),
    Field(F.POINTS, Reads.AMOUNT),
    Field(F.NET_AMOUNT, Reads.AMOUNT),
    Field(F.TAX_RATE, Reads.RATE),
    Field(F.TAX_CLASS, Reads.TAX_CLASS),
    Field(F.TAX_BASIS, Reads.TAX_BASIS),
    Field(F.CANCELLED_QUANTITY, Reads.QUANTITY),
    Field(F.CANCELLED_ON, Reads.DATE),
    Field(F.REPLACES_NUMBER, Reads.CODE),
    Field(F.REPLACES_LINE, Reads.COUNT),
    Field(F.DIRECT, Reads.DIRECT),
    Field(F.DELIVERY_PLACE, Reads.TEXT, limit=200),
    Field(F.STATE_TEXT, Reads.TEXT),
    Field(F.CURRENCY, Reads.CURRENCY),
)
_SHIPMENT = (
    Field(F.SHIPMENT_NUMBER, Reads.CODE),
    Field(F.ORDER_NUMBER, Reads.CODE, is_required=True),
    Field(F.LINE_NUMBER, Reads.COUNT),
    Field(F.ITEM_CODE, Reads.CODE),
    Field(F.SHIPPED_ON, Reads.DATE),
    Field(F.DELIVERED_ON, Reads.DATE),
    Field(F.DIRECTION, Reads.DIRECTION),
    Field(F.QUANTITY, Reads.QUANTITY, is_required=True),
    Field(F.RECEIVED_QUANTITY, Reads.QUANTITY),
    Field(F.CARRIER, Reads.TEXT, limit=40),
    Field(F.TRACKING_NUMBER, Reads.CODE, limit=40),
    Field(F.STATE_TEXT, Reads.TEXT),
)
_TRANSACTION = (
    Field(F.TRANSACTION_NUMBER, Reads.CODE),
    Field(F.TRANSACTION_KIND, Reads.TRANSACTION_KIND),
    Field(F.OCCURRED_ON, Reads.DATE, is_required=True),
    Field(F.DUE_ON, Reads.DATE),
    Field(F.DOCUMENT_NUMBER, Reads.CODE),
    Field(F.ORDER_NUMBER, Reads.CODE),
    Field(F.LINE_NUMBER, Reads.COUNT),
    Field(F.ITEM_CODE, Reads.CODE),
    Field(F.QUANTITY, Reads.QUANTITY),
    Field(F.UNIT_PRICE, Reads.PRICE),
    Field(F.DISCOUNT, Reads.AMOUNT),
    Field(F.NET_AMOUNT, Reads.AMOUNT),
    Field(F.TAX_RATE, Reads.RATE),
    Field(F.TAX_CLASS, Reads.TAX_CLASS),
    Field(F.TAX_BASIS, Reads.TAX_BASIS),
    Field(F.TAX_AMOUNT, Reads.AMOUNT),
    Field(F.AMOUNT, Reads.AMOUNT, is_required=True),
    Field(F.STATUS, Reads.STATUS),
    Field(F.METHOD, Reads.METHOD),
    Field(F.SETTLEMENT_NUMBER, Reads.CODE),
    Field(F.PAYEE, Reads.TEXT, limit=200),
    Field(F.DESCRIPTION, Reads.TEXT, limit=200),
    Field(F.REGISTRATION_NUMBER, Reads.CODE, limit=20),
    Field(F.CURRENCY, Reads.CURRENCY),
)
_STATEMENT = (
    Field(F.TRANSACTION_NUMBER, Reads.CODE),
    Field(F.OCCURRED_ON, Reads.DATE, is_required=True),
    Field(F.MONEY_OUT, Reads.AMOUNT),
    Field(F.MONEY_IN, Reads.AMOUNT),
    Field(F.AMOUNT, Reads.AMOUNT),
    Field(F.BALANCE, Reads.AMOUNT),
    Field(F.PAYEE, Reads.TEXT, limit=200),
    Field(F.DESCRIPTION, Reads.TEXT, limit=200),
    Field(F.SETTLEMENT_NUMBER, Reads.CODE),
    Field(F.CURRENCY, Reads.CURRENCY),
)
_TRACKING = (
    Field(F.TRACKING_NUMBER, Reads.CODE, limit=40, is_required=True),
    Field(F.TRACKING_WORD, Reads.TEXT, is_required=True),
    Field(F.HAPPENED_ON, Reads.DATE),
    Field(F.HAPPENED_TIME, Reads.TEXT, limit=20),
    Field(F.PLACE, Reads.TEXT),
    Field(F.CARRIER, Reads.TEXT, limit=40),
)
_CORRECTED = (Field(F.CORRECTED_ROW, Reads.COUNT),)  # in every file that we gave back ourselves
FIELDS: dict[ImportKind, tuple[Field, ...]] = {
    ImportKind.ORDERS: _ORDER + _CORRECTED,
    ImportKind.SHIPMENTS: _SHIPMENT + _CORRECTED,
    ImportKind.TRANSACTIONS: _TRANSACTION + _CORRECTED,
    ImportKind.BILLING: _TRANSACTION + _CORRECTED,
    ImportKind.BANK: _STATEMENT + _CORRECTED,
    ImportKind.CARD: _STATEMENT + _CORRECTED,
    ImportKind.TRACKING: _TRACKING + _CORRECTED,
}
# What a file of a kind must have one of, beside its required fields.
ALTERNATIVES: dict[ImportKind, tuple[F, ...]] = {
    ImportKind.BANK: (F.MONEY_OUT, F.MONEY_IN, F.AMOUNT),
    ImportKind.CARD: (F.AMOUNT, F.MONEY_OUT),
}


def required_of(kind: ImportKind) -> tuple[F, ...]:
    return tuple(field.name for field in FIELDS[kind] if field.is_required)
