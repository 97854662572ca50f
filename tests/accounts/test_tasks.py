import pytest
from django.core import mail

from accounts.tasks import deliver_invitation, deliver_message
from tests.factories import InvitationFactory, MessageFactory
from tests.factories.accounts import NOON

pytestmark = pytest.mark.django_db


def test_deliver_message_may_run_twice():
    message = MessageFactory(mail_due_at=NOON)

    for _ in range(2):
        deliver_message(message_id=message.pk)

    assert [letter.to for letter in mail.outbox] == [[message.recipient.email]]


def test_deliver_invitation_may_run_twice():
    invitation = InvitationFactory(mail_due_at=NOON)

    for _ in range(2):
        deliver_invitation(invitation_id=invitation.pk)

    assert [letter.to for letter in mail.outbox] == [[invitation.email]]
