"""The story as it lies in its folder: pages, their versions, the menus and the bad spells.

`story/pages.toml` names the pages; `story/<page>/<yyyymmdd>-<hhmm>.md` is what that page says
from that moment (Japan time) on, with a few lines of TOML between `+++` before the text.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

JST = timezone(timedelta(hours=9), "JST")
FOLDER = Path(__file__).parent / "story"


class ManuscriptError(Exception):
    """A file of the story cannot be read; the message names it and says why."""


@dataclass(frozen=True, slots=True)
class Page:
    """One address of the story and how it is dressed."""

    name: str  # also its folder
    path: str
    site: str  # whose menus and footer it wears
    form: str  # html or pdf
    charset: str
    series: int | None  # n of 第n報; None for everything outside the numbered series
    category: str  # printed in the notice list; "" keeps the page out of list and feed


@dataclass(frozen=True, slots=True)
class Version:
    """What one page says from `at` until its next version."""

    page: Page
    at: datetime
    title: str
    body: str  # in the markup of markup.py
    summary: str  # one sentence for the feed
    note: str  # what is new in this version, for the table of events
    dated_on: date  # the date the page prints, which may be older than `at`
    is_withdrawn: bool  # taken down: the address answers 404 and the list forgets it


@dataclass(frozen=True, slots=True)
class Menu:
    """The menu that a site shows from `at` on: pairs of label and address."""

    site: str
    at: datetime
    items: tuple[tuple[str, str], ...]
    note: str


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of time [at, until) in which addresses cannot be read as they are."""

    at: datetime
    until: datetime
    prefixes: tuple[str, ...]  # of the addresses it falls on
    shows: str  # unavailable, splash, blank or outdated
    as_of: datetime | None  # for `outdated`: the moment whose page is served again
    note: str


@dataclass(frozen=True)
class Manuscript:
    """Everything that was written. Versions and menus are in order of time."""

    pages: dict[str, Page]
    versions: dict[str, tuple[Version, ...]]
    menus: dict[str, tuple[Menu, ...]]
    spells: tuple[Spell, ...]
    statuspage: dict[str, Any]


@cache
def manuscript() -> Manuscript:
    """Read the whole folder, once per process.

    Raises: ManuscriptError when a file is missing what it must say.
    """
    pages = {row["name"]: _page(row) for row in _toml("pages.toml")["page"]}
    furniture = _toml("furniture.toml")
    menus: dict[str, list[Menu]] = {}
    for row in furniture["menu"]:
        menus.setdefault(row["site"], []).append(_menu(row))
    return Manuscript(
        pages=pages,
        versions={name: _versions(page) for name, page in pages.items()},
        menus={site: tuple(sorted(rows, key=lambda menu: menu.at)) for site, rows in menus.items()},
        spells=tuple(_spell(row) for row in furniture["spell"]),
        statuspage=_toml("statuspage.toml"),
    )


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text("utf-8"))


def _page(row: dict[str, Any]) -> Page:
    return Page(
        name=row["name"],
        path=row["path"],
        site=row["site"],
        form=row.get("form", "html"),
        charset=row.get("charset", "utf-8"),
        series=row.get("series"),
        category=row.get("category", ""),
    )


def _versions(page: Page) -> tuple[Version, ...]:
    files = sorted((FOLDER / page.name).glob("*.md"))
    if not files:
        raise ManuscriptError(f"{page.name}: no version of this page is written")
    versions: list[Version] = []
    for file in files:
        versions.append(_version(page, file, before=versions[-1] if versions else None))
    return tuple(versions)


def _version(page: Page, file: Path, *, before: Version | None) -> Version:
    """Read one file; what its head leaves out is as in the version before."""
    _, _, rest = file.read_text("utf-8").partition("+++\n")
    head_text, fence, body = rest.partition("+++\n")
    if not fence:
        raise ManuscriptError(f"{page.name}/{file.name}: the head is not closed by +++")
    try:
        head = tomllib.loads(head_text)
    except tomllib.TOMLDecodeError as error:
        raise ManuscriptError(f"{page.name}/{file.name}: {error}") from error
    at = _moment(page, file)
    if before is None and "title" not in head:
        raise ManuscriptError(f"{page.name}/{file.name}: the first version needs a title")
    return Version(
        page=page,
        at=at,
        title=head.get("title", before.title if before else ""),
        body=body if body.strip() else (before.body if before else ""),
        summary=head.get("summary", before.summary if before else ""),
        note=head.get("note", ""),
        dated_on=head.get("dated_on", before.dated_on if before else at.date()),
        is_withdrawn=head.get("is_withdrawn", False),
    )


def _moment(page: Page, file: Path) -> datetime:
    try:
        return datetime.strptime(file.stem, "%Y%m%d-%H%M").replace(tzinfo=JST)
    except ValueError as error:
        raise ManuscriptError(f"{page.name}/{file.name}: not a moment: {file.stem}") from error


def _menu(row: dict[str, Any]) -> Menu:
    return Menu(
        site=row["site"],
        at=row["at"].replace(tzinfo=JST),
        items=tuple((label, path) for label, path in row["items"]),
        note=row.get("note", ""),
    )


def _spell(row: dict[str, Any]) -> Spell:
    as_of = row.get("as_of")
    return Spell(
        at=row["at"].replace(tzinfo=JST),
        until=row["until"].replace(tzinfo=JST),
        prefixes=tuple(row["prefixes"]),
        shows=row["shows"],
        as_of=as_of.replace(tzinfo=JST) if as_of else None,
        note=row["note"],
    )
