from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from tests.factories import HostFactory, PageFactory, SourceFactory, SupplierFactory
from tests.tracker.site import Site
from tracker.models import CheckSpan, Host, ReadRequest, Snapshot
from tracker.operations import archive, hosts, read_requests
from tracker.tasks import read_now

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


@pytest.fixture
def site(settings):
    site = Site()
    settings.ADMITTED_ADDRESSES = site.admitted
    yield site
    site.stop()


@pytest.fixture
def source(supplier, site):
    host = HostFactory(authority=f"127.0.0.1:{site.port}")
    page = PageFactory(url=site.url(), host=host)
    return SourceFactory(workspace=supplier.workspace, supplier=supplier, page=page)


def ask(client, source):
    path = reverse("tracker:source-read", args=[source.workspace.slug, source.pk])
    return client.post(path, follow=True).content.decode()


def state(client, asked):
    path = reverse("tracker:read-state", args=[asked.source.workspace.slug, asked.pk])
    return client.get(path, headers={"HX-Request": "true"})


def test_source_read_is_queued_and_its_page_asks_until_it_was_made(purchaser_client, source, site):
    page = ask(purchaser_client, source)

    asked = ReadRequest.objects.get()
    assert (site.asked, "ページを読み取っています" in page) == ([], True)
    assert 'hx-trigger="every 1s"' in state(purchaser_client, asked).content.decode()
    read_now(read_id=asked.pk)
    answered = state(purchaser_client, asked)
    assert "初回の読み取り" in answered.content.decode()
    assert ("hx-get" in answered.content.decode(), answered["HX-Refresh"]) == (False, "true")
    assert CheckSpan.objects.get().checked_by == purchaser_client.user
    assert AuditEntry.objects.get(action="source.read_asked").actor == purchaser_client.user


def test_source_read_twice_is_one_wish_and_one_look(purchaser_client, source, site):
    for _ in range(2):
        ask(purchaser_client, source)

    for _ in range(3):
        read_now(read_id=ReadRequest.objects.get().pk)

    assert site.asked == ["/robots.txt", "/notices"]


def test_q4_reading_asked_for_is_made_though_its_message_was_lost(purchaser_client, source, site):
    ask(purchaser_client, source)
    asked = ReadRequest.objects.get()

    rung = [read_requests.ring(now=asked.asked_at + timedelta(seconds=s)) for s in (5, 21, 25)]

    assert rung == [[], [asked.pk], []]


def test_source_read_waits_for_a_host_that_is_being_read_and_then_says_so(
    purchaser_client, source, site
):
    ask(purchaser_client, source)
    asked = ReadRequest.objects.get()
    hosts.claim(source.page.host_id, now=timezone.now())

    waits = read_requests.answer(asked.pk, clock=timezone.now)
    late = timezone.now() + timedelta(seconds=40)
    Host.objects.update(lease_until=late + timedelta(hours=1))
    ReadRequest.objects.update(asked_at=late - timedelta(seconds=100))
    gives_up = read_requests.answer(asked.pk, clock=lambda: late)

    assert (waits, gives_up, site.asked) == (2.0, None, [])
    assert "少し待ってからお試しください。" in state(purchaser_client, asked).content.decode()


def test_source_read_leaves_an_ended_source_alone(purchaser_client, supplier):
    source = SourceFactory(
        workspace=supplier.workspace, supplier=supplier, ended_at="2025-12-01T00:00Z"
    )
    path = reverse("tracker:source-read", args=[supplier.workspace.slug, source.pk])

    purchaser_client.post(path, follow=True)

    assert ReadRequest.objects.count() == 0
