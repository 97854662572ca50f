import os
import subprocess
import sys

import pytest
from django.urls import reverse

from procurement.operations import sample


@pytest.fixture
def notice_server(settings):
    """Run the sample's notice server; the settings lead to it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tracker.sample.server", "--port", "0"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"SAMPLE_TOKEN": sample.control_token()},
    )
    settings.SAMPLE_PORT = int(process.stdout.readline().split()[1])
    yield process
    process.stdin.close()
    process.stdout.close()
    process.kill()
    process.wait()


@pytest.fixture
def path(workspace):
    workspace.is_sample = True
    workspace.save()
    return reverse("sample-control", args=[workspace.slug])


def test_sample_control_plays_pauses_and_steps(purchaser_client, path, notice_server):
    before = purchaser_client.get(path).context["state"]
    playing = purchaser_client.post(path, {"action": "play"}, follow=True).context["state"]
    purchaser_client.post(path, {"action": "pause"})
    after = purchaser_client.post(path, {"action": "step"}, follow=True).context["state"]

    assert (before["is_playing"], playing["is_playing"], after["is_playing"]) == (
        False,
        True,
        False,
    )
    assert after["story_at"] > before["story_at"]


def test_sample_control_jumps_to_an_event(purchaser_client, path, notice_server):
    last = purchaser_client.get(path).context["state"]["events"][-1]

    response = purchaser_client.post(path, {"action": "jump", "to": last["at"]}, follow=True)

    assert response.context["state"]["moment"] == last["at"]


def test_sample_control_tells_what_the_server_refused(purchaser_client, path, notice_server):
    response = purchaser_client.post(path, {"action": "jump", "to": "soon"}, follow=True)

    assert "見本のお知らせサーバーを操作できませんでした" in response.content.decode()


def test_sample_control_without_its_server_says_so(purchaser_client, path, settings):
    settings.SAMPLE_PORT = 1

    page = purchaser_client.get(path).content.decode()

    assert "見本のお知らせサーバーが応答しません" in page


def test_sample_control_of_another_company_does_nothing(purchaser_client, workspace):
    path = reverse("sample-control", args=[workspace.slug])

    page = purchaser_client.post(path, {"action": "reset"}).content.decode()

    assert "この会社は見本ではありません" in page
