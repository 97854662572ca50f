"""Planned stops written as iCalendar (RFC 5545)."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event
from icalendar.enums import STATUS

from accounts.models import Workspace
from tracker.enums import WindowState
from tracker.models import MaintenanceWindow

STATUSES = {
    WindowState.PROPOSED: STATUS.TENTATIVE,
    WindowState.CANCELLED: STATUS.CANCELLED,
    WindowState.MOVED: STATUS.CANCELLED,
    WindowState.ROLLED_BACK: STATUS.CANCELLED,
}  # all others are confirmed
RESERVES = frozenset({WindowState.PROPOSED, WindowState.CONFIRMED, WindowState.RUNNING})
ASK_AGAIN = timedelta(hours=1)


def to_ical(
    windows: Iterable[MaintenanceWindow],
    workspace: Workspace,
    *,
    link: Callable[[str], str],
    now: datetime,
) -> bytes:
    """Return the calendar; `link` makes a full address of a path.

    A reserve is an event of its own, tentative for as long as its work may still fail.
    """
    calendar = Calendar.new(
        name=f"{_('Planned stops')} · {workspace.name}",
        prodid="-//Fukkyu//Planned stops//EN",
        refresh_interval=ASK_AGAIN,
    )
    for window in windows:
        path = reverse("tracker:window-detail", args=[workspace.slug, window.pk])
        calendar.add_component(_event(window, link(path), now))
        if window.reserve_start_at and window.state in RESERVES:
            calendar.add_component(_reserve(window, link(path), now))
    content: bytes = calendar.to_ical()
    return content


def _event(window: MaintenanceWindow, url: str, now: datetime) -> Event:
    state = WindowState(window.state)
    return Event.new(
        uid=f"window-{window.pk}@fukkyu",
        stamp=now.astimezone(UTC),
        start=window.start_at.astimezone(UTC),
        end=window.end_at.astimezone(UTC),
        summary=f"{window.supplier.name}: {window.purpose or _('Planned stop')}",
        description=_description(window),
        status=STATUSES.get(state, STATUS.CONFIRMED),
        url=url,
    )


def _reserve(window: MaintenanceWindow, url: str, now: datetime) -> Event:
    assert window.reserve_start_at is not None  # noqa: S101 - the caller has asked
    assert window.reserve_end_at is not None  # noqa: S101 - a constraint keeps both or none
    return Event.new(
        uid=f"window-{window.pk}-reserve@fukkyu",
        stamp=now.astimezone(UTC),
        start=window.reserve_start_at.astimezone(UTC),
        end=window.reserve_end_at.astimezone(UTC),
        summary=f"{window.supplier.name}: {_('Reserve')} · {window.purpose}",
        status=STATUS.TENTATIVE,
        url=url,
    )


def _description(window: MaintenanceWindow) -> str:
    lines = [window.get_state_display()]
    for slot in sorted(window.slots.all(), key=lambda one: (one.start_at, one.pk)):
        parts = (slot.title, slot.behaviour, slot.alternative, slot.condition)
        lines.append("- " + " / ".join(part for part in parts if part))
    lines += [text for text in (window.rollback_rule, window.contact) if text]
    return "\n".join(lines)
