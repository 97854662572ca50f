import pytest
from django.core.files.storage import default_storage


@pytest.fixture(autouse=True)
def own_storage(tmp_path, monkeypatch):
    """Keep files of a test in the test's own folder."""
    monkeypatch.setattr(default_storage, "_location", tmp_path, raising=False)
    for name in ("base_location", "location"):
        default_storage.__dict__.pop(name, None)
    yield tmp_path
    for name in ("base_location", "location"):
        default_storage.__dict__.pop(name, None)
