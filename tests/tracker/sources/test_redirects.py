"""Pages that forward: every hop goes through the gate, at most five, bodies unread."""

from datetime import UTC, datetime

import pytest

from tests.tracker.sources.conftest import NAME
from tests.tracker.sources.servers import page, redirect
from tracker.enums import FetchReason
from tracker.sources import fetching, gate
from tracker.sources.errors import FetchError

NOW = datetime(2025, 11, 12, 9, 0, tzinfo=UTC)


def chain(count, last):
    """Forward to itself until `count` hops were made, the last of them to `last`."""

    def answer(connection, before):
        connection.sendall(redirect(last if before == count - 1 else f"/hop{before + 1}"))

    return answer


@pytest.mark.parametrize("hop", [1, 2, 5])
@pytest.mark.parametrize("inside", ["http://127.0.0.1:{port}/", "http://2130706433:{port}/"])
def test_f3_hop_to_an_inner_address_is_refused_unheard(serve, open_session, hop, inside):
    secret = serve(page(b"secret"))
    server = serve(chain(hop, inside.format(port=secret.port)))

    with pytest.raises(FetchError) as raised:
        fetching.fetch(open_session(server), server.url(host=NAME), now=NOW)

    assert raised.value.reason == FetchReason.REDIRECT_REFUSED
    assert (len(server.requests), secret.connection_count) == (hop, 0)


@pytest.mark.parametrize("hop", [1, 2, 5])
def test_f3_hop_to_a_name_that_leads_inside_is_refused_unheard(serve, hop):
    secret = serve(page(b"secret"))
    server = serve(chain(hop, f"http://inner.test:{secret.port}/"))
    session = gate.open_session(
        user_agent="Fukkyu",
        admitted=server.admitted | {(NAME, server.port), ("inner.test", secret.port)},
        resolve=lambda _: ["127.0.0.1"],
    )

    with session, pytest.raises(FetchError) as raised:
        fetching.fetch(session, server.url(host=NAME), now=NOW)

    assert raised.value.reason == FetchReason.ADDRESS_REFUSED
    assert raised.value.url == f"http://inner.test:{secret.port}/"
    assert (len(server.requests), secret.connection_count) == (hop, 0)


@pytest.mark.parametrize(
    ("location", "problem"),
    [
        ("file:///etc/passwd", "scheme"),
        ("FILE:/etc/passwd", "scheme"),
        ("ftp://supplier.test/", "scheme"),
        ("gopher://127.0.0.1:6379/_FLUSHALL", "scheme"),
        ("data:text/html,ok", "scheme"),
        ("//127.0.0.1/", "address_refused"),
        ("/\\127.0.0.1/", "backslash"),
        ("http://a@127.0.0.1/", "user_info"),
        ("http://supplier.test:6379/", "port"),
    ],
)
def test_f3_hop_out_of_the_web_is_refused_with_its_reason(serve, open_session, location, problem):
    server = serve(redirect(location))

    with pytest.raises(FetchError) as raised:
        fetching.fetch(open_session(server), server.url(), now=NOW)

    assert raised.value.reason == FetchReason.REDIRECT_REFUSED
    assert (raised.value.details["problem"], len(server.requests)) == (problem, 1)


def test_f3_refresh_inside_a_page_is_not_followed(serve, open_session):
    secret = serve(page(b"secret"))
    body = f'<meta http-equiv="refresh" content="0;url={secret.url()}">'.encode()
    server = serve(page(body, f"Refresh: 0; url={secret.url()}", f"Link: <{secret.url()}>"))

    answer = fetching.fetch(open_session(server, secret), server.url(), now=NOW)

    assert (answer.body, secret.connection_count) == (body, 0)


def test_f4_endless_redirect_stops_after_five_hops(serve, open_session):
    server = serve(redirect("/again"))

    with pytest.raises(FetchError) as raised:
        fetching.fetch(open_session(server), server.url(), now=NOW)

    assert raised.value.reason == FetchReason.TOO_MANY_REDIRECTS
    assert len(server.requests) == 6  # the page itself and five hops


def test_f4_chain_of_five_hops_arrives_and_of_fifty_does_not(serve, open_session):
    def answer(connection, before):
        connection.sendall(page(b"here") if before == 5 else redirect(f"/{before}"))

    short, long = serve(answer), serve(chain(50, "/end"))

    arrived = fetching.fetch(open_session(short), short.url(), now=NOW)
    with pytest.raises(FetchError):
        fetching.fetch(open_session(long), long.url(), now=NOW)

    assert (arrived.body, len(arrived.redirects), len(long.requests)) == (b"here", 5, 6)


def test_f4_body_of_a_redirect_is_not_read(serve, open_session):
    def answer(connection, before):
        if before:
            connection.sendall(page(b"here"))
            return
        connection.sendall(
            b"HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Encoding: gzip\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n"
        )
        for _ in range(1000):  # a gigabyte, if somebody took it
            connection.sendall(b"100000\r\n" + bytes(0x100000) + b"\r\n")
            server.sent_count += 0x100000

    server = serve(answer)

    fetched = fetching.fetch(open_session(server), server.url("/a"), now=NOW)

    assert fetched.body == b"here"
    assert server.sent_count < 50_000_000  # what lay in the buffers when the line was cut


def test_redirects_are_followed_and_told(serve, open_session):
    answers = [
        redirect("/b", status="301 Moved"),
        redirect("c?d"),
        redirect("/お知らせ".encode().decode("latin-1"), status="308 Permanent"),
        page(b"here", 'ETag: "c"'),
    ]
    server = serve(lambda connection, before: connection.sendall(answers[before]))

    answer = fetching.fetch(open_session(server), server.url("/a/"), now=NOW)

    assert answer.url == server.url("/%E3%81%8A%E7%9F%A5%E3%82%89%E3%81%9B")
    assert answer.redirects == (server.url("/a/"), server.url("/b"), server.url("/c?d"))
    assert (answer.body, answer.etag) == (b"here", '"c"')


def test_place_that_is_not_utf8_is_read_as_latin1(serve, open_session):
    answers = [redirect("/caf\xe9"), page(b"here")]
    server = serve(lambda connection, before: connection.sendall(answers[before]))

    answer = fetching.fetch(open_session(server), server.url(), now=NOW)

    assert answer.url == server.url("/caf%C3%A9")


def test_redirect_without_a_place_is_broken(serve, open_session):
    server = serve(page(b"", status="302 Found"))

    with pytest.raises(FetchError) as raised:
        fetching.fetch(open_session(server), server.url(), now=NOW)

    assert raised.value.reason == FetchReason.REDIRECT_BROKEN
