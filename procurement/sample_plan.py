"""What the sample company buys, from whom, and what is on order when its story begins.

Plain values. Days are counted from the day on which the sample is made; yen without tax. The three
suppliers are those of tracker.sample.company, named by their place in it.
"""

from dataclasses import dataclass

STOPPED, OWL, TIDE = range(3)  # the supplier that stops, and its two alternates


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """One item: own stock, use per day, and per supplier what a pack costs and holds."""

    code: str
    name: str
    unit: str
    item_class: str
    category: str
    stock: int | None
    daily_use: str
    usual: tuple[str, int, int]  # code at the usual supplier, price, units in a pack
    owl: tuple[str, int, int, int, int | None]  # code, price, units, days, packs in stock
    tide: tuple[str, int, int, int, int | None] | None
    priority: str = "ordinary"
    is_compatible: bool = False  # what the alternates have is compatible, not the same


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """One order line: order number, item, packs, days since the order, days to the promised day."""

    order: str
    line: int
    item: str
    packs: int
    ordered: int
    promised: int
    department: str
    state: str = "受付済"
    cancelled: int = 0


ITEMS = (
    PlannedItem(
        "HD-101", "コピー用紙 A4 500枚", "冊", "a", "用紙", 18, "4",
        ("TG-50011", 4280, 10), ("F-2001", 2240, 5, 1, None), ("S-A4-10", 4390, 10, 2, 40),
    ),
    PlannedItem(
        "HD-102", "コピー用紙 A3 500枚", "冊", "a", "用紙", 6, "0.8",
        ("TG-50013", 3980, 3), ("F-2003", 4180, 3, 1, 20), ("S-A3-05", 6750, 5, 2, 30),
    ),
    PlannedItem(
        "HD-110", "大判ロール紙 A1 50m", "本", "a", "用紙", 4, "0.6",
        ("TG-51200", 5600, 2), ("F-2110", 2980, 1, 3, 12), ("S-ROLL-1", 3050, 1, 3, None),
    ),
    PlannedItem(
        "HD-201", "トナーカートリッジ 黒", "本", "a", "消耗品", 2, "0.15",
        ("TG-60410", 13200, 1), ("F-3301", 14100, 1, 1, 6), ("S-TN-K", 9800, 1, 3, 15),
        is_compatible=True,
    ),
    PlannedItem(
        "HD-301", "付箋 75×75mm", "冊", "c", "文具", 30, "2",
        ("TG-71002", 980, 10), ("F-4107", 560, 5, 1, None), ("S-FS75", 1020, 10, 2, None),
    ),
    PlannedItem(
        "HD-302", "ゲルボールペン 黒 0.5", "本", "b", "文具", 24, "1.5",
        ("TG-71120", 850, 10), ("F-4210", 92, 1, 1, None), ("S-GB05", 880, 10, 2, None),
    ),
    PlannedItem(
        "HD-303", "角形2号封筒 100枚", "袋", "b", "文具", 5, "0.3",
        ("TG-71540", 1180, 1), ("F-4330", 1240, 1, 1, 80), ("S-K2-100", 1190, 1, 2, None),
    ),
    PlannedItem(
        "HD-401", "手指消毒液 5L", "本", "a", "衛生", 1, "0.1",
        ("TG-90022", 5480, 1), ("F-5502", 5980, 1, 2, 10), None, priority="medical",
    ),
    PlannedItem(
        "HD-402", "ペーパータオル 200枚×42", "箱", "b", "衛生", 3, "0.2",
        ("TG-90105", 3980, 1), ("F-5610", 4350, 1, 2, 25), ("S-PT42", 4120, 1, 3, None),
    ),
    PlannedItem(
        "HD-501", "図面ファイル A3 青", "冊", "c", "ファイル", 12, "0.2",
        ("TG-80310", 640, 1), ("F-6015", 690, 1, 1, None), ("S-ZF-A3", 655, 1, 2, None),
        is_compatible=True,
    ),
)  # fmt: skip

LINES = (
    PlannedLine("TG-2510-0412", 1, "HD-101", 10, 6, 1, "総務部", "保留"),
    PlannedLine("TG-2510-0412", 2, "HD-301", 3, 6, 1, "総務部", "保留"),
    PlannedLine("TG-2510-0418", 1, "HD-110", 6, 5, 2, "設計部", "保留"),
    PlannedLine("TG-2510-0418", 2, "HD-102", 4, 5, 2, "設計部", "保留"),
    PlannedLine("TG-2510-0421", 1, "HD-201", 3, 5, 2, "設計部", "在庫引当エラー"),
    PlannedLine("TG-2510-0425", 1, "HD-401", 2, 4, 1, "総務部", "保留"),
    PlannedLine("TG-2510-0425", 2, "HD-402", 4, 4, 1, "総務部", "保留"),
    PlannedLine("TG-2510-0430", 1, "HD-101", 6, 4, 3, "設計部", "キャンセル", 6),
    PlannedLine("TG-2510-0431", 1, "HD-303", 8, 4, 3, "営業部", "キャンセル", 8),
    PlannedLine("TG-2510-0433", 1, "HD-302", 5, 4, 3, "営業部", "キャンセル", 5),
    PlannedLine("TG-2510-0440", 1, "HD-110", 4, 3, 4, "設計部"),
    PlannedLine("TG-2510-0440", 2, "HD-501", 10, 3, 4, "設計部"),
    PlannedLine("TG-2510-0444", 1, "HD-301", 6, 3, 5, "営業部"),
    PlannedLine("TG-2510-0451", 1, "HD-102", 6, 2, 6, "設計部"),
    PlannedLine("TG-2510-0452", 1, "HD-402", 6, 2, 7, "総務部"),
    PlannedLine("TG-2510-0458", 1, "HD-101", 4, 8, -1, "営業部"),
)
SHIPPED = (("TG-2510-0458", 1, 2), ("TG-2510-0440", 2, 4))  # order, line, packs on their way
SHIPPED_AFTER_ALL = ("TG-2510-0421", 1, 3)  # of the order that was cancelled by checklist
CANCELLED_ORDER = "TG-2510-0421"
WAITING_ORDER = "TG-2510-0418"  # whose substitute waits for the manager
SENT_ORDER = "TG-2510-0412"  # whose substitute was approved and ordered
DECIDED = (  # order, result, reason
    (CANCELLED_ORDER, "cancel", "トナーの在庫が切れるため、取り消して別に手配"),
    (SENT_ORDER, "substitute", "再開時期が未定のため、ふくろう堂で手配"),
)
ASKED_ORDER = "TG-2510-0425"  # whose checklist waits for the supplier's answer

TERMS = (
    {
        "freight_amount": 550, "free_from_amount": 3000, "accepted_days": 3,
        "cancel_fee_amount": 0, "allows_direct_cancel": False, "allows_made_cancel": False,
        "ordering": "Web（つぐみ野オフィス便・つぐみ購買ネット）、FAX",
        "delivery": "翌日、一部当日。遅延はメールで案内", "billing": "月末締め、郵送とWeb明細",
        "support": "お客様センター 9時から18時。出荷前の取消は無料",
        "joining": "登録済み", "source": "ご利用規約 第9条",
    },
    {
        "freight_amount": 500, "free_from_amount": 5000, "accepted_days": 3,
        "cancel_fee_amount": 0, "allows_direct_cancel": True, "allows_made_cancel": False,
        "ordering": "Web、電話", "delivery": "翌日（関東・東海）。在庫表示あり、分納可",
        "billing": "月末締め、電子請求書", "support": "チャットと電話。出荷前の取消は無料",
        "joining": "法人登録のみ、住所変更はWebで", "source": "ご利用案内",
    },
    {
        "freight_amount": 700, "free_from_amount": 10000, "minimum_amount": 3000,
        "accepted_days": 3,
        "ordering": "Web、FAX", "delivery": "2日から3日。遅延は掲示板で案内",
        "billing": "20日締め、郵送", "support": "電話 平日のみ",
        "joining": "年間契約。3か月ごとに更新", "source": "取引基本契約書", "notice_days": 14,
    },
)  # fmt: skip
BUDGETS = (("総務部", 180_000, 96_400), ("設計部", 260_000, 171_200), ("営業部", 90_000, 22_000))
THRESHOLD = 10_000  # yen from which approval is asked
