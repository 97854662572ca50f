"""The notice server as a process of its own, asked over loopback."""

import os
import signal
import socket
import subprocess
import sys

import pytest
import requests

HEADERS = {"X-Sample-Token": "told to nobody"}
NEWS = "/tsugumino/news/"
STATUS = "/tsugumino/shop/status.html"
NOTICE_1 = "/tsugumino/news/20251019-01.html"


class Running:
    """A server process and a connection to it."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tracker.sample.server", "--port", "0", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"SAMPLE_TOKEN": HEADERS["X-Sample-Token"]},
        )
        self.port = int(self.process.stdout.readline().split()[1])
        self.session = requests.Session()
        self.session.trust_env = False

    def get(self, path, **headers):
        address = f"http://127.0.0.1:{self.port}{path}"
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.session.get(address, headers=names, timeout=10)

    def control(self, headers=HEADERS, **command):
        address = f"http://127.0.0.1:{self.port}/_control"
        return self.session.post(address, json=command, headers=headers, timeout=10)

    def close(self):
        self.session.close()
        self.process.stdin.close()
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()


@pytest.fixture(scope="module")
def running():
    server = Running()
    yield server
    server.close()


@pytest.fixture
def server(running):
    running.control(action="reset")
    return running


def test_a_static_page_is_answered_304_by_tag_and_by_date(server):
    server.control(action="jump", to="2025-10-19T18:00")
    first = server.get(NOTICE_1)

    by_tag = server.get(NOTICE_1, If_None_Match=first.headers["ETag"])
    by_date = server.get(NOTICE_1, If_Modified_Since=first.headers["Last-Modified"])
    by_other_tag = server.get(
        NOTICE_1, If_None_Match='"other"', If_Modified_Since=first.headers["Last-Modified"]
    )

    assert first.headers["Last-Modified"] == "Sun, 19 Oct 2025 06:30:00 GMT"
    answers = [(answer.status_code, answer.content) for answer in (by_tag, by_date)]
    assert answers == [(304, b""), (304, b"")]
    assert by_other_tag.status_code == 200


def test_an_edited_page_gets_a_new_tag(server):
    server.control(action="jump", to="2025-10-20T09:59")
    tag = server.get(NOTICE_1).headers["ETag"]
    server.control(action="step")

    answer = server.get(NOTICE_1, If_None_Match=tag)

    assert answer.status_code == 200
    assert "【10/20更新】" in answer.text


def test_the_shop_differs_in_every_answer_but_not_in_its_words(server):
    one, other = server.get(STATUS), server.get(STATUS)

    assert one.content != other.content
    assert "ETag" not in one.headers
    assert "%%" not in one.text


def test_the_feed_links_to_this_very_server(server):
    feed = server.get(NEWS + "feed.xml")

    assert (
        f"<link>http://127.0.0.1:{server.port}/tsugumino/news/20250926-01.html</link>" in feed.text
    )


def test_a_site_that_is_away_says_when_to_come_back(server):
    server.control(action="jump", to="2025-11-23")

    answer = server.get(NEWS)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert server.get("/akinai/").status_code == 200


def test_what_is_not_there_yet_is_not_found(server):
    answer = server.get("/tsugumino/news/20260213-01.html")

    assert answer.status_code == 404
    assert "お探しのページは見つかりませんでした" in answer.text


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/assets/shop.css", "text/css; charset=utf-8"),
        ("/tsugumino/net/api/v2/summary.json", "application/json; charset=utf-8"),
    ],
)
def test_the_rest_of_the_site_is_served(server, path, kind):
    answer = server.get(path)

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)


@pytest.mark.parametrize("path", ["/assets/../story.py", "/assets/company.html", "/assets/"])
def test_only_style_sheets_come_out_of_the_folder(server, path):
    with socket.create_connection(("127.0.0.1", server.port), 10) as line:
        line.sendall(f"GET {path} HTTP/1.0\r\n\r\n".encode())
        answer = line.makefile("rb").read()

    assert answer.startswith(b"HTTP/1.1 404 ")


def test_the_story_is_played_paused_and_told(server):
    server.control(action="jump", to="2025-12-03T09:00")
    told = server.control(action="play").json()
    paused = server.control(action="pause").json()

    assert told["is_playing"]
    assert not paused["is_playing"]
    assert paused["moment"] > "2025-12-03T09:00"
    assert server.get("/_control").json() == paused


@pytest.mark.parametrize("headers", [{}, {"X-Sample-Token": ""}, {"X-Sample-Token": "guess"}])
def test_control_is_refused_without_the_token(server, headers):
    before = server.get("/_control").json()["moment"]

    answer = server.control(headers, action="step")

    assert answer.status_code == 403
    assert "X-Sample-Token" in answer.json()["error"]
    assert server.get("/_control").json()["moment"] == before


@pytest.mark.parametrize("body", ["step", "[]", '{"action": "fly"}'])
def test_an_order_that_cannot_be_followed_is_answered_in_words(server, body):
    answer = server.session.post(
        f"http://127.0.0.1:{server.port}/_control", data=body, headers=HEADERS, timeout=10
    )

    assert answer.status_code == 409
    assert answer.json()["error"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (b"hello\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nno colon\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 70 + b"\r\n", b"400"),
        (b"POST /_control HTTP/1.1\r\nContent-Length: 9999999\r\n\r\n", b"400"),
        (b"POST / HTTP/1.0\r\n\r\n", b"405"),
        (b"PUT /_control HTTP/1.0\r\n\r\n", b"405"),
        (b"HEAD / HTTP/1.0\r\n\r\n", b"200"),
    ],
)
def test_odd_requests_are_answered_and_closed(server, text, status):
    with socket.create_connection(("127.0.0.1", server.port), 10) as line:
        line.sendall(text)
        answer = line.makefile("rb").read()

    assert answer.startswith(b"HTTP/1.1 " + status)


def test_the_process_stays_small(server):
    for path in (NEWS, STATUS, "/akinai/", "/fukuroudo/stock.html"):
        server.get(path)

    with open(f"/proc/{server.process.pid}/status") as status:
        resident = next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))

    assert resident <= 20 * 1024  # KiB


def test_a_killed_server_goes_on_where_it_stood(tmp_path):
    first = Running("--state", str(tmp_path / "story.json"))
    first.control(action="jump", to="2025-11-28T15:30")
    first.process.kill()
    first.close()

    second = Running("--state", str(tmp_path / "story.json"))
    moment = second.get("/_control").json()["moment"]
    second.close()

    assert moment == "2025-11-28T15:30:00+09:00"


def test_it_leaves_when_its_parent_does():
    server = Running("--with-parent", "--play")
    playing = server.get("/_control").json()["is_playing"]
    server.session.close()

    server.process.stdin.close()

    assert playing
    assert server.process.wait(10) == 0
    server.process.stdout.close()


def test_a_stop_signal_keeps_the_story(tmp_path):
    server = Running("--state", str(tmp_path / "story.json"), "--play")

    server.process.send_signal(signal.SIGTERM)

    assert server.process.wait(10) == 0
    assert '"is_playing": true' in (tmp_path / "story.json").read_text()
    server.close()


def test_a_taken_port_is_one_clear_sentence(server):
    second = subprocess.run(
        [sys.executable, "-m", "tracker.sample.server", "--port", str(server.port)],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )

    assert second.returncode == 1
    assert second.stderr == f"port {server.port} cannot be used: Address already in use\n"
