from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from tests.factories import DisruptionFactory, SupplierFactory
from tests.factories.tracker import NOON
from tracker.models import Disruption
from tracker.operations import disruptions
from tracker.operations.disruptions import AlreadyClosedError

CLOSING = {"closed_at_0": "2025-10-20", "closed_at_1": "09:00", "reason": "平常どおり届いた。"}


@pytest.fixture
def supplier(workspace):
    return SupplierFactory(workspace=workspace)


@pytest.fixture
def disruption(supplier):
    return DisruptionFactory(workspace=supplier.workspace, supplier=supplier)


def close_path(disruption):
    return reverse("tracker:disruption-close", args=[disruption.workspace.slug, disruption.pk])


def test_disruption_open_is_shown_on_the_supplier_page(purchaser_client, supplier):
    path = reverse("tracker:disruption-open", args=["kitahama", supplier.pk])
    data = {
        "title": "受注停止",
        "cause": "ランサムウェア",
        "started_at_0": "2025-10-19",
        "started_at_1": "12:00",
        "owner": purchaser_client.user.pk,
    }

    response = purchaser_client.post(path, data, follow=True)

    disruption = Disruption.objects.get()
    assert (disruption.started_at, disruption.owner) == (NOON, purchaser_client.user)
    assert "受注停止" in response.content.decode()
    assert AuditEntry.objects.get(action="disruption.opened").after["cause"] == "ランサムウェア"


def test_disruption_open_refuses_a_stop_before_the_start(purchaser_client, supplier):
    path = reverse("tracker:disruption-open", args=["kitahama", supplier.pk])
    data = {
        "title": "受注停止",
        "started_at_0": "2025-10-19",
        "started_at_1": "12:00",
        "stopped_at_0": "2025-10-18",
        "stopped_at_1": "12:00",
    }

    response = purchaser_client.post(path, data)

    assert "全面停止は発生より後の日時にしてください。" in response.content.decode()
    assert Disruption.objects.count() == 0


def test_disruption_close_needs_a_reason(purchaser_client, disruption):
    response = purchaser_client.post(close_path(disruption), CLOSING | {"reason": ""})

    assert response.status_code == 422
    assert Disruption.objects.open().count() == 1


def test_disruption_close_is_audited(purchaser_client, disruption):
    purchaser_client.post(close_path(disruption), CLOSING)

    disruption.refresh_from_db()
    entry = AuditEntry.objects.get(action="disruption.closed")
    assert disruption.closed_at.isoformat() == "2025-10-20T00:00:00+00:00"
    assert entry.reason == "平常どおり届いた。"


def test_disruption_close_refuses_an_end_before_the_start(purchaser_client, disruption):
    response = purchaser_client.post(
        close_path(disruption), CLOSING | {"closed_at_0": "2025-10-18"}
    )

    assert "終了は発生より後の日時にしてください。" in response.content.decode()


def test_close_disruption_twice_is_told(disruption):
    Disruption.objects.update(closed_at=NOON + timedelta(days=1))

    with pytest.raises(AlreadyClosedError):
        disruptions.close_disruption(disruption, closed_at=NOON, reason="", actor=None, now=NOON)
