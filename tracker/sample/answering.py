"""From a request to an answer: pages with their validators, and the control of the story."""

import json
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from itertools import count, zip_longest
from typing import Any

from tracker.sample import dressing, playing
from tracker.sample.clock import ClockError
from tracker.sample.playing import Play
from tracker.sample.story import Rendered
from tracker.sample.wire import Answer, Request

CONTROL_PATH = "/_control"
CONTROL_HEADER = "X-Sample-Token"
_ROBOTS = (
    b"User-agent: *\nDisallow: /_control\nDisallow: /tsugumino/shop/member/\n"
    b"Disallow: /tsugumino/shop/cart\n"
)
_HTML = "text/html; charset=utf-8"
_FIRST_VISITS = 8214  # of the day, on the shop's counter


class Desk:
    """Answers requests from one running story."""

    def __init__(self, play: Play, *, base: str, token: str) -> None:
        """Answer under the address `base`; control is refused to everybody when token is empty."""
        self._play = play
        self._base = base.encode()
        self._token = token
        self._serial = count(1)

    def answer(self, request: Request, *, now: float) -> Answer:
        if request.path == CONTROL_PATH:
            return self._control(request, now=now)
        if request.method not in {"GET", "HEAD"}:
            return Answer(405, headers={"Allow": "GET, HEAD"})
        page = self._play.page(request.path, now=now)
        if page is None:
            return _fixed(request.path)
        retry_seconds = self._play.retry_seconds(page, now=now)
        return self._page(page, request.headers, retry_seconds=retry_seconds)

    def _page(
        self, page: Rendered, asked: Mapping[str, str], *, retry_seconds: int | None
    ) -> Answer:
        headers = {"Content-Type": page.content_type}
        body = page.body.replace(dressing.BASE_MARK, self._base)
        if retry_seconds is not None:
            return Answer(page.status, body, headers | {"Retry-After": str(retry_seconds)})
        if page.is_noisy:
            return Answer(page.status, self._stamped(body), headers | {"Cache-Control": "no-store"})
        tag = f'"{zlib.crc32(body):08x}-{len(body):x}"'
        headers |= {"ETag": tag, "Last-Modified": _http_date(page.changed_at)}
        if _is_known(page.changed_at, tag, asked):
            return Answer(304, headers=headers)
        return Answer(page.status, body, headers)

    def _stamped(self, body: bytes) -> bytes:
        """Put in the token and the counter, which differ in every answer."""
        serial = next(self._serial)
        token = f"{serial * 0x9E3779B97F4A7C15 % 2**64:016x}"  # spreads neighbours far apart
        visits = f"{_FIRST_VISITS + serial:,}"
        body = body.replace(dressing.TOKEN_MARK, token.encode())
        return body.replace(dressing.VISITS_MARK, visits.encode())

    def _control(self, request: Request, *, now: float) -> Answer:
        if request.method in {"GET", "HEAD"}:
            return _json(200, playing.state(self._play.clock(now)))
        if request.method != "POST":
            return Answer(405, headers={"Allow": "GET, HEAD, POST"})
        given = request.headers.get(CONTROL_HEADER.lower(), "")
        if not self._token or not _is_same(given, self._token):
            return _json(403, {"error": f"the header {CONTROL_HEADER} does not carry the token"})
        try:
            self._play.act(_command(request.body), now=now)
        except ClockError as error:
            return _json(409, {"error": str(error)})
        return _json(200, playing.state(self._play.clock(now)))


def _command(body: bytes) -> dict[str, Any]:
    try:
        command = json.loads(body)
    except ValueError as error:
        raise ClockError("the body is not JSON") from error
    if not isinstance(command, dict):
        raise ClockError("the body is not a JSON object")
    return command


def _fixed(path: str) -> Answer:
    """Answer for what is no part of the story: robots.txt, style sheets, the front, nothing."""
    if path == "/robots.txt":
        return Answer(200, _ROBOTS, {"Content-Type": "text/plain; charset=utf-8"})
    if path == "/":
        return Answer(200, _site_file("front.html"), {"Content-Type": _HTML})
    style = dressing.SITE_FOLDER / path.removeprefix("/assets/")
    if path.startswith("/assets/") and style in dressing.SITE_FOLDER.glob("*.css"):
        return Answer(200, style.read_bytes(), {"Content-Type": "text/css; charset=utf-8"})
    return Answer(404, _site_file("missing.html"), {"Content-Type": _HTML})


def _site_file(name: str) -> bytes:
    return dressing.template(name).template.encode()


def _is_known(changed_at: datetime, tag: str, asked: Mapping[str, str]) -> bool:
    """Judge by the tag alone when one is sent, as HTTP wants it; else by the date."""
    if "if-none-match" in asked:
        return asked["if-none-match"] == "*" or tag in asked["if-none-match"]
    try:
        since = parsedate_to_datetime(asked.get("if-modified-since", ""))
    except ValueError:
        return False
    return since.tzinfo is not None and changed_at <= since


def _is_same(given: str, wanted: str) -> bool:
    """Compare to the end whatever differs (hmac would load OpenSSL, 4 MB, for this alone)."""
    pairs = zip_longest(given.encode(), wanted.encode(), fillvalue=-1)
    return sum(one != other for one, other in pairs) == 0


def _http_date(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def _json(status: int, values: dict[str, Any]) -> Answer:
    body = json.dumps(values, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store"}
    return Answer(status, body, headers)
