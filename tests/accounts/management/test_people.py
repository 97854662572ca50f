from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.enums import Role
from accounts.models import Membership, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def add(monkeypatch, password, email="Sato@Example.com"):
    monkeypatch.setattr("sys.stdin", StringIO(f"{password}\n"))
    call_command("people", "add", email, "--name", "佐藤", "--company", "Kitahama")


def test_people_add_makes_a_company_with_its_administrator(monkeypatch):
    add(monkeypatch, "a new horse 42")

    member = Membership.objects.get()
    assert (member.workspace.slug, member.role) == ("kitahama", Role.ADMINISTRATOR)
    assert member.user.email == "sato@example.com"
    assert member.user.check_password("a new horse 42")


@pytest.mark.parametrize(
    ("email", "password"), [("sato@x.jp", "short"), ("sato", "a new horse 42")]
)
def test_people_add_refuses_whole(monkeypatch, email, password):
    with pytest.raises(CommandError):
        add(monkeypatch, password, email)

    assert not User.objects.exists()


def test_people_disable_shuts_out_at_once(client):
    user = UserFactory()
    client.force_login(user)

    call_command("people", "disable", user.email, "--reason", "lost phone")

    assert client.get("/me/").status_code == 302


def test_people_disable_names_whom_it_did_not_find():
    with pytest.raises(CommandError, match="nobody has the address"):
        call_command("people", "disable", "nobody@example.com", "--reason", "x")
