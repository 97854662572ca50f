from datetime import timedelta

import pytest
from django.core import signing
from django.db import IntegrityError

from accounts.enums import Role
from accounts.models import AuditEntry, Invitation, User
from accounts.operations import invitations
from accounts.operations.invitations import InvitationError
from tests.factories import InvitationFactory, MembershipFactory, UserFactory
from tests.factories.accounts import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return MembershipFactory(role=Role.ADMINISTRATOR)


def invite(administrator, email="Guest@Example.com", role=Role.MANAGER, now=NOON):
    return invitations.invite(
        administrator.workspace, email=email, role=role, by=administrator.user, now=now
    )


def actions():
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_invite_waits_for_its_mail(administrator):
    invitation = invite(administrator)

    assert (invitation.email, invitation.role) == ("guest@example.com", Role.MANAGER)
    assert list(Invitation.objects.waiting_for_mail(now=NOON)) == [invitation]
    assert actions() == ["invitation.sent"]


def test_invite_refuses_a_member(administrator):
    member = MembershipFactory(workspace=administrator.workspace)

    with pytest.raises(InvitationError):
        invite(administrator, email=member.user.email)


def test_invite_refuses_a_second_open_invitation(administrator):
    invite(administrator)

    with pytest.raises(InvitationError):
        invite(administrator)


def test_invite_replaces_an_expired_invitation(administrator):
    old = invite(administrator)

    new = invite(administrator, now=NOON + invitations.VALID_FOR)

    assert list(Invitation.objects.pending()) == [new]
    assert old != new


def test_accept_gives_the_place_once(administrator):
    user = UserFactory(email="guest@example.com")
    invitation = invite(administrator)

    membership = invitations.accept(invitation, user, now=NOON)

    assert (membership.workspace, membership.role) == (administrator.workspace, Role.MANAGER)
    with pytest.raises(InvitationError):
        invitations.accept(invitation, user, now=NOON)
    assert actions() == ["invitation.sent", "member.joined"]


def test_accept_refuses_another_person(administrator):
    invitation = invite(administrator)

    with pytest.raises(InvitationError):
        invitations.accept(invitation, UserFactory(), now=NOON)

    assert Invitation.objects.pending().count() == 1


@pytest.mark.parametrize("late", [invitations.VALID_FOR, timedelta(days=30)])
def test_accept_refuses_an_expired_invitation(administrator, late):
    user = UserFactory(email="guest@example.com")

    with pytest.raises(InvitationError):
        invitations.accept(invite(administrator), user, now=NOON + late)


def test_accept_as_new_person_makes_a_sign_in(administrator):
    membership = invitations.accept_as_new_person(
        invite(administrator), name="鈴木", password="correct horse battery", now=NOON
    )

    user = User.objects.get(email="guest@example.com")
    assert membership.user == user
    assert user.check_password("correct horse battery")


def test_accept_as_new_person_never_touches_an_existing_one(administrator):
    user = UserFactory(email="guest@example.com")

    with pytest.raises(InvitationError):
        invitations.accept_as_new_person(
            invite(administrator), name="Mallory", password="another horse", now=NOON
        )

    user.refresh_from_db()
    assert user.check_password("correct horse battery")


def test_withdraw_closes_it(administrator):
    invitation = invite(administrator)

    invitations.withdraw(invitation, by=administrator.user, now=NOON)

    with pytest.raises(InvitationError):
        invitations.withdraw(invitation, by=administrator.user, now=NOON)
    assert actions() == ["invitation.sent", "invitation.withdrawn"]


def test_find_knows_only_our_own_signature():
    invitation = InvitationFactory()
    token = invitations.path_of(invitation).split("/")[2]

    assert invitations.find(token) == invitation
    assert invitations.find(f"{token}x") is None
    assert invitations.find(signing.dumps(invitation.pk, salt="another purpose")) is None


def test_an_address_is_invited_once_per_company():
    invitation = InvitationFactory()

    with pytest.raises(IntegrityError):
        InvitationFactory(workspace=invitation.workspace, email=invitation.email)
