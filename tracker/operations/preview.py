"""What a source would bring, before it is followed: asked for once, nothing is written."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic
from zoneinfo import ZoneInfo

from django.conf import settings

from tracker.domain import notices, readability, reading
from tracker.domain.document import Document, ReadError, Region
from tracker.domain.notices import Notice
from tracker.enums import FetchReason
from tracker.enums.reading import ReadProblem
from tracker.operations.sources import Address
from tracker.sources import fetching, gate, pdf, robots, urls
from tracker.sources.errors import SourceError
from tracker.sources.fetching import Answer, Limits
from tracker.sources.urls import Url

JAPAN = ZoneInfo("Asia/Tokyo")  # dates without a year are those of the supplier's day
DEADLINE_SECONDS = 15.0  # for the whole of it: a person waits for the answer
LEAST_SECONDS = 0.1  # a fetch that has less left ends at once, with its reason
LINES_MOST = 200  # shown of what is kept and of what is left out


@dataclass(frozen=True, slots=True)
class Preview:
    """What one look at an address brought.

    Shapes: `kept` are the lines that may carry news, `left_out` those of menus, headers and
        footers, each once; both are cut at LINES_MOST. `problem` is "" when it could be read.
    """

    url: Url
    problem: FetchReason | ReadProblem | str = ""
    title: str = ""
    format: str = ""
    charset: str = ""
    notices: tuple[Notice, ...] = ()
    kept: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def preview(address: Address, *, now: datetime) -> Preview:
    """Ask for the page and say what would be kept.

    Raises: UrlError for an address that is not accepted; SelectorError for an unknown part.
    """
    url = urls.parse(address.url, admitted=settings.ADMITTED_ADDRESSES)
    ends_at = monotonic() + DEADLINE_SECONDS
    try:
        with _session() as session:
            _check_robots(session, url, now, ends_at)
            answer = fetching.fetch(session, url.text, now=now, limits=_limits(ends_at))
        document = _document(answer, address.selector, now, ends_at)
    except SourceError as error:
        return Preview(url, problem=error.reason)
    except ReadError as error:
        return Preview(url, problem=error.reason)
    return _shown(url, document, now)


def _session() -> gate.Session:
    agent = f"Fukkyu/1.0 (+{settings.POLL_CONTACT})"
    return gate.open_session(user_agent=agent, admitted=settings.ADMITTED_ADDRESSES)


def _left(ends_at: float) -> float:
    return max(LEAST_SECONDS, ends_at - monotonic())


def _limits(ends_at: float) -> Limits:
    return replace(fetching.DEFAULT_LIMITS, total_seconds=_left(ends_at))


def _check_robots(session: gate.Session, url: Url, now: datetime, ends_at: float) -> None:
    """Raise what the site's robots.txt says against reading the page, if it does."""
    seconds = min(_left(ends_at), DEADLINE_SECONDS / 2)  # some is left for the page itself
    found = robots.fetch_robots(session, robots.robots_url(url), now=now, seconds=seconds)
    if found.failure is not None:
        raise SourceError(found.failure)
    if not robots.read_rules(found.text).allows(url.text):
        raise SourceError(FetchReason.ROBOTS)


def _document(answer: Answer, selector: str, now: datetime, ends_at: float) -> Document:
    captured_on = now.astimezone(JAPAN).date()
    if reading.kind_of(answer.body, content_type=answer.content_type, url=answer.url) == "pdf":
        text = pdf.extract(answer.body, seconds=_left(ends_at))
        return reading.read_pages(
            text.pages, url=answer.url, captured_on=captured_on, is_whole=text.is_whole
        )
    return reading.read(
        answer.body,
        content_type=answer.content_type,
        url=answer.url,
        selector=selector,
        captured_on=captured_on,
    )


def _shown(url: Url, document: Document, now: datetime) -> Preview:
    unreadable = readability.judge(document)
    main = [block.text for block in document.main if block.text]
    entries = [block.text for entry in document.entries for block in entry.blocks if block.text]
    outside = [block.text for block in document.blocks if block.region is not Region.MAIN]
    return Preview(
        url=url,
        problem=unreadable.reason if unreadable else "",
        title=document.title,
        format=document.format,
        charset=document.charset,
        notices=notices.split(document, captured_on=now.astimezone(JAPAN).date()),
        kept=tuple((main or entries)[:LINES_MOST]),
        left_out=tuple(list(Counter(line for line in outside if line))[:LINES_MOST]),
        faults=document.faults,
    )
