import pytest
from django.urls import reverse

from tests.factories import SnapshotFactory, SourceFactory, SupplierFactory
from tests.tracker.targets import packed

EVIL = b"<html><script>alert(1)</script><p>Orders are stopped.</p>"


@pytest.fixture
def snapshot(workspace):
    supplier = SupplierFactory(workspace=workspace)
    source = SourceFactory(workspace=workspace, supplier=supplier)
    return SnapshotFactory(
        page=source.page, version=1, **packed(EVIL, "<script>alert(1)</script>\nOrders")
    )


def show(client, snapshot, name):
    return client.get(reverse(f"tracker:{name}", args=["kitahama", snapshot.pk]))


def test_p3_snapshot_leaves_only_as_a_plain_attachment(purchaser_client, snapshot):
    response = show(purchaser_client, snapshot, "snapshot-raw")

    assert response.content == EVIL
    assert response["Content-Type"] == "text/plain"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_p3_snapshot_text_is_shown_as_text(purchaser_client, snapshot):
    page = show(purchaser_client, snapshot, "snapshot-detail").content.decode()

    assert "<li>&lt;script&gt;alert(1)&lt;/script&gt;</li>" in page
    assert "<script>alert" not in page
    assert bytes(snapshot.raw_sha256).hex() in page


def test_a_damaged_snapshot_is_not_shown(purchaser_client, snapshot):
    snapshot.raw_sha256 = bytes(32)
    snapshot.save()

    page = show(purchaser_client, snapshot, "snapshot-detail").content.decode()

    assert "保存した内容がハッシュ値と一致しません" in page
    assert show(purchaser_client, snapshot, "snapshot-raw").status_code == 410


def test_a_snapshot_of_another_company_is_not_found(stranger_client, snapshot):
    path = reverse("tracker:snapshot-detail", args=["minato", snapshot.pk])

    assert stranger_client.get(path).status_code == 404
