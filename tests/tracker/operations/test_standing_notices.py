"""The kept notices of the newest version, and what happens when they cannot be trusted."""

import pytest

from tests.tracker.operations.site import follow, poll
from tracker.enums import ChangeKind
from tracker.models import Change, NoticeIndex, Snapshot

pytestmark = pytest.mark.django_db

BEFORE = "<h2>2025年10月20日 出荷について</h2><p>商品の出荷を停止しております。</p>"
AFTER = BEFORE.replace("停止して", "再開して")


def changed(site):
    site.show("/a", AFTER)
    poll(site)
    return Change.objects.get(kind=ChangeKind.EDITED)


@pytest.fixture
def kept(site, supplier):
    site.show("/a", BEFORE)
    follow(supplier, site, "/a")
    poll(site)
    return NoticeIndex.objects.get()


def test_the_newest_version_is_compared_by_its_kept_notices(kept, site):
    change = changed(site)

    kept.refresh_from_db()
    assert (change.added_count, change.removed_count) == (2, 2)
    assert kept.snapshot == Snapshot.objects.get(version=2)


@pytest.mark.parametrize("damage", [{"reader": bytes(8)}, None])
def test_notices_kept_by_another_reader_or_thrown_away_are_read_anew(kept, site, damage):
    if damage:
        NoticeIndex.objects.update(**damage)
    else:
        NoticeIndex.objects.all().delete()

    change = changed(site)

    assert (change.added_count, change.removed_count) == (2, 2)
