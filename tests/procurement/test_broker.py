import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from kombu import Connection

import procurement.broker
import procurement.celery  # registers the transport

HOLDER = """
import sys, time
import procurement.celery
from kombu import Connection
connection = Connection("folder://", transport_options=eval(sys.argv[1]))
message = connection.default_channel.basic_get("work")
print("holds" if message else "nothing", flush=True)
time.sleep(60)
"""


@pytest.fixture
def options(tmp_path):
    for name in ("messages", "messages-inflight", "control"):
        (tmp_path / name).mkdir()
    inbox = str(tmp_path / "messages")
    return {
        "data_folder_in": inbox,
        "data_folder_out": inbox,
        "control_folder": str(tmp_path / "control"),
    }


@pytest.fixture
def channel(options):
    with Connection("folder://", transport_options=options) as connection:
        connection.SimpleQueue("work").close()
        yield connection.default_channel
    while procurement.broker._own_folders:
        _, (_, _, lock) = procurement.broker._own_folders.popitem()
        lock.close()


def send(channel, body):
    message = channel.prepare_message(f'"{body}"', content_type="application/json")
    message["properties"]["delivery_tag"] = body
    channel._put("work", message)


def files(options, pattern="*.msg"):
    return sorted(Path(options["data_folder_in"]).parent.rglob(pattern))


def test_message_stays_on_disk_until_it_is_acknowledged(channel, options):
    send(channel, "one")

    message = channel.basic_get("work")
    held = files(options)
    message.ack()

    assert [path.parent.parent.name for path in held] == ["messages-inflight"]
    assert files(options) == []


def test_rejected_message_returns_to_the_queue(channel, options):
    send(channel, "one")

    channel.basic_get("work").reject(requeue=True)

    assert channel.basic_get("work").payload == "one"


def test_messages_come_in_the_order_of_sending(channel):
    for body in ("one", "two", "three"):
        send(channel, body)

    got = [channel.basic_get("work").payload for _ in range(3)]

    assert got == ["one", "two", "three"]


def test_torn_file_is_set_aside_and_the_queue_flows_on(channel, options):
    torn = Path(options["data_folder_in"]) / "00000000000000000001_torn.work.msg"
    torn.write_text('{"body": ')
    send(channel, "whole")

    message = channel.basic_get("work")

    assert message.payload == "whole"
    assert [path.name for path in files(options, "bad.*")] == [f"bad.{torn.name}"]


def test_q1_messages_of_a_killed_worker_return(channel, options):
    send(channel, "one")
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, repr(options)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout.readline() == "holds\n"
    channel.recover()
    alive = channel.basic_get("work")

    os.kill(holder.pid, signal.SIGKILL)
    holder.communicate()
    channel.recover()
    returned = channel.basic_get("work")

    assert alive is None
    assert returned.payload == "one"
