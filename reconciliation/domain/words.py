"""Words in files that stand for one of our closed lists. A word that is not here is not guessed."""

from collections.abc import Hashable
from typing import Any, TypeVar
from unicodedata import normalize

from reconciliation.domain.reading import CellError
from reconciliation.enums import (
    CellFault,
    Direction,
    PaymentMethod,
    TaxBasis,
    TaxClass,
    TrackingStage,
    TransactionKind,
    TransactionStatus,
)

Member = TypeVar("Member", bound=Hashable)

DIRECTIONS = {
    Direction.OUT: ("out", "出荷", "納品", "発送", "出庫", "delivery"),
    Direction.RETURN: ("return", "返品", "返却", "返送", "入庫"),
}
TRANSACTION_KINDS = {
    TransactionKind.INVOICE: ("invoice", "請求", "売上", "請求明細", "納品"),
    TransactionKind.INVOICE_TAX: ("invoice_tax", "消費税", "消費税額", "税"),
    TransactionKind.CREDIT_NOTE: (
        "credit_note",
        "返品",
        "値引",
        "赤伝",
        "返還",
        "取消請求",
        "マイナス請求",
    ),
    TransactionKind.PAYMENT: ("payment", "支払", "入金", "お支払", "決済", "振込"),
    TransactionKind.REFUND: ("refund", "返金", "ご返金"),
    TransactionKind.POINTS_USE: ("points_use", "ポイント利用", "利用ポイント", "ポイント使用"),
    TransactionKind.POINTS_RETURN: (
        "points_return",
        "ポイント返還",
        "ポイント戻し",
        "返還ポイント",
    ),
    TransactionKind.ACCRUAL: ("accrual", "仮計上", "未払計上", "見積計上"),
    TransactionKind.FEE: ("fee", "手数料", "振込手数料", "代引手数料"),
    TransactionKind.BANK_LINE: ("bank_line", "入出金", "銀行"),
    TransactionKind.CARD_LINE: ("card_line", "カード利用", "カード"),
}
STATUSES = {
    TransactionStatus.CONFIRMED: ("confirmed", "確定", "確定済", "請求済", "計上済"),
    TransactionStatus.PROVISIONAL: ("provisional", "仮", "仮計上", "未確定", "暫定"),
    TransactionStatus.PENDING: ("pending", "処理中", "手続中", "返金予定", "未決済", "保留"),
    TransactionStatus.SETTLED: (
        "settled",
        "済",
        "完了",
        "決済済",
        "入金済",
        "支払済",
        "返金済",
        "返金完了",
    ),
    TransactionStatus.CANCELLED: ("cancelled", "取消", "キャンセル", "取消済"),
    TransactionStatus.UNSTATED: ("",),
}
METHODS = {
    PaymentMethod.BANK: ("bank", "振込", "銀行振込", "請求書払い", "請求書"),
    PaymentMethod.DIRECT_DEBIT: ("direct_debit", "口座振替", "自動引落", "引落"),
    PaymentMethod.CARD: ("card", "カード", "クレジットカード", "クレジット", "法人カード"),
    PaymentMethod.POINTS: ("points", "ポイント"),
    PaymentMethod.CASH: ("cash", "現金", "代金引換", "代引", "代引き"),
    PaymentMethod.OTHER: ("other", "その他"),
    PaymentMethod.UNSTATED: ("",),
}
TAX_CLASSES = {
    TaxClass.STANDARD: ("standard", "標準", "課税", "標準税率", "課税10%", "10%"),
    TaxClass.REDUCED: (
        "reduced",
        "軽減",
        "軽減税率",
        "軽減8%",
        "軽",
        "※",
        "8%",
        "軽減税率対象",
        "軽減対象",
    ),
    TaxClass.FORMER: ("former", "旧税率", "旧8%", "経過措置8%"),
    TaxClass.EXEMPT: ("exempt", "非課税"),
    TaxClass.OUTSIDE: ("outside", "対象外", "不課税", "課税対象外"),
    TaxClass.UNSTATED: ("",),
}
TAX_BASES = {
    TaxBasis.EXCLUDED: ("excluded", "外税", "税抜", "税別", "税抜き"),
    TaxBasis.INCLUDED: ("included", "内税", "税込", "税込み"),
    TaxBasis.UNSTATED: ("",),
}
DIRECT = {
    True: ("true", "1", "直送", "メーカー直送", "○", "yes", "産直", "直"),
    False: ("false", "0", "在庫", "在庫品", "倉庫", "no", "×", "通常"),
    None: ("",),
}
# Source: carriers' tracking pages; the order of the scale is not the order of events.
TRACKING = {
    TrackingStage.REGISTERED: ("伝票番号発行", "荷物受付", "集荷", "引受"),
    TrackingStage.IN_TRANSIT: (
        *("発送", "発送済み", "輸送中", "作業店通過", "配達店到着", "中継", "通過", "到着"),
    ),
    TrackingStage.OUT_FOR_DELIVERY: ("配達中", "配達予定", "持ち出し中"),
    TrackingStage.EXCEPTION: (
        *("持戻", "持戻(ご不在)", "持戻(休業)", "調査中", "依頼受付", "ご不在", "持戻り", "保留中"),
        *(
            "依頼受付(日・時間帯変更)",
            "依頼受付(再配達)",
            "ご不在のため持ち戻り",
            "配達希望受付",
            "転送",
        ),
    ),
    TrackingStage.HELD: (
        *("ご来店予定(保管中)", "配達日・時間帯指定(保管中)", "保管中", "営業所受取", "保管"),
    ),
    TrackingStage.DELIVERED: (
        *("配達完了", "投函完了", "配達完了(宅配ボックス)", "配達終了"),
        *("お届け先にお届け済み", "窓口でお渡し"),
    ),
    TrackingStage.RETURNED: ("返品", "返品完了", "受取辞退", "差出人に返送"),
    TrackingStage.NOT_FOUND: (
        *("伝票番号誤り", "伝票番号未登録", "該当なし", "お問い合わせ番号が見つかりません"),
    ),
}


def plain_word(text: str) -> str:
    """Return the word in the form in which words are compared."""
    return "".join(normalize("NFKC", text).lower().split())


def _by_word(table: dict[Member, tuple[str, ...]]) -> dict[str, Member]:
    return {plain_word(word): member for member, words in table.items() for word in words}


VOCABULARIES: dict[str, dict[str, Any]] = {
    "direction": _by_word(DIRECTIONS),
    "transaction_kind": _by_word(TRANSACTION_KINDS),
    "status": _by_word(STATUSES),
    "method": _by_word(METHODS),
    "tax_class": _by_word(TAX_CLASSES),
    "tax_basis": _by_word(TAX_BASES),
    "direct": _by_word(DIRECT),
}
_TRACKING = _by_word(TRACKING)


def read_word(text: str, *, vocabulary: str) -> Any:
    """Return the member of a closed list that a word stands for.

    Raises: CellError for a word that we do not know.
    """
    known = VOCABULARIES[vocabulary]
    word = plain_word(text)
    if word in known:
        return known[word]
    if not word:
        return None
    raise CellError(CellFault.UNKNOWN_WORD)


def tracking_stage(text: str) -> TrackingStage:
    """Return where a carrier's word stands on the one scale; UNKNOWN waits for a person."""
    return _TRACKING.get(plain_word(text), TrackingStage.UNKNOWN)
