from datetime import time

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import AuditEntry, Workspace
from tests.conftest import SignedInClient, sign_in_as
from tests.factories import MembershipFactory, MessageFactory, UserFactory, WorkspaceFactory

pytestmark = pytest.mark.django_db


def test_home_leads_to_the_only_company(purchaser_client):
    assert purchaser_client.get("/")["Location"] == "/w/kitahama/"


def test_home_leads_to_the_company_shown_last(purchaser_client, other_workspace):
    MembershipFactory(user=purchaser_client.user, workspace=other_workspace)
    first = purchaser_client.get("/")["Location"]
    purchaser_client.get("/w/minato/messages/")

    assert (first, purchaser_client.get("/")["Location"]) == ("/companies/", "/w/minato/")


def test_home_forgets_a_company_that_was_left(purchaser_client, other_workspace):
    purchaser_client.cookies["fukkyu_company"] = other_workspace.slug

    assert purchaser_client.get("/")["Location"] == "/w/kitahama/"


def test_company_list_shows_what_waits_in_each(purchaser_client, workspace, other_workspace):
    user = purchaser_client.user
    MembershipFactory(user=user, workspace=other_workspace)
    MessageFactory.create_batch(2, workspace=workspace, recipient=user)
    MessageFactory(workspace=workspace)  # to somebody else

    rows = purchaser_client.get("/companies/").context["rows"]

    assert {(member.workspace.name, waiting) for member, waiting in rows} == {
        ("北浜商事", 2),
        ("みなと物産", 0),
    }


@pytest.mark.parametrize("count", [1, 3])
def test_company_list_query_count_is_flat(django_assert_num_queries, count):
    user = UserFactory()
    members = MembershipFactory.create_batch(count, user=user)

    client = SignedInClient(members[0])

    with django_assert_num_queries(4):  # session, user, memberships, messages
        response = client.get("/companies/")

    assert len(response.context["rows"]) == count


def test_company_list_teaches_when_it_is_empty():
    client = Client()
    client.force_login(UserFactory())

    assert "招待を承諾するか" in client.get("/companies/").content.decode()


def test_company_add_makes_an_administrator(purchaser_client):
    response = purchaser_client.post("/companies/new/", {"name": "Yamate", "colour": "purple"})

    company = Workspace.objects.get(slug="yamate")
    assert response["Location"] == "/w/yamate/"
    assert company.memberships.get().role == Role.ADMINISTRATOR


def test_company_add_keeps_what_was_typed(purchaser_client):
    response = purchaser_client.post("/companies/new/", {"name": "Yamate", "colour": "invisible"})

    assert response.status_code == 422
    assert 'value="Yamate"' in response.content.decode()


SETTINGS = {"name": "北浜商事", "colour": "green", "time_zone": "Asia/Tokyo", "check_at": "09:30"}


def test_company_settings_are_saved(administrator_client, workspace):
    response = administrator_client.post("/w/kitahama/settings/", SETTINGS)

    workspace.refresh_from_db()
    assert response["Location"] == "/w/kitahama/settings/"
    assert (workspace.colour, workspace.check_at) == ("green", time(9, 30))


def test_company_settings_refuse_an_unknown_zone(administrator_client, workspace):
    wrong = SETTINGS | {"time_zone": "../etc/passwd", "name": "別名"}
    response = administrator_client.post("/w/kitahama/settings/", wrong)

    assert response.context["form"].errors.keys() == {"time_zone"}
    assert response.context["workspace"].name == "北浜商事"


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_company_settings_are_read_by_all_and_written_by_administrators(workspace, role):
    member = sign_in_as(role, workspace)

    page = member.get("/w/kitahama/settings/").content.decode()
    refused = member.post("/w/kitahama/settings/", SETTINGS)

    assert "この設定は会社の管理者が変更できます" in page
    assert refused.status_code == 403
    assert AuditEntry.objects.get().action == "access.refused"


def test_s4_fields_that_were_never_offered_are_refused(administrator_client, workspace):
    extra = SETTINGS | {"slug": "minato", "is_sample": "on"}

    response = administrator_client.post("/w/kitahama/settings/", extra)

    entry = AuditEntry.objects.get()
    workspace.refresh_from_db()
    assert response.status_code == 400
    assert (entry.action, entry.after) == ("form.refused", {"fields": ["is_sample", "slug"]})
    assert (workspace.slug, workspace.colour) == ("kitahama", "blue")


def test_s12_two_tabs_two_companies(workspace, other_workspace):
    """Tab B is in another company; the form of tab A still acts on its own."""
    tab_a = sign_in_as(Role.ADMINISTRATOR, workspace)
    MembershipFactory(user=tab_a.user, workspace=other_workspace, role=Role.ADMINISTRATOR)
    tab_a.get("/w/kitahama/settings/")
    tab_a.get("/w/minato/settings/")

    tab_a.post("/w/kitahama/settings/", SETTINGS | {"name": "北浜商事 本社"})

    assert set(Workspace.objects.values_list("slug", "name")) == {
        ("kitahama", "北浜商事 本社"),
        ("minato", "みなと物産"),
    }


def test_each_company_is_shown_in_its_own_colour_and_name():
    member = MembershipFactory(workspace=WorkspaceFactory(colour="orange", name="みなと物産"))

    page = SignedInClient(member).get(f"{member.workspace.path}messages/").content.decode()

    assert 'data-workspace="orange"' in page
    assert "みなと物産" in page
