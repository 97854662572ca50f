from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from reconciliation.models import OrderDecided
from tests.factories import OrderFactory, OrderLineFactory, SupplierFactory, TransactionFactory

pytestmark = pytest.mark.django_db
LIST = "/w/kitahama/orders/"


@pytest.fixture
def supplier(workspace):
    return SupplierFactory(workspace=workspace)


def make_orders(supplier, count):
    return [
        OrderFactory(
            workspace=supplier.workspace,
            supplier=supplier,
            number=f"PO-{number}",
            key=f"PO{number}",
            ordered_on=date(2026, 3, 1) + timedelta(days=number // 2),
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_order_list_query_count_is_flat(
    purchaser_client, supplier, django_assert_max_num_queries, count
):
    orders = make_orders(supplier, count)

    with django_assert_max_num_queries(12):
        response = purchaser_client.get(LIST)

    assert {order.pk for order in response.context["page"].rows} == {order.pk for order in orders}


def test_order_list_pages_through_every_order_once(purchaser_client, supplier):
    orders = make_orders(supplier, 120)
    seen, mark = [], ""

    while True:
        page = purchaser_client.get(LIST, {"before": mark}).context["page"]
        seen += [order.pk for order in page.rows]
        if not (mark := page.next_mark):
            break

    assert seen == [order.pk for order in reversed(orders)]


def test_orders_are_found_however_their_number_is_written(purchaser_client, supplier):
    make_orders(supplier, 3)

    page = purchaser_client.get(LIST, {"q": "ｐｏ－2"}).context["page"]

    assert [order.number for order in page.rows] == ["PO-2"]


def test_order_page_shows_its_three_papers(purchaser_client, supplier):
    order = make_orders(supplier, 1)[0]
    told = {"workspace": supplier.workspace, "supplier": supplier, "order_key": order.key}
    line = OrderLineFactory(order_number="PO-0", **told)
    paper = TransactionFactory(order_number="PO-0", **told)
    TransactionFactory(workspace=supplier.workspace, supplier=supplier, order_key="PO9")

    context = purchaser_client.get(f"{LIST}{order.pk}/").context

    assert list(context["lines"]) == [line]
    assert list(context["transactions"]) == [paper]


def test_ord_04_a_decision_is_kept_with_its_reason(purchaser_client, supplier):
    order = make_orders(supplier, 1)[0]
    path = reverse("reconciliation:order-decide", args=["kitahama", order.pk])

    refused = purchaser_client.post(path, {"decision": "cancel", "reason": ""})
    purchaser_client.post(path, {"decision": "cancel", "reason": "Bought elsewhere."})

    made = OrderDecided.objects.get()
    assert refused.status_code == 422
    assert (made.decision, made.reason, made.decided_by) == (
        "cancel",
        "Bought elsewhere.",
        purchaser_client.user,
    )
    assert AuditEntry.objects.get(action="order.decided").reason == "Bought elsewhere."
