from datetime import UTC, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.models import Membership
from tests.factories import MaintenanceWindowFactory, SupplierFactory, WindowSlotFactory
from tracker.enums import WindowState
from tracker.views.planned_feed import path_of


@pytest.fixture
def window(workspace):
    start = timezone.now().replace(microsecond=0) + timedelta(days=3)
    row = MaintenanceWindowFactory(
        workspace=workspace,
        supplier=SupplierFactory(workspace=workspace, name="汐彩堂"),
        purpose="更新; 第1期",
        start_at=start,
        end_at=start + timedelta(hours=4),
        reserve_start_at=start + timedelta(days=7),
        reserve_end_at=start + timedelta(days=7, hours=4),
        contact="サポート",
    )
    WindowSlotFactory(window=row, service="出荷", alternative="FAX")
    return row


def events(response):
    calendar = Calendar.from_ical(response.content)
    return calendar.walk("VEVENT")


def test_the_calendar_needs_no_sign_in(purchaser_client, anonymous_client, window):
    MaintenanceWindowFactory()  # another company's

    response = anonymous_client.get(path_of(purchaser_client.membership))

    work, reserve = events(response)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert (str(work["SUMMARY"]), str(work["STATUS"])) == ("汐彩堂: 更新; 第1期", "TENTATIVE")
    assert (work["DTSTART"].dt, work["DTEND"].dt) == (
        window.start_at.astimezone(UTC),
        window.end_at.astimezone(UTC),
    )
    assert str(work["DESCRIPTION"]) == "提案\n- 出荷 / FAX\nサポート"
    assert str(work["URL"]).endswith(f"/windows/{window.pk}/")
    assert str(reserve["STATUS"]) == "TENTATIVE"


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (WindowState.CONFIRMED, ["CONFIRMED", "TENTATIVE"]),
        (WindowState.DONE, ["CONFIRMED"]),
        (WindowState.MOVED, ["CANCELLED"]),
        (WindowState.CANCELLED, ["CANCELLED"]),
        (WindowState.ROLLED_BACK, ["CANCELLED"]),
    ],
)
def test_the_calendar_follows_the_state(
    purchaser_client, anonymous_client, window, state, expected
):
    window.state = state
    window.save()

    found = events(anonymous_client.get(path_of(purchaser_client.membership)))

    assert [str(one["STATUS"]) for one in found] == expected


def test_the_calendar_dies_when_revoked_or_when_the_member_leaves(
    purchaser_client, anonymous_client, window
):
    path = path_of(purchaser_client.membership)

    purchaser_client.post(reverse("tracker:planned-feed-revoke", args=["kitahama"]))

    assert anonymous_client.get(path).status_code == 404
    fresh = Membership.objects.get(pk=purchaser_client.membership.pk)
    assert anonymous_client.get(path_of(fresh)).status_code == 200
    fresh.ended_at = timezone.now()
    fresh.save()
    assert anonymous_client.get(path_of(fresh)).status_code == 404


def test_a_forged_address_is_not_found(anonymous_client, workspace):
    path = reverse("tracker:planned-feed", args=["kitahama", "forged"])

    assert anonymous_client.get(path).status_code == 404
