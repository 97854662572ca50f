import pytest

from tests.factories import MembershipFactory, SupplierFactory
from tests.tracker.operations.site import Site
from tests.tracker.operations.telling import follow


@pytest.fixture
def site(settings):
    made = Site(settings)
    yield made
    made.server.stop()


@pytest.fixture
def supplier(workspace):
    return SupplierFactory(workspace=workspace, name="つぐみ野商会")


@pytest.fixture
def page(supplier):
    return follow(supplier)


@pytest.fixture
def buyer(workspace):
    return MembershipFactory(workspace=workspace).user
