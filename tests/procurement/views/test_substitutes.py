from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from procurement.enums import EmergencyKind, RequestState
from procurement.models import SubstituteOrder
from procurement.operations import substituting
from procurement.operations.open_lines import line_states
from procurement.operations.reorders import candidates
from procurement.operations.substituting import Draft
from reconciliation.models import Order
from tests.factories.procurement import EmergencyRuleFactory, SubstituteOrderFactory


def add_path(story):
    return reverse("procurement:substitute-add", args=[story.order.workspace.slug, story.order.pk])


def sent(story, **changes):
    return {
        "supplier": story.alternate.pk,
        "key": "k1",
        "reason": "在庫が切れます",
        "way": "ask",
    } | changes


def draft_of(story):
    lines = line_states(story.supplier, [story.order])
    options = candidates(story.supplier, lines, expected_on=None, now=timezone.now())
    return Draft(story.order, options[0], story.disruption, "x")


def test_a4_the_same_form_twice_makes_one_order_and_one_answer(purchaser_client, story):
    first = purchaser_client.post(add_path(story), sent(story))
    again = purchaser_client.post(add_path(story), sent(story))

    assert first["Location"] == again["Location"]
    assert SubstituteOrder.objects.count() == 1


def test_a4_the_same_key_with_another_content_is_refused(purchaser_client, story):
    purchaser_client.post(add_path(story), sent(story))

    response = purchaser_client.post(add_path(story), sent(story, reason="別の理由"))

    assert (response.status_code, SubstituteOrder.objects.count()) == (409, 1)


def test_s4_a_supplier_that_was_not_offered_is_not_found(purchaser_client, story):
    response = purchaser_client.post(add_path(story), sent(story, supplier=story.supplier.pk))

    assert response.status_code == 404


def test_numbers_never_collide(story):
    SubstituteOrderFactory(workspace=story.order.workspace, number="A-1-S2")

    numbers = [
        substituting.submit(draft_of(story), by=story.buyer, now=timezone.now()).number
        for _order in range(2)
    ]

    assert numbers == ["A-1-S3", "A-1-S4"]


def test_an_emergency_purchase_is_ordered_at_once_and_waits_for_review(purchaser_client, story):
    allow(story, 20_000)

    response = purchaser_client.post(add_path(story), sent(story, way="at_once"), follow=True)

    substitute = SubstituteOrder.objects.get()
    assert substitute.order == Order.objects.get(number="A-1-S1")
    assert (substitute.request.is_review, substitute.request.state) == (True, RequestState.PENDING)
    assert "発注済み" in response.content.decode()


def test_the_allowance_is_not_spent_twice(purchaser_client, story):
    allow(story, 20_000)
    purchaser_client.post(add_path(story), sent(story, way="at_once"))

    response = purchaser_client.post(add_path(story), sent(story, way="at_once", key="k2"))

    assert (response.status_code, SubstituteOrder.objects.count()) == (422, 1)
    assert "4,400円" in response.content.decode()


def test_without_an_allowance_nothing_is_bought_at_once(purchaser_client, story):
    response = purchaser_client.post(add_path(story), sent(story, way="at_once"))

    assert (response.status_code, SubstituteOrder.objects.count()) == (422, 0)


def allow(story, amount):
    EmergencyRuleFactory(
        workspace=story.order.workspace,
        kind=EmergencyKind.ALLOWANCE,
        amount=amount,
        starts_on=timezone.localdate(),
        ends_on=timezone.localdate() + timedelta(days=9),
    )


@pytest.mark.parametrize("form", ["csv", "txt", "xlsx"])
def test_order_sheets_hold_the_lines(purchaser_client, story, form):
    substitute = substituting.submit(draft_of(story), by=story.buyer, now=timezone.now())
    args = [story.order.workspace.slug, substitute.pk]

    body = purchaser_client.get(reverse("procurement:substitute-sheet", args=[*args, form])).content

    if form == "xlsx":
        rows = CalamineWorkbook.from_filelike(BytesIO(body)).get_sheet_by_index(0).to_python()
        assert rows[8][1:7] == [story.offer.item_code, "コピー用紙 A4", 3, "", 5000, 15_000]
    else:
        assert "コピー用紙 A4" in body.decode()
    page = purchaser_client.get(reverse("procurement:substitute-print", args=args))
    assert "15,600円" in page.content.decode()
