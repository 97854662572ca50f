"""Days and hours of a company that planned work of a supplier must not meet unseen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import Workspace
from accounts.operations import audit
from accounts.operations.audit import Actor
from tracker.domain.windows_calendar import Collision, collisions
from tracker.domain.windows_calendar import CompanyDay as CompanyDayValue
from tracker.enums import CompanyDayKind
from tracker.models import CompanyDay, MaintenanceWindow
from tracker.operations.window_rows import stretch_of


@dataclass(frozen=True, slots=True)
class DayDraft:
    """A day as a person enters it; see the model for what None means."""

    kind: CompanyDayKind
    name: str
    weekday: int | None = None
    day_of_month: int | None = None
    at: time | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A window that meets a day of ours."""

    window: MaintenanceWindow
    collision: Collision


def add(workspace: Workspace, draft: DayDraft, *, actor: Actor, now: datetime) -> CompanyDay:
    """Keep a cut-off time, a closing day or a payment day."""
    values = {
        "kind": draft.kind,
        "name": draft.name,
        "weekday": draft.weekday,
        "day_of_month": draft.day_of_month,
        "at": draft.at,
    }
    with transaction.atomic():
        row = CompanyDay.objects.create(workspace=workspace, **values)
        audit.record(
            "company_day.added", row, actor=actor, now=now, workspace=workspace, after=values
        )
    return row


def remove(day: CompanyDay, *, actor: Actor, now: datetime) -> None:
    """Forget a day; windows are no longer held against it."""
    with transaction.atomic():
        audit.record(
            "company_day.removed",
            day,
            actor=actor,
            now=now,
            workspace=day.workspace,
            before={"kind": day.kind, "name": day.name},
        )
        day.delete()


def meetings(windows: Iterable[MaintenanceWindow]) -> list[Meeting]:
    """Return where windows meet closing days, payment days and order cut-offs."""
    found = []
    days: dict[int, list[CompanyDayValue]] = {}
    for window in windows:
        if window.workspace_id not in days:
            days[window.workspace_id] = values_of(window.workspace)
        zone = ZoneInfo(window.workspace.time_zone)
        met = collisions(stretch_of(window), days[window.workspace_id], zone=zone)
        found += [Meeting(window, one) for one in met]
    return found


def values_of(workspace: Workspace) -> list[CompanyDayValue]:
    """Return a company's days as plain values."""
    rows = CompanyDay.objects.filter(workspace=workspace).order_by("kind", "pk")
    return [
        CompanyDayValue(CompanyDayKind(one.kind), one.name, one.weekday, one.day_of_month, one.at)
        for one in rows
    ]
