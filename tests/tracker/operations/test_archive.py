from hashlib import sha256

import pytest

from tests.factories import PageFactory, SnapshotFactory
from tracker.models import Snapshot
from tracker.operations import archive

FIRST = "<p>第10報 出荷を停止しております。</p>".encode() * 50
SECOND = FIRST.replace("停止".encode(), "再開".encode(), 1)


def keep(page, version, raw, base=None):
    against = archive.raw_of(base) if base else b""
    return SnapshotFactory(
        page=page,
        version=version,
        base=base,
        raw=archive.pack(raw, against=against),
        raw_sha256=sha256(raw).digest(),
        text=archive.pack(raw.upper(), against=raw),
    )


@pytest.mark.django_db
def test_raw_and_text_of_a_packed_version_come_back_exactly():
    page = PageFactory()
    first = keep(page, 1, FIRST)
    second = keep(page, 2, SECOND, base=first)

    fresh = Snapshot.objects.get(pk=second.pk)

    assert archive.raw_of(fresh) == SECOND
    assert archive.text_of(fresh) == SECOND.upper().decode()
    assert len(second.raw) < len(first.raw)


@pytest.mark.django_db
def test_damaged_snapshot_is_recognised():
    snapshot = keep(PageFactory(), 1, FIRST)
    snapshot.raw_sha256 = bytes(32)

    with pytest.raises(archive.DamagedSnapshotError):
        archive.raw_of(snapshot)


@pytest.mark.parametrize(("version", "stands_alone"), [(7, False), (8, True), (9, False)])
def test_every_eighth_version_is_followed_by_one_that_stands_alone(version, stands_alone):
    previous = Snapshot(version=version)

    assert (archive.base_for(previous) is None) is stands_alone
