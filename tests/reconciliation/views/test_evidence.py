"""Evidence on screen: kept as it came, found by date, amount and counterparty (EVD)."""

import csv
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from reconciliation.models import Evidence, EvidenceVersion
from tests.factories import EvidenceFactory, OrderFactory, SupplierFactory

pytestmark = pytest.mark.django_db
LIST = "/w/kitahama/evidence/"
FORM = {
    "kind": "invoice",
    "area": "billing",
    "title": "9月分請求書",
    "counterparty": "㈱例示商事",
    "dealt_on": "2026-09-30",
    "amount": "１１０，０００",
    "obtained_at_0": "2026-10-01",
    "obtained_at_1": "09:30",
}
PAGE = b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>"


def add(client, **more):
    return client.post(f"{LIST}add/", FORM | more)


def test_evd_02_a_piece_knows_what_when_who_and_from_where(purchaser_client):
    add(purchaser_client, body="画面で確認", obtained_from="https://example.com/")

    found = Evidence.objects.get()
    version = found.versions.get()
    assert (found.amount, found.obtained_from) == (110_000, "https://example.com/")
    assert (version.recorded_by, version.body) == (purchaser_client.user, "画面で確認")
    assert found.keep_until.year - version.recorded_at.year == 10


def test_i6_a_page_named_as_a_picture_is_quarantined_and_never_shown(purchaser_client):
    add(purchaser_client, file=SimpleUploadedFile("photo.png", PAGE, content_type="image/png"))

    found = Evidence.objects.get()
    response = purchaser_client.get(f"{LIST}{found.pk}/files/1/")
    assert found.versions.get().file.safety == "quarantined"
    assert b"".join(response) == PAGE
    assert response["Content-Type"] == "application/octet-stream"
    assert "photo.png.quarantined" in response["Content-Disposition"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("con.pdf", "_con.pdf"),
    ],
)
def test_i8_a_file_name_is_never_a_path_or_a_header(purchaser_client, name, shown):
    add(purchaser_client, file=SimpleUploadedFile(name, b"%PDF-1.7"))

    found = Evidence.objects.get()
    response = purchaser_client.get(f"{LIST}{found.pk}/files/1/")
    assert f'filename="{shown}"' in response["Content-Disposition"]
    assert "/" not in found.versions.get().file.name.removeprefix(f"w{found.workspace_id}/")


def test_evd_07_a_change_is_appended_with_its_reason(purchaser_client):
    add(purchaser_client, body="first")
    found = Evidence.objects.get()
    path = f"{LIST}{found.pk}/revise/"

    refused = purchaser_client.post(path, FORM | {"amount": "120000"})
    purchaser_client.post(path, FORM | {"amount": "120000", "reason": "正しい請求書が届いた"})

    amounts = [version.details["amount"] for version in EvidenceVersion.objects.order_by("number")]
    assert (refused.status_code, amounts) == (422, [110_000, 120_000])
    assert Evidence.objects.get().amount == 120_000


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({"since": "2026-03-01", "until": "2026-03-31"}, ["March"]),
        ({"at_least": "100,000"}, ["March"]),
        ({"at_most": "100000"}, ["April"]),
        ({"counterparty": "例示"}, ["April", "March"]),
        ({"counterparty": "例示", "at_least": "1", "since": "2026-04-01"}, ["April"]),
        ({"kind": "receipt"}, []),
    ],
)
def test_evidence_is_found_by_ranges_and_combinations(purchaser_client, workspace, asked, titles):
    EvidenceFactory(workspace=workspace, title="March")
    EvidenceFactory(workspace=workspace, title="April", dealt_on="2026-04-30", amount=100)

    page = purchaser_client.get(LIST, asked).context["page"]

    assert [each.title for each in page] == titles


def test_the_index_is_handed_out_and_runs_no_formula(purchaser_client):
    add(purchaser_client, title="=cmd()", file=SimpleUploadedFile("a.pdf", b"%PDF-1.7"))

    text = b"".join(purchaser_client.get(f"{LIST}index.csv")).decode("utf-8-sig")

    row = list(csv.reader(StringIO(text)))[1]
    assert row[1:5] == ["2026-09-30", "110000", "JPY", "㈱例示商事"]
    assert row[6:8] == ["'=cmd()", "a.pdf"]


def test_evd_04_evidence_stands_on_the_page_of_its_order(purchaser_client, workspace):
    supplier = SupplierFactory(workspace=workspace)
    order = OrderFactory(workspace=workspace, supplier=supplier)

    purchaser_client.post(f"{LIST}add/?order={order.pk}", FORM | {"body": "電話で確認"})

    shown = purchaser_client.get(f"/w/kitahama/orders/{order.pk}/").context["evidence"]
    assert [each.title for each in shown] == ["9月分請求書"]
