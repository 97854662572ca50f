"""Requests and answers as bytes."""

from io import BytesIO

import pytest

from tracker.sample.wire import Answer, BadRequestError, Request, answer_bytes, read_request


def test_a_request_is_read_and_the_next_one_left():
    stream = BytesIO(
        b"POST /a?b=c HTTP/1.1\r\nX-One: 1\r\nContent-Length: 2\r\n\r\nokGET / HTTP/1.1\r\n\r\n"
    )

    first, second, third = read_request(stream), read_request(stream), read_request(stream)

    assert first == Request("POST", "/a", {"x-one": "1", "content-length": "2"}, b"ok")
    assert second == Request("GET", "/", {})
    assert third is None


def test_http_1_0_wants_the_connection_closed():
    assert read_request(BytesIO(b"GET / HTTP/1.0\r\n\r\n")).wants_close
    assert not read_request(BytesIO(b"GET / HTTP/1.1\r\n\r\n")).wants_close


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x16\x03\x01", "request line"),
        (b"GET /\r\n\r\n", "request line"),
        (b"GET / FTP/1.1\r\n\r\n", "request line"),
        (b"GET / HTTP/1.1\r\nx\r\n\r\n", "without a colon"),
        (b"GET / HTTP/1.1\r\n" + b"A: 1\r\n" * 61, "too many headers"),
        (b"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "length"),
        (b"GET / HTTP/1.1\r\nContent-Length: 99999\r\n\r\n", "length"),
        (b"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", "length"),
    ],
)
def test_what_is_no_request_is_refused(data, says):
    with pytest.raises(BadRequestError, match=says):
        read_request(BytesIO(data))


def test_an_answer_carries_its_length():
    data = answer_bytes(Answer(200, b"ok", {"ETag": '"1"'}), Request("GET", "/", {}))

    head, body = data.split(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\nDate: ")
    assert head.endswith(b'\r\nETag: "1"\r\nContent-Length: 2')
    assert body == b"ok"


def test_head_and_304_have_no_body():
    head = answer_bytes(Answer(200, b"ok"), Request("HEAD", "/", {"connection": "close"}))
    unchanged = answer_bytes(Answer(304), Request("GET", "/", {}))

    assert head.endswith(b"Content-Length: 2\r\nConnection: close\r\n\r\n")
    assert b"Content-Length" not in unchanged
