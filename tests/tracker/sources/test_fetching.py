"""One fetch against servers that answer well, and badly."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest

from tests.tracker.sources.servers import page, redirect
from tracker.enums import FetchReason
from tracker.sources import fetching
from tracker.sources.errors import FetchError, TemporaryFetchError

NOW = datetime(2025, 11, 12, 9, 0, tzinfo=UTC)


def in_turn(*answers):
    """Answer each request with the next of these; the last one stays."""
    return lambda connection, before: connection.sendall(answers[min(before, len(answers) - 1)])


def test_fetch_returns_the_page_with_its_validators(serve, open_session):
    server = serve(
        page(
            b"<p>notice</p>",
            "Content-Type: text/html; charset=Shift_JIS",
            'ETag: W/"a b"',
            "Last-Modified: Wed, 12 Nov 2025 08:00:00 GMT",
        )
    )

    answer = fetching.fetch(open_session(server), server.url("/news?a=b#c"), now=NOW)

    assert answer == fetching.Answer(
        url=server.url("/news?a=b"),
        status=200,
        content_type="text/html; charset=Shift_JIS",
        etag='W/"a b"',
        last_modified="Wed, 12 Nov 2025 08:00:00 GMT",
        body=b"<p>notice</p>",
        redirects=(),
        elapsed_seconds=answer.elapsed_seconds,
    )
    assert 0 < answer.elapsed_seconds < 1


def test_fetch_says_who_asks_and_offers_gzip_only(serve, open_session):
    server = serve(page(b""))

    fetching.fetch(open_session(server), server.url(), now=NOW)

    assert server.requests[0].split("\r\n")[:6] == [
        "GET / HTTP/1.1",
        f"Host: 127.0.0.1:{server.port}",
        "User-Agent: Fukkyu/1 (+mailto:watch@buyer.example)",
        "Accept: text/html,application/xhtml+xml,application/json,application/pdf,*/*;q=0.5",
        "Accept-Encoding: gzip",
        "Accept-Language: ja,en;q=0.5",
    ]


def test_fetch_gives_validators_back_as_sent_on_one_connection(serve, open_session):
    server = serve(in_turn(page(b"", 'ETag: "é"'), b"HTTP/1.1 304 Not Modified\r\n\r\n"))
    session = open_session(server)
    first = fetching.fetch(session, server.url(), now=NOW)

    second = fetching.fetch(
        session, server.url(), now=NOW, etag=first.etag, last_modified="yesterday"
    )

    assert (second.status, second.body) == (304, b"")
    assert 'If-None-Match: "é"\r\nIf-Modified-Since: yesterday\r\n' in server.requests[1]
    assert server.connection_count == 1


@pytest.mark.parametrize("value", ["a" * 1025, "a\x01b"])
def test_validator_that_cannot_be_given_back_is_left_out(serve, open_session, value):
    server = serve(page(b"", f"ETag: {value}"))

    assert fetching.fetch(open_session(server), server.url(), now=NOW).etag == ""


@pytest.mark.parametrize("value", ["a\r\nX: y", "供給", "a" * 1025])
def test_p7_validator_that_would_break_the_header_is_not_sent(serve, open_session, value):
    server = serve(page(b"here"))

    answer = fetching.fetch(
        open_session(server), server.url(), now=NOW, etag=value, last_modified=value
    )

    assert answer.body == b"here"
    assert "if-" not in server.requests[0].lower()


def test_unchanged_without_having_asked_is_unexpected(serve, open_session):
    server = serve(b"HTTP/1.1 304 Not Modified\r\n\r\n")

    with pytest.raises(FetchError) as raised:
        fetching.fetch(open_session(server), server.url(), now=NOW)

    assert raised.value.reason == FetchReason.STATUS_UNEXPECTED


def test_fetch_keeps_no_cookies(serve, open_session):
    server = serve(page(b"", "Set-Cookie: a=b"))
    session = open_session(server)

    for _ in range(2):
        fetching.fetch(session, server.url(), now=NOW)

    assert "cookie" not in server.requests[1].lower()


def test_connection_hung_up_between_two_fetches_is_made_again(serve, open_session):
    def answer(connection, before):
        if before == 1:
            connection.close()
        connection.sendall(page(b"here"))

    server = serve(answer)
    session = open_session(server)

    bodies = [fetching.fetch(session, server.url(), now=NOW).body for _ in range(2)]

    assert (bodies, server.connection_count) == ([b"here", b"here"], 2)


@pytest.mark.parametrize("pieces", [1, 3])
def test_fetch_unpacks_gzip_in_one_or_more_members(serve, open_session, pieces):
    packed = b"".join(gzip.compress(b"notice") for _ in range(pieces)) + b"\0\0"
    server = serve(page(packed, "Content-Encoding: gzip"))

    answer = fetching.fetch(open_session(server), server.url(), now=NOW)

    assert answer.body == b"notice" * pieces


def test_fetch_reads_chunks(serve, open_session):
    chunks = b"3;a=b\r\nnot\r\n3\r\nice\r\n0\r\n\r\n"
    server = serve(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)

    assert fetching.fetch(open_session(server), server.url(), now=NOW).body == b"notice"


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("401 Unauthorized", FetchReason.FORBIDDEN),
        ("403 Forbidden", FetchReason.FORBIDDEN),
        ("404 Not Found", FetchReason.NOT_FOUND),
        ("410 Gone", FetchReason.GONE),
        ("418 Teapot", FetchReason.STATUS_REFUSED),
        ("206 Partial Content", FetchReason.STATUS_UNEXPECTED),
        ("204 No Content", FetchReason.STATUS_UNEXPECTED),
        ("300 Multiple Choices", FetchReason.STATUS_UNEXPECTED),
    ],
)
def test_status_that_stays_is_final(serve, open_session, status, reason):
    server = serve(page(b"", status=status))

    with pytest.raises(FetchError) as raised:
        fetching.fetch(open_session(server), server.url("/a"), now=NOW)

    assert raised.value.reason == reason
    assert raised.value.details == {"status": int(status[:3])}
    assert raised.value.url == server.url("/a")


@pytest.mark.parametrize(
    ("status", "header", "retry_at"),
    [
        ("429 Too Many Requests", "Retry-After: 90", NOW + timedelta(seconds=90)),
        ("503 Unavailable", "Retry-After: Wed, 12 Nov 2025 10:00:00 GMT", NOW + timedelta(hours=1)),
        ("503 Unavailable", "Retry-After: Wed, 12 Nov 2025 08:00:00 GMT", NOW),
        ("503 Unavailable", "Retry-After: 99999999999999999999", NOW + timedelta(days=1)),
        ("503 Unavailable", "Retry-After: soon", None),
        ("503 Unavailable", "Retry-After: -5", None),
        ("503 Unavailable", "X: y", None),
        ("408 Timeout", "X: y", None),
    ],
)
def test_f12_busy_site_names_the_time_to_come_back(serve, open_session, status, header, retry_at):
    server = serve(page(b"", header, status=status))

    with pytest.raises(TemporaryFetchError) as raised:
        fetching.fetch(open_session(server), server.url(), now=NOW)

    assert (raised.value.reason, raised.value.retry_at) == (FetchReason.BUSY, retry_at)


def test_error_of_the_site_is_temporary(serve, open_session):
    server = serve(page(b"", status="502 Bad Gateway"))

    with pytest.raises(TemporaryFetchError) as raised:
        fetching.fetch(open_session(server), server.url(), now=NOW)

    assert raised.value.reason == FetchReason.SERVER_ERROR


def test_refused_address_is_refused_again_when_fetched(open_session):
    with pytest.raises(FetchError) as raised:
        fetching.fetch(open_session(), "http://127.0.0.1/", now=NOW)

    assert raised.value.reason == FetchReason.URL_REFUSED
    assert raised.value.details["problem"] == "address_refused"


def test_redirects_are_followed_and_told(serve, open_session):
    server = serve(
        in_turn(redirect("/b", status="301 Moved"), redirect("c?d"), page(b"here", 'ETag: "c"'))
    )
    session = open_session(server)

    answer = fetching.fetch(session, server.url("/a/"), now=NOW)

    assert (answer.url, answer.body, answer.etag) == (server.url("/c?d"), b"here", '"c"')
    assert answer.redirects == (server.url("/a/"), server.url("/b"))
