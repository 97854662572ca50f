import pytest
from django.utils import timezone

from tests.procurement.story import stopped


@pytest.fixture
def story(workspace):
    """Return the story of today, as a browser meets it."""
    return stopped(workspace, now=timezone.now())
