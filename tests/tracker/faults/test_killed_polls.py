"""Q1, Q3: a poller that dies at any point, or runs ten times at once, leaves each effect once."""

import signal
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from tests.tracker.faults.dying import in_threads, run_until_killed
from tests.tracker.operations.site import ORDERS, STOPPED, follow, poll
from tracker.enums import ChangeKind, CheckOutcome
from tracker.models import (
    Change,
    CheckSpan,
    Host,
    Notice,
    Page,
    Reading,
    ServiceState,
    Snapshot,
)
from tracker.operations import archive, digesting, polling, unread

pytestmark = pytest.mark.django_db(transaction=True)

POINTS = [
    "tracker.operations.polling.poll_host call",
    "tracker.operations.hosts.claim return",
    "tracker.operations.polling.open_session return",
    "tracker.operations.robots.rules_of return",
    "tracker.operations.looking.look_at call",
    "tracker.sources.fetching._open return",
    "tracker.sources.fetching.fetch return",
    "tracker.operations.reading.read_main return",
    "tracker.domain.readability.judge return",
    "tracker.operations.looking.judge return",
    "tracker.operations.recording.record call",
    "tracker.domain.notices.split return",
    "tracker.domain.lifecycle.compare return",
    "tracker.operations.changes.prepare return",
    "tracker.operations.hosts.hold return",
    "tracker.operations.changes._keep_snapshot return",
    "tracker.domain.difference.diff return",
    "tracker.operations.changes._keep_notice return",
    "tracker.operations.changes._append return",
    "tracker.operations.standing_notices.keep return",
    "tracker.operations.checks.log call",
    "tracker.operations.changes._keep_page return",
    "tracker.operations.checks.log return",
    "tracker.operations.twins.join return",
    "tracker.operations.hosts.release call",
    "tracker.operations.hosts.release return",
]


def visit_after_the_lease():
    """Look again as the next worker does, once the dead one's lease has run out."""
    later = timezone.now() + settings.POLL_LEASE + timedelta(seconds=1)
    return polling.poll_host(Host.objects.get().pk, clock=lambda: later)


def effects():
    snapshots = Snapshot.objects.order_by("version")
    spans = CheckSpan.objects.order_by("pk").exclude(outcome=CheckOutcome.UNCHANGED)
    return {
        "versions": [row.version for row in snapshots],
        "news": "ご注文の受付も停止" in archive.text_of(snapshots.last()),
        "kinds": list(Change.objects.order_by("pk").values_list("kind", flat=True)),
        "notices": Notice.objects.count(),
        "looks": [(span.outcome, span.check_count) for span in spans],
        "latest spans": CheckSpan.objects.filter(is_latest=True).count(),
    }


@pytest.mark.parametrize("point", POINTS)
def test_q1_poll_killed_at_a_point_is_repeated_and_its_effect_is_once(site, supplier, point):
    site.show("/a", STOPPED)
    follow(supplier, site, "/a")
    poll(site)
    site.show("/a", STOPPED + ORDERS)
    now = timezone.now()
    Page.objects.update(due_at=now)
    Host.objects.update(not_before=now, rung_at=None)

    host_id = Host.objects.get().pk
    died = run_until_killed(lambda: polling.poll_host(host_id, clock=timezone.now), point)
    visit_after_the_lease()

    assert died == signal.SIGKILL
    assert effects() == {
        "versions": [1, 2],
        "news": True,
        "kinds": [ChangeKind.FIRST_READ, ChangeKind.EDITED],
        "notices": 1,
        "looks": [(CheckOutcome.FIRST_READ, 1), (CheckOutcome.CHANGED, 1)],
        "latest spans": 1,
    }
    assert Host.objects.get().claim_count == 0


@pytest.mark.parametrize(
    "point",
    [
        "tracker.operations.reading.read_snapshot return",
        "tracker.operations.claim_reading.prepare return",
        "tracker.operations.claims.record_claims return",
        "tracker.operations.states.write return",
        "tracker.operations.digesting.digest_due return",
    ],
)
def test_q1_reading_of_claims_killed_at_a_point_is_repeated_and_its_effect_is_once(
    site, supplier, point
):
    site.show("/a", STOPPED)
    follow(supplier, site, "/a")
    poll(site)

    died = run_until_killed(lambda: digesting.digest_due(now=timezone.now()), point)
    digesting.digest_due(now=timezone.now() + unread.LEASE)

    assert died == signal.SIGKILL
    assert Reading.objects.get().claims.count() == 1
    assert ServiceState.objects.count() == 1
    assert not digesting.is_waited_for(now=timezone.now() + timedelta(days=1))


def test_q3_ten_messages_at_once_read_a_page_once(site, supplier):
    site.show("/a", STOPPED)
    follow(supplier, site, "/a")
    host_id = Host.objects.get().pk

    visits = in_threads(10, lambda: polling.poll_host(host_id, clock=timezone.now))

    assert (len(visits), sum(visit is not None for visit in visits)) == (10, 1)
    assert (site.asked("/a"), Snapshot.objects.count()) == (1, 1)
