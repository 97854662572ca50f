"""Bytes to UTF-8: byte order mark, strict UTF-8, strict cp932, else a person is asked."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

BYTES_AT_A_TIME = 1 << 20
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LADDER = ("utf-8", "cp932")  # shift_jis lacks letters that Windows writes


class UnknownEncodingError(ValueError):
    """The bytes are neither UTF-8 nor cp932, and carry no byte order mark."""


def encodings_to_try(head: bytes) -> tuple[str, ...]:
    """Name the encodings a file may have, by its first bytes."""
    for mark, name in MARKS:
        if head.startswith(mark):
            return (name,)
    return LADDER


def decode_to_utf8(stream: BinaryIO) -> bytes:
    """Return everything in a seekable stream as UTF-8 without a mark.

    Raises: UnknownEncodingError when no encoding of the ladder reads every byte.
    """
    stream.seek(0)
    for name in encodings_to_try(stream.read(4)):
        try:
            return b"".join(_pieces(stream, name))
        except UnicodeDecodeError:
            continue
    raise UnknownEncodingError("neither UTF-8 nor cp932 (Windows Japanese)")


def _pieces(stream: BinaryIO, encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="strict")
    stream.seek(0)
    while piece := stream.read(BYTES_AT_A_TIME):
        yield decoder.decode(piece).encode()
    yield decoder.decode(b"", final=True).encode()
