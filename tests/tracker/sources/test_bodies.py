"""Bodies that break off, never end, or unpack to something else."""

import gzip
import os
import subprocess
import sys
import time
import zlib
from datetime import UTC, datetime

import pytest
import zstandard

from tests.tracker.sources.servers import hang_up, page, reset
from tracker.enums import FetchReason
from tracker.sources import fetching
from tracker.sources.errors import FetchError, IncompleteError
from tracker.sources.fetching import Limits

NOW = datetime(2025, 11, 12, 9, 0, tzinfo=UTC)
SMALL = Limits(total_seconds=5, body_bytes=1_000_000)
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
NOTICE = "<p>出荷を停止しています</p>".encode() * 20
PACKED = gzip.compress(NOTICE)


def ending(data, end):
    """Send the data, then end the connection in the given way."""

    def answer(connection, _):
        connection.sendall(data)
        time.sleep(0.05)  # lets the data arrive before the reset overtakes it
        end(connection)

    return answer


BROKEN = {
    "short body": ending(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + NOTICE, hang_up),
    "reset in body": ending(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + NOTICE, reset),
    "reset without length": ending(b"HTTP/1.1 200 OK\r\n\r\n" + NOTICE, reset),
    "long body": ending(b"HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n" + NOTICE, hang_up),
    "missing last chunk": ending(CHUNKED + b"3\r\nabc\r\n", hang_up),
    "short chunk": ending(CHUNKED + b"ff\r\nabc", hang_up),
    "reset in chunk": ending(CHUNKED + b"ff\r\nabc", reset),
    "no number of a chunk": ending(CHUNKED + b"3\r\nabc\r\nzz\r\n", hang_up),
    "cut gzip": ending(page(PACKED[:-12], "Content-Encoding: gzip"), hang_up),
    "cut second member": ending(page(PACKED + PACKED[:30], "Content-Encoding: gzip"), hang_up),
}


@pytest.mark.parametrize("how", BROKEN)
def test_f7_incomplete_page_is_never_returned(serve, open_session, how):
    server = serve(BROKEN[how])

    with pytest.raises(IncompleteError) as raised:
        fetching.fetch(open_session(server), server.url(), now=NOW, limits=SMALL)

    assert raised.value.reason == FetchReason.INCOMPLETE
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"", FetchReason.CONNECTION_LOST),
        (b"HTTP/1.1 200 OK\r\nConte", FetchReason.CONNECTION_LOST),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n", FetchReason.CONNECTION_LOST),
        (b"HTTP/1.1 302 Found\r\nLocation: /ne", FetchReason.CONNECTION_LOST),
        (b"220 smtp.test ESMTP\r\n", FetchReason.NOT_HTTP),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", FetchReason.NOT_HTTP),
        (b"HTTP/1.1 abc\r\n\r\n", FetchReason.NOT_HTTP),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
            FetchReason.NOT_HTTP,
        ),
    ],
)
def test_f7_answer_that_breaks_off_before_the_body(serve, open_session, answer, reason):
    server = serve(ending(answer, hang_up))

    with pytest.raises((FetchError, fetching.TemporaryFetchError)) as raised:
        fetching.fetch(open_session(server), server.url(), now=NOW, limits=SMALL)

    assert raised.value.reason == reason


def test_body_that_ends_with_its_connection_is_whole(serve, open_session):
    server = serve(ending(b"HTTP/1.0 200 OK\r\n\r\n" + NOTICE, hang_up))

    assert fetching.fetch(open_session(server), server.url(), now=NOW).body == NOTICE


def test_line_end_after_the_body_is_forgiven(serve, open_session):
    server = serve(page(NOTICE) + b"\r\n")

    assert fetching.fetch(open_session(server), server.url(), now=NOW).body == NOTICE


def stream_bomb():
    """Return ten megabytes of one gzip stream that unpack to ten gigabytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(10_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + block * 1000


def member_bomb():
    """Return ten megabytes of a thousand gzip members that unpack to ten gigabytes."""
    return gzip.compress(bytes(10_000_000)) * 1000


PROBE = """
import resource, sys
from datetime import UTC, datetime
import django; django.setup()
from tracker.sources import fetching, gate
from tracker.sources.errors import FetchError
port = int(sys.argv[1])
session = gate.open_session(user_agent="probe", admitted=frozenset({("127.0.0.1", port)}))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    fetching.fetch(session, f"http://127.0.0.1:{port}/", now=datetime.now(UTC))
except FetchError as error:
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(error.reason.value, (after - before) // 1024)
"""


def probe(server):
    """Fetch in a process of its own; return the reason and the rise of its memory in MB."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(server.port)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "procurement.settings_test"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    reason, rise = done.stdout.split()
    return reason, int(rise)


@pytest.mark.parametrize("bomb", [stream_bomb, member_bomb])
def test_f8_bomb_of_ten_gigabytes_is_cut_in_little_memory(serve, bomb):
    packed = bomb()
    server = serve(page(packed, "Content-Encoding: gzip"))

    reason, rise = probe(server)

    assert 9_000_000 < len(packed) < 11_000_000
    assert (reason, len(server.requests)) == ("bomb", 1)
    assert rise < 100


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("br", lambda data: data[:100_000]),
        ("zstd", lambda data: zstandard.compress(data, 3)),
        ("deflate", zlib.compress),
        ("gzip, gzip", lambda data: gzip.compress(gzip.compress(data))),
        ("gzip,br", gzip.compress),
        ("zstd, gzip", lambda data: gzip.compress(zstandard.compress(data))),
        ("aes128gcm", lambda data: data[:1000]),
    ],
)
def test_f8_packing_that_was_not_offered_is_refused_unread(serve, open_session, encoding, pack):
    server = serve(page(pack(bytes(10_000_000)), f"Content-Encoding: {encoding}"))

    with pytest.raises(FetchError) as raised:
        fetching.fetch(open_session(server), server.url(), now=NOW, limits=SMALL)

    assert raised.value.reason == FetchReason.ENCODING_REFUSED
    assert raised.value.details == {"encoding": encoding}
    assert len(server.requests) == 1


@pytest.mark.parametrize("transfer", ["gzip, chunked", "identity", "gzip"])
def test_f8_transfer_in_other_than_plain_chunks_is_refused(serve, open_session, transfer):
    chunks = b"3\r\nabc\r\n0\r\n\r\n"
    head = f"HTTP/1.1 200 OK\r\nTransfer-Encoding: {transfer}\r\n\r\n".encode()
    server = serve(head + chunks)

    with pytest.raises(FetchError) as raised:
        fetching.fetch(open_session(server), server.url(), now=NOW, limits=SMALL)

    assert raised.value.reason == FetchReason.ENCODING_REFUSED


def test_f8_packed_twice_but_announced_once_is_unpacked_once(serve, open_session):
    inner = gzip.compress(bytes(10_000_000))
    server = serve(page(gzip.compress(inner), "Content-Encoding: gzip"))

    answer = fetching.fetch(open_session(server), server.url(), now=NOW, limits=SMALL)

    assert answer.body == inner


@pytest.mark.parametrize("body", [b"not packed at all", b"\x1f\x8b\x08\0broken" + bytes(50)])
def test_broken_packing_is_final(serve, open_session, body):
    server = serve(page(body, "Content-Encoding: gzip"))

    with pytest.raises(FetchError) as raised:
        fetching.fetch(open_session(server), server.url(), now=NOW, limits=SMALL)

    assert raised.value.reason == FetchReason.ENCODING_BROKEN


def test_page_of_three_megabytes_that_packs_well_is_read(serve, open_session):
    text = b"".join(b"<p>notice %d</p>" % number for number in range(200_000))
    server = serve(page(gzip.compress(text), "Content-Encoding: gzip"))

    assert fetching.fetch(open_session(server), server.url(), now=NOW).body == text


def endless(start, piece):
    """Send the start, then the piece for as long as somebody takes it."""

    def answer(connection, _):
        connection.sendall(start)
        while True:
            connection.sendall(piece)

    return answer


PIECE = b"10000\r\n" + bytes(0x10000) + b"\r\n"
OVERSIZED = {
    "2 GB announced": (
        b"HTTP/1.1 200 OK\r\nContent-Length: 2000000000\r\n\r\n",
        bytes(65_536),
        FetchReason.TOO_LARGE,
    ),
    "2 GB unannounced": (b"HTTP/1.1 200 OK\r\n\r\n", bytes(65_536), FetchReason.TOO_LARGE),
    "endless chunks": (CHUNKED, PIECE, FetchReason.TOO_LARGE),
    "endless chunk of one": (CHUNKED, b"1\r\na\r\n" * 5000, FetchReason.TOO_LARGE),
    "endless trailer": (CHUNKED + b"0\r\n", b"a: b\r\n" * 5000, FetchReason.TOO_LARGE),
    "endless continue": (
        b"",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 1000,
        FetchReason.TOO_LARGE,
    ),
    "endless gzip": (
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n",
        gzip.compress(os.urandom(65_536)),
        FetchReason.TOO_LARGE,
    ),
    "empty gzip members": (
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n",
        gzip.compress(b"") * 1000,
        FetchReason.TOO_LARGE,
    ),
    "100k headers": (b"HTTP/1.1 200 OK\r\n", b"a: b\r\n" * 1000, FetchReason.HEADERS_TOO_LARGE),
    "1 MB header line": (b"HTTP/1.1 200 OK\r\na: ", b"b" * 65_536, FetchReason.HEADERS_TOO_LARGE),
    "1 MB status line": (b"HTTP/1.1 200 ", b"b" * 65_536, FetchReason.HEADERS_TOO_LARGE),
}


@pytest.mark.parametrize("what", OVERSIZED)
def test_f9_answer_without_measure_is_cut_at_the_cap(serve, open_session, what):
    start, piece, reason = OVERSIZED[what]
    server = serve(endless(start, piece))
    started = time.monotonic()

    with pytest.raises(FetchError) as raised:
        fetching.fetch(open_session(server), server.url(), now=NOW, limits=SMALL)

    assert raised.value.reason == reason
    assert (len(server.requests), time.monotonic() - started < 4) == (1, True)
