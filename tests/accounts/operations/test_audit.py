"""L1: whatever is done to the record outside the product shows, and names the first bad row."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.enums import Role
from accounts.models import AuditAnchor, AuditEntry, Membership
from accounts.operations import audit, memberships
from accounts.operations.audit import Actor, BrokenChainError, MissingTailError
from tests.factories import MembershipFactory, UserFactory, WorkspaceFactory
from tests.factories.accounts import NOON

pytestmark = pytest.mark.django_db


def write(workspace, count):
    user = UserFactory()
    with transaction.atomic():
        for number in range(count):
            audit.record(
                "test.act",
                workspace or "outside",
                actor=Actor.person(user),
                now=NOON,
                workspace=workspace,
                after={"number": number},
            )


def entry(workspace, sequence):
    return AuditEntry.objects.get(workspace=workspace, sequence=sequence)


def forge(sql, *values):
    """Change the table as somebody with the database in hand would."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount > 0


def refound(workspace, start):
    """Compute all hashes anew from an entry on, as a careful forger would."""
    previous = entry(workspace, start - 1).own_hash if start > 1 else audit.GENESIS
    for row in AuditEntry.objects.of_chain(workspace).filter(sequence__gte=start):
        row.previous_hash = previous
        row.own_hash = previous = audit.digest(row)
        row.save(update_fields=["previous_hash", "own_hash"])


@pytest.fixture
def chain():
    workspace = WorkspaceFactory()
    write(workspace, 6)
    return workspace


def test_an_untouched_chain_holds(chain):
    assert audit.verify(chain) == 6


def test_the_chain_outside_companies_holds():
    write(None, 3)

    assert audit.verify(None) == 3


def test_l1_a_changed_row_is_named(chain):
    forge("UPDATE accounts_auditentry SET reason = 'nothing to see' WHERE sequence = 3")

    with pytest.raises(BrokenChainError, match=r"entry 3 .* content was changed"):
        audit.verify(chain)


def test_l1_a_removed_row_is_named(chain):
    forge("DELETE FROM accounts_auditentry WHERE sequence = 3")

    with pytest.raises(BrokenChainError, match=r"entry 4 .* entry 3 is missing"):
        audit.verify(chain)


def test_l1_an_inserted_row_is_named(chain):
    forge("UPDATE accounts_auditentry SET sequence = sequence + 100 WHERE sequence > 3")
    forge("UPDATE accounts_auditentry SET sequence = sequence - 99 WHERE sequence > 100")
    forged = entry(chain, 3)
    forged.pk, forged.sequence, forged.action = None, 4, "approval.given"
    forged.previous_hash = entry(chain, 3).own_hash
    forged.own_hash = audit.digest(forged)
    forged.save(force_insert=True)

    with pytest.raises(BrokenChainError, match=r"entry 5 .* does not follow"):
        audit.verify(chain)


def test_l1_reordered_rows_are_named(chain):
    forge("UPDATE accounts_auditentry SET sequence = 99 WHERE sequence = 2")
    forge("UPDATE accounts_auditentry SET sequence = 2 WHERE sequence = 3")
    forge("UPDATE accounts_auditentry SET sequence = 3 WHERE sequence = 99")

    with pytest.raises(BrokenChainError, match=r"entry 2 .* does not follow"):
        audit.verify(chain)


def test_l1_a_cut_tail_is_found_by_the_exported_head(chain):
    head = audit.head(chain)
    forge("DELETE FROM accounts_auditentry WHERE sequence > 4")
    assert audit.verify(chain) == 4  # the chain alone does not notice

    with pytest.raises(MissingTailError, match="ends at entry 4, but entry 6 was exported"):
        audit.verify(chain, outside=[head])


def test_l1_a_regrown_tail_is_found_by_the_exported_head(chain):
    head = audit.head(chain)
    forge("DELETE FROM accounts_auditentry WHERE sequence > 4")
    write(chain, 2)
    assert audit.verify(chain) == 6

    with pytest.raises(BrokenChainError, match=r"entry 6 .* differs from the head"):
        audit.verify(chain, outside=[head])


def test_l1_a_refounded_chain_is_found_by_the_exported_head(chain):
    audit.record_export(chain, audit.head(chain), exported_to="paper", now=NOON)
    forge("UPDATE accounts_auditentry SET reason = 'nothing to see' WHERE sequence = 3")
    refound(chain, 3)

    with pytest.raises(BrokenChainError, match=r"entry 6 .* differs from the head"):
        audit.verify(chain)
    AuditAnchor.objects.all().delete()
    assert audit.verify(chain) == 6  # without an outside head nobody could tell


def test_l1_an_act_whose_entry_cannot_be_written_fails_whole(refuse_record):
    administrator = MembershipFactory(role=Role.ADMINISTRATOR)
    member = MembershipFactory(workspace=administrator.workspace, role=Role.PURCHASER)
    refuse_record("member.role_changed")

    with pytest.raises(IntegrityError):
        memberships.change_role(member, Role.ACCOUNTANT, by=administrator.user, now=NOON)

    assert Membership.objects.get(pk=member.pk).role == Role.PURCHASER
    assert audit.verify(administrator.workspace) == 0


@pytest.mark.django_db(transaction=True)
def test_an_entry_needs_a_transaction():
    with pytest.raises(transaction.TransactionManagementError):
        audit.record("test.act", "outside", actor=Actor.task("test"), now=NOON)
