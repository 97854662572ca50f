from tests.tracker.operations.conftest import buyer, site, supplier  # noqa: F401 - fixtures
