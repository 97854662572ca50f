"""Statuspage JSON: summary, incidents and scheduled maintenances in one shape."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.domain.document import Block, BlockKind, Document, Entry, ReadError
from tracker.domain.reading.folding import fold

_LISTS = ("incidents", "scheduled_maintenances")
_TIMES = ("started_at", "scheduled_for", "scheduled_until", "resolved_at")


class StatuspageShapeError(ReadError):
    """The JSON is not what a Statuspage answers."""


def read_statuspage(text: str, *, url: str = "") -> Document:
    """Read one of the three answers of a Statuspage.

    Raises: StatuspageShapeError when the JSON is broken or has another shape.
    """
    answer = _parsed(text)
    page = answer["page"]
    zone = _zone(page.get("time_zone"))
    components = [component for component in _dicts(answer, "components") if _is_shown(component)]
    incidents = [incident for name in _LISTS for incident in _dicts(answer, name)]
    entries = tuple(_entry(incident, zone, url) for incident in incidents)
    updated = _time(page.get("updated_at"), zone)
    return Document(
        format="statuspage",
        title=fold(str(page.get("name") or "")),
        blocks=(
            *(_component(component) for component in components),
            *(block for entry in entries for block in entry.blocks),
        ),
        entries=entries,
        url=url,
        language="",
        published_on=updated.date() if updated else None,
        updated_at=updated,
    )


def _parsed(text: str) -> dict[str, Any]:
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise StatuspageShapeError("the answer is not readable JSON") from error
    if not isinstance(answer, dict) or not isinstance(answer.get("page"), dict):
        raise StatuspageShapeError("the JSON has no `page`, so it is no Statuspage answer")
    if not any(isinstance(answer.get(name), list) for name in (*_LISTS, "components")):
        raise StatuspageShapeError("the JSON lists neither components nor incidents")
    return answer


def _dicts(holder: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = holder.get(name)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _zone(name: object) -> tzinfo:
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def _time(written: object, zone: tzinfo) -> datetime | None:
    try:
        time = datetime.fromisoformat(str(written))
    except ValueError:
        return None
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(zone)


def _is_shown(component: dict[str, Any]) -> bool:
    """Leave out the boxes that only group others."""
    return bool(component.get("name")) and not component.get("group")


def _component(component: dict[str, Any]) -> Block:
    cells = (fold(str(component["name"])), fold(str(component.get("status") or "")))
    return Block(BlockKind.DEFINITION, " ".join(cells).strip(), cells=cells)


def _entry(incident: dict[str, Any], zone: tzinfo, url: str) -> Entry:
    title = fold(str(incident.get("name") or ""))
    updates = _newest_first(_dicts(incident, "incident_updates"))
    components = [one for one in _dicts(incident, "components") if _is_shown(one)]
    return Entry(
        key=str(incident.get("id") or title),
        title=title,
        blocks=(
            Block(BlockKind.HEADING, title, level=2),
            *(block for update in updates for block in _update(update, title, zone)),
            *(_under(_component(component), title) for component in components),
        ),
        url=str(incident.get("shortlink") or url),
        published_at=_time(incident.get("created_at"), zone),
        updated_at=_time(incident.get("updated_at"), zone),
        attributes=_attributes(incident, components, zone),
    )


def _newest_first(updates: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    def shown_at(update: dict[str, Any]) -> datetime:
        time = _time(update.get("display_at") or update.get("created_at"), UTC)
        return time or datetime.min.replace(tzinfo=UTC)

    return sorted(updates, key=shown_at, reverse=True)


def _update(update: dict[str, Any], title: str, zone: tzinfo) -> Iterator[Block]:
    time = _time(update.get("display_at") or update.get("created_at"), zone)
    day = time.date() if time else None
    status = fold(str(update.get("status") or ""))
    label = f"{status} {time:%Y-%m-%d %H:%M %Z}" if time else status
    yield Block(BlockKind.HEADING, label, level=3, headings=(title,), stamped_on=day)
    for line in str(update.get("body") or "").splitlines():
        if text := fold(line):
            yield Block(BlockKind.PARAGRAPH, text, headings=(title, label), stamped_on=day)


def _under(block: Block, title: str) -> Block:
    return Block(block.kind, block.text, headings=(title,), cells=block.cells)


def _attributes(
    incident: dict[str, Any], components: list[dict[str, Any]], zone: tzinfo
) -> dict[str, str]:
    found = {name: fold(str(incident[name])) for name in ("status", "impact") if incident.get(name)}
    for name in _TIMES:
        if time := _time(incident.get(name), zone):
            found[name] = time.isoformat()
    if components:
        found["components"] = "; ".join(_component(component).text for component in components)
    return found
