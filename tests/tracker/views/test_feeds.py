import feedparser
import pytest
from django.urls import reverse

from accounts.models import Membership
from tests.factories import ChangeFactory, SourceFactory, SupplierFactory, TimelineRecordFactory
from tracker.views.feeds import path_of


@pytest.fixture
def source(workspace):
    return SourceFactory(
        workspace=workspace, supplier=SupplierFactory(workspace=workspace, name="汐彩堂")
    )


def test_timeline_feed_needs_no_sign_in(purchaser_client, anonymous_client, source):
    change = ChangeFactory(page=source.page, title="第3報 <b>再開</b>")
    TimelineRecordFactory(
        supplier=source.supplier, workspace=source.workspace, happened_at=change.seen_at
    )

    response = anonymous_client.get(path_of(purchaser_client.membership, source.supplier))

    feed = feedparser.parse(response.content)
    assert response["Content-Type"] == "application/atom+xml"
    assert [entry.title for entry in feed.entries] == ["メモ", "[公式] 掲載: 第3報 <b>再開</b>"]
    assert feed.entries[1].link.endswith(f"/changes/{change.pk}/")


def test_timeline_feed_dies_when_revoked(purchaser_client, anonymous_client, source):
    path = path_of(purchaser_client.membership, source.supplier)
    args = [source.workspace.slug, source.supplier.pk]

    purchaser_client.post(reverse("tracker:feed-revoke", args=args))

    purchaser_client.membership.refresh_from_db()
    fresh = path_of(purchaser_client.membership, source.supplier)
    assert anonymous_client.get(path).status_code == 404
    assert anonymous_client.get(fresh).status_code == 200


def test_timeline_feed_dies_with_the_membership(purchaser_client, anonymous_client, source):
    path = path_of(purchaser_client.membership, source.supplier)

    Membership.objects.update(ended_at="2026-01-01T00:00Z")

    assert anonymous_client.get(path).status_code == 404


def test_timeline_feed_of_a_forged_address_is_not_found(anonymous_client, workspace):
    path = reverse("tracker:timeline-feed", args=[workspace.slug, "forged"])

    assert anonymous_client.get(path).status_code == 404


def test_timeline_feed_belongs_to_its_company(
    purchaser_client, anonymous_client, source, other_workspace
):
    path = path_of(purchaser_client.membership, source.supplier)

    response = anonymous_client.get(path.replace(source.workspace.slug, other_workspace.slug))

    assert response.status_code == 404


def test_p7_control_characters_do_not_break_the_feed(purchaser_client, anonymous_client, source):
    ChangeFactory(page=source.page, title="a\x00\x1b[31mb\u202ec".replace("\x00", ""))

    response = anonymous_client.get(path_of(purchaser_client.membership, source.supplier))

    assert feedparser.parse(response.content).bozo is False
