import pytest

from accounts.enums import Role
from accounts.models import AuditEntry, Membership
from accounts.operations import memberships
from accounts.operations.memberships import LastAdministratorError
from tests.factories import MembershipFactory
from tests.factories.accounts import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return MembershipFactory(role=Role.ADMINISTRATOR)


@pytest.fixture
def member(administrator):
    return MembershipFactory(workspace=administrator.workspace, role=Role.PURCHASER)


def test_change_role_is_written_down(administrator, member):
    memberships.change_role(member, Role.MANAGER, by=administrator.user, now=NOON)

    entry = AuditEntry.objects.get()
    assert Membership.objects.get(pk=member.pk).role == Role.MANAGER
    assert (entry.before, entry.after) == ({"role": "purchaser"}, {"role": "manager"})


def test_change_role_to_the_same_writes_nothing(administrator, member):
    memberships.change_role(member, Role.PURCHASER, by=administrator.user, now=NOON)

    assert not AuditEntry.objects.exists()


def test_end_closes_the_membership_and_revokes_addresses(administrator, member):
    memberships.end(member, by=administrator.user, reason="退職", now=NOON)

    ended = Membership.objects.get(pk=member.pk)
    assert (ended.ended_at, ended.feed_version) == (NOON, 2)
    assert AuditEntry.objects.get().reason == "退職"


def test_end_twice_is_written_once(administrator, member):
    for _ in range(2):
        memberships.end(member, by=administrator.user, reason="退職", now=NOON)

    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize("act", ["change_role", "end"])
def test_the_last_administrator_stays(administrator, member, act):
    more = {"reason": "x"} if act == "end" else {"role": Role.PURCHASER}

    with pytest.raises(LastAdministratorError):
        getattr(memberships, act)(administrator, by=administrator.user, now=NOON, **more)

    assert Membership.objects.current().filter(role=Role.ADMINISTRATOR).get() == administrator


def test_one_of_two_administrators_may_go(administrator):
    second = MembershipFactory(workspace=administrator.workspace, role=Role.ADMINISTRATOR)

    memberships.end(administrator, by=second.user, reason="異動", now=NOON)

    assert Membership.objects.current().get() == second
