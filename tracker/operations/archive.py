"""Packing and unpacking of what is kept: raw bytes, their text, differences.

A snapshot's raw is compressed against the raw of the version before it (every eighth stands
alone), its text against its own raw. Nothing else in the product knows the form.
"""

from hashlib import sha256

import zstandard

from tracker.domain.difference import Difference
from tracker.models import Change, Snapshot

FULL_EVERY = 8  # versions; bounds how many must be unpacked to read one
LEVEL = 9  # of zstd; about 1 ms for a page of 40 KB


class DamagedSnapshotError(Exception):
    """What was kept no longer has the hash that was written with it."""


def pack(content: bytes, *, against: bytes = b"") -> bytes:
    """Compress, using `against` as the text that both sides already know."""
    dictionary = _dictionary(against)
    return zstandard.ZstdCompressor(level=LEVEL, dict_data=dictionary).compress(content)


def unpack(packed: bytes, *, against: bytes = b"") -> bytes:
    """Undo `pack` with the same `against`."""
    return zstandard.ZstdDecompressor(dict_data=_dictionary(against)).decompress(packed)


def base_for(previous: Snapshot | None) -> Snapshot | None:
    """Return the snapshot that the next version is packed against; None: it stands alone."""
    return previous if previous and previous.version % FULL_EVERY else None


def raw_of(snapshot: Snapshot) -> bytes:
    """Return the bytes as they came.

    Raises: DamagedSnapshotError when they no longer fit their hash.
    """
    raw = _unpacked(snapshot)
    if sha256(raw).digest() != bytes(snapshot.raw_sha256):
        raise DamagedSnapshotError(f"snapshot {snapshot.pk} does not fit its hash")
    return raw


def _unpacked(snapshot: Snapshot) -> bytes:
    """Unpack the version and those it is packed against, from the one that stands alone on."""
    chain = [snapshot]
    if snapshot.base_id:
        first = (snapshot.version - 1) // FULL_EVERY * FULL_EVERY + 1
        versions = {"version__gte": first, "version__lt": snapshot.version}
        earlier = Snapshot.objects.filter(page=snapshot.page_id, **versions)
        chain = [*earlier.only("raw", "version").order_by("version"), snapshot]
    raw = b""
    for one in chain:
        raw = unpack(bytes(one.raw), against=raw)
    return raw


def text_of(snapshot: Snapshot) -> str:
    """Return the text as it was read at the time."""
    return unpack(bytes(snapshot.text), against=raw_of(snapshot)).decode()


def difference_of(change: Change) -> Difference | None:
    """Return the difference that was stored with the change; None when there is none."""
    packed = bytes(change.difference)
    return Difference.from_json(unpack(packed).decode()) if packed else None


def _dictionary(content: bytes) -> zstandard.ZstdCompressionDict | None:
    if not content:
        return None
    return zstandard.ZstdCompressionDict(content, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
