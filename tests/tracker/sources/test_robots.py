import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.tracker.sources.servers import page, redirect
from tracker.enums import FetchReason
from tracker.sources import urls
from tracker.sources.robots import RobotsFile, fetch_robots, read_rules, robots_url

NOW = datetime(2025, 11, 12, 9, 0, tzinfo=UTC)
SITE = "https://supplier.test"


@pytest.mark.parametrize(
    ("text", "path", "is_allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: fukkyu\nDisallow: /\n\nUser-agent: *\nAllow: /", "/a", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Fukkyu\nAllow: /", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?b", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),  # the longest counts
        ("User-agent: *\nDisallow: /お知らせ", "/%E3%81%8A%E7%9F%A5%E3%82%89%E3%81%9B", False),
        ("<html><p>Not found</p></html>", "/a", True),
    ],
)
def test_rules_allow_as_the_standard_reads_them(text, path, is_allowed):
    assert read_rules(text).allows(SITE + path) is is_allowed


@pytest.mark.parametrize(
    ("line", "delay_seconds"),
    [
        ("", None),
        ("Crawl-delay: 2.5", 2.5),
        ("Crawl-delay: 0", 0.0),
        ("Crawl-delay: 999999999", 3600.0),
        ("Crawl-delay: soon", None),
        ("Crawl-delay: nan", None),
        ("Request-rate: 1/30", 30.0),
        ("Crawl-delay: 2\nRequest-rate: 2/10", 5.0),
    ],
)
def test_rules_name_the_delay(line, delay_seconds):
    assert read_rules(f"User-agent: *\n{line}\nDisallow: /b").delay_seconds == delay_seconds


def test_p2_rules_full_of_wildcards_are_read_in_time():
    text = "User-agent: *\n" + "Disallow: /" + "*a" * 1000 + "*b$\n" * 100
    started = time.monotonic()

    rules = read_rules(text * 100)

    assert rules.allows(f"{SITE}/{'a' * 2000}")
    assert time.monotonic() - started < 1


@pytest.mark.parametrize(
    ("page_url", "expected"),
    [
        (f"{SITE}/a/b?c", f"{SITE}/robots.txt"),
        ("http://supplier.test:8080/", "http://supplier.test:8080/robots.txt"),
    ],
)
def test_robots_url_stands_at_the_root(page_url, expected):
    assert robots_url(urls.parse(page_url)) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (page(b"\xef\xbb\xbfUser-agent: *"), RobotsFile("User-agent: *")),
        (page(b"a" * 600_000), RobotsFile("a" * 512_000)),
        (page(b"", status="404 Not Found"), RobotsFile()),
        (page(b"", status="403 Forbidden"), RobotsFile()),
        (redirect("/robots.txt"), RobotsFile()),
        (redirect("file:///etc/passwd"), RobotsFile()),
        (
            page(b"", status="500 Internal Server Error"),
            RobotsFile(failure=FetchReason.SERVER_ERROR),
        ),
        (
            page(b"", "Retry-After: 60", status="503 Unavailable"),
            RobotsFile(failure=FetchReason.BUSY, retry_at=NOW + timedelta(minutes=1)),
        ),
        (page(b"", "Content-Encoding: br"), RobotsFile(failure=FetchReason.ENCODING_REFUSED)),
    ],
)
def test_f12_robots_file_or_why_not(serve, open_session, answer, expected):
    server = serve(answer)

    found = fetch_robots(open_session(server), server.url("/robots.txt"), now=NOW)

    assert found == expected
    assert server.requests[0].startswith("GET /robots.txt ")
