"""Servers that never come to an end: the deadline is on the whole fetch, wherever it hangs."""

import threading
import time
from datetime import UTC, datetime

import pytest

from tests.tracker.sources.servers import page
from tracker.enums import FetchReason
from tracker.sources import fetching
from tracker.sources.errors import TemporaryFetchError
from tracker.sources.fetching import Limits

NOW = datetime(2025, 11, 12, 9, 0, tzinfo=UTC)
QUICK = Limits(total_seconds=0.6)


def dripping(start, drop):
    """Send the start, then a drop every 20 ms for as long as somebody listens."""

    def answer(connection, _):
        connection.sendall(start)
        for _ in range(500):
            connection.sendall(drop)
            time.sleep(0.02)

    return answer


HANGS = {
    "silence": dripping(b"", b""),
    "status line": dripping(b"", b"H"),
    "header name": dripping(b"HTTP/1.1 200 OK\r\n", b"a"),
    "header lines": dripping(b"HTTP/1.1 200 OK\r\n", b"a: b\r\n"),
    "continue": dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "body": dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b"a"),
    "body without length": dripping(b"HTTP/1.1 200 OK\r\n\r\n", b"a"),
    "chunk size": dripping(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0"),
    "chunks": dripping(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
    "trailer": dripping(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"a: b\r\n"),
}


@pytest.mark.parametrize("place", HANGS)
def test_f6_whole_fetch_ends_at_its_deadline(serve, open_session, place):
    server = serve(HANGS[place])
    limits = Limits(total_seconds=0.6)
    started = time.monotonic()

    with pytest.raises(TemporaryFetchError) as raised:
        fetching.fetch(open_session(server), server.url(), now=NOW, limits=limits)

    assert raised.value.reason == FetchReason.DEADLINE
    assert 0.5 < time.monotonic() - started < 1.2
    assert len(server.requests) == 1


def test_f6_deadline_counts_over_all_hops(serve, open_session):
    def answer(connection, before):
        time.sleep(0.25)
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /%d\r\n\r\n" % before)

    server = serve(answer)
    started = time.monotonic()

    with pytest.raises(TemporaryFetchError) as raised:
        fetching.fetch(open_session(server), server.url(), now=NOW, limits=QUICK)

    assert raised.value.reason == FetchReason.DEADLINE
    assert time.monotonic() - started < 1.2


def test_f6_other_threads_are_on_time(serve, open_session):
    slow, quick = serve(HANGS["body"]), serve(page(b"here"))
    outcome = []

    def hang():
        with pytest.raises(TemporaryFetchError) as raised:
            fetching.fetch(open_session(slow), slow.url(), now=NOW, limits=QUICK)
        outcome.append(raised.value.reason)

    hanging = threading.Thread(target=hang)
    hanging.start()
    session = open_session(quick)
    elapsed = [
        fetching.fetch(session, quick.url(), now=NOW, limits=QUICK).elapsed_seconds
        for _ in range(20)
    ]
    hanging.join()

    assert max(elapsed) < 0.5
    assert outcome == [FetchReason.DEADLINE]


def test_f6_session_is_good_again_after_a_deadline(serve, open_session):
    def answer(connection, before):
        if before == 0:
            time.sleep(0.8)
        connection.sendall(page(b"late" if before == 0 else b"here"))

    server = serve(answer)
    session = open_session(server)
    with pytest.raises(TemporaryFetchError):
        fetching.fetch(session, server.url(), now=NOW, limits=QUICK)

    assert fetching.fetch(session, server.url(), now=NOW, limits=QUICK).body == b"here"
