from datetime import date
from decimal import Decimal

from procurement.domain.ordersheet import OrderSheet, SheetLine, as_csv, as_text, rows_of

PAPER = SheetLine(
    "K-100", "コピー用紙 A4", Decimal(5), "箱", Decimal("2980.5"), 14_903, date(2025, 10, 28), "A-1"
)
TRICK = SheetLine("=1+1", "@付箋", Decimal("0.5"), "冊", Decimal(300), 150)
SHEET = OrderSheet(
    number="S-7",
    supplier="みなと文具",
    customer_number="",
    company="北浜商事",
    person="佐藤",
    delivery_place="大阪市中央区北浜1-1",
    ordered_on=date(2025, 10, 24),
    lines=(PAPER, TRICK),
    note="分納可",
)


def test_rows_hold_true_numbers():
    assert rows_of(SHEET)[0] == (
        1,
        "K-100",
        "コピー用紙 A4",
        Decimal(5),
        "箱",
        Decimal("2980.5"),
        14_903,
        "2025-10-28",
        "A-1",
    )


def test_csv_runs_no_formula():
    assert as_csv(SHEET).splitlines() == [
        "行,商品コード,商品名,数量,単位,単価,金額,希望納期,元の注文",
        "1,K-100,コピー用紙 A4,5,箱,2980.5,14903,2025-10-28,A-1",
        "2,'=1+1,'@付箋,0.5,冊,300,150,,",
    ]


def test_text_can_be_read_out_and_faxed():
    text = as_text(SHEET)

    assert text.startswith("注文書 S-7\nみなと文具 御中\n")
    assert "お客様番号: （なし）" in text
    assert "     5箱 × 2,980.5円 = 14,903円  希望納期 2025-10-28" in text
    assert "     0.5冊 × 300円 = 150円\n" in text
    assert text.endswith("合計: 15,053円 (2行)\n\n分納可\n")
