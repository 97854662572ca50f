"""Cards, carriers and Zengin files through the same door."""

import pytest

from reconciliation.enums import ImportKind, TransactionKind
from reconciliation.models import Shipment, Transaction
from tests.reconciliation.operations.files import Desk, counts
from tests.reconciliation.sources.test_zengin import GOOD

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(workspace):
    return Desk(workspace)


def test_a_card_statement_keeps_the_bill_before_apart(desk):
    desk.bring_in(
        "ご利用日,データ処理日,ご利用内容,金額\n"
        '2026/3/1,2026/3/3,ﾐﾗｲｵﾌｲｽ,"11,000"\n'
        '2026/3/10,2026/3/10,前回分口座振替金額,"-50,000"\n'
        '2026/3/12,2026/3/14,ﾐﾗｲｵﾌｲｽ 返金,"▲1,100"\n',
        kind=ImportKind.CARD,
        account="1234",
    )

    rows = Transaction.objects.current().order_by("source_row").values_list("kind", "amount")
    assert list(rows) == [
        (TransactionKind.CARD_LINE, 11_000),
        (TransactionKind.CARD_SETTLEMENT, -50_000),
        (TransactionKind.CARD_LINE, -1_100),
    ]


def test_ord_02_a_parcel_stands_where_its_newest_word_says(desk):
    head = "お問い合わせ番号,配達状況,日付,時刻,担当店\n"
    first = desk.bring_in(
        head
        + "4412-0001,発送,2026/3/1,18:00,江東\n"
        + "4412-0001,配達中,2026/3/2,09:00,北浜\n"
        + "4412-0001,持戻(ご不在),2026/3/2,11:00,北浜\n"
        + "4412-0002,なぞの状態,2026/3/2,11:00,北浜\n",
        kind=ImportKind.TRACKING,
    )
    later = desk.bring_in(
        head + "4412-0001,配達完了,2026/3/3,10:00,北浜\n", kind=ImportKind.TRACKING
    )

    stages = dict(Shipment.objects.values_list("tracking_number", "stage"))
    desk.undo(later)
    again = dict(Shipment.objects.values_list("tracking_number", "stage"))

    assert counts(first) == (4, 0, 0, 0)
    assert stages == {"44120001": "delivered", "44120002": "unknown"}
    assert again == {"44120001": "exception", "44120002": "unknown"}


def test_a_zengin_file_is_recognised_and_read(desk):
    batch = desk.bring_in(b"\r\n".join(GOOD), kind=ImportKind.BANK)

    rows = Transaction.objects.current().order_by("source_row").values_list("amount", "payee")
    assert batch.layout["format"] == "zengin"
    assert list(rows) == [(11_000, "ﾐﾗｲｵﾌｲｽﾂｳﾊﾝ(ｶ"), (-1_100, "ﾐﾗｲｵﾌｲｽﾂｳﾊﾝ(ｶ")]
