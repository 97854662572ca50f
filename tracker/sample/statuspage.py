"""The platform's status page as the three JSON documents that Statuspage sites offer."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tracker.sample.manuscript import JST

SITE = "https://net.tsugumino.example"
_SEVERITY = ["operational", "under_maintenance", "degraded_performance", "partial_outage"]
_SEVERITY.append("major_outage")
_INDICATORS = {
    "operational": ("none", "すべて正常に稼働しています"),
    "under_maintenance": ("maintenance", "メンテナンスを実施しています"),
    "degraded_performance": ("minor", "一部の機能に遅れが生じています"),
    "partial_outage": ("major", "一部の機能が停止しています"),
    "major_outage": ("critical", "主要な機能が停止しています"),
}


def documents(story: dict[str, Any], moment: datetime) -> dict[str, dict[str, Any]]:
    """Name each document by its file name; what lies after `moment` is left out."""
    page = _page(story, moment)
    components = list(_components(story, moment))
    incidents = _grown(story["incident"], moment)
    maintenances = _grown(story["maintenance"], moment)
    return {
        "summary.json": {
            "page": page,
            "status": _status(components),
            "components": components,
            "incidents": [row for row in incidents if row["status"] != "resolved"],
            "scheduled_maintenances": [row for row in maintenances if row["status"] != "completed"],
        },
        "incidents.json": {"page": page, "incidents": incidents},
        "scheduled-maintenances.json": {"page": page, "scheduled_maintenances": maintenances},
    }


def moments(story: dict[str, Any]) -> list[tuple[datetime, str]]:
    """List when the documents change and what changes, in order of time."""
    found = [
        (_at(row[0]), f"{item['name']}：{row[1]}")
        for kind in ("incident", "maintenance")
        for item in story[kind]
        for row in item["updates"]
    ]
    found += [
        (_at(at), f"{item['name']}：{state}")
        for item in story["component"]
        for at, state in item["states"]
    ]
    return sorted(found)


def _page(story: dict[str, Any], moment: datetime) -> dict[str, Any]:
    last = max((at for at, _ in moments(story) if at <= moment), default=moment)
    return {
        "id": story["page"]["id"],
        "name": story["page"]["name"],
        "url": SITE,
        "time_zone": "Asia/Tokyo",
        "updated_at": last.isoformat(timespec="milliseconds"),
    }


def _components(story: dict[str, Any], moment: datetime) -> Iterator[dict[str, Any]]:
    for position, component in enumerate(story["component"], start=1):
        known = [(at, state) for at, state in component["states"] if _at(at) <= moment]
        at, state = known[-1] if known else component["states"][0]
        if _is_under_maintenance(story, component["id"], moment):
            state = "under_maintenance"
        yield {
            "id": component["id"],
            "name": component["name"],
            "status": state,
            "position": position,
            "updated_at": _stamp(at),
            "group": False,
            "only_show_if_degraded": False,
        }


def _is_under_maintenance(story: dict[str, Any], component_id: str, moment: datetime) -> bool:
    for maintenance in story["maintenance"]:
        said = [row[1] for row in maintenance["updates"] if _at(row[0]) <= moment]
        if component_id in maintenance["components"] and said and said[-1] == "in_progress":
            return True
    return False


def _status(components: list[dict[str, Any]]) -> dict[str, str]:
    worst = max((row["status"] for row in components), key=_SEVERITY.index)
    indicator, description = _INDICATORS[worst]
    return {"indicator": indicator, "description": description}


def _grown(items: list[dict[str, Any]], moment: datetime) -> list[dict[str, Any]]:
    """Keep each item with the updates made so far, the newest first; unborn items are left out."""
    grown = [
        _item(item, [row for row in item["updates"] if _at(row[0]) <= moment]) for item in items
    ]
    born = [item for item in grown if item["incident_updates"]]
    return sorted(born, key=lambda item: str(item["created_at"]), reverse=True)


def _item(item: dict[str, Any], updates: list[list[str]]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": item["id"],
        "name": item["name"],
        "impact": item["impact"],
        "shortlink": f"{SITE}/incidents/{item['id']}",
        "components": [{"id": component_id} for component_id in item["components"]],
        "incident_updates": [_update(item, row, number) for number, row in enumerate(updates)][
            ::-1
        ],
    }
    if updates:
        found |= {"status": updates[-1][1], "created_at": _stamp(updates[0][0])}
        found |= {"updated_at": _stamp(updates[-1][0])}
        found["resolved_at"] = _stamp(updates[-1][0]) if updates[-1][1] == "resolved" else None
    if "starts" in item:
        found |= {"scheduled_for": _stamp(item["starts"])}
        found |= {"scheduled_until": _stamp(item["ends"])}
    return found


def _update(item: dict[str, Any], row: list[str], number: int) -> dict[str, Any]:
    at, status, body = row
    return {
        "id": f"{item['id']}u{number:02}",
        "incident_id": item["id"],
        "status": status,
        "body": body,
        "created_at": _stamp(at),
        "display_at": _stamp(at),
        "updated_at": _stamp(at),
    }


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JST)


def _stamp(text: str) -> str:
    return _at(text).isoformat(timespec="milliseconds")
