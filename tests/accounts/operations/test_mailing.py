from datetime import timedelta
from email import message_from_string, policy

import pytest
from django.core import mail

from accounts.enums import Role
from accounts.models import Message
from accounts.operations import mailing
from tests.accounts.mail_server import running_mail_server
from tests.factories import InvitationFactory, MembershipFactory, MessageFactory
from tests.factories.accounts import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with running_mail_server() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        yield server


@pytest.fixture
def away(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with running_mail_server() as server:  # its port is free again once it is closed
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address


def deliver_message(pk, *, now):
    with mailing.open_line() as line:
        return mailing.deliver_message(pk, line=line, now=now)


def deliver_invitation(pk, *, now):
    with mailing.open_line() as line:
        return mailing.deliver_invitation(pk, line=line, now=now)


def due(**more):
    return MessageFactory(mail_due_at=NOON, **more)


def again(message):
    return Message.objects.get(pk=message.pk)


def test_deliver_message_sends_text_with_the_whole_address():
    message = due(subject="第11報", body="37→237品目", path="/w/kitahama/")

    assert deliver_message(message.pk, now=NOON)

    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([message.recipient.email], "第11報")
    assert sent.body.split("\n\n")[:2] == [
        "37→237品目",
        "画面を開く: http://localhost:8000/w/kitahama/",
    ]
    assert again(message).mailed_at == NOON


@pytest.mark.parametrize("word", ["{{7*7}}", "%(x)s", "{0.__class__}", "<script>alert(1)</script>"])
def test_p5_supplier_text_stays_what_it_is(word):
    message = due(subject=word, body=word)

    deliver_message(message.pk, now=NOON)

    assert mail.outbox[0].subject == word
    assert mail.outbox[0].body.startswith(word)


def test_p7_a_subject_cannot_add_a_header():
    message = due(subject="Hello\r\nBcc: everybody@example.com")

    deliver_message(message.pk, now=NOON)

    assert mail.outbox[0].subject == "Hello Bcc: everybody@example.com"
    assert mail.outbox[0].bcc == []


def test_q3_a_message_in_another_hand_is_left_alone():
    message = due()
    assert deliver_message(message.pk, now=NOON)
    taken = due(lease_until=NOON + timedelta(minutes=5), attempt_count=1)

    assert not deliver_message(message.pk, now=NOON)
    assert not deliver_message(taken.pk, now=NOON)
    assert len(mail.outbox) == 1


def test_a_lease_that_ran_out_is_taken_over():
    message = due(lease_until=NOON, attempt_count=1)

    assert deliver_message(message.pk, now=NOON)
    assert again(message).attempt_count == 2


def test_mail_is_tried_five_times_then_given_up_and_told(away):
    administrator = MembershipFactory(role=Role.ADMINISTRATOR)
    message = due(workspace=administrator.workspace, recipient=MembershipFactory().user)
    waits, now = [], NOON
    while not again(message).mail_failed_at:
        deliver_message(message.pk, now=now)
        waits.append(int((again(message).mail_due_at - now).total_seconds() // 60))
        now = again(message).mail_due_at

    told = Message.objects.get(recipient=administrator.user)
    assert waits == [1, 4, 16, 64, 0]
    assert again(message).attempt_count == 5
    assert "Connection refused" in again(message).mail_error
    assert message.recipient.email in told.subject
    assert told.mail_due_at is None


def test_an_address_refused_for_good_is_given_up_at_once(server):
    server.refuse = (550, "no such mailbox")
    message = due()

    deliver_message(message.pk, now=NOON)

    assert again(message).mail_failed_at == NOON
    assert "no such mailbox" in again(message).mail_error


def test_q6_a_letter_that_cannot_be_written_is_given_up_at_once():
    message = due(recipient__email="a@example.com\nBcc: everybody@example.com")

    deliver_message(message.pk, now=NOON)

    assert again(message).mail_failed_at == NOON
    assert mail.outbox == []


def test_an_address_refused_for_now_is_tried_again(server):
    server.refuse = (450, "greylisted")
    message = due()

    deliver_message(message.pk, now=NOON)

    assert again(message).mail_failed_at is None
    assert again(message).mail_due_at == NOON + timedelta(minutes=1)


def test_q2_a_second_delivery_bears_the_same_message_id(server):
    """The line drops after the server took the mail and before we could know."""
    server.drops = 1
    message = due()

    assert not deliver_message(message.pk, now=NOON)
    assert deliver_message(message.pk, now=NOON + timedelta(minutes=1))

    mails = [message_from_string(text, policy=policy.default) for text in server.mails]
    expected = f"<message-{message.pk}@localhost>"
    assert [mail["Message-ID"] for mail in mails] == [expected, expected]


def test_deliver_invitation_holds_an_address_that_opens_it(client):
    invitation = InvitationFactory(mail_due_at=NOON, language="en")

    assert deliver_invitation(invitation.pk, now=NOON)

    (sent,) = mail.outbox
    path = next(word for word in sent.body.split() if "/invitations/" in word)
    assert sent.to == [invitation.email]
    assert "as Purchaser" in sent.body
    assert client.get(path.removeprefix("http://localhost:8000")).status_code == 200


def test_a_withdrawn_invitation_is_not_mailed():
    invitation = InvitationFactory(mail_due_at=NOON, withdrawn_at=NOON)

    assert not deliver_invitation(invitation.pk, now=NOON)
    assert mail.outbox == []


def test_many_letters_go_over_one_connection(server):
    messages = [due() for _ in range(5)]

    with mailing.open_line() as line:
        for message in messages:
            mailing.deliver_message(message.pk, line=line, now=NOON)

    assert (len(server.mails), server.connection_count) == (5, 1)


def test_a_dropped_line_is_opened_again_for_the_next_letter(server):
    server.drops = 1
    first, second = due(), due()

    with mailing.open_line() as line:
        sent = [mailing.deliver_message(row.pk, line=line, now=NOON) for row in (first, second)]

    assert (sent, server.connection_count) == ([False, True], 2)
