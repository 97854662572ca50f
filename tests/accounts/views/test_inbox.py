from datetime import timedelta

import pytest

from accounts.enums import MessageUrgency
from accounts.models import Message
from tests.factories import MessageFactory
from tests.factories.accounts import NOON

pytestmark = pytest.mark.django_db

INBOX = "/w/kitahama/messages/"


@pytest.fixture
def tell(purchaser_client, workspace):
    def make(**more):
        return MessageFactory(workspace=workspace, recipient=purchaser_client.user, **more)

    return make


def test_message_list_shows_unread_first_then_newest(purchaser_client, tell):
    read = tell(read_at=NOON, created_at=NOON + timedelta(days=3))
    old = tell()
    new = tell(created_at=NOON + timedelta(days=1), urgency=MessageUrgency.NOW)
    MessageFactory(workspace=purchaser_client.membership.workspace)  # somebody else's

    page = purchaser_client.get(INBOX).context["page"]

    assert list(page) == [new, old, read]


@pytest.mark.parametrize("count", [1, 3])
def test_message_list_query_count_is_flat(purchaser_client, tell, django_assert_num_queries, count):
    for _ in range(count):
        tell()
    purchaser_client.get(INBOX)

    with django_assert_num_queries(8):
        response = purchaser_client.get(INBOX)

    assert len(response.context["page"]) == count


def test_message_list_teaches_when_it_is_empty(purchaser_client):
    assert "まだ何も届いていません" in purchaser_client.get(INBOX).content.decode()


def test_p3_a_message_is_text(purchaser_client, tell):
    tell(subject="<script>alert(1)</script>", body='<img src=x onerror="alert(1)">')

    page = purchaser_client.get(INBOX).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;img src=x onerror=" in page
    assert "<img src=x" not in page


def test_a_mail_that_did_not_arrive_is_shown(purchaser_client, tell):
    tell(mail_failed_at=NOON, mail_error="550 mailbox full")

    assert "550 mailbox full" in purchaser_client.get(INBOX).content.decode()


def test_message_open_marks_as_read_and_leads_on(purchaser_client, tell):
    message = tell(path="/w/kitahama/suppliers/1/")

    response = purchaser_client.post(f"{INBOX}{message.pk}/open/")

    message.refresh_from_db()
    assert response["Location"] == "/w/kitahama/suppliers/1/"
    assert message.read_at is not None


def test_message_read_all_empties_the_count(purchaser_client, tell):
    tell(), tell()

    purchaser_client.post(f"{INBOX}read/")

    assert not Message.objects.unread().exists()
