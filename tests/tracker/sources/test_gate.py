"""The way out, against real listeners: what must not be reached sees no packet."""

import socket
import time

import pytest

from tests.tracker.sources.conftest import NAME
from tests.tracker.sources.servers import page
from tracker.enums import FetchReason
from tracker.sources import gate
from tracker.sources.errors import FetchError, TemporaryFetchError
from tracker.sources.sockets import allow
from tracker.sources.urls import Url

# what a resolver may be made to say about loopback, and what Linux itself would connect to it
LOOPBACKS = ["127.0.0.1", "0.0.0.0", "::1", "::", "::ffff:127.0.0.1", "127.0.0.2"]  # noqa: S104
# spellings getaddrinfo understands, should one ever get past the parser
SPELLINGS = ["2130706433", "0x7f000001", "017700000001", "127.1", "0x7f.1", "0", "localhost"]


def ask(session, *, host, port):
    url = Url(f"http://{host}:{port}/", "http", host, port, "/", host)
    with allow(seconds=2, size=100_000):
        return session.open(url, {})


@pytest.mark.parametrize("address", LOOPBACKS)
def test_f1_name_that_leads_inside_is_refused_unheard(serve, open_session, address):
    server = serve(page(b"secret"))
    session = open_session(resolve=lambda _: [address])

    with pytest.raises(FetchError) as raised:
        ask(session, host=NAME, port=server.port)

    assert raised.value.reason == FetchReason.ADDRESS_REFUSED
    assert raised.value.details["address"] == address
    assert server.connection_count == 0


@pytest.mark.parametrize("host", SPELLINGS)
def test_f1_spelling_the_system_understands_is_refused_unheard(serve, open_session, host):
    server = serve(page(b"secret"))
    session = open_session(resolve=gate.look_up)

    with pytest.raises(FetchError) as raised:
        ask(session, host=host, port=server.port)

    assert raised.value.reason == FetchReason.ADDRESS_REFUSED
    assert server.connection_count == 0


def test_f1_one_refused_address_among_public_ones_refuses_the_name(serve, open_session):
    server = serve(page(b"secret"))
    session = open_session(resolve=lambda _: ["8.8.8.8", "127.0.0.1"])

    with pytest.raises(FetchError) as raised:
        ask(session, host=NAME, port=server.port)

    assert raised.value.details["address"] == "127.0.0.1"
    assert server.connection_count == 0


def test_f2_rebinding_reaches_the_judged_address_only(serve, open_session):
    judged, inside = serve(page(b"public")), serve(page(b"secret"))
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    asked = []

    def resolve(host):
        asked.append(host)
        return next(answers)

    session = open_session(judged, resolve=resolve)
    for _ in range(3):  # one look-up serves every request of the connection
        response = ask(session, host=NAME, port=judged.port)
        with allow(seconds=1, size=1000):
            assert response.read() == b"public"

    assert (asked, judged.connection_count, inside.connection_count) == ([NAME], 1, 0)


def test_f2_second_look_up_is_judged_again(serve, open_session):
    server = serve(page(b"public", "Connection: close"))
    answers = iter([["127.0.0.1"], ["0.0.0.0"]])  # noqa: S104
    session = open_session(server, resolve=lambda _: next(answers))
    with allow(seconds=1, size=1000):
        ask(session, host=NAME, port=server.port).read()

    with pytest.raises(FetchError) as raised:
        ask(session, host=NAME, port=server.port)

    assert raised.value.reason == FetchReason.ADDRESS_REFUSED
    assert server.connection_count == 1


def test_name_stays_in_the_request_while_the_address_is_pinned(serve, open_session):
    server = serve(page(b"public"))
    session = open_session(server)

    ask(session, host=NAME, port=server.port)

    assert f"Host: {NAME}:{server.port}\r\n" in server.requests[0]


def test_admitted_address_does_not_admit_its_neighbour_port(serve, open_session):
    admitted, neighbour = serve(page(b"")), serve(page(b"secret"))
    session = open_session(admitted)

    with pytest.raises(FetchError):
        ask(session, host="127.0.0.1", port=neighbour.port)

    assert neighbour.connection_count == 0


def test_second_address_is_tried_when_the_first_does_not_answer(serve):
    server = serve(page(b"public"))
    closed = "::1"  # the server listens on IPv4 alone
    door = gate.Door(
        admitted=frozenset({(closed, server.port), ("127.0.0.1", server.port)}),
        resolve=lambda _: [closed, "127.0.0.1"],
    )

    with allow(seconds=2, size=1000):
        door.connect(NAME, server.port).close()

    assert door.opened_count == 1


def test_closed_port_is_a_temporary_failure(open_session):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    door = gate.Door(admitted=frozenset({("127.0.0.1", port)}), resolve=gate.look_up)

    with pytest.raises(TemporaryFetchError) as raised, allow(seconds=2, size=1000):
        door.connect("127.0.0.1", port)

    assert raised.value.reason == FetchReason.CONNECT_FAILED


def test_unknown_name_is_final_and_a_silent_resolver_is_not(open_session):
    def unknown(_):
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    def busy(_):
        raise socket.gaierror(socket.EAI_AGAIN, "busy")

    with pytest.raises(FetchError) as final:
        ask(open_session(resolve=unknown), host=NAME, port=80)
    with pytest.raises(TemporaryFetchError) as temporary:
        ask(open_session(resolve=busy), host=NAME, port=80)

    assert final.value.reason == FetchReason.NAME_UNKNOWN
    assert temporary.value.reason == FetchReason.NAME_LOOKUP_FAILED


def test_f6_resolver_that_hangs_is_left_behind(open_session):
    session = open_session(resolve=lambda _: time.sleep(3) or ["8.8.8.8"])
    started = time.monotonic()

    with pytest.raises(TemporaryFetchError) as raised, allow(seconds=0.3, size=1000):
        session.door.connect(NAME, 80)

    assert raised.value.reason == FetchReason.NAME_LOOKUP_FAILED
    assert time.monotonic() - started < 1


def test_environment_proxy_is_not_used(serve, open_session, monkeypatch):
    server, proxy = serve(page(b"public")), serve(page(b"by proxy"))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.url())
    session = open_session(server)

    with allow(seconds=1, size=1000):
        body = ask(session, host=NAME, port=server.port).read()
        assert session.get(server.url()).status_code == 200

    assert (body, proxy.connection_count) == (b"public", 0)


def test_nothing_is_called_outside_an_allowance(serve, open_session):
    server = serve(page(b"public"))
    session = open_session(server)

    with pytest.raises(LookupError):
        session.get(server.url(), timeout=1)

    assert server.connection_count == 0
