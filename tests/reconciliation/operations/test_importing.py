"""Files in, facts out: dry run, all or nothing, the same file twice, undo (I4, I5)."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import AuditEntry
from reconciliation.enums import FileFault, ImportKind, ImportState, JobFault, TransactionKind
from reconciliation.models import (
    ImportProfile,
    Order,
    OrderLine,
    QuarantinedRow,
    ShipmentLine,
    Transaction,
)
from reconciliation.operations import importing
from tests.factories import MembershipFactory
from tests.reconciliation.operations.files import ORDERS, Desk, counts, fresh, run

pytestmark = pytest.mark.django_db
THREE = ORDERS + (
    "PO-1,1,2026/9/1,AS001,コピー用紙,2,500,10%\n"
    "PO-1,2,2026/9/1,AS002,緑茶,10,120,軽減8%\n"
    'PO-2,1,令和8年9月2日,AS001,コピー用紙,"1,000",500,10\n'
)


@pytest.fixture
def desk(workspace):
    return Desk(workspace)


def test_a_dry_run_counts_and_changes_nothing(desk):
    batch = desk.check(THREE)

    assert (batch.state, counts(batch)) == (ImportState.CHECKED, (3, 0, 0, 0))
    assert not OrderLine.objects.current().exists()
    assert not Order.objects.exists()


def test_applied_rows_are_what_the_file_says(desk):
    batch = desk.bring_in(THREE)

    assert batch.state == ImportState.APPLIED
    rows = (
        OrderLine.objects.current()
        .order_by("source_row")
        .values_list(
            "order_key",
            "line_number",
            "ordered_on",
            "quantity",
            "unit_price",
            "tax_rate",
            "tax_class",
            "source_row",
        )
    )
    assert list(rows) == [
        ("PO1", 1, date(2026, 9, 1), Decimal(2), Decimal(500), 10, "standard", 2),
        ("PO1", 2, date(2026, 9, 1), Decimal(10), Decimal(120), 8, "reduced", 3),
        ("PO2", 1, date(2026, 9, 2), Decimal(1000), Decimal(500), 10, "standard", 4),
    ]
    orders = Order.objects.order_by("key").values_list("number", "line_count", "net_amount")
    assert list(orders) == [("PO-1", 2, 2200), ("PO-2", 1, 500_000)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_i4_every_encoding_gives_the_same_rows(desk, encoding):
    batch = desk.bring_in(THREE.encode(encoding))

    assert counts(batch) == (3, 0, 0, 0)
    assert OrderLine.objects.get(line_number=2).item_name == "緑茶"


def test_i5_the_same_file_twice_adds_nothing(desk):
    desk.bring_in(THREE)

    again = desk.bring_in(THREE)

    assert counts(again) == (0, 0, 3, 0)
    assert OrderLine.objects.current().count() == 3


def test_a_changed_row_replaces_the_old_one_and_keeps_it(desk):
    desk.bring_in(THREE)

    later = desk.bring_in(ORDERS + "PO-1,1,2026/9/1,AS001,コピー用紙,3,500,10%\n")

    assert counts(later) == (0, 1, 0, 0)
    assert OrderLine.objects.current().get(order_key="PO1", line_number=1).quantity == 3
    assert OrderLine.objects.get(ended_by=later).quantity == 2
    assert Order.objects.get(key="PO1").net_amount == 2700


def test_undo_brings_back_what_was_replaced(desk):
    desk.bring_in(THREE)
    later = desk.bring_in(
        ORDERS + "PO-1,1,2026/9/1,AS001,コピー用紙,3,500,10%\nPO-9,1,2026/9/3,AS001,紙,1,1,10\n"
    )

    undone = desk.undo(later)

    assert undone.state == ImportState.UNDONE
    assert OrderLine.objects.current().get(order_key="PO1", line_number=1).quantity == 2
    assert list(Order.objects.listed().order_by("key").values_list("key", "net_amount")) == [
        ("PO1", 2200),
        ("PO2", 500_000),
    ]


def test_undo_is_refused_while_a_later_import_builds_on_it(desk):
    first = desk.bring_in(THREE)
    later = desk.bring_in(ORDERS + "PO-1,1,2026/9/1,AS001,コピー用紙,3,500,10%\n")

    desk.undo(first)

    job = first.jobs.order_by("-pk").first()
    assert (fresh(first).state, job.fault, job.detail) == (
        ImportState.APPLIED,
        JobFault.UNDO_BLOCKED,
        str(later.pk),
    )


def test_refused_rows_wait_with_the_reason_of_each_cell(desk):
    batch = desk.bring_in(
        ORDERS
        + "PO-1,1,未定だった,AS001,紙,二個,500,10%\n"
        + "PO-2,1,2026/9/1,AS001,紙,2,500,10%\n"
        + "PO-3,1,2026/9/1,AS001,紙,-2,500,10%\n"
        + "PO-4,1,2026/9/1,AS001,紙,2,500,10%,はみ出し\n"
    )

    assert counts(batch) == (1, 0, 0, 3)
    faults = {
        row.source_row: [(fault["field"], fault["text"], fault["fault"]) for fault in row.faults]
        for row in QuarantinedRow.objects.all()
    }
    assert faults == {
        2: [("ordered_on", "未定だった", "not_a_date"), ("quantity", "二個", "not_a_number")],
        4: [("quantity", "-2", "negative_quantity")],
        5: [(None, "", "column_count")],
    }


def test_no_row_disappears(desk):
    batch = desk.check(
        "○○事務用品 御中,,,,,,,\n\n"
        + ORDERS
        + "PO-1,1,2026/9/1,AS001,紙,2,500,10%\n,,,,,,,\n"
        + ORDERS
        + "PO-2,1,x,AS001,紙,2,500,10%\n合計,,,,,4,,\n"
    )

    assert (batch.row_count, batch.refused_count, batch.skipped_count) == (2, 1, 3)
    assert batch.read_position == 8  # of the file; two rows precede the heading


def test_totals_of_the_file_are_compared_with_ours(desk):
    head = "請求書番号,請求日,注文番号,商品コード,数量,金額\n"
    batch = desk.check(
        head + 'INV1,2026/9/30,PO-1,A,1,100\nINV1,2026/9/30,PO-1,B,1,250\n,,合計,,,"¥ 360"\n',
        kind=ImportKind.BILLING,
    )

    assert batch.sums["amount"] == {"ours": 350, "file": 360}


def test_the_profile_remembers_what_was_corrected(desk):
    odd = THREE.replace("数量", "コスウ")
    batch = desk.receive(odd)
    assert batch.question == FileFault.COLUMNS_MISSING

    importing.look(batch, importing.Answers(mapping={"quantity": "コスウ"}))
    desk.recheck(batch)

    assert ImportProfile.objects.get().mapping["quantity"] == "コスウ"
    assert desk.receive(odd.replace("PO-1", "PO-5")).question == ""


@pytest.mark.parametrize(
    ("content", "state", "fault"),
    [
        (b"", ImportState.REFUSED, FileFault.EMPTY),
        (b"\n\n", ImportState.REFUSED, FileFault.EMPTY),
        (b"a,b\n1,2\n", ImportState.ASKING, FileFault.NO_HEADER),
        (b"\x81", ImportState.ASKING, FileFault.ENCODING_UNKNOWN),
        (b"%PDF-1.7 ...", ImportState.REFUSED, FileFault.NOT_A_TABLE),
        (b"MZ\x90\x00", ImportState.REFUSED, FileFault.NOT_A_TABLE),
    ],
)
def test_i4_a_file_that_is_no_table_is_told_so(desk, content, state, fault):
    batch = desk.receive(content)

    assert (batch.state, batch.refusal or batch.question) == (state, fault)


def test_a_file_with_only_a_heading_is_refused(desk):
    batch = desk.check(ORDERS)

    assert (batch.state, batch.refusal) == (ImportState.REFUSED, FileFault.HEADER_ONLY)


def test_a_quote_that_is_never_closed_refuses_the_whole_file(desk):
    rows = "".join(f"PO-{n},1,2026/9/1,AS001,紙,2,500,10%\n" for n in range(600))

    batch = desk.check(ORDERS + rows + 'PO-9,1,2026/9/1,"AS' + "x" * 200_000)

    assert (batch.state, batch.refusal) == (ImportState.REFUSED, FileFault.QUOTE_OPEN)
    assert not OrderLine.objects.exists()


def test_a_number_twice_in_one_file_with_other_content_is_refused(desk):
    batch = desk.check(
        THREE
        + "PO-1,1,2026/9/1,AS001,コピー用紙,9,500,10%\n"
        + "PO-2,1,令和8年9月2日,AS001,コピー用紙,1000,500,10\n"
    )

    assert counts(batch) == (2, 0, 1, 2)
    assert [row.faults[0]["fault"] for row in QuarantinedRow.objects.all()] == ["repeated"] * 2


def test_two_equal_deliveries_are_two_deliveries_and_stay_two(desk):
    content = "出荷日,注文番号,商品コード,数量\n" + "2026/9/3,PO-1,AS001,5\n" * 2

    desk.bring_in(content, kind=ImportKind.SHIPMENTS)
    again = desk.bring_in(content, kind=ImportKind.SHIPMENTS)
    third = desk.check(content + "2026/9/3,PO-1,AS001,5\n", kind=ImportKind.SHIPMENTS)

    assert counts(again) == (0, 0, 2, 0)
    assert counts(third) == (1, 0, 2, 0)
    assert ShipmentLine.objects.current().count() == 2


def test_an_invoice_that_is_known_with_other_content_is_refused(desk):
    head = "請求書番号,請求日,注文番号,明細番号,商品コード,数量,金額\n"
    desk.bring_in(head + "INV1,2026/9/30,PO-1,1,A,1,100\n", kind=ImportKind.BILLING)

    batch = desk.check(
        head + "INV1,2026/9/30,PO-1,1,A,1,120\nINV2,2026/9/30,PO-1,1,A,1,100\n",
        kind=ImportKind.BILLING,
    )

    assert counts(batch) == (1, 0, 0, 1)
    assert QuarantinedRow.objects.get().faults[0]["fault"] == "document_differs"


def test_a_bank_statement_says_what_left_and_what_came(desk):
    desk.bring_in(
        "年月日,お引出し,お預入れ,お取り扱い内容,残高\n"
        '2026/9/1,"11,000",,ﾐﾗｲｵﾌｲｽﾂｳﾊﾝ(ｶ,"89,000"\n'
        '2026/9/2,,"1,100",ﾍﾝｷﾝ,"90,100"\n',
        kind=ImportKind.BANK,
        account="普通 1234567",
    )

    rows = Transaction.objects.current().order_by("source_row")
    assert list(rows.values_list("kind", "amount", "balance_amount", "account")) == [
        (TransactionKind.BANK_LINE, 11_000, 89_000, "普通 1234567"),
        (TransactionKind.BANK_LINE, -1_100, 90_100, "普通 1234567"),
    ]


def test_a_balance_that_does_not_follow_is_warned_of(desk):
    batch = desk.check(
        "年月日,お引出し,お預入れ,お取り扱い内容,残高\n2026/9/1,100,,x,900\n2026/9/3,100,,y,700\n",
        kind=ImportKind.BANK,
    )

    assert batch.warnings == [{"fault": FileFault.CARRY_WRONG}]


def test_two_people_importing_at_once_never_mix(desk):
    one = desk.check(THREE)
    two = desk.check(ORDERS + "PO-1,1,2026/9/1,AS001,コピー用紙,7,500,10%\n")

    desk.apply(one)
    desk.apply(two)

    assert two.jobs.get(kind="apply_import").fault == JobFault.OUTDATED
    assert OrderLine.objects.current().get(order_key="PO1", line_number=1).quantity == 2


def test_after_an_outdated_check_the_file_is_checked_again(desk):
    one = desk.check(THREE)
    two = desk.check(ORDERS + "PO-1,1,2026/9/1,AS001,コピー用紙,7,500,10%\n")
    desk.apply(one)
    desk.apply(two)

    run(two.jobs.get(state="waiting"))
    desk.apply(fresh(two))

    assert counts(fresh(two)) == (0, 1, 0, 0)
    assert OrderLine.objects.current().get(order_key="PO1", line_number=1).quantity == 7


def test_s12_a_file_of_another_own_company_is_refused(desk, other_workspace):
    MembershipFactory(workspace=other_workspace, user=desk.user)
    Desk(other_workspace, user=desk.user).bring_in(THREE)

    with pytest.raises(importing.ForeignFileError, match=other_workspace.name):
        desk.receive(THREE)


def test_what_happened_is_in_the_audit_chain(desk):
    batch = desk.bring_in(THREE)
    desk.undo(batch)

    actions = AuditEntry.objects.order_by("sequence").values_list("action", flat=True)
    assert list(actions) == ["import.received", "import.applied", "import.undone"]
