"""Files as they came: kept byte for byte, under names of our making, outside the web root."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from tempfile import TemporaryFile
from typing import BinaryIO, cast
from uuid import uuid4

from django.core.files import File
from django.core.files.storage import default_storage

from accounts.models import User, Workspace
from reconciliation.domain.file_types import HEAD, file_type, safety_of
from reconciliation.domain.labels import label_of
from reconciliation.models import StoredFile

PIECE = 1 << 20


class DamagedFileError(Exception):
    """The stored bytes no longer fit their hash."""


def store(
    pieces: Iterable[bytes], *, label: str, workspace: Workspace, by: User, now: datetime
) -> StoredFile:
    """Keep a file. The bytes are in the storage before the row says so."""
    digest, size, head, tail = sha256(), 0, b"", b""
    with TemporaryFile() as copy:
        for piece in pieces:
            digest.update(piece)
            size += len(piece)
            head = head or piece[:HEAD]
            tail = (tail + piece)[-HEAD:]
            copy.write(piece)
        copy.seek(0)
        # the folder is the company's, the name is nobody's
        name = default_storage.save(f"w{workspace.pk}/{uuid4().hex}", File(copy))
    kind = file_type(head, tail=tail if size > HEAD else b"")
    return StoredFile.objects.create(
        workspace=workspace,
        name=name,
        label=label_of(label),
        sha256=digest.hexdigest(),
        byte_count=size,
        type=kind,
        safety=safety_of(kind, head + tail),
        stored_by=by,
        stored_at=now,
    )


def open_bytes(stored: StoredFile) -> BinaryIO:
    """Return the file opened for reading; the caller closes it."""
    opened = default_storage.open(stored.name, "rb")
    return cast(BinaryIO, opened.file)


def pieces_of(stored: StoredFile) -> Iterator[bytes]:
    """Yield the bytes in order, and check them against the hash on the way.

    Raises: DamagedFileError after the last piece when they do not fit.
    """
    digest = sha256()
    with open_bytes(stored) as opened:
        while piece := opened.read(PIECE):
            digest.update(piece)
            yield piece
    if digest.hexdigest() != stored.sha256:
        raise DamagedFileError(stored.name)
