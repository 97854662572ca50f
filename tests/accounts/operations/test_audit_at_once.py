"""Many writers at once: no entry is lost, no number is given twice, nobody waits for ever."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from accounts.models import AuditEntry, Message
from accounts.operations import audit
from accounts.operations.audit import Actor
from tests.factories import MembershipFactory, MessageFactory
from tests.factories.accounts import NOON

WRITERS, ROUNDS = 4, 10


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("chain", ["company", "outside"])
def test_a11_writers_at_once_leave_a_whole_chain(chain):
    member = MembershipFactory()
    workspace = member.workspace if chain == "company" else None

    def write(writer):
        for number in range(ROUNDS):
            with transaction.atomic():  # the act first, its entry after, as operations do
                MessageFactory(
                    workspace=member.workspace,
                    recipient=member.user,
                    cause=f"writer {writer} round {number}",
                )
                audit.record("test.act", "x", actor=Actor.task("t"), now=NOON, workspace=workspace)
        connection.close()

    with ThreadPoolExecutor(WRITERS) as threads:
        list(threads.map(write, range(WRITERS)))

    assert audit.verify(workspace) == WRITERS * ROUNDS
    assert AuditEntry.objects.count() == Message.objects.count() == WRITERS * ROUNDS
