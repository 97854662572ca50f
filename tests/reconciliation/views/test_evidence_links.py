"""Evidence joined: mails with attachments, links, replacements, bundles (EVD-01 to 05, 07, 11)."""

import csv
import zipfile
from email.message import EmailMessage
from hashlib import sha256
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import ProtectedError

from accounts.models import AuditEntry
from reconciliation.models import Evidence, EvidenceLink, StoredFile
from tests.factories import EvidenceFactory, OrderFactory, SupplierFactory

pytestmark = pytest.mark.django_db
LIST = "/w/kitahama/evidence/"


@pytest.fixture
def order(workspace):
    supplier = SupplierFactory(workspace=workspace)
    return OrderFactory(workspace=workspace, supplier=supplier, number="PO-77", key="PO77")


def mail():
    message = EmailMessage()
    message["From"] = "㈱例示商事 経理 <keiri@reiji.example>"
    message["Subject"] = "【重要】9月分請求書の再送"
    message["Date"] = "Thu, 01 Oct 2026 09:30:00 +0900"
    message.set_content("請求書を再送します。")
    message.add_attachment(
        b"%PDF-1.7 x", maintype="application", subtype="pdf", filename="請求書.pdf"
    )
    return message.as_bytes()


def test_evd_01_a_mail_is_kept_with_its_attachments(purchaser_client, order):
    file = SimpleUploadedFile("mail.eml", mail())

    purchaser_client.post(f"{LIST}mail/", {"file": file, "area": "billing", "order": "po 77"})

    kept = [
        (each.kind, each.title, each.obtained_from, each.versions.get().file.label)
        for each in Evidence.objects.order_by("pk")
    ]
    assert kept == [
        ("mail", "【重要】9月分請求書の再送", "keiri@reiji.example", "mail.eml"),
        ("other", "請求書.pdf", "keiri@reiji.example", "請求書.pdf"),
    ]
    assert set(EvidenceLink.objects.values_list("order", flat=True)) == {order.pk}
    first = Evidence.objects.order_by("pk")[0]
    assert (first.obtained_at.isoformat(), first.versions.get().body) == (
        "2026-10-01T00:30:00+00:00",
        "請求書を再送します。",
    )


def test_what_is_no_mail_is_not_taken_for_one(purchaser_client):
    file = SimpleUploadedFile("mail.eml", b"%PDF-1.7")

    response = purchaser_client.post(f"{LIST}mail/", {"file": file, "area": "billing"})

    assert (response.status_code, Evidence.objects.count()) == (422, 0)


def test_evd_04_evidence_is_attached_and_taken_off_and_both_are_told(
    purchaser_client, workspace, order
):
    found = EvidenceFactory(workspace=workspace)

    purchaser_client.post(f"{LIST}{found.pk}/link/", {"order": "ＰＯ－77"})
    link = EvidenceLink.objects.get(evidence=found, order=order)
    purchaser_client.post(f"{LIST}links/{link.pk}/remove/")

    link.refresh_from_db()
    assert link.unlinked_at is not None
    acts = AuditEntry.objects.filter(action__startswith="evidence.").order_by("pk")
    assert list(acts.values_list("action", flat=True)) == ["evidence.linked", "evidence.unlinked"]


def test_s1_evidence_is_not_attached_to_an_order_of_another_company(
    purchaser_client, workspace, other_workspace
):
    found = EvidenceFactory(workspace=workspace)
    OrderFactory(workspace=other_workspace, number="XX-1", key="XX1")

    purchaser_client.post(f"{LIST}{found.pk}/link/", {"order": "XX-1"})

    assert not EvidenceLink.objects.exists()


def test_evd_03_the_real_paper_replaces_the_provisional_one_once(purchaser_client, workspace):
    provisional = EvidenceFactory(workspace=workspace, is_provisional=True)
    real, late = EvidenceFactory.create_batch(2, workspace=workspace)
    path = f"{LIST}{provisional.pk}/replace/"

    purchaser_client.post(path, {"paper": real.pk})
    purchaser_client.post(path, {"paper": late.pk})

    provisional.refresh_from_db()
    assert provisional.replaced_by == real
    assert Evidence.objects.count() == 3


def test_evd_11_a_bundle_has_the_papers_an_index_and_their_hashes(purchaser_client, order):
    file = SimpleUploadedFile("../画面.pdf", b"%PDF-1.7 screen")
    form = {
        "kind": "capture",
        "area": "ordering",
        "title": "注文画面",
        "counterparty": "例示",
        "obtained_at_0": "2026-10-01",
        "obtained_at_1": "09:30",
        "file": file,
        "body": "電話で確認",
    }
    purchaser_client.post(f"{LIST}add/?order={order.pk}", form)

    response = purchaser_client.get(f"{LIST}bundle.zip?order={order.pk}")

    bundle = zipfile.ZipFile(BytesIO(b"".join(response)))
    stem = f"evidence/{Evidence.objects.get().pk:06d}-v1-"
    papers = [f"{stem}画面.pdf", f"{stem}note.txt"]
    assert bundle.namelist() == [
        *("shipments.csv", "transactions.csv", *papers, "index.csv", "SHA256SUMS.txt")
    ]
    sums = dict(
        reversed(line.split("  ")) for line in bundle.read("SHA256SUMS.txt").decode().splitlines()
    )
    assert sums == {name: sha256(bundle.read(name)).hexdigest() for name in bundle.namelist()[:-1]}
    index = list(csv.reader(StringIO(bundle.read("index.csv").decode("utf-8-sig"))))
    assert index[1][-1] == " ".join(papers)


def test_evd_07_evidence_cannot_be_deleted(purchaser_client, workspace):
    purchaser_client.post(
        f"{LIST}add/",
        {
            "kind": "call_note",
            "area": "ordering",
            "title": "電話",
            "counterparty": "例示 佐藤様",
            "obtained_at_0": "2026-10-01",
            "obtained_at_1": "09:30",
            "body": "入荷未定とのこと",
        },
    )

    with pytest.raises(ProtectedError):
        Evidence.objects.get().delete()


def test_d6_a_damaged_file_is_told_and_makes_no_bundle(purchaser_client, workspace, order):
    file = SimpleUploadedFile("mail.eml", mail())
    purchaser_client.post(f"{LIST}mail/", {"file": file, "area": "billing", "order": "PO-77"})
    StoredFile.objects.filter(label="mail.eml").update(sha256="0" * 64)

    response = purchaser_client.get(f"{LIST}bundle.zip?order={order.pk}", follow=True)

    told = list(response.context["messages"])[-1]
    assert told.level_tag == "error"
