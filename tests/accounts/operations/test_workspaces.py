from datetime import time

import pytest

from accounts.enums import Role, WorkspaceColour
from accounts.models import AuditEntry, Workspace
from accounts.operations import workspaces
from tests.factories import MembershipFactory, UserFactory, WorkspaceFactory
from tests.factories.accounts import NOON

pytestmark = pytest.mark.django_db


def create(name):
    return workspaces.create(name=name, colour=WorkspaceColour.TEAL, by=UserFactory(), now=NOON)


def test_create_makes_its_maker_administrator():
    company = create("Kitahama Trading")

    member = company.memberships.get()
    assert (company.slug, member.role) == ("kitahama-trading", Role.ADMINISTRATOR)
    assert AuditEntry.objects.get().workspace == company


def test_create_finds_an_address_for_any_name():
    slugs = [create("Kitahama").slug, create("Kitahama").slug, create("北浜商事").slug]

    assert slugs[0] == "kitahama"
    assert slugs[1].startswith("kitahama-")
    assert slugs[2].startswith("company-")


def test_change_settings_writes_down_what_changed():
    company, user = WorkspaceFactory(name="北浜"), UserFactory()
    company.name, company.check_at = "北浜商事", time(9)

    workspaces.change_settings(company, by=user, now=NOON)

    entry = AuditEntry.objects.get()
    assert Workspace.objects.get(pk=company.pk).name == "北浜商事"
    assert entry.before == {"name": "北浜", "check_at": None}
    assert entry.after == {"name": "北浜商事", "check_at": "09:00:00"}


def test_change_settings_without_a_change_writes_nothing():
    company = MembershipFactory().workspace

    workspaces.change_settings(company, by=UserFactory(), now=NOON)

    assert not AuditEntry.objects.exists()
