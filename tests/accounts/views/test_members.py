import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.enums import Role
from accounts.models import Invitation, Membership
from accounts.operations import invitations
from tests.conftest import sign_in_as
from tests.factories import InvitationFactory, MembershipFactory, MessageFactory, UserFactory
from tests.factories.accounts import NOON

pytestmark = pytest.mark.django_db

MEMBERS = "/w/kitahama/settings/members/"


@pytest.fixture
def administrator_client(administrator_client):
    """Return an administrator who has just said again who is there."""
    administrator_client.confirm()
    return administrator_client


@pytest.fixture
def member(workspace):
    return MembershipFactory(workspace=workspace, user__name="田中 一郎")


def test_member_list_names_members_and_invitations(purchaser_client, workspace, member):
    InvitationFactory(workspace=workspace, email="suzuki@example.com")

    page = purchaser_client.get(MEMBERS).content.decode()

    assert "田中 一郎" in page
    assert "suzuki@example.com" in page
    assert 'name="email"' not in page  # nor may a purchaser invite


@pytest.mark.parametrize("count", [1, 3])
def test_member_list_query_count_is_flat(
    administrator_client, workspace, django_assert_num_queries, count
):
    MembershipFactory.create_batch(count, workspace=workspace)
    InvitationFactory.create_batch(count, workspace=workspace)
    MessageFactory.create_batch(count, workspace=workspace, mail_failed_at=NOON)
    administrator_client.get(MEMBERS)

    with django_assert_num_queries(10):
        response = administrator_client.get(MEMBERS)

    assert len(response.context["members"]) == count + 1


def test_sec01_administrators_see_who_has_a_second_factor(administrator_client, member):
    Authenticator.objects.create(user=member.user, type=Authenticator.Type.TOTP, data={})

    response = administrator_client.get(MEMBERS)

    assert response.context["secured"] == {member.user.pk}
    assert "二段階認証がまだ設定されていません" in response.content.decode()


def test_sec03_who_may_enter_is_changed_after_a_fresh_proof_alone(workspace, member):
    borrowed = sign_in_as(Role.ADMINISTRATOR, workspace)
    paths = [MEMBERS, f"{MEMBERS}{member.pk}/role/", f"{MEMBERS}{member.pk}/end/"]

    answers = [borrowed.post(path, {"role": "administrator"}) for path in paths]

    assert [answer["Location"].split("?")[0] for answer in answers] == [
        "/accounts/reauthenticate/"
    ] * 3
    assert Membership.objects.get(pk=member.pk).role == Role.PURCHASER


def test_sec03_the_act_goes_on_after_the_proof(workspace, member):
    administrator = sign_in_as(Role.ADMINISTRATOR, workspace)
    asked = administrator.post(f"{MEMBERS}{member.pk}/role/", {"role": "manager"})

    administrator.post(asked["Location"], {"password": "correct horse battery"})

    assert Membership.objects.get(pk=member.pk).role == Role.MANAGER


def test_an_invitation_is_sent(administrator_client, workspace):
    sent = {"email": "Suzuki@Example.com", "role": "manager"}
    response = administrator_client.post(MEMBERS, sent)

    assert response["Location"] == MEMBERS
    assert workspace.invitations.get().email == "suzuki@example.com"


def test_s7_inviting_answers_the_same_for_known_and_unknown_people(administrator_client):
    UserFactory(email="known@example.com")
    answers = [
        administrator_client.post(MEMBERS, {"email": email, "role": "manager"}, follow=True)
        for email in ("known@example.com", "unknown@example.com")
    ]

    texts = [str(next(iter(answer.context["messages"]))) for answer in answers]
    assert texts[0].replace("known", "unknown") == texts[1]


def test_a_member_is_not_invited_again(administrator_client, member):
    response = administrator_client.post(MEMBERS, {"email": member.user.email, "role": "manager"})

    assert response.status_code == 422
    assert "すでにメンバーです" in response.content.decode()


def test_a_role_is_changed(administrator_client, member):
    administrator_client.post(f"{MEMBERS}{member.pk}/role/", {"role": "accountant"})

    member.refresh_from_db()
    assert member.role == Role.ACCOUNTANT


def test_an_invented_role_is_refused(administrator_client, member):
    response = administrator_client.post(
        f"{MEMBERS}{member.pk}/role/", {"role": "owner"}, follow=True
    )

    member.refresh_from_db()
    assert "役割を一覧から選んでください" in response.content.decode()
    assert member.role == Role.PURCHASER


def test_the_last_administrator_keeps_the_role(administrator_client):
    own = administrator_client.membership
    response = administrator_client.post(
        f"{MEMBERS}{own.pk}/role/", {"role": "purchaser"}, follow=True
    )

    own.refresh_from_db()
    assert "会社には管理者が必要です" in response.content.decode()
    assert own.role == Role.ADMINISTRATOR


def test_ending_a_membership_asks_once_naming_the_person(administrator_client, member):
    page = administrator_client.get(f"{MEMBERS}{member.pk}/end/").content.decode()
    refused = administrator_client.post(f"{MEMBERS}{member.pk}/end/", {"reason": ""})
    administrator_client.post(f"{MEMBERS}{member.pk}/end/", {"reason": "退職"})

    assert "田中 一郎さんをメンバーから外しますか" in page
    assert refused.status_code == 422
    assert member not in Membership.objects.current()


def test_the_last_administrator_cannot_leave(administrator_client):
    own = administrator_client.membership
    response = administrator_client.post(f"{MEMBERS}{own.pk}/end/", {"reason": "退職"})

    assert response.status_code == 422
    assert "会社には管理者が必要です" in response.content.decode()


def test_an_invitation_is_withdrawn(administrator_client, workspace):
    invitation = InvitationFactory(workspace=workspace)
    path = f"/w/kitahama/settings/invitations/{invitation.pk}/withdraw/"

    first = administrator_client.post(path, follow=True).content.decode()
    second = administrator_client.post(path, follow=True).content.decode()

    assert "取り消しました" in first
    assert "すでに承諾または取り消されています" in second


# --- the invited person ---


@pytest.fixture
def invitation(workspace):
    return InvitationFactory(workspace=workspace, email="guest@example.com", role=Role.MANAGER)


NEW = {"name": "鈴木", "password1": "a new horse 42", "password2": "a new horse 42"}


def test_a_new_person_accepts_and_is_signed_in(client, invitation):
    path = invitations.path_of(invitation)
    page = client.get(path).content.decode()

    response = client.post(path, NEW)

    assert "北浜商事への招待" in page
    assert response["Location"] == "/w/kitahama/"
    assert client.get("/w/kitahama/messages/").status_code == 200


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"password2": "another horse 42"}, "password2"),
        ({"password1": "guest", "password2": "guest"}, "password1"),
        ({"name": ""}, "name"),
    ],
)
def test_a_new_person_is_told_what_is_missing(client, invitation, typed, field):
    response = client.post(invitations.path_of(invitation), NEW | typed)

    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {field}


def test_s4_an_invited_person_cannot_choose_the_role(client, invitation):
    response = client.post(invitations.path_of(invitation), NEW | {"role": "administrator"})

    assert response.status_code == 400
    assert not Membership.objects.exists()


def test_an_existing_person_signs_in_to_accept(client, invitation):
    user = UserFactory(email="guest@example.com")
    path = invitations.path_of(invitation)
    asked = client.get(path).content.decode()
    client.force_login(user)

    client.post(path)

    assert f"/accounts/login/?next={path.replace(':', '%3A')}" in asked
    assert Membership.objects.get().role == Role.MANAGER


def test_another_person_is_told_whose_it_is(purchaser_client, invitation):
    path = invitations.path_of(invitation)

    for response in (purchaser_client.get(path), purchaser_client.post(path)):
        assert "guest@example.com 宛てです" in response.content.decode()
    assert Invitation.objects.pending().exists()


@pytest.mark.parametrize(
    "closed", [{"withdrawn_at": NOON}, {"accepted_at": NOON}, {"expires_at": NOON}]
)
def test_a_closed_invitation_says_so(invitation, closed):
    Invitation.objects.filter(pk=invitation.pk).update(**closed)

    response = Client().post(invitations.path_of(invitation), NEW)

    assert "この招待は終了しています" in response.content.decode()
    assert not Membership.objects.exists()
