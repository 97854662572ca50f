"""The chip of long work in the head of every page."""

import pytest

from reconciliation.enums import JobPhase, JobState
from tests.factories import JobFactory

pytestmark = pytest.mark.django_db
CHIP = "/w/kitahama/jobs/chip/"


def test_the_chip_tells_the_oldest_work_and_asks_again(purchaser_client, workspace):
    job = JobFactory(
        workspace=workspace,
        state=JobState.RUNNING,
        phase=JobPhase.READING,
        done_count=1200,
        total_count=5000,
    )
    JobFactory(workspace=workspace)

    text = purchaser_client.get(CHIP).content.decode()

    assert f"Job {job.pk}" in text or f"{job.pk}" in text
    assert ("1,200" in text, 'hx-trigger="every 5s"' in text) == (True, True)


def test_the_chip_is_silent_without_work(purchaser_client, other_workspace):
    JobFactory(workspace=other_workspace)

    text = purchaser_client.get(CHIP).content.decode()

    assert ("hx-get" in text, "<a" in text) == (False, False)
