from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import MembershipFactory, PageFactory, SourceFactory
from tracker.enums import WatchPart
from tracker.models import Heartbeat


@pytest.fixture
def membership(client):
    membership = MembershipFactory()
    client.force_login(membership.user)
    return membership


@pytest.mark.django_db
def test_q11_every_page_says_since_when_nobody_watches(client, membership):
    now = timezone.now().replace(hour=5, minute=0)
    for part in WatchPart:
        Heartbeat.objects.create(part=part, beat_at=now - timedelta(days=2))

    response = client.get(reverse("tracker:find", args=[membership.workspace.slug]))

    assert "監視していません" in response.content.decode()
    assert " 14:00から" in response.content.decode()


@pytest.mark.django_db
def test_health_chip_names_the_last_look(client, membership):
    now = timezone.now()
    for part in WatchPart:
        Heartbeat.objects.create(part=part, beat_at=now)
    page = PageFactory(last_checked_at=now, due_at=now + timedelta(minutes=5))
    SourceFactory(workspace=membership.workspace, page=page)

    response = client.get(reverse("tracker:health-chip", args=[membership.workspace.slug]))

    clock = timezone.localtime(now).strftime("%H:%M")
    assert f"最終確認 {clock} · 監視中" in response.content.decode()
    assert 'data-state="watching"' in response.content.decode()
