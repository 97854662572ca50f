"""Requests and answers of HTTP/1.1 as bytes: just as much as a small page server needs.

The standard library's own server would do, but it loads TLS, mail and MIME tables and doubles
the size of the process.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from io import BufferedIOBase

MAX_LINE_BYTES = 8 * 1024
MAX_HEADERS = 60
MAX_BODY_BYTES = 16 * 1024
_REASONS = {
    200: "OK",
    204: "No Content",
    304: "Not Modified",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    503: "Service Unavailable",
}


class BadRequestError(Exception):
    """The bytes are not a request that this server can read."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request, its header names in lower case."""

    method: str
    path: str  # without the query
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def wants_close(self) -> bool:
        return self.headers.get("connection", "").lower() == "close"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; a 304 carries no body."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def read_request(stream: BufferedIOBase) -> Request | None:
    """Read the next request; None when the other side has closed.

    Raises: BadRequestError.
    """
    line = stream.readline(MAX_LINE_BYTES)
    if not line:
        return None
    words = line.decode("latin-1").split()
    if len(words) != 3 or not words[2].startswith("HTTP/1."):
        raise BadRequestError("not an HTTP/1 request line")
    headers = _read_headers(stream)
    if words[2] == "HTTP/1.0":
        headers.setdefault("connection", "close")
    return Request(words[0], words[1].partition("?")[0], headers, _read_body(stream, headers))


def answer_bytes(answer: Answer, request: Request) -> bytes:
    headers = {
        "Date": formatdate(usegmt=True),
        "Server": "sample",
        **answer.headers,
        "Content-Length": str(len(answer.body)),
    }
    if answer.status == 304:
        del headers["Content-Length"]
    if request.wants_close:
        headers["Connection"] = "close"
    head = f"HTTP/1.1 {answer.status} {_REASONS[answer.status]}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    is_bare = request.method == "HEAD" or answer.status == 304
    return head.encode("latin-1") + b"\r\n" + (b"" if is_bare else answer.body)


def _read_headers(stream: BufferedIOBase) -> dict[str, str]:
    headers: dict[str, str] = {}
    for _ in range(MAX_HEADERS):
        line = stream.readline(MAX_LINE_BYTES)
        if line in {b"\r\n", b"\n", b""}:
            return headers
        name, colon, value = line.decode("latin-1").partition(":")
        if not colon:
            raise BadRequestError("a header without a colon")
        headers[name.strip().lower()] = value.strip()
    raise BadRequestError("too many headers")


def _read_body(stream: BufferedIOBase, headers: Mapping[str, str]) -> bytes:
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > MAX_BODY_BYTES or "transfer-encoding" in headers:
        raise BadRequestError("a body of unknown or too great length")
    return stream.read(int(length))
