"""Files that arrive in pieces, so that a lost connection, sleep or restart costs one piece."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from accounts.models import User, Workspace
from accounts.operations import audit
from accounts.operations.audit import Actor
from reconciliation.domain.labels import label_of
from reconciliation.models import StoredFile, Upload
from reconciliation.operations import files

PIECE = 4 << 20  # bytes; a phone on a weak line sends it within a minute
KEPT = timedelta(days=7)  # without a new piece


class WrongPlaceError(Exception):
    """The piece does not begin where the last one ended; the browser asks where that was."""


class TooMuchError(Exception):
    """More came than was announced."""


class NotWholeError(Exception):
    """Pieces are missing."""


@dataclass(frozen=True, slots=True)
class Announced:
    """What a browser says of a file before it sends it."""

    label: str
    mark: str
    byte_count: int


def start(workspace: Workspace, said: Announced, *, by: User, now: datetime) -> Upload:
    """Begin an upload, or find the one of the same file that was broken off."""
    with transaction.atomic():
        upload, is_new = Upload.objects.get_or_create(
            workspace=workspace,
            started_by=by,
            mark=said.mark,
            byte_count=said.byte_count,
            file=None,
            defaults={"label": label_of(said.label), "started_at": now, "touched_at": now},
        )
        if is_new:
            audit.record(
                "upload.started",
                upload,
                actor=Actor.person(by),
                now=now,
                workspace=workspace,
                after={"file": upload.label, "bytes": said.byte_count},
            )
    return upload


def take(upload: Upload, content: bytes, *, at: int, now: datetime) -> None:
    """Keep one piece. It is in the storage before the row says so.

    Raises: WrongPlaceError, with nothing kept; TooMuchError.
    """
    if at + len(content) > upload.byte_count:
        raise TooMuchError
    name = default_storage.save(
        f"w{upload.workspace_id}/uploads/{uuid4().hex}", ContentFile(content)
    )
    taken = Upload.objects.open().filter(pk=upload.pk, received_count=at)
    if not taken.update(
        received_count=at + len(content), pieces=[*upload.pieces, name], touched_at=now
    ):
        default_storage.delete(name)
        raise WrongPlaceError
    upload.refresh_from_db()


def finish(upload: Upload, *, now: datetime) -> StoredFile:
    """Join the pieces to one stored file; a second time returns the same.

    Raises: NotWholeError.
    """
    if upload.file is not None:
        return upload.file
    if not upload.is_whole:
        raise NotWholeError
    stored = files.store(
        _bytes_of(upload),
        label=upload.label,
        workspace=upload.workspace,
        by=upload.started_by,
        now=now,
    )
    if not Upload.objects.open().filter(pk=upload.pk).update(file=stored, touched_at=now):
        winner = Upload.objects.select_related("file").get(pk=upload.pk).file
        assert winner is not None  # noqa: S101 - only a file closes it
        return winner
    _drop(upload)
    return stored


def forget(*, now: datetime) -> int:
    """Take away uploads that nobody has gone on with, and return how many."""
    count = 0
    for upload in Upload.objects.forgotten(before=now - KEPT).order_by("pk"):
        gone, _ = Upload.objects.forgotten(before=now - KEPT).filter(pk=upload.pk).delete()
        if gone:
            _drop(upload)
            count += 1
    return count


def _bytes_of(upload: Upload) -> Iterator[bytes]:
    for name in upload.pieces:
        with default_storage.open(name, "rb") as piece:
            yield piece.read()


def _drop(upload: Upload) -> None:
    for name in upload.pieces:
        default_storage.delete(name)
