"""Planned stops of the sample company, so that its calendar is not empty."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.models import User, Workspace
from accounts.operations.audit import Actor
from tracker.enums import CompanyDayKind
from tracker.models import Supplier
from tracker.operations import company_days, windows
from tracker.operations.company_days import DayDraft
from tracker.sample import planned
from tracker.sample.planned import SampleDay, SampleWindow


def fill(workspace: Workspace, *, by: User, now: datetime) -> None:
    """Enter the company's days and the planned work of those suppliers that it has."""
    for day in planned.DAYS:
        company_days.add(workspace, _draft(day), actor=Actor.person(by), now=now)
    suppliers = {one.name: one for one in Supplier.objects.in_workspace(workspace).active()}
    for one in planned.WINDOWS:
        if one.supplier in suppliers:
            _plan(suppliers[one.supplier], one, by=by, now=now)


def _draft(day: SampleDay) -> DayDraft:
    at = None if day.hour is None else time(day.hour)
    return DayDraft(CompanyDayKind(day.kind), day.name, day_of_month=day.day_of_month, at=at)


def _plan(supplier: Supplier, one: SampleWindow, *, by: User, now: datetime) -> None:
    zone = ZoneInfo(supplier.workspace.time_zone)
    day = now.astimezone(zone).date() + timedelta(days=one.days)
    start = datetime.combine(day, time(one.hour), zone)
    length, reserve = timedelta(hours=one.hours), start + timedelta(days=one.reserve_days)
    span = {"start": start.isoformat(), "end": (start + length).isoformat()}
    slots = [
        span
        | {
            "group": slot.group,
            "service": slot.service,
            "behaviour": slot.behaviour,
            "alternative": slot.alternative,
            "condition": slot.condition,
        }
        for slot in one.slots
    ]
    told = span | {
        "purpose": one.purpose,
        "reserve_start": reserve.isoformat(),
        "reserve_end": (reserve + length).isoformat(),
        "rollback_rule": one.rollback_rule,
        "contact": one.contact,
        "improvement": one.improvement,
        "slots": slots,
    }
    window = windows.plan(supplier, told, by=by, now=now)
    if one.is_confirmed:
        windows.confirm(window, by=by, now=now)
