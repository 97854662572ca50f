"""T1: the clock jumps; two machines differ. Q7, Q11: nobody was there for an hour."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.factories import HostFactory, PageFactory
from tests.factories.tracker import NOON
from tests.tracker.operations.site import STOPPED, follow, poll
from tracker import tasks
from tracker.enums import WatchPart
from tracker.models import Heartbeat, Host, Page, Snapshot
from tracker.operations import clock, hosts, looking, polling, recording
from tracker.sources.robots import read_rules

pytestmark = pytest.mark.django_db
TWO_HOURS = timedelta(hours=2)


def look_of(page, at):
    with polling.open_session() as session:
        return looking.look_at(page, session=session, rules=read_rules(""), at=at)


def test_t1_clock_two_hours_ahead_frees_leases_and_the_late_worker_writes_nothing(site, supplier):
    site.show("/a", STOPPED)
    page = follow(supplier, site, "/a").page
    now = timezone.now()
    slow = hosts.claim(page.host_id, now=now)
    look = look_of(page, now)

    visit = polling.poll_host(page.host_id, clock=lambda: now + TWO_HOURS)
    with pytest.raises(hosts.LostLeaseError):
        recording.record(slow, (look,))

    assert (len(visit.looks), Snapshot.objects.count()) == (1, 1)


def test_t1_clock_set_back_two_hours_goes_on_watching(site, supplier):
    site.show("/a", STOPPED)
    page = follow(supplier, site, "/a").page
    with time_machine.travel(timezone.now() + TWO_HOURS, tick=False) as traveller:
        tasks.sweep()
        poll(site)
        ahead = Page.objects.get()
        wait = ahead.due_at - timezone.now()
        traveller.shift(-TWO_HOURS)

        tasks.sweep()

        mended = Page.objects.get()
        assert mended.due_at - timezone.now() == wait
        assert Heartbeat.objects.get(part=WatchPart.SCHEDULER).beat_at == timezone.now()
        traveller.shift(wait + timedelta(seconds=1))
        assert polling.poll_host(page.host_id, clock=timezone.now) is not None
    assert site.asked("/a") == 2


def test_t1_clock_is_mended_once_though_two_schedulers_differ():
    PageFactory(due_at=NOON + timedelta(minutes=5))
    for _ in range(3):
        Heartbeat.objects.update_or_create(
            part=WatchPart.SCHEDULER, defaults={"beat_at": NOON + TWO_HOURS}
        )
        clock.mend(now=NOON)

    assert Page.objects.get().due_at == NOON + timedelta(minutes=5) - TWO_HOURS


def test_t1_machines_ninety_seconds_apart_are_no_step_of_the_clock():
    Heartbeat.objects.create(part=WatchPart.SCHEDULER, beat_at=NOON + timedelta(seconds=90))

    assert clock.mend(now=NOON) is None


def test_t1_worker_on_a_fast_clock_takes_the_claim_and_the_other_one_loses(site, supplier):
    site.show("/a", STOPPED)
    page = follow(supplier, site, "/a").page
    now = timezone.now()
    slow = hosts.claim(page.host_id, now=now)
    fast = hosts.claim(page.host_id, now=now + timedelta(seconds=90))

    recording.record(fast, (look_of(page, now + timedelta(seconds=90)),))
    with pytest.raises(hosts.LostLeaseError):
        recording.record(slow, (look_of(page, now),))

    assert list(Snapshot.objects.values_list("version", flat=True)) == [1]


def test_q7_scheduler_that_was_dead_for_an_hour_brings_no_burst(site, supplier):
    for number in range(20):
        site.show(f"/{number}", STOPPED)
        follow(supplier, site, f"/{number}")
    poll(site)
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        now = timezone.now()

        rung = [hosts.ring(now=now), hosts.ring(now=now)]  # and two of them come back at once
        visits = [polling.poll_host(Host.objects.get().pk, clock=timezone.now) for _ in range(3)]

        assert [len(each) for each in rung] == [1, 0]
        assert [len(visit.looks) for visit in visits] == [20, 0, 0]
        waits = [(page.due_at - now) / page.interval for page in Page.objects.all()]
    assert site.asked("/0") == 2
    assert (min(waits) >= 0.9, max(waits) <= 1.1) == (True, True)


@pytest.mark.parametrize("part", WatchPart)
def test_q11_outside_monitor_is_told_when_any_part_is_dead_for_half_an_hour(client, part):
    now = timezone.now()
    for each in WatchPart:
        Heartbeat.objects.create(part=each, beat_at=now)
    PageFactory(due_at=now - timedelta(minutes=30), host=HostFactory())
    before = client.get("/watching/").status_code

    Heartbeat.objects.filter(part=part).update(beat_at=now - timedelta(minutes=30))
    answer = client.get("/watching/")

    assert (before, answer.status_code) == (200, 503)
    assert part.value in answer.content.decode()
