"""What a reader finds at every address of the story at a moment, and when anything changes.

Pure: the same moment gives the same pages. `python -m tracker.sample.story` prints the table of
what changes when.
"""

import json
import sys
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cache

from tracker.sample import dressing, listing, statuspage
from tracker.sample.manuscript import JST, Manuscript, Page, Spell, Version, manuscript

STARTS_AT = datetime(2025, 10, 17, 9, tzinfo=JST)  # two days before the outage: all is well
ENDS_AT = datetime(2026, 2, 16, 18, tzinfo=JST)
_NEW_YEAR = datetime(2026, 1, 1, tzinfo=JST)
_SITE_FOLDERS = {
    "company": listing.HOME_PATH,
    "shop": "/tsugumino/shop/",
    "news": listing.PAPER_PATH,
    "fukuroudo": "/fukuroudo/",
    "shiosai": "/shiosai/",
}
_TYPES = {"html": "text/html", "pdf": "application/pdf"}


class EventKind(StrEnum):
    """What happens to an address."""

    POSTED = "posted"
    EDITED = "edited"
    WITHDRAWN = "withdrawn"
    REPOSTED = "reposted"
    STATUS_FEED = "status_feed"  # the platform's JSON documents
    COSMETIC = "cosmetic"  # menus, years, files saved again: no word of the text
    UNREADABLE = "unreadable"
    READABLE = "readable"


@dataclass(frozen=True, slots=True)
class Event:
    """One change at one address."""

    at: datetime
    kind: EventKind
    path: str
    title: str
    note: str
    series: int | None  # n of 第n報


@dataclass(frozen=True, slots=True)
class Rendered:
    """One answer: what a reader gets at an address."""

    path: str
    status: int
    content_type: str
    body: bytes  # may hold the marks of dressing.py
    changed_at: datetime
    back_at: datetime | None = None  # when an unreadable address is itself again; else None

    @property
    def is_noisy(self) -> bool:
        """Every answer differs, so there is nothing to compare a validator with."""
        return dressing.TOKEN_MARK in self.body


def pages_at(moment: datetime) -> dict[str, Rendered]:
    """Return everything that can be asked for at `moment`, by address; the rest is not found."""
    script = manuscript()
    pages = _pages_as_meant(script, moment)
    for spell in script.spells:
        if spell.at <= moment < spell.until:
            touched = [path for path in pages if path.startswith(spell.prefixes)]
            pages |= {path: _under(spell, pages[path], script) for path in touched}
    return pages


@cache
def events() -> tuple[Event, ...]:
    """List every change from the start of the story to its end, in order of time."""
    script = manuscript()
    found = _version_events(script) + _status_feed_events(script)
    found += _furniture_events(script) + _spell_events(script)
    found += [_cosmetic(_NEW_YEAR, "/", "見かけだけの変更：フッターの年が2026年になる")]
    return tuple(
        sorted(
            (event for event in found if STARTS_AT < event.at <= ENDS_AT),
            key=lambda event: (event.at, event.path),
        )
    )


def _pages_as_meant(script: Manuscript, moment: datetime) -> dict[str, Rendered]:
    standing = listing.standing(script, moment)
    pages = {row.page.path: _written(row, script, moment) for row in standing}
    return pages | _made(standing, script, moment) | _status_documents(script, moment)


def _written(version: Version, script: Manuscript, moment: datetime) -> Rendered:
    page = version.page
    return Rendered(
        path=page.path,
        status=200,
        content_type=_content_type(page),
        body=dressing.page_bytes(version, script, moment),
        changed_at=version.at if page.form == "pdf" else _touched(version.at, script, page, moment),
    )


def _content_type(page: Page) -> str:
    """The one EUC page sends no charset, as old servers do, and leaves it to its meta element."""
    kind = _TYPES[page.form]
    return (
        kind
        if page.form == "pdf" or page.charset == "euc-jp"
        else f"{kind}; charset={page.charset}"
    )


def _touched(at: datetime, script: Manuscript, page: Page, moment: datetime) -> datetime:
    menu = dressing.menu_at(script, page.site, moment)
    return max(at, menu.at, _NEW_YEAR if moment >= _NEW_YEAR else at)


def _made(standing: list[Version], script: Manuscript, moment: datetime) -> dict[str, Rendered]:
    notices = listing.listed(standing, site="company")
    articles = listing.listed(standing, site="news")
    bodies = {
        listing.HOME_PATH: ("index", "つぐみ野商会", listing.home_body(notices, script)),
        listing.LIST_PATH: ("index", "ニュース一覧", listing.list_body(notices, script)),
        listing.PAPER_PATH: ("news", "新着記事", listing.list_body(articles, script)),
    }
    made = {
        path: dressing.dressed(
            dress,
            menu=dressing.menu_at(script, "news" if dress == "news" else "company", moment),
            title=title,
            body=body,
            year=moment.year,
        )
        for path, (dress, title, body) in bodies.items()
    }
    made[listing.FEED_PATH] = listing.feed(notices, script)
    changed_at = max(event.at for event in _version_events(script) if event.at <= moment)
    return {path: _made_page(path, body, changed_at) for path, body in made.items()}


def _made_page(path: str, body: bytes, changed_at: datetime) -> Rendered:
    kind = "application/rss+xml" if path == listing.FEED_PATH else "text/html"
    return Rendered(path, 200, f"{kind}; charset=utf-8", body, changed_at)


def _status_documents(script: Manuscript, moment: datetime) -> dict[str, Rendered]:
    folder = script.statuspage["page"]["path"] + "api/v2/"
    found = {}
    for name, document in statuspage.documents(script.statuspage, moment).items():
        body = json.dumps(document, ensure_ascii=False, indent=1).encode()
        changed_at = datetime.fromisoformat(document["page"]["updated_at"])
        found[folder + name] = Rendered(
            folder + name, 200, "application/json; charset=utf-8", body, changed_at
        )
    return found


def _under(spell: Spell, page: Rendered, script: Manuscript) -> Rendered:
    if spell.as_of is not None:
        return _pages_as_meant(script, spell.as_of).get(page.path, page)
    body = dressing.template(f"{spell.shows}.html").template.encode()
    answer = replace(page, content_type="text/html; charset=utf-8", body=body, changed_at=spell.at)
    return (
        replace(answer, status=503, back_at=spell.until) if spell.shows == "unavailable" else answer
    )


def _version_events(script: Manuscript) -> list[Event]:
    return [
        _version_event(version, versions[:number])
        for versions in script.versions.values()
        for number, version in enumerate(versions)
    ]


def _version_event(version: Version, earlier: tuple[Version, ...]) -> Event:
    if version.is_withdrawn:
        kind = EventKind.WITHDRAWN
    elif not earlier:
        kind = EventKind.POSTED
    elif earlier[-1].is_withdrawn:
        kind = EventKind.REPOSTED
    else:
        same = (earlier[-1].title, earlier[-1].body) == (version.title, version.body)
        kind = EventKind.COSMETIC if same else EventKind.EDITED
    page = version.page
    return Event(version.at, kind, page.path, version.title, version.note, page.series)


def _status_feed_events(script: Manuscript) -> list[Event]:
    page = script.statuspage["page"]
    by_moment: dict[datetime, list[str]] = {}
    for at, note in statuspage.moments(script.statuspage):
        by_moment.setdefault(at, []).append(note)
    return [
        Event(at, EventKind.STATUS_FEED, page["path"], page["name"], "、".join(notes), None)
        for at, notes in by_moment.items()
    ]


def _furniture_events(script: Manuscript) -> list[Event]:
    return [
        _cosmetic(menu.at, _SITE_FOLDERS[site], menu.note)
        for site, menus in script.menus.items()
        for menu in menus
    ]


def _cosmetic(at: datetime, path: str, note: str) -> Event:
    return Event(at, EventKind.COSMETIC, path, "", note, None)


def _spell_events(script: Manuscript) -> list[Event]:
    found = []
    for spell in script.spells:
        where = "、".join(spell.prefixes)
        found.append(Event(spell.at, EventKind.UNREADABLE, where, "", spell.note, None))
        found.append(Event(spell.until, EventKind.READABLE, where, "", "ふたたび読める", None))
    return found


def main() -> None:
    """Print the table of what changes when, in Markdown."""
    rows = [
        f"| {event.at:%Y-%m-%d %H:%M} | {event.kind} | {event.path} | {event.note} |\n"
        for event in events()
    ]
    sys.stdout.write("| 日時 | 種類 | 場所 | 内容 |\n|---|---|---|---|\n" + "".join(rows))


if __name__ == "__main__":
    main()
