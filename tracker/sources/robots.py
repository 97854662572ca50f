"""What a site asks of programs that read it: robots.txt."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from protego import Protego

from tracker.enums import FetchReason
from tracker.sources import fetching, gate
from tracker.sources.errors import FetchError, TemporaryFetchError
from tracker.sources.fetching import Limits
from tracker.sources.urls import Url

PRODUCT = "Fukkyu"  # the name by which a robots.txt may address us
_LIMITS = Limits(total_seconds=10.0, body_bytes=2_000_000)
_READ_CHARS = 512_000  # Source: RFC 9309 2.5 asks for 500 KiB at least; the rest is ignored
_MAX_DELAY_SECONDS = 3600.0

# Source: RFC 9309 2.3.1.3, a site that has no readable robots.txt forbids nothing.
_NONE_GIVEN = frozenset(
    {
        FetchReason.FORBIDDEN,
        FetchReason.NOT_FOUND,
        FetchReason.GONE,
        FetchReason.STATUS_REFUSED,
        FetchReason.STATUS_UNEXPECTED,
        FetchReason.TOO_MANY_REDIRECTS,
        FetchReason.REDIRECT_REFUSED,
        FetchReason.REDIRECT_BROKEN,
    }
)


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """What came of asking a site for its robots.txt."""

    text: str = ""  # "" when the site gives none
    failure: FetchReason | None = None  # set: nothing may be read until it can be had
    retry_at: datetime | None = None  # not before then, where the site said so


@dataclass(frozen=True, slots=True)
class Rules:
    """A robots.txt as it applies to us."""

    protego: Protego
    delay_seconds: float | None  # between two requests; None when the site names none

    def allows(self, url: str) -> bool:
        return self.protego.can_fetch(url, PRODUCT)


def robots_url(page: Url) -> str:
    """Return where the site of a page keeps its robots.txt."""
    return page.text.removesuffix(page.target) + "/robots.txt"


def fetch_robots(
    session: gate.Session, url: str, *, now: datetime, seconds: float = _LIMITS.total_seconds
) -> RobotsFile:
    """Ask a site for its robots.txt; a failure is an answer too.

    Source: RFC 9309 2.3.1: 4xx means that there are no rules, an error of the server or the
        line that everything is disallowed for the time being.
    """
    try:
        answer = fetching.fetch(
            session, url, now=now, limits=replace(_LIMITS, total_seconds=seconds)
        )
    except FetchError as error:
        return RobotsFile() if error.reason in _NONE_GIVEN else RobotsFile(failure=error.reason)
    except TemporaryFetchError as error:
        return RobotsFile(failure=error.reason, retry_at=error.retry_at)
    return RobotsFile(answer.body.decode("utf-8-sig", errors="replace")[:_READ_CHARS])


@lru_cache(maxsize=64)  # one host's pages follow one another
def read_rules(text: str) -> Rules:
    """Return the rules of a robots.txt; an empty one allows everything."""
    protego = Protego.parse(text)
    delays = [protego.crawl_delay(PRODUCT)]
    rate = protego.request_rate(PRODUCT)
    if rate is not None:
        delays.append(rate.seconds / rate.requests)
    named = [min(delay, _MAX_DELAY_SECONDS) for delay in delays if delay is not None]
    return Rules(protego, max(named, default=None))
