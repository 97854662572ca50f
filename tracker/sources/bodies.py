"""Read the body of an answer whole, or say why not: size, packing and completeness."""

import zlib
from collections.abc import Iterator

from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from tracker.enums import FetchReason
from tracker.sources.errors import FetchError, IncompleteError, SourceError

_READ_BYTES = 16_384
_BOMB_BYTES = 5_000_000  # unpacked size from which the ratio is looked at
_BOMB_RATIO = 100  # pages pack about 10:1; gzip can reach 1032:1
_GZIP = 31  # zlib's number for "a gzip header and nothing else"


def read_body(response: BaseHTTPResponse, *, max_bytes: int) -> bytes:
    """Return the unpacked body and give the connection back.

    Units: max_bytes counts unpacked bytes.
    Raises: FetchError when it is too large or packed in a way we did not ask for;
        IncompleteError when it broke off; TemporaryFetchError when it took too long.
    """
    try:
        _check_headers(response, max_bytes)
        pieces = _pieces(response)
        if response.headers.get("content-encoding", "").strip().lower() in ("", "identity"):
            return _joined(pieces, max_bytes)
        return _unpacked(pieces, max_bytes)
    except BaseException:
        response.close()
        raise


def _check_headers(response: BaseHTTPResponse, max_bytes: int) -> None:
    packing = response.headers.get("content-encoding", "").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip"):
        raise FetchError(FetchReason.ENCODING_REFUSED, encoding=packing[:50])
    transfer = response.headers.get("transfer-encoding", "chunked").strip().lower()
    if transfer != "chunked":
        raise FetchError(FetchReason.ENCODING_REFUSED, encoding=transfer[:50])
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > max_bytes:
        raise FetchError(FetchReason.TOO_LARGE)


def _pieces(response: BaseHTTPResponse) -> Iterator[bytes]:
    """Yield the body as it comes, still packed."""
    try:
        while piece := response.read(_READ_BYTES, decode_content=False):
            yield piece
    except SourceError:
        raise
    except (HTTPError, OSError) as error:
        raise IncompleteError from error


def _joined(pieces: Iterator[bytes], max_bytes: int) -> bytes:
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > max_bytes:
            raise FetchError(FetchReason.TOO_LARGE)
    return bytes(body)


def _unpacked(pieces: Iterator[bytes], max_bytes: int) -> bytes:
    """Return the body unpacked once, never holding more than is allowed."""
    body = bytearray()
    packed_size = 0
    unpacker = zlib.decompressobj(_GZIP)
    for piece in pieces:
        packed_size += len(piece)
        ceiling = min(max_bytes, max(_BOMB_BYTES, _BOMB_RATIO * packed_size))
        rest = piece
        while rest:
            if unpacker.eof:  # another member follows
                unpacker = zlib.decompressobj(_GZIP)
            body += _inflate(unpacker, rest, ceiling - len(body) + 1)
            if len(body) > ceiling:
                reason = FetchReason.BOMB if ceiling < max_bytes else FetchReason.TOO_LARGE
                raise FetchError(reason)
            rest = unpacker.unused_data.lstrip(b"\0")  # some servers pad
    if packed_size and not unpacker.eof:
        raise IncompleteError
    return bytes(body)


def _inflate(unpacker: "zlib._Decompress", packed: bytes, max_length: int) -> bytes:
    try:
        return unpacker.decompress(packed, max_length)
    except zlib.error as error:
        raise FetchError(FetchReason.ENCODING_BROKEN) from error
