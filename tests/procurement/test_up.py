"""The supervisor, as a user starts it: real processes, real ports, one data folder."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WHOLE_FAMILY = 7  # sample, web and its worker, Celery's worker, its scheduler and its two children
pytestmark = pytest.mark.timeout(180)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(data, port, sample_port, **extra):
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DATA_DIR": str(data),
        "DOTENV_FILE": "",
        "SAMPLE_PORT": str(sample_port),
        "PORT": str(port),
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "up"],
        cwd=ROOT,
        env=environment | extra,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_until_welcome(process):
    for line in process.stdout:
        if "Ctrl-C ends everything" in line:
            return
    raise AssertionError(process.stderr.read())


def children(pid):
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return {int(line) for line in found.stdout.split()}


def descendants(pid):
    found = children(pid)
    return found | {deeper for child in found for deeper in descendants(child)}


def command_of(pid):
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def is_running(pid):
    """Tell a process that runs from one that is gone, or dead and not yet fetched by its parent."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    data, port, sample_port = tmp_path_factory.mktemp("data"), free_port(), free_port()
    process = start(data, port, sample_port)
    wait_until_welcome(process)
    yield process, data, port, sample_port
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


def test_up_answers_on_its_port(installation):
    _, _, port, _ = installation

    with urllib.request.urlopen(f"http://127.0.0.1:{port}/alive/", timeout=5) as answer:
        assert answer.read() == b"web alive\nscheduler alive\n"


def test_second_up_with_the_same_data_refuses_in_one_sentence(installation):
    _, data, _, _ = installation
    second = start(data, free_port(), free_port())

    _, said = second.communicate(timeout=60)

    assert second.returncode == 1
    assert re.search(r"Fukkyu is already running with the data in .*End it first", said)


def test_taken_port_is_named_with_the_way_out(installation, tmp_path):
    _, _, port, _ = installation
    second = start(tmp_path, port, free_port())

    _, said = second.communicate(timeout=60)

    assert second.returncode == 1
    assert f"Port {port} is taken by another program" in said
    assert f"PORT={port + 1} make run" in said


def test_wrong_value_stops_start_up_with_its_name(tmp_path):
    process = start(tmp_path, 8000, 8765, SAMPLE_COMPANY="perhaps")

    _, said = process.communicate(timeout=60)

    assert process.returncode != 0
    assert "SAMPLE_COMPANY has a value that cannot be used" in said


def test_fallen_worker_is_started_again(installation):
    process, _, _, _ = installation
    worker = next(pid for pid in children(process.pid) if " worker " in command_of(pid))

    os.killpg(worker, signal.SIGKILL)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        time.sleep(0.3)
        running = [pid for pid in children(process.pid) if " worker " in command_of(pid)]
        if running and worker not in running:
            break

    assert running
    assert worker not in running


def test_ctrl_c_ends_everything_and_leaves_nothing_running(installation):
    process, _, _, _ = installation
    deadline = time.monotonic() + 30
    while len(descendants(process.pid)) < WHOLE_FAMILY and time.monotonic() < deadline:
        time.sleep(0.3)
    family = descendants(process.pid)

    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=60)

    assert len(family) >= WHOLE_FAMILY
    assert [pid for pid in family if is_running(pid)] == []
    assert "Everything has ended." in said
