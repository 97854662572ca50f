from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from reconciliation.enums import DiscrepancyState
from reconciliation.models import ExpectedRefund
from tests.factories import DiscrepancyFactory, OrderFactory, SupplierFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def supplier(workspace):
    return SupplierFactory(workspace=workspace, name="=HYPERLINK(1)")


def path(name, *args):
    return reverse(f"reconciliation:{name}", args=["kitahama", *args])


def make(supplier, **more):
    values = {"order_key": "PO1", "line_number": 1, "dated_on": date(2026, 3, 1)} | more
    return DiscrepancyFactory(workspace=supplier.workspace, supplier=supplier, **values)


def test_the_month_says_how_much_agrees(accountant_client, supplier):
    mine = {"workspace": supplier.workspace, "supplier": supplier}
    OrderFactory(**mine, ordered_on=date(2026, 3, 31), line_count=9, net_amount=900)
    OrderFactory(**mine, ordered_on=date(2026, 4, 1), line_count=5)
    make(supplier, amount=100)
    make(supplier, amount=40, kind="PRICE_VARIANCE")
    make(supplier, amount=70, order_key="PO2", state=DiscrepancyState.SETTLED)
    make(supplier, amount=9, order_key="PO3", dated_on=date(2026, 4, 1))

    told = accountant_client.get(path("month"), {"month": "2026-03"}).context["month"]

    assert (told.line_count, told.matched_percent, told.open_lines) == (9, 88, 1)
    assert (told.net_amount, told.open_amount, told.settled_amount) == (900, 140, 70)


@pytest.mark.parametrize("month", ["", "2026-13", "x"])
def test_a_month_that_is_none_is_this_one(accountant_client, month):
    assert accountant_client.get(path("month"), {"month": month}).status_code == 200


def test_refunds_awaited_are_listed_the_oldest_promise_first(accountant_client, supplier):
    order = OrderFactory(workspace=supplier.workspace, supplier=supplier)
    for line, promised, short in (
        (1, date(2026, 5, 1), 10),
        (2, date(2026, 4, 1), 20),
        (3, None, 0),
    ):
        ExpectedRefund.objects.create(
            workspace=supplier.workspace,
            supplier=supplier,
            order=order,
            order_key=order.key,
            line_number=line,
            quantity=1,
            due_amount=short,
            promised_amount=0,
            promised_by=promised,
            received_amount=0,
            short_amount=short,
            over_amount=0,
            offset_amount=0,
            points_due=0,
            points_returned=0,
        )

    page = accountant_client.get(path("refund-list")).context["page"]

    assert [refund.line_number for refund in page] == [2, 1]


def test_csv_holds_no_formula(accountant_client, supplier):
    make(supplier, amount=-1_234)

    answer = accountant_client.get(path("discrepancy-export", "csv"))

    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1].split(",")[1] == "'=HYPERLINK(1)"
    assert "-1234" in lines[1].split(",")


def test_xlsx_holds_true_numbers_and_no_formula(accountant_client, supplier):
    make(supplier, amount=-1_234)

    answer = accountant_client.get(path("discrepancy-export", "xlsx"))

    content = b"".join(answer.streaming_content)
    row = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()[1]
    assert (row[1], row[6]) == ("=HYPERLINK(1)", -1_234)
    with ZipFile(BytesIO(content)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_another_kind_of_file_is_not_found(accountant_client):
    assert accountant_client.get(path("discrepancy-export", "exe")).status_code == 404
