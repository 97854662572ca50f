"""Uploads that go on after a lost connection, sleep or restart (I5, I7, S1)."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from reconciliation.models import ImportBatch, Upload
from reconciliation.operations import uploads
from tests.factories import SupplierFactory

pytestmark = pytest.mark.django_db
CONTENT = "注文番号,明細番号,数量\nPO-1,1,2\n".encode()
START = reverse("reconciliation:upload-add", args=["kitahama"])
SAID = {"label": "../注文.csv", "mark": "注文.csv/33/1", "byte_count": len(CONTENT)}


def put(client, upload, content, at):
    return client.put(f"{START}{upload}/?at={at}", content, "application/octet-stream")


def begin(client):
    return client.post(START, SAID).json()


def test_i5_a_broken_upload_goes_on_where_it_stood_and_is_one_file(accountant_client, workspace):
    supplier = SupplierFactory(workspace=workspace)
    upload = begin(accountant_client)["id"]
    put(accountant_client, upload, CONTENT[:10], 0)

    again = begin(accountant_client)
    put(accountant_client, again["id"], CONTENT[10:], again["received"])
    accountant_client.post(
        reverse("reconciliation:import-add", args=["kitahama"]),
        {"kind": "orders", "supplier": supplier.pk, "upload": again["id"]},
    )

    assert (again["id"], again["received"]) == (upload, 10)
    batch = ImportBatch.objects.get()
    with default_storage.open(batch.file.name) as stored:
        assert (stored.read(), batch.file.label) == (CONTENT, "../注文.csv")
    assert not any(default_storage.exists(piece) for piece in Upload.objects.get().pieces)


def test_q3_the_same_piece_twice_is_kept_once(accountant_client):
    upload = begin(accountant_client)["id"]
    put(accountant_client, upload, CONTENT[:10], 0)

    twice = put(accountant_client, upload, CONTENT[:10], 0)

    assert (twice.status_code, twice.json()["received"]) == (409, 10)
    assert len(Upload.objects.get().pieces) == 1


def test_a_part_of_a_file_is_not_imported(accountant_client, workspace):
    supplier = SupplierFactory(workspace=workspace)
    upload = begin(accountant_client)["id"]
    put(accountant_client, upload, CONTENT[:10], 0)

    response = accountant_client.post(
        reverse("reconciliation:import-add", args=["kitahama"]),
        {"kind": "orders", "supplier": supplier.pk, "upload": upload},
    )

    assert (response.status_code, ImportBatch.objects.count()) == (422, 0)


def test_more_than_was_announced_is_refused(accountant_client):
    upload = begin(accountant_client)["id"]

    response = put(accountant_client, upload, CONTENT + b"more", 0)

    assert (response.status_code, response.json()["received"]) == (422, 0)


def test_i7_ten_gigabytes_are_refused_before_the_first_byte(accountant_client):
    response = accountant_client.post(START, SAID | {"byte_count": 10 << 30})

    assert (response.status_code, "1024" in response.json()["told"]) == (422, True)
    assert not Upload.objects.exists()


def test_s1_an_upload_of_somebody_else_is_not_found(accountant_client, purchaser_client):
    upload = begin(accountant_client)["id"]

    assert accountant_client.get(f"{START}{upload}/").status_code == 200
    assert purchaser_client.get(f"{START}{upload}/").status_code in (403, 404)


def test_uploads_left_for_a_week_are_taken_away(accountant_client):
    upload = begin(accountant_client)["id"]
    put(accountant_client, upload, CONTENT[:10], 0)

    [piece] = Upload.objects.get().pieces

    assert (uploads.forget(now=timezone.now()), default_storage.exists(piece)) == (0, True)
    later = timezone.now() + timedelta(days=8)
    assert (uploads.forget(now=later), default_storage.exists(piece)) == (1, False)
