from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import AuditEntry
from procurement.enums import Kinship
from procurement.models import Item, Offer, SupplierTerms
from tests.factories import SupplierFactory
from tests.factories.procurement import ItemFactory, OfferFactory


def at(story, name, *args):
    return reverse(f"procurement:{name}", args=[story.order.workspace.slug, *args])


def offered(story, **changes):
    said = {
        "supplier": story.alternate.pk,
        "kinship": Kinship.SAME,
        "item_code": "M-77",
        "pack_price": 1200,
        "pack_size": 1,
        "minimum_packs": 1,
        "pack_points": 0,
        "lead_days": 2,
        "is_approved": "on",
    }
    return said | changes


@pytest.mark.parametrize("count", [1, 3])
def test_item_list_query_count_is_flat(
    purchaser_client, workspace, django_assert_num_queries, count
):
    for item in ItemFactory.create_batch(count, workspace=workspace):
        OfferFactory(workspace=workspace, item=item)
    path = reverse("procurement:item-list", args=[workspace.slug])
    purchaser_client.get(path)

    with django_assert_num_queries(10):
        response = purchaser_client.get(path)

    assert len(response.context["standings"]) == count


def test_the_list_narrows_to_what_lacks(purchaser_client, story):
    ItemFactory(workspace=story.order.workspace, stock_quantity=3, daily_use=1, item_class="a")

    for lack, count in (("alternates", 2), ("stock", 1)):
        page = purchaser_client.get(at(story, "item-list"), {"lack": lack})
        assert len(page.context["standings"]) == count


def test_an_item_shows_stock_orders_and_offers(purchaser_client, story):
    Item.objects.filter(pk=story.item.pk).update(stock_quantity=20, daily_use=4, item_class="a")

    context = purchaser_client.get(at(story, "item-detail", story.item.pk)).context

    standing = context["standing"]
    assert (standing.days, standing.safety_quantity) == (5, Decimal(56))
    assert (context["on_order"], standing.reorder_quantity) == (10, 26)
    assert [offer.pk for offer, _level in context["offers"]] == [story.offer.pk]


def test_adding_and_changing_an_item_is_recorded(purchaser_client, story):
    said = {"code": "LAMP", "name": "電球", "item_class": "b", "priority": "ordinary"}
    purchaser_client.post(at(story, "item-add"), said)
    lamp = Item.objects.get(code="LAMP")

    purchaser_client.post(at(story, "item-edit", lamp.pk), said | {"stock_quantity": "5"})

    lamp.refresh_from_db()
    assert lamp.stock_quantity == 5
    actions = AuditEntry.objects.filter(action__startswith="item.").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == ["item.added", "item.changed"]


def test_two_items_never_share_a_code(purchaser_client, story):
    said = {"code": "PAPER", "name": "別の紙", "item_class": "b", "priority": "ordinary"}

    assert purchaser_client.post(at(story, "item-add"), said).status_code == 422


def test_an_offer_is_added_once_and_changed(purchaser_client, story):
    add = at(story, "offer-add", story.item.pk)
    purchaser_client.post(add, offered(story))
    assert purchaser_client.post(add, offered(story)).status_code == 422

    offer = Offer.objects.get(item_code="M-77")
    purchaser_client.post(at(story, "offer-edit", offer.pk), offered(story, pack_price=900))

    offer.refresh_from_db()
    assert (offer.item, offer.pack_price) == (story.item, 900)


def test_s12_a_supplier_of_another_company_cannot_be_offered(purchaser_client, story):
    foreign = SupplierFactory()

    response = purchaser_client.post(
        at(story, "offer-add", story.item.pk), offered(story, supplier=foreign.pk)
    )

    assert response.status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_comparison_query_count_is_flat(
    purchaser_client, workspace, django_assert_num_queries, count
):
    SupplierFactory.create_batch(count, workspace=workspace)
    path = reverse("procurement:supplier-compare", args=[workspace.slug])
    purchaser_client.get(path)

    with django_assert_num_queries(8):
        response = purchaser_client.get(path)

    assert len(response.context["rows"]) == count


def test_terms_are_kept_and_dates_to_act_by_are_shown(purchaser_client, story):
    said = {
        "minimum_amount": 0,
        "freight_amount": 300,
        "ordering": "Web、電話",
        "renews_on": "2026-04-01",
        "notice_days": 30,
        "allows_direct_cancel": "unknown",
        "allows_made_cancel": "false",
    }
    path = at(story, "terms-edit", story.supplier.pk)

    page = purchaser_client.post(path, said, follow=True)

    terms = SupplierTerms.objects.get(supplier=story.supplier)
    assert (terms.allows_direct_cancel, terms.allows_made_cancel) == (None, False)
    assert [end.act_by.isoformat() for end in page.context["ends"]] == ["2026-03-02"]


def upload(client, story, kind, content):
    file = SimpleUploadedFile("list.csv", content.encode("cp932"))
    sent = client.post(at(story, "catalogue-upload"), {"kind": kind, "file": file})
    return sent["Location"]


def test_a_list_is_checked_first_and_applied_once(purchaser_client, story):
    content = "品目コード,品目名,在庫数\r\nPAPER,コピー用紙 A4,30\r\nLAMP,電球,\r\nLAMP,電球,1\r\n"
    path = upload(purchaser_client, story, "items", content)

    counts = purchaser_client.get(path).context["check"].counts
    assert list(counts.values()) == [1, 1, 0, 1]
    assert not Item.objects.filter(code="LAMP").exists()
    for _again in range(2):
        purchaser_client.post(path)

    stock = dict(Item.objects.values_list("code", "stock_quantity"))
    assert stock == {"PAPER": Decimal(30), "LAMP": None}
    last = AuditEntry.objects.filter(action="catalogue.imported").order_by("pk").last()
    assert last.after == {"new": 0, "changed": 0, "same": 2, "refused": 1}


def test_offers_name_items_and_suppliers_that_are_known(purchaser_client, story):
    content = (
        "品目コード,仕入先,商品コード,価格,納期日数\n"
        "PAPER,みなと文具,M-1,980,1\n"
        "NONE,みなと文具,M-2,980,1\n"
        "PAPER,どこか,M-3,980,1\n"
    )
    path = upload(purchaser_client, story, "offers", content)

    purchaser_client.post(path)

    assert Offer.objects.get(item_code="M-1").pack_price == 980
    assert Offer.objects.count() == 2
    refused = purchaser_client.get(path).context["check"].refused
    assert [row.faults[0].why for row in refused] == ["unknown_item", "unknown_supplier"]


def test_a_file_that_is_no_list_changes_nothing(purchaser_client, story):
    path = upload(purchaser_client, story, "items", "a,b\n1,2\n")

    page = purchaser_client.get(path).content.decode()

    assert "品目コード, 品目名" in page
