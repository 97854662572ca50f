"""Lists of sources in and out, as CSV or OPML."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from xml.etree.ElementTree import Element, ElementTree, SubElement

from django.db import transaction
from django.utils.translation import gettext as _
from lxml import etree

from accounts.models import Workspace
from accounts.operations.audit import Actor
from tracker.enums import FETCHED_KINDS, Folder, Importance, PageKind, UrlProblem
from tracker.models import Source, Supplier
from tracker.operations import refusals, sources
from tracker.operations.sources import Address, AlreadyFollowedError, Following
from tracker.sources.urls import UrlError

COLUMNS = (
    "supplier",
    "name",
    "url",
    "kind",
    "folder",
    "interval_minutes",
    "importance",
    "is_starred",
    "keywords",
    "selector",
)
DEFAULT_MINUTES = 30
SHORTEST_MINUTES, LONGEST_MINUTES = 1, 7 * 24 * 60
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class UnreadableListError(Exception):
    """The file is no list of sources; says what would be one."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list, as written."""

    line: int
    values: dict[str, str]


@dataclass(slots=True)
class Report:
    """What became of a list.

    Shapes: `refused` holds (line, sentence for the person who imports).
    """

    added: list[Source] = field(default_factory=list)
    known_count: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


class RowError(ValueError):
    """A line that cannot be taken in, in the words of the person who imports."""


def read_csv(text: str) -> list[Row]:
    """Return the lines of a CSV file with a header.

    Raises: UnreadableListError when the columns `supplier` and `url` are missing.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    if not {"supplier", "url"} <= set(reader.fieldnames or ()):
        raise UnreadableListError(
            _("The first line must name at least the columns “supplier” and “url”.")
        )
    return [
        Row(reader.line_num, {key: (value or "").strip() for key, value in row.items() if key})
        for row in reader
    ]


def read_opml(content: bytes) -> list[Row]:
    """Return the feeds of an OPML file; the outline above a feed names its supplier.

    Raises: UnreadableListError when it is no OPML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableListError(_("The file is not OPML.")) from error
    rows = []
    for outline in root.iter("outline"):
        if url := outline.get("xmlUrl"):
            above = outline.getparent()
            rows.append(_opml_row(outline, above, url))
    return rows


def import_rows(
    workspace: Workspace, rows: Iterable[Row], *, actor: Actor, now: datetime
) -> Report:
    """Follow what the list names; each line by itself, so that one bad line stops no other."""
    report = Report()
    for row in rows:
        try:
            report.added.append(_import_row(workspace, row, actor=actor, now=now))
        except AlreadyFollowedError:
            report.known_count += 1
        except RowError as error:
            report.refused.append((row.line, str(error)))
    return report


def to_csv(workspace: Workspace) -> str:
    """Return every current source of a workspace as CSV that opens safely in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for source in _current(workspace):
        writer.writerow([_plain_text(value) for value in _values(source)])
    return out.getvalue()


def to_opml(workspace: Workspace) -> bytes:
    """Return the feeds of a workspace as OPML, grouped by supplier."""
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = workspace.name
    body = SubElement(root, "body")
    groups: dict[str, Element] = {}
    for source in _current(workspace):
        if source.page.kind == PageKind.FEED:
            name = source.supplier.name
            group = groups.setdefault(name, SubElement(body, "outline", text=name))
            SubElement(group, "outline", type="rss", text=source.name, xmlUrl=source.page.url)
    out = io.BytesIO()
    ElementTree(root).write(out, encoding="utf-8", xml_declaration=True)
    return out.getvalue()


def _import_row(workspace: Workspace, row: Row, *, actor: Actor, now: datetime) -> Source:
    values = row.values
    name = values.get("supplier", "")
    if not name:
        raise RowError(_("The supplier's name is missing."))
    following = Following(
        folder=Folder(_choice(values, "folder", Folder.values, Folder.OFFICIAL)),
        name=values.get("name") or name,
        interval=_interval(values.get("interval_minutes", "")),
        importance=Importance(_choice(values, "importance", Importance.values, Importance.NORMAL)),
        is_starred=values.get("is_starred", "").lower() in ("1", "yes", "true"),
        keywords=values.get("keywords", ""),
    )
    address = Address(
        PageKind(_choice(values, "kind", sorted(FETCHED_KINDS), PageKind.WEB)),
        values.get("url", ""),
        values.get("selector", ""),
    )
    try:
        with transaction.atomic():  # a refused address leaves no supplier behind
            supplier, _made = Supplier.objects.get_or_create(workspace=workspace, name=name)
            return sources.add(supplier, address, following, actor=actor, now=now)
    except UrlError as error:
        refusals.record(workspace, address.url, error.problem, actor=actor, now=now)
        raise RowError(f"{address.url}: {UrlProblem(error.problem).label}") from error


def _choice(values: dict[str, str], name: str, allowed: Iterable[str], default: str) -> str:
    value = values.get(name, "").lower() or default
    if value not in set(allowed):
        raise RowError(
            _("“%(value)s” in the column “%(name)s” is none of: %(allowed)s.")
            % {"value": value, "name": name, "allowed": ", ".join(allowed)}
        )
    return value


def _interval(written: str) -> timedelta:
    if not written:
        return timedelta(minutes=DEFAULT_MINUTES)
    if not written.isdecimal() or not SHORTEST_MINUTES <= int(written) <= LONGEST_MINUTES:
        raise RowError(
            _("The interval “%(written)s” is no number of minutes from %(least)d to %(most)d.")
            % {"written": written, "least": SHORTEST_MINUTES, "most": LONGEST_MINUTES}
        )
    return timedelta(minutes=int(written))


def _opml_row(outline: etree._Element, above: etree._Element | None, url: str) -> Row:
    name = outline.get("text") or outline.get("title") or url
    group = above.get("text") if above is not None and above.tag == "outline" else None
    values = {"supplier": group or name, "name": name, "url": url, "kind": PageKind.FEED.value}
    return Row(outline.sourceline, values)  # type: ignore[arg-type]  # the stubs leave it open


def _current(workspace: Workspace) -> Iterator[Source]:
    rows = Source.objects.current().in_workspace(workspace).filter(page__kind__in=FETCHED_KINDS)
    yield from rows.select_related("supplier", "page").order_by("supplier__name", "name", "pk")


def _values(source: Source) -> list[str]:
    return [
        source.supplier.name,
        source.name,
        source.page.url,
        source.page.kind,
        source.folder,
        str(int(source.interval.total_seconds() // 60)),
        source.importance,
        "yes" if source.is_starred else "no",
        source.keywords,
        source.page.selector,
    ]


def _plain_text(value: str) -> str:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value
