import pytest
from django.db import connection, transaction

from accounts.operations import audit
from accounts.operations.audit import Actor
from tests.factories.accounts import NOON


@pytest.fixture
def refuse_record(transactional_db):
    """Return a function that makes the record refuse one kind of entry, as a full disk would."""
    with connection.cursor() as cursor:

        def refuse(action):
            with transaction.atomic():
                audit.record(action, "test", actor=Actor.task("test"), now=NOON)
            cursor.execute(
                f"CREATE UNIQUE INDEX full_record ON accounts_auditentry (action) "
                f"WHERE action = '{action}'"
            )

        yield refuse
        cursor.execute("DROP INDEX full_record")
