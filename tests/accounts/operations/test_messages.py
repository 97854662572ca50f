from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import gettext_lazy

from accounts.enums import MessageUrgency
from accounts.models import Message
from accounts.operations import messages
from tests.factories import MembershipFactory, MessageFactory, UserFactory
from tests.factories.accounts import NOON

TOKYO = ZoneInfo("Asia/Tokyo")


def tell(members, cause="change:1", urgency=MessageUrgency.NOW, subject="第11報"):
    return messages.tell(
        members, urgency=urgency, subject=subject, body="本文", path="/w/a/", cause=cause, now=NOON
    )


@pytest.mark.django_db
def test_tell_writes_a_message_per_member():
    members = MembershipFactory.create_batch(2)

    ids = tell(members)

    rows = Message.objects.filter(pk__in=ids).order_by("pk")
    assert [(row.recipient, row.workspace, row.subject) for row in rows] == [
        (member.user, member.workspace, "第11報") for member in members
    ]


@pytest.mark.django_db
def test_tell_tells_a_cause_once():
    member = MembershipFactory()

    first, second = tell([member]), tell([member])
    third = tell([member], cause="change:2")

    assert (len(first), second, len(third)) == (1, [], 1)


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "subject"), [("ja", "購買担当"), ("en", "Purchaser")])
def test_tell_speaks_the_recipients_language(language, subject):
    member = MembershipFactory(user=UserFactory(language=language))

    tell([member], subject=gettext_lazy("Purchaser"))

    assert Message.objects.get().subject == subject


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_tell_takes_the_same_queries_for_few_and_many(django_assert_num_queries, count):
    members = MembershipFactory.create_batch(count)

    with django_assert_num_queries(3):  # already told, insert, ids
        tell(members)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2025, 10, 19, 8, 59, tzinfo=TOKYO), datetime(2025, 10, 19, 9, tzinfo=TOKYO)),
        (datetime(2025, 10, 19, 9, 0, tzinfo=TOKYO), datetime(2025, 10, 19, 15, tzinfo=TOKYO)),
        (datetime(2025, 10, 19, 15, 0, tzinfo=TOKYO), datetime(2025, 10, 20, 9, tzinfo=TOKYO)),
        (datetime(2025, 10, 18, 23, 30, tzinfo=UTC), datetime(2025, 10, 19, 9, tzinfo=TOKYO)),
    ],
)
def test_mail_due_of_today_waits_for_the_digest_hour(now, expected):
    assert messages.mail_due(MessageUrgency.TODAY, zone=TOKYO, now=now) == expected


def test_mail_due_of_quiet_is_never_and_of_now_at_once():
    assert messages.mail_due(MessageUrgency.QUIET, zone=TOKYO, now=NOON) is None
    assert messages.mail_due(MessageUrgency.NOW, zone=TOKYO, now=NOON) == NOON


@pytest.mark.django_db
def test_mark_all_read_leaves_other_companies_alone():
    here = MessageFactory()
    there = MessageFactory(recipient=here.recipient)

    messages.mark_all_read(here.recipient, here.workspace, now=NOON)

    assert list(Message.objects.unread()) == [there]


@pytest.mark.django_db
def test_mark_read_keeps_the_first_time():
    message = MessageFactory(read_at=NOON)

    messages.mark_read(message, now=datetime(2026, 1, 1, tzinfo=UTC))

    message.refresh_from_db()
    assert message.read_at == NOON
