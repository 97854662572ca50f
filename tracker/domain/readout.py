"""What was read from one file or address, spelled out for a person or a program to look at."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from tracker.domain.claims.outages import Outage
from tracker.domain.claims.plans import Plan, ServiceRow
from tracker.domain.document import Block, Document
from tracker.domain.notices import Notice
from tracker.domain.readability import Unreadable

_SHOWN = ("level", "headings", "caption", "columns", "cells", "struck")  # where they say anything


def read_out(
    document: Document, notices: Sequence[Notice], problem: Unreadable | None
) -> dict[str, Any]:
    """Return title, dates, notices and blocks in the form of JSON.

    `problem` says why the page is not taken for a reading; None when it is.
    """
    return {
        "format": document.format,
        "title": document.title,
        "published": _day(document.published_on),
        "updated": _day(document.updated_at),
        "charset": document.charset,
        "language": document.language,
        "faults": list(document.faults),
        "unreadable": problem.reason.value if problem else None,
        "notices": [_notice(notice) for notice in notices],
        "blocks": [_block(block) for block in document.blocks],
    }


def _day(value: date | datetime | None) -> str | None:
    return value.isoformat() if value else None


def _notice(notice: Notice) -> dict[str, Any]:
    return {
        "key": notice.key,
        "title": notice.title,
        "number": notice.number,
        "posted": _day(notice.posted_on),
        "updated": _day(notice.updated_on),
        "resolved": notice.is_resolved,
        "url": notice.url,
        "additions": [
            {"marked": _day(addition.marked_on), "text": addition.text}
            for addition in notice.additions
        ],
        "text": notice.text,
    }


def _block(block: Block) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "kind": block.kind.value,
        "region": block.region.value,
        "text": block.text,
    }
    for name in _SHOWN:
        if value := getattr(block, name):
            shown[name] = list(value) if isinstance(value, tuple) else value
    if block.links:
        shown["links"] = [{"text": link.text, "url": link.url} for link in block.links]
    if block.stamped_on:
        shown["stamped"] = _day(block.stamped_on)
    return shown


def plan_out(plan: Plan) -> dict[str, Any] | None:
    """Return a plan in the form of JSON; None where a notice plans no work.

    Shapes: footnotes of one wording are one condition with all their marks.
    """
    if not plan.works and not plan.slots:
        return None
    return {
        "purpose": plan.purpose,
        "works": [
            {
                "start": _day(work.start),
                "end": _day(work.end),
                "reserve_start": _day(work.reserve_start),
                "reserve_end": _day(work.reserve_end),
            }
            for work in plan.works
        ],
        "slots": [
            {"start": _day(slot.start), "end": _day(slot.end), "rows": [_row(r) for r in slot.rows]}
            for slot in plan.slots
        ],
        "conditions": _conditions(plan.conditions),
        "rollback": plan.rollback,
        "contact": plan.contact,
    }


def _row(row: ServiceRow) -> dict[str, Any]:
    return {
        "service": row.service,
        "behaviour": row.behaviour,
        "alternative": row.alternative,
        "conditions": list(row.marks),
    }


def _conditions(conditions: dict[str, str]) -> list[dict[str, Any]]:
    """Return each wording once, white space aside, with the marks of its footnotes."""
    told: dict[str, dict[str, Any]] = {}
    for mark, text in conditions.items():
        same = told.setdefault("".join(text.split()), {"marks": [], "text": text})
        same["marks"].append(mark)
    return list(told.values())


def outage_out(outage: Outage) -> dict[str, Any] | None:
    """Return an outage in the form of JSON; None where a notice tells no start of one."""
    if outage.started_at is None:
        return None
    return {
        "started": _day(outage.started_at),
        "stopped": _day(outage.stopped_at),
        "provisional": _day(outage.provisional_at),
        "cases": [
            {"name": case.name, "condition": case.condition, "steps": list(case.steps)}
            for case in outage.cases
        ],
    }
