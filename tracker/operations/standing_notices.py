"""The notices of a page's newest version, kept so that the next one is read alone."""

from collections.abc import Sequence

from tracker.domain import notice_index, notices
from tracker.domain.document import Document
from tracker.domain.notices import Notice as ReadNotice
from tracker.models import NoticeIndex, Snapshot
from tracker.operations import archive, reading


def keep(
    snapshot: Snapshot, document: Document, standing: Sequence[ReadNotice], *, text: str
) -> None:
    """Put a new version's notices in the place of the last one's."""
    index = notice_index.to_index(document, standing)
    if not index:
        return
    NoticeIndex.objects.update_or_create(
        page_id=snapshot.page_id,
        defaults={
            "snapshot": snapshot,
            "reader": notice_index.reader_mark(),
            "content": archive.pack(index.encode(), against=text.encode()),
        },
    )


def of(snapshot: Snapshot, raw: bytes) -> tuple[ReadNotice, ...]:
    """Return the notices of a version; read again where another reader has kept them.

    `raw` is the version's content as it came.
    """
    mark = notice_index.reader_mark()
    kept = NoticeIndex.objects.filter(page=snapshot.page_id, snapshot=snapshot, reader=mark).first()
    if kept is None:
        document = reading.read(snapshot.page, raw, snapshot.content_type, at=snapshot.taken_at)
        return notices.split(document, captured_on=reading.day_of(snapshot.taken_at))
    text = archive.unpack(bytes(snapshot.text), against=raw)
    index = archive.unpack(bytes(kept.content), against=text)
    return notice_index.from_index(index.decode(), text.decode().split("\n"))
