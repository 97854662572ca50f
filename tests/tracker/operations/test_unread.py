"""Reading the claims of what was kept: once, after a kill too, and never for ever."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.tracker.operations.site import follow, poll
from tracker.enums import CheckOutcome, PageKind
from tracker.models import CheckSpan, Reading, Snapshot
from tracker.operations import unread

pytestmark = pytest.mark.django_db

STOPPED = "<p>2025年10月20日</p><p>すべての商品の出荷を停止しております。</p>"


@pytest.fixture
def kept(site, supplier):
    site.show("/a", STOPPED)
    follow(supplier, site, "/a")
    poll(site)
    return Snapshot.objects.get()


def test_a_kept_version_is_read_once(kept):
    unread.read_due(now=timezone.now())
    unread.read_due(now=timezone.now() + timedelta(hours=1))

    assert [one.evidence for one in Reading.objects.get().claims.all()] == [
        "すべての商品の出荷を停止しております。"
    ]


def test_a_version_whose_reader_was_killed_is_read_when_its_lease_has_ended(kept):
    now = timezone.now()
    Snapshot.objects.update(read_due_at=now + unread.LEASE, read_tries=1)

    unread.read_due(now=now)
    assert not Reading.objects.exists()

    unread.read_due(now=now + unread.LEASE)
    assert Reading.objects.get().snapshot == kept


def test_a_version_that_kills_its_readers_is_set_aside_and_the_log_says_so(kept):
    Snapshot.objects.update(read_tries=unread.MOST_TRIES)

    unread.read_due(now=timezone.now())

    last = CheckSpan.objects.get(is_latest=True)
    assert (last.outcome, last.reason) == (CheckOutcome.UNREADABLE, "reader_died")
    assert not Reading.objects.exists()
    assert not Snapshot.objects.unread(now=timezone.now() + timedelta(days=1)).exists()


def test_a_list_of_links_claims_nothing_itself(site, supplier):
    site.show("/list", STOPPED)
    follow(supplier, site, "/list", kind=PageKind.NOTICE_LIST)
    poll(site)

    unread.read_due(now=timezone.now())

    assert list(Reading.objects.get().claims.all()) == []
