from datetime import timedelta

import pytest
from django.conf import settings

from tests.factories import HostFactory, PageFactory
from tests.factories.tracker import NOON
from tracker.models import Host
from tracker.operations import hosts

pytestmark = pytest.mark.django_db


def test_claim_takes_a_free_host_once():
    host = HostFactory()

    first, second = hosts.claim(host.pk, now=NOON), hosts.claim(host.pk, now=NOON)

    assert (first.lease_token, second) == (1, None)


def test_claim_waits_for_spacing():
    host = HostFactory(not_before=NOON + timedelta(seconds=1))

    assert hosts.claim(host.pk, now=NOON) is None


def test_q3_stale_worker_loses_by_its_token():
    host = HostFactory()
    stale = hosts.claim(host.pk, now=NOON)
    current = hosts.claim(host.pk, now=NOON + settings.POLL_LEASE)

    hosts.hold(current)
    with pytest.raises(hosts.LostLeaseError):
        hosts.hold(stale)


def test_stale_release_leaves_the_new_claim_alone():
    host = HostFactory()
    stale = hosts.claim(host.pk, now=NOON)
    hosts.claim(host.pk, now=NOON + settings.POLL_LEASE)

    hosts.release(stale, not_before=NOON)

    assert Host.objects.get().lease_until == NOON + 2 * settings.POLL_LEASE


def test_q7_two_schedulers_ring_for_a_due_host_once():
    PageFactory(due_at=NOON)

    first, second = hosts.ring(now=NOON), hosts.ring(now=NOON)

    assert [(len(first), len(second))] == [(1, 0)]


def test_lost_message_is_rung_again():
    PageFactory(due_at=NOON)
    hosts.ring(now=NOON)

    assert len(hosts.ring(now=NOON + hosts.RING_AGAIN)) == 1


def test_heavy_pages_are_told_apart():
    light = PageFactory(due_at=NOON)
    heavy = PageFactory(due_at=NOON, is_heavy=True)
    PageFactory(due_at=NOON + timedelta(hours=1))

    rung = hosts.ring(now=NOON)

    assert sorted(rung) == [(light.host_id, False), (heavy.host_id, True)]
