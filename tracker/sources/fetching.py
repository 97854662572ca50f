"""Fetch one page: ask whether it changed, follow redirects through the gate, read it whole."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import monotonic

from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from tracker.enums import FetchReason
from tracker.sources import failures, gate, urls
from tracker.sources.bodies import read_body
from tracker.sources.errors import FetchError, SourceError, TemporaryFetchError
from tracker.sources.sockets import allow
from tracker.sources.urls import Url, UrlError

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HEADER_BYTES = 1_000_000  # may come in on top of the body, over all hops
_VALIDATOR = re.compile(r"[^\x00-\x1f\x7f\u0100-\U0010ffff]{1,1024}")  # fits into a header
_MAX_WAIT = timedelta(days=1)  # however long a site asks us to wait
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ACCEPT = "text/html,application/xhtml+xml,application/json,application/pdf,*/*;q=0.5"
_STATUS_REASONS = {
    401: FetchReason.FORBIDDEN,
    403: FetchReason.FORBIDDEN,
    404: FetchReason.NOT_FOUND,
    407: FetchReason.FORBIDDEN,
    410: FetchReason.GONE,
}
_CONDITIONS = frozenset({"If-None-Match", "If-Modified-Since"})
_BUSY = frozenset({408, 425, 429, 503})


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one fetch may cost."""

    total_seconds: float = 20.0
    body_bytes: int = 10_000_000  # unpacked
    redirect_count: int = 5


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site answered: a whole page (200), or that nothing changed (304)."""

    url: str  # of the page that answered, after redirects
    status: int
    content_type: str  # as sent; "" when not sent
    etag: str  # as sent, to be given back next time; "" when not sent
    last_modified: str  # as sent, to be given back next time; "" when not sent
    body: bytes  # unpacked; empty with 304
    redirects: tuple[str, ...]  # the addresses that forwarded, in order
    elapsed_seconds: float


def fetch(
    session: gate.Session,
    url: str,
    *,
    now: datetime,
    etag: str = "",
    last_modified: str = "",
    limits: Limits = DEFAULT_LIMITS,
) -> Answer:
    """Ask a site for a page; with `etag` or `last_modified`, only if it changed since.

    Raises: FetchError when trying again soon will not help; TemporaryFetchError when it may,
        with `retry_at` where the site named a time; IncompleteError, a temporary one, when the
        page broke off.
    """
    started = monotonic()
    headers = _request_headers(session, etag, last_modified)
    trail = [_accepted(url, session)]
    with allow(seconds=limits.total_seconds, size=2 * limits.body_bytes + _HEADER_BYTES):
        response = _follow(session, trail, headers, limits)
        with _failing_at(trail[-1]):
            _check_status(response, headers, now)
            body = read_body(response, max_bytes=limits.body_bytes)
    return Answer(
        url=trail[-1].text,
        status=response.status,
        content_type=_CONTROL.sub("", response.headers.get("content-type", ""))[:255],
        etag=_validator(response, "etag"),
        last_modified=_validator(response, "last-modified"),
        body=body,
        redirects=tuple(hop.text for hop in trail[:-1]),
        elapsed_seconds=monotonic() - started,
    )


def _accepted(url: str, session: gate.Session) -> Url:
    try:
        return urls.parse(url, admitted=session.door.admitted)
    except UrlError as error:
        raise _url_refused(FetchReason.URL_REFUSED, error) from error


def _url_refused(reason: FetchReason, error: UrlError) -> FetchError:
    return FetchError(reason, problem=error.problem.value, **error.details)


def _request_headers(session: gate.Session, etag: str, last_modified: str) -> dict[str, str]:
    headers = {
        "User-Agent": session.user_agent,
        "Accept": _ACCEPT,
        "Accept-Encoding": "gzip",
        "Accept-Language": "ja,en;q=0.5",
    }
    if _is_usable(etag):
        headers["If-None-Match"] = etag
    if _is_usable(last_modified):
        headers["If-Modified-Since"] = last_modified
    return headers


def _follow(
    session: gate.Session, trail: list[Url], headers: dict[str, str], limits: Limits
) -> BaseHTTPResponse:
    """Return the first answer that does not forward; the trail grows by each that does."""
    while True:
        with _failing_at(trail[-1]):
            response = _open(session, trail[-1], headers)
            if response.status not in _REDIRECTS:
                return response
            response.close()  # what it carries may be a bomb and is never read
            if len(trail) > limits.redirect_count:
                raise FetchError(FetchReason.TOO_MANY_REDIRECTS, count=len(trail))
            trail.append(_next_hop(session, trail[-1], response))


def _open(session: gate.Session, hop: Url, headers: dict[str, str]) -> BaseHTTPResponse:
    """Ask once, and once more if the connection kept from last time had been hung up."""
    opened_count = session.door.opened_count
    try:
        return session.open(hop, headers)
    except (HTTPError, OSError) as error:
        is_fresh = session.door.opened_count > opened_count
        if is_fresh or not failures.is_lost_connection(error):
            raise
    return session.open(hop, headers)


def _next_hop(session: gate.Session, hop: Url, response: BaseHTTPResponse) -> Url:
    """Return where a page forwards to: never from https back to http, never out of the web."""
    location = response.headers.get("location", "")
    if not location:
        raise FetchError(FetchReason.REDIRECT_BROKEN)
    try:
        onward = urls.join(hop, _as_written(location), admitted=session.door.admitted)
    except UrlError as error:
        raise _url_refused(FetchReason.REDIRECT_REFUSED, error) from error
    if hop.scheme == "https" and onward.scheme == "http":
        raise FetchError(FetchReason.REDIRECT_REFUSED, problem="downgrade")
    return onward


def _as_written(header: str) -> str:
    """Return a header as UTF-8 where it is; HTTP carries it byte by byte as Latin-1."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeError:
        return header


@contextmanager
def _failing_at(hop: Url) -> Iterator[None]:
    """Turn whatever the libraries raise into our errors, with the address it happened at."""
    try:
        yield
    except SourceError as error:
        error.url = hop.text
        raise
    except (HTTPError, OSError) as error:
        failure = failures.opening_failure(error)
        failure.url = hop.text
        raise failure from error


def _check_status(response: BaseHTTPResponse, headers: dict[str, str], now: datetime) -> None:
    """Raise what an answer without a page means."""
    status = response.status
    if status in (200, 203) or (status == 304 and _CONDITIONS & headers.keys()):
        return
    response.close()
    if status in _BUSY or status >= 500:
        reason = FetchReason.BUSY if status in _BUSY else FetchReason.SERVER_ERROR
        error = TemporaryFetchError(reason, status=status)
        error.retry_at = _retry_at(response.headers.get("retry-after", ""), now)
        raise error
    fallback = FetchReason.STATUS_REFUSED if status >= 400 else FetchReason.STATUS_UNEXPECTED
    raise FetchError(_STATUS_REASONS.get(status, fallback), status=status)


def _retry_at(header: str, now: datetime) -> datetime | None:
    """Return the time a site asks us to wait for, at most a day; None when it names none."""
    header = header.strip()
    if header.isdecimal():
        return now + min(timedelta(seconds=int(header[:9])), _MAX_WAIT)
    try:
        named = parsedate_to_datetime(header)
    except ValueError:
        return None
    aware = named if named.tzinfo else named.replace(tzinfo=UTC)
    return min(max(aware, now), now + _MAX_WAIT)


def _validator(response: BaseHTTPResponse, name: str) -> str:
    """Return an ETag or a date exactly as sent; "" when it could not be given back."""
    value = response.headers.get(name, "")
    return value if _is_usable(value) else ""


def _is_usable(validator: str) -> bool:
    return _VALIDATOR.fullmatch(validator) is not None
