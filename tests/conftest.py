"""Fixtures that every test may ask for: one company, its people by role, and a stranger.

Every client knows who it is: `purchaser_client.user`, `purchaser_client.membership`.
"""

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.enums import Role
from accounts.models import Membership, Workspace
from tests.factories import MembershipFactory, WorkspaceFactory
from tests.factories.accounts import PASSWORD


@pytest.fixture(autouse=True)
def own_cache():
    """Give every test an empty cache: Redis rolls nothing back and serves all test processes."""
    cache.key_prefix = uuid4().hex


class SignedInClient(Client):
    """A browser in which a member has signed in."""

    membership: Membership

    def __init__(self, membership: Membership, **extra) -> None:
        super().__init__(**extra)
        self.membership = membership
        self.user = membership.user
        self.force_login(membership.user)

    def confirm(self) -> None:
        """Say once more who is there, as changes of who may enter demand."""
        self.post("/accounts/reauthenticate/", {"password": PASSWORD})


def sign_in_as(role: Role, workspace: Workspace) -> SignedInClient:
    """Make a person with the role in the workspace and return their browser."""
    return SignedInClient(MembershipFactory(workspace=workspace, role=role))


@pytest.fixture
def workspace(db):
    return WorkspaceFactory(slug="kitahama", name="北浜商事")


@pytest.fixture
def other_workspace(db):
    """Return the company of the stranger."""
    return WorkspaceFactory(slug="minato", name="みなと物産")


@pytest.fixture
def purchaser_client(workspace):
    return sign_in_as(Role.PURCHASER, workspace)


@pytest.fixture
def accountant_client(workspace):
    return sign_in_as(Role.ACCOUNTANT, workspace)


@pytest.fixture
def manager_client(workspace):
    return sign_in_as(Role.MANAGER, workspace)


@pytest.fixture
def administrator_client(workspace):
    return sign_in_as(Role.ADMINISTRATOR, workspace)


@pytest.fixture
def outside_accountant_client(workspace):
    return sign_in_as(Role.OUTSIDE_ACCOUNTANT, workspace)


@pytest.fixture
def read_only_client(workspace):
    return sign_in_as(Role.READ_ONLY, workspace)


@pytest.fixture
def stranger_client(other_workspace):
    """Return the browser of another company's administrator."""
    return sign_in_as(Role.ADMINISTRATOR, other_workspace)


@pytest.fixture
def anonymous_client(db):
    return Client()
