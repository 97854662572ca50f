import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories import HostFactory, SourceFactory, SupplierFactory
from tests.tracker.site import Site
from tracker.models import CheckSpan, Snapshot
from tracker.operations import archive

FAX = {
    "way": "fax",
    "title": "出荷再開のご案内",
    "text": "11月28日より一部の出荷を再開いたします。",
}
MAIL = (
    b"From: info@supplier.example\r\nTo: buyer@example.com\r\nSubject: Notice\r\n"
    b"Message-ID: <1@supplier.example>\r\nDate: Fri, 28 Nov 2025 10:00:00 +0900\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n\r\nShipping starts again on Monday.\r\n"
)


@pytest.fixture
def supplier(workspace):
    return SupplierFactory(workspace=workspace)


def send(client, supplier, name, data):
    path = reverse(f"tracker:{name}", args=[supplier.workspace.slug, supplier.pk])
    return client.post(path, data, follow=True)


def test_trk_22_a_pasted_fax_stands_on_the_timeline(purchaser_client, supplier):
    response = send(purchaser_client, supplier, "notice-paste", FAX)

    snapshot = Snapshot.objects.get()
    assert "11月28日より一部の出荷を再開いたします。" in archive.text_of(snapshot)
    assert snapshot.taken_by == purchaser_client.user
    assert "取り込みました。" in response.content.decode()
    assert "出荷再開のご案内" in response.content.decode()


def test_the_same_fax_is_kept_once(purchaser_client, supplier):
    data = FAX | {"received_at_0": "2025-11-28", "received_at_1": "09:00"}
    send(purchaser_client, supplier, "notice-paste", data)

    response = send(purchaser_client, supplier, "notice-paste", data)

    assert "二重には保存していません。" in response.content.decode()
    assert Snapshot.objects.count() == 1


def test_a_fax_without_text_keeps_what_was_typed(purchaser_client, supplier):
    response = send(purchaser_client, supplier, "notice-paste", FAX | {"text": ""})

    assert response.status_code == 422
    assert "出荷再開のご案内" in response.content.decode()


def test_an_uploaded_mail_stands_on_the_timeline(purchaser_client, supplier):
    file = SimpleUploadedFile("notice.eml", MAIL)

    response = send(purchaser_client, supplier, "notice-upload", {"file": file})

    assert "取り込みました。" in response.content.decode()
    assert archive.raw_of(Snapshot.objects.get()) == MAIL


def test_source_read_says_what_the_look_brought(purchaser_client, supplier, settings):
    site = Site()
    settings.ADMITTED_ADDRESSES = site.admitted
    source = SourceFactory(workspace=supplier.workspace, supplier=supplier)
    source.page.url = site.url()
    source.page.host = HostFactory(authority=f"127.0.0.1:{site.port}")
    source.page.save()
    path = reverse("tracker:source-read", args=[supplier.workspace.slug, source.pk])

    response = purchaser_client.post(path, follow=True)

    site.stop()
    assert "確認しました: 初回の読み取り" in response.content.decode()
    assert CheckSpan.objects.get().checked_by == purchaser_client.user


def test_source_read_leaves_an_ended_source_alone(purchaser_client, supplier):
    source = SourceFactory(
        workspace=supplier.workspace, supplier=supplier, ended_at="2025-12-01T00:00Z"
    )
    path = reverse("tracker:source-read", args=[supplier.workspace.slug, source.pk])

    response = purchaser_client.post(path, follow=True)

    assert "少し待ってからお試しください。" in response.content.decode()
