import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from tests.factories import SupplierFactory
from tests.tracker.sources.certificates import Authority
from tests.tracker.sources.mail_server import PASSWORD, USER, MailServer
from tracker.models import Mailbox
from tracker.operations import mailboxes


@pytest.fixture
def supplier(workspace):
    return SupplierFactory(workspace=workspace, name="みどり野商会")


@pytest.fixture
def server(tmp_path, settings):
    authority = Authority(tmp_path)
    made = MailServer({4: b"Subject: old\r\n\r\nold\r\n"}, tls=authority.server("127.0.0.1"))
    settings.ADMITTED_ADDRESSES = made.admitted
    settings.MAIL_AUTHORITIES = str(authority.path)
    yield made
    made.stop()


def add(client, supplier, server, **more):
    path = reverse("tracker:mailbox-add", args=[supplier.workspace.slug, supplier.pk])
    said = {
        "server": server,
        "login": USER,
        "password": PASSWORD,
        "mail_folder": "INBOX",
        "name": "転送メール",
        "folder": "official",
        "interval": "5",
        "importance": "normal",
    }
    return client.post(path, said | more)


def edit(client, mailbox, **said):
    return client.post(
        reverse("tracker:mailbox-edit", args=[mailbox.workspace.slug, mailbox.pk]),
        {"server": f"127.0.0.1:{mailbox.port}", "login": USER, "mail_folder": "INBOX"} | said,
    )


def test_mailbox_add_signs_in_once_and_begins_after_the_newest_mail(
    purchaser_client, supplier, server
):
    response = add(purchaser_client, supplier, f"127.0.0.1:{server.port}")

    mailbox = Mailbox.objects.get()
    assert response.status_code == 302
    assert (mailbox.last_uid, mailbox.uid_validity, server.connection_count) == (4, 7, 1)
    assert mailbox.source.supplier == supplier
    acts = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(acts) == ["source.added", "mailbox.added"]


def test_mailbox_add_says_what_the_server_refused_and_never_shows_the_password(
    purchaser_client, supplier, server
):
    response = add(
        purchaser_client, supplier, f"127.0.0.1:{server.port}", password="Wr0ng-passphrase"
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "メールサーバーがサインインまたはフォルダーを受け付けませんでした。" in page
    assert ("Wr0ng-passphrase" in page, Mailbox.objects.count()) == (False, 0)


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "mail.internal", "2130706433", "imap.example.com:25"]
)
def test_f1_mailbox_add_refuses_a_server_inside_and_audits_it(
    purchaser_client, supplier, server, address
):
    response = add(purchaser_client, supplier, address)

    entry = AuditEntry.objects.get(action="source.refused")
    assert (response.status_code, server.connection_count) == (422, 0)
    assert (entry.after["url"], entry.actor) == (address, purchaser_client.user)


def test_mailbox_edit_keeps_the_password_that_is_left_empty(purchaser_client, supplier, server):
    add(purchaser_client, supplier, f"127.0.0.1:{server.port}")
    mailbox = Mailbox.objects.get()

    response = edit(purchaser_client, mailbox, mail_folder="INBOX", password="")

    mailbox.refresh_from_db()
    assert response.status_code == 302
    assert mailboxes.access_of(mailbox).password == PASSWORD
    assert AuditEntry.objects.filter(action="mailbox.changed").count() == 1


def test_mailbox_edit_sends_no_stored_password_to_another_server(
    purchaser_client, supplier, server
):
    add(purchaser_client, supplier, f"127.0.0.1:{server.port}")
    heard = server.connection_count

    response = edit(purchaser_client, Mailbox.objects.get(), server="imap.thief.example")

    assert response.status_code == 422
    assert "そのサーバーのパスワードを入力してください。" in response.content.decode()
    assert server.connection_count == heard
