import pytest
from django.urls import reverse
from django.utils import timezone

from procurement.enums import Method
from procurement.models import Errand, Offer, SubstituteOrder, SwitchedItem
from procurement.operations import errands, impacts, running_errands, substituting
from procurement.tasks import run_errand
from reconciliation.enums import JobState
from reconciliation.models import OrderLine
from tests.factories import SupplierFactory
from tests.factories.procurement import ApprovalPolicyFactory, OfferFactory, SupplierTermsFactory
from tests.procurement.story import order_of


@pytest.fixture
def basket(story):
    """Return the story with a second order and a second, dearer alternate without freight."""
    story.second = order_of(story.supplier, "B-2", quantity=2)
    near = SupplierFactory(workspace=story.order.workspace, name="となり商店")
    OfferFactory(
        workspace=story.order.workspace,
        item=story.item,
        supplier=near,
        pack_price=1500,
        pack_size=1,
    )
    SupplierTermsFactory(supplier=near)
    impacts.refresh(story.disruption, now=timezone.now())
    return story


def keys(story):
    return [f"{story.order.pk}-1", f"{story.second.pk}-1"]


def split(client, story, monkeypatch, weight="0", lines=None):
    """Choose lines, let the work be done and return it."""
    monkeypatch.setattr(run_errand, "delay", lambda **about: None)
    path = reverse(
        "procurement:basket-choose", args=[story.order.workspace.slug, story.disruption.pk]
    )
    response = client.post(path, {"line": lines or keys(story), "weight": weight})
    assert response.status_code == 302, response.context["form"].errors
    errand = Errand.objects.latest("pk")
    running_errands.run(errand.pk, clock=timezone.now)
    errand.refresh_from_db()
    return errand


def draft(client, errand, reason="在庫が切れます"):
    path = reverse("procurement:basket-draft", args=[errand.workspace.slug, errand.pk])
    return client.post(path, {"reason": reason}, follow=True)


def test_the_proposal_is_the_cheapest_and_says_why(purchaser_client, basket, monkeypatch):
    errand = split(purchaser_client, basket, monkeypatch)

    assert errand.state == JobState.DONE
    assert (errand.result["method"], errand.result["cost"]) == (Method.OPTIMAL, 15_600)
    page = purchaser_client.get(
        reverse("procurement:errand-detail", args=[errand.workspace.slug, errand.pk])
    )
    (shown,) = page.context["split"]["suppliers"]
    assert (shown.supplier, shown.amount, shown.picks[0].pack_count) == (
        basket.alternate,
        15_600,
        3,
    )


def test_one_order_per_supplier_is_drafted_and_names_every_original(
    purchaser_client, basket, monkeypatch
):
    ApprovalPolicyFactory(workspace=basket.order.workspace, threshold_amount=10**6)
    errand = split(purchaser_client, basket, monkeypatch)

    draft(purchaser_client, errand)
    draft(purchaser_client, errand)

    substitute = SubstituteOrder.objects.get()
    assert [(line.replaces_number, line.pack_count) for line in substitute.lines.all()] == [
        ("A-1", 3)
    ]
    assert SwitchedItem.objects.count() == 1
    substituting.dispatch(substitute, by=basket.buyer, now=timezone.now())
    placed = OrderLine.objects.get(order_number=substitute.number)
    assert (placed.replaces_number, placed.quantity) == ("A-1", 3)


def test_packs_that_do_not_fit_one_line_go_on_to_the_next(purchaser_client, basket, monkeypatch):
    Offer.objects.filter(supplier=basket.alternate).update(pack_size=5, pack_price=5000)
    errand = split(purchaser_client, basket, monkeypatch)

    draft(purchaser_client, errand)

    shares = {
        (line.replaces_number, line.pack_count, line.pack_size)
        for substitute in SubstituteOrder.objects.all()
        for line in substitute.lines.all()
    }
    assert shares == {("A-1", 2, 5), ("B-2", 2, 1)}


def test_what_has_changed_since_is_not_drafted(purchaser_client, basket, monkeypatch):
    errand = split(purchaser_client, basket, monkeypatch)
    Offer.objects.update(pack_price=9999)

    page = draft(purchaser_client, errand)

    assert not SubstituteOrder.objects.exists()
    assert "もう一度振り分けてください" in page.content.decode()
    errand.refresh_from_db()
    assert errand.used_at is None


def test_a_cancelled_split_leaves_nothing(purchaser_client, basket):
    about = {"disruption": basket.disruption.pk, "lines": keys(basket), "weight": "0"}
    errand = errands.start("split", about, by=basket.buyer, now=timezone.now())
    errands.ask_cancel(errand, by=basket.buyer, now=timezone.now())

    running_errands.run(errand.pk, clock=timezone.now)

    errand.refresh_from_db()
    assert (errand.state, errand.result) == (JobState.CANCELLED, {})
    assert "振り分け" in draft(purchaser_client, errand).content.decode()


def test_lines_for_two_places_are_not_mixed(purchaser_client, basket):
    OrderLine.objects.filter(order_number="B-2").update(delivery_place="大阪支店")
    path = reverse(
        "procurement:basket-choose", args=[basket.order.workspace.slug, basket.disruption.pk]
    )

    response = purchaser_client.post(path, {"line": keys(basket), "weight": "0"})

    assert (response.status_code, Errand.objects.count()) == (422, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_choosing_has_a_flat_query_count(purchaser_client, story, django_assert_num_queries, count):
    for number in range(1, count):
        order_of(story.supplier, f"B-{number}")
    impacts.refresh(story.disruption, now=timezone.now())
    path = reverse(
        "procurement:basket-choose", args=[story.order.workspace.slug, story.disruption.pk]
    )
    purchaser_client.get(path)

    with django_assert_num_queries(8):
        response = purchaser_client.get(path)

    assert len(response.context["rows"]) == count
