"""Planned work as a notice words it, brought into the form in which a reading keeps it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from tracker.domain.claims.plans import Plan, ServiceRow, Slot, Work, has_slots, plan_of
from tracker.domain.claims.values import Window
from tracker.domain.dates import japanese
from tracker.domain.document import Document


def windows_of(
    document: Document, windows: Iterable[Window], *, written_on: date
) -> tuple[dict[str, Any], ...]:
    """Return each planned stop with its slots, conditions, reserve, roll-back rule and contact.

    A letter with a table of slots is kept whole; of any other what was read of each stop.
    """
    plan = plan_of(document, written_on=written_on)
    told = {
        "purpose": plan.purpose or document.title,
        "rollback_rule": plan.rollback,
        "contact": plan.contact,
    }
    if has_slots(document) and plan.works:
        return tuple(told | _work(work, plan) for work in plan.works)
    return tuple(told | _window(one) for one in windows)


def _work(work: Work, plan: Plan) -> dict[str, Any]:
    inside = [slot for slot in plan.slots if work.start <= slot.start < work.end]
    reserve = (work.reserve_start, work.reserve_end)
    return {
        "start": work.start.isoformat(),
        "end": max([work.end, *(slot.end for slot in inside)]).isoformat(),
        **_reserve_values(reserve if work.reserve_start else None),
        "slots": [_slot(slot, row, plan) for slot in inside for row in slot.rows],
    }


def _slot(slot: Slot, row: ServiceRow, plan: Plan) -> dict[str, str]:
    group, _space, service = row.service.partition(" ")
    return {
        "start": slot.start.isoformat(),
        "end": slot.end.isoformat(),
        "group": group if service else "",
        "service": service or row.service,
        "behaviour": row.behaviour,
        "alternative": row.alternative,
        "condition": "\n".join(plan.conditions.get(mark, f"*{mark}") for mark in row.marks),
    }


def _window(one: Window) -> dict[str, Any]:
    start, end = one.start.isoformat(), one.end.isoformat()
    slot = {
        "start": start,
        "end": end,
        "group": "",
        "condition": "",
        "behaviour": one.behaviour or "",
        "alternative": one.alternative or "",
    }
    return {
        "start": start,
        "end": end,
        **_reserve_values(_reserve(one)),
        "slots": [slot | {"service": service} for service in one.services],
    }


def _reserve_values(
    span: tuple[datetime | None, datetime | None] | None,
) -> dict[str, str]:
    start, end = span or (None, None)
    return {
        "reserve_start": start.isoformat() if start else "",
        "reserve_end": end.isoformat() if end else "",
    }


def _reserve(one: Window) -> tuple[datetime, datetime] | None:
    """Return the reserve as a span. None: none is named, or its words cannot be read."""
    spans = japanese.find(one.reserve or "", one.start.date())
    span = next((span for span in spans if span.is_range and span.has_day), None)
    return (span.first, span.last) if span and span.last > span.first else None
