"""A single link between a paper and an order line is undone by a person, and stays undone."""

import pytest
from django.urls import reverse

from reconciliation.models import Discrepancy, Order, ShipmentLine
from tests.reconciliation.operations.files import Desk
from tests.reconciliation.operations.test_matching import (
    PO1,
    SENT_SIX,
    bill,
    bring,
    found,
    whole_match,
)

pytestmark = pytest.mark.django_db(transaction=True)


def act(name, order, line):
    return reverse(f"reconciliation:{name}", args=["kitahama", order.pk, "shipment", line.pk])


def test_a_paper_taken_off_stays_off_until_it_is_put_back(accountant_client, workspace):
    desk = Desk(workspace)
    bring(desk, PO1, SENT_SIX, bill(6))
    order, line = Order.objects.get(), ShipmentLine.objects.get()
    assert [row[0] for row in found() if row[-1] == "open"] == ["BACKORDER_OVERDUE"]

    accountant_client.post(act("paper-part", order, line))

    assert [row[0] for row in found() if row[-1] == "open"] == ["BILLED_NOT_SHIPPED"]
    whole_match(desk)
    assert [row[0] for row in found() if row[-1] == "open"] == ["BILLED_NOT_SHIPPED"]

    accountant_client.post(act("paper-join", order, line), {"line": 1})

    assert [row[0] for row in found() if row[-1] == "open"] == ["BACKORDER_OVERDUE"]
    page = accountant_client.get(
        reverse("reconciliation:order-detail", args=["kitahama", order.pk])
    )
    assert [link.line_number for link in page.context["links"]] == [1, 1]
    assert Discrepancy.objects.get(kind="BACKORDER_OVERDUE").order == order
