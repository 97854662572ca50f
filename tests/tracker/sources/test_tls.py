"""Certificates: only a valid one of a known issuer for the very name is accepted."""

import time
from datetime import UTC, datetime

import pytest

from tests.tracker.sources.certificates import Authority
from tests.tracker.sources.conftest import NAME
from tests.tracker.sources.servers import ScriptedServer, page, redirect
from tracker.enums import FetchReason
from tracker.sources import fetching
from tracker.sources.errors import FetchError, TemporaryFetchError
from tracker.sources.fetching import Limits

NOW = datetime(2025, 11, 12, 9, 0, tzinfo=UTC)
QUICK = Limits(total_seconds=0.6)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("certificates"))


def test_f13_good_certificate_is_accepted_for_the_name(serve, open_session, authority):
    names = []
    tls = authority.server(NAME)
    tls.sni_callback = lambda _, name, __: names.append(name)
    server = serve(page(b"here"), tls=tls)
    session = open_session(server, authorities=str(authority.path))

    answers = [
        fetching.fetch(session, server.url(host=NAME, scheme="https"), now=NOW) for _ in range(2)
    ]

    assert [answer.body for answer in answers] == [b"here", b"here"]
    assert (names, server.connection_count) == ([NAME], 1)
    assert f"Host: {NAME}:{server.port}" in server.requests[0]


@pytest.mark.parametrize(
    ("certificate", "reason"),
    [
        ({"host": NAME, "starts": -3, "ends": -1}, FetchReason.TLS_EXPIRED),
        ({"host": NAME, "starts": 1, "ends": 3}, FetchReason.TLS_NOT_YET_VALID),
        ({"host": NAME, "is_self_signed": True}, FetchReason.TLS_SELF_SIGNED),
        ({"host": "other.test"}, FetchReason.TLS_WRONG_HOST),
        ({"host": f"www.{NAME}"}, FetchReason.TLS_WRONG_HOST),
    ],
)
def test_f13_bad_certificate_is_refused_with_its_reason(
    serve, open_session, authority, certificate, reason
):
    server = serve(page(b"here"), tls=authority.server(**certificate))
    session = open_session(server, authorities=str(authority.path))

    with pytest.raises(FetchError) as raised:
        fetching.fetch(session, server.url(host=NAME, scheme="https"), now=NOW)

    assert raised.value.reason == reason
    assert (server.connection_count, server.requests) == (1, [])


def test_f13_unknown_issuer_is_refused(serve, open_session, authority):
    server = serve(page(b"here"), tls=authority.server(NAME))

    with pytest.raises(FetchError) as raised:
        fetching.fetch(open_session(server), server.url(host=NAME, scheme="https"), now=NOW)

    assert raised.value.reason == FetchReason.TLS_UNKNOWN_ISSUER
    assert (server.connection_count, server.requests) == (1, [])


def test_f13_certificate_of_the_name_does_not_serve_its_address(serve, open_session, authority):
    server = serve(page(b"here"), tls=authority.server(NAME))
    session = open_session(server, authorities=str(authority.path))

    with pytest.raises(FetchError) as raised:
        fetching.fetch(session, server.url(scheme="https"), now=NOW)

    assert raised.value.reason == FetchReason.TLS_WRONG_HOST


def test_f13_check_cannot_be_switched_off(serve, open_session, authority):
    server = serve(page(b"here"), tls=authority.server("other.test"))
    session = open_session(server, authorities=str(authority.path))
    session.verify = False

    with pytest.raises(FetchError) as raised:
        fetching.fetch(session, server.url(host=NAME, scheme="https"), now=NOW)

    assert raised.value.reason == FetchReason.TLS_WRONG_HOST


def test_server_without_tls_is_no_secure_connection(open_session):
    class Plain(ScriptedServer):
        def _serve(self, connection):
            connection.sendall(page(b"here", status="400 Bad Request"))

    server = Plain(b"")
    with pytest.raises(FetchError) as raised:
        fetching.fetch(open_session(server), server.url(scheme="https"), now=NOW)
    server.stop()

    assert (raised.value.reason, server.connection_count) == (FetchReason.TLS_FAILED, 1)


def test_f3_hop_from_tls_back_to_plain_is_refused(serve, open_session, authority):
    plain = serve(page(b"secret"))
    server = serve(redirect(plain.url(host=NAME)), tls=authority.server(NAME))
    session = open_session(server, plain, authorities=str(authority.path))

    with pytest.raises(FetchError) as raised:
        fetching.fetch(session, server.url(host=NAME, scheme="https"), now=NOW)

    assert raised.value.details == {"problem": "downgrade"}
    assert plain.connection_count == 0


def test_f6_silence_in_the_handshake_ends_at_the_deadline(serve, open_session):
    class Mute(ScriptedServer):
        def _serve(self, connection):
            self.is_stopped.wait(2)

    server = Mute(b"")
    started = time.monotonic()
    with pytest.raises(TemporaryFetchError) as raised:
        fetching.fetch(open_session(server), server.url(scheme="https"), now=NOW, limits=QUICK)
    server.stop()

    assert (raised.value.reason, server.connection_count) == (FetchReason.DEADLINE, 1)
    assert time.monotonic() - started < 1.2


def test_f6_drip_over_tls_ends_at_the_deadline(serve, open_session, authority):
    def drip(connection, _):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n")
        for _ in range(500):
            connection.sendall(b"a")
            time.sleep(0.02)

    server = serve(drip, tls=authority.server(NAME))
    session = open_session(server, authorities=str(authority.path))
    started = time.monotonic()

    with pytest.raises(TemporaryFetchError) as raised:
        fetching.fetch(session, server.url(host=NAME, scheme="https"), now=NOW, limits=QUICK)

    assert (raised.value.reason, len(server.requests)) == (FetchReason.DEADLINE, 1)
    assert time.monotonic() - started < 1.2


def test_f7_short_body_over_tls_is_incomplete(serve, open_session, authority):
    def cut(connection, _):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\nabc")
        connection.close()

    server = serve(cut, tls=authority.server(NAME))
    session = open_session(server, authorities=str(authority.path))

    with pytest.raises(TemporaryFetchError) as raised:
        fetching.fetch(session, server.url(host=NAME, scheme="https"), now=NOW)

    assert raised.value.reason == FetchReason.INCOMPLETE
