"""A mail folder on a real IMAP server: each mail is taken in once, whatever happens between."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.operations.audit import Actor
from tests.tracker.sources.certificates import Authority
from tests.tracker.sources.mail_server import PASSWORD, USER, MailServer
from tracker.enums import CheckOutcome, FetchReason, Folder, PageHealth
from tracker.models import Change, CheckSpan, Mailbox, Page, Snapshot
from tracker.operations import mail_reading, mailboxes, sources
from tracker.sources.imap import FolderState
from tracker.tasks import read_mailbox

pytestmark = pytest.mark.django_db
MAIL = (
    "From: info@supplier.example\r\nTo: order@buyer.example\r\nSubject: Notice {0}\r\n"
    "Message-ID: <{0}@supplier.example>\r\nDate: Wed, 29 Oct 2025 10:0{0}:00 +0900\r\n"
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    "本日より一部の商品の出荷を再開しました。第{0}便。\r\n"
)
BEGINNING = FolderState(uid_validity=7, last_uid=0)


def mails(*uids):
    return {uid: MAIL.format(uid).encode() for uid in uids}


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def server(authority, settings):
    made = MailServer(mails(3, 5), tls=authority.server("127.0.0.1"))
    settings.ADMITTED_ADDRESSES = settings.ADMITTED_ADDRESSES | made.admitted
    settings.MAIL_AUTHORITIES = str(authority.path)
    yield made
    made.stop()


def access(server, **words):
    said = {"server": f"127.0.0.1:{server.port}", "login": USER, "password": PASSWORD}
    return mailboxes.Access(**said | words)


@pytest.fixture
def mailbox(server, supplier, buyer):
    wish = sources.Following(Folder.OFFICIAL, "mail", timedelta(minutes=5), keeper=buyer)
    actor = Actor.person(buyer)
    return mailboxes.add(
        supplier, access(server), wish, start=BEGINNING, actor=actor, now=timezone.now()
    )


def look(mailbox):
    Mailbox.objects.filter(pk=mailbox.pk).update(due_at=timezone.now())
    return mail_reading.read_mailbox(mailbox.pk, clock=timezone.now)


def subjects():
    return list(Change.objects.order_by("pk").values_list("title", flat=True))


def test_new_mails_stand_on_the_timeline_once(mailbox, server):
    look(mailbox)
    look(mailbox)
    server.messages |= mails(8)
    look(mailbox)

    mailbox.refresh_from_db()
    page = mailbox.source.page
    assert subjects() == ["Notice 3", "Notice 5", "Notice 8"]
    assert (mailbox.last_uid, mailbox.lease_until, mailbox.last_error) == (8, None, "")
    assert Page.objects.get(pk=page.pk).health == PageHealth.READABLE
    taken = AuditEntry.objects.filter(action="content.taken_in")
    assert [entry.actor_label for entry in taken] == ["task mail"] * 3


def test_check_says_where_the_folder_stands(server):
    assert mailboxes.check(access(server)) == FolderState(uid_validity=7, last_uid=5)


def test_folder_made_anew_keeps_each_mail_once(mailbox, server):
    look(mailbox)
    server.uid_validity = 8
    server.messages = {1: mails(3)[3], 2: mails(5)[5], 3: mails(9)[9]}

    look(mailbox)

    mailbox.refresh_from_db()
    assert subjects() == ["Notice 3", "Notice 5", "Notice 9"]
    assert (mailbox.uid_validity, mailbox.last_uid) == (8, 3)


def test_password_is_nowhere_in_the_open(mailbox):
    look(mailbox)

    entries = [str(entry.__dict__) for entry in AuditEntry.objects.all()]
    rows = [str(row.__dict__) for row in Mailbox.objects.all()]
    assert mailboxes.access_of(mailbox).password == PASSWORD
    assert not any(PASSWORD in text for text in [*entries, *rows, str(mailbox)])


def test_refused_sign_in_ages_the_source_and_tells_its_keeper(mailbox, server, buyer):
    server.tricks["LOGIN"] = b"TAG NO wrong\r\n"

    for _ in range(2):
        look(mailbox)

    mailbox.refresh_from_db()
    page = Page.objects.get(pk=mailbox.source.page_id)
    assert (mailbox.last_error, page.health, page.miss_count) == (
        FetchReason.MAIL_REFUSED,
        PageHealth.REFUSED,
        2,
    )
    assert mailbox.due_at > timezone.now() + timedelta(minutes=9)
    assert buyer.messages.count() == 1
    assert page.due_at is None


def test_mail_that_says_nothing_is_left_there_and_its_followers_are_read(mailbox, server, buyer):
    server.messages = {4: b"From: info@supplier.example\r\n\r\n\r\n"} | mails(6)

    look(mailbox)

    unread = CheckSpan.objects.get(outcome=CheckOutcome.UNREADABLE)
    assert (subjects(), unread.reason, buyer.messages.count()) == (["Notice 6"], "blank", 1)


def test_f1_mail_server_inside_is_refused_at_every_look(mailbox, server, settings):
    settings.ADMITTED_ADDRESSES = frozenset()
    heard = server.connection_count

    look(mailbox)

    mailbox.refresh_from_db()
    assert (mailbox.last_error, server.connection_count) == (FetchReason.ADDRESS_REFUSED, heard)


def test_q3_ten_messages_for_one_folder_read_it_once(mailbox, server):
    for _ in range(10):
        read_mailbox(mailbox_id=mailbox.pk)

    assert (server.connection_count, subjects()) == (1, ["Notice 3", "Notice 5"])


def test_q3_reader_that_lost_its_folder_writes_nothing(mailbox, monkeypatch):
    late = timezone.now() + timedelta(hours=1)
    fetch = mail_reading._fetch

    def fetch_slowly(held):
        batch = fetch(held)
        assert mailboxes.claim(mailbox.pk, now=late).lease_token == held.lease_token + 1
        return batch

    monkeypatch.setattr(mail_reading, "_fetch", fetch_slowly)

    with pytest.raises(mailboxes.LostMailboxError):
        look(mailbox)

    assert (Snapshot.objects.count(), Change.objects.count()) == (0, 0)


def test_q7_two_schedulers_ring_for_a_due_folder_once(mailbox):
    now = timezone.now()

    rung = [mailboxes.ring(now=now), mailboxes.ring(now=now)]

    assert rung == [[mailbox.pk], []]
    assert mailboxes.ring(now=now + timedelta(seconds=61)) == [mailbox.pk]


def test_folder_of_an_ended_source_is_left_alone(mailbox, server, buyer):
    now = timezone.now()
    sources.end(mailbox.source, reason="over", actor=Actor.person(buyer), now=now)

    assert mailboxes.ring(now=now) == []
    assert (look(mailbox), server.connection_count) == (None, 0)
