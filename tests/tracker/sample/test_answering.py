"""From a request to an answer, without a process around it."""

import json

import pytest

from tracker.sample.answering import Desk
from tracker.sample.playing import Play
from tracker.sample.wire import Request

NEWS = "/tsugumino/news/"


@pytest.fixture
def play():
    return Play(None, now=0.0)


@pytest.fixture
def desk(play):
    return Desk(play, base="http://127.0.0.1:1", token="secret")


def ask(desk, path, method="GET", body=b"", **headers):
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return desk.answer(Request(method, path, names, body), now=0.0)


def test_a_known_tag_is_answered_with_nothing(desk):
    tag = ask(desk, NEWS).headers["ETag"]

    answers = [ask(desk, NEWS, if_none_match=known) for known in (tag, "*", f'"old", {tag}')]

    assert [(answer.status, answer.body) for answer in answers] == [(304, b"")] * 3


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("Fri, 26 Sep 2025 07:00:00 GMT", 304),
        ("Fri, 26 Sep 2025 06:00:00 GMT", 200),
        ("yesterday", 200),
        ("", 200),
    ],
)
def test_a_date_is_compared_with_the_last_change(desk, since, status):
    changed_at = ask(desk, "/tsugumino/news/20250926-01.html").headers["Last-Modified"]

    # the menus of October are younger than the text of September
    assert changed_at == "Tue, 30 Sep 2025 15:00:00 GMT"
    later = since.replace("Fri, 26 Sep 2025 07", "Tue, 30 Sep 2025 15")
    answer = ask(desk, "/tsugumino/news/20250926-01.html", if_modified_since=later)
    assert answer.status == status


def test_a_noisy_page_has_no_validators(desk):
    one, other = (ask(desk, "/tsugumino/shop/status.html") for _ in range(2))

    assert one.body != other.body
    assert "ETag" not in one.headers


def test_an_unreadable_site_names_the_wait(desk, play):
    play.act({"action": "jump", "to": "2025-11-23"}, now=0.0)

    answer = ask(desk, NEWS)

    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/", "GET", 200),
        ("/robots.txt", "GET", 200),
        ("/assets/news.css", "GET", 200),
        ("/assets/news.html", "GET", 404),
        ("/assets/../story.py", "GET", 404),
        ("/nothing", "GET", 404),
        ("/", "DELETE", 405),
        ("/_control", "GET", 200),
        ("/_control", "DELETE", 405),
        ("/_control", "POST", 403),
    ],
)
def test_addresses_outside_the_story(desk, path, method, status):
    assert ask(desk, path, method).status == status


@pytest.mark.parametrize(
    ("body", "status"),
    [(b'{"action": "step"}', 200), (b"", 409), (b"3", 409), (b"{}", 409)],
)
def test_control_follows_or_says_why_not(desk, body, status):
    answer = ask(desk, "/_control", "POST", body, x_sample_token="secret")

    assert answer.status == status
    assert ("error" in json.loads(answer.body)) == (status != 200)


def test_control_is_closed_to_all_when_there_is_no_token(play):
    desk = Desk(play, base="", token="")

    assert ask(desk, "/_control", "POST", b"{}", x_sample_token="").status == 403
