"""A deterministic page server for benches: the same pages, rounds and answers on every machine.

python -m bench.tracker.notice_server --pages 200 --change-pct 10 [--port 0] [--latency-ms 0]
                                      [--no-etag | --noise]

Prints `READY <port>`, listens on 127.0.0.1 alone, and leaves when its standard input is closed.

/n/<i>.html     notice page i as of the current round (ETag; 304 on If-None-Match)
/cs/<name>      one of the charset cases
/big/<mb>.html  one page of that many megabytes
/_round/<r>     go to round r; the changed pages are written before it answers
/_stats         counters as JSON; /_stats?reset=1 also sets them to nought

With --noise every answer carries a fresh token in a script and no ETag, as pages with CSRF tokens
or clocks do, while the visible text stays the same.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from bench.tracker import charset_cases, pages

HTML = "text/html; charset=utf-8"
JSON = "application/json"
ROBOTS = b"User-agent: *\nDisallow: /private/\n"
NOISE_PLACE = b"var site={"  # in every page's script
SPREAD = 2654435761  # makes neighbouring tokens look nothing alike


@dataclass
class Stats:
    """What was asked since the counters were last set to nought."""

    ok: int = 0
    not_modified: int = 0
    other: int = 0
    bytes: int = 0
    connections: int = 0
    max_in_flight: int = 0


@dataclass
class Reply:
    status: str
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class Site:
    """The pages of the current round and how they are answered."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.page_count = arguments.pages
        self.change_pct = arguments.change_pct
        self.latency_seconds = arguments.latency_ms / 1000
        self.is_noisy = arguments.noise
        self.has_etag = not arguments.no_etag and not arguments.noise
        self.stats = Stats()
        self.in_flight = 0
        self._token = 0
        self._written: dict[int, tuple[int, bytes]] = {}  # by page: version and its bytes
        self.begin_round(0)
        self._routes: dict[str, Callable[[str, dict[str, str]], Reply]] = {
            "n": self._notice_page,
            "cs": self._charset_case,
            "big": self._big_page,
            "_round": self._round,
            "_stats": self._counters,
            "robots.txt": lambda rest, headers: Reply("200 OK", ROBOTS, _typed("text/plain")),
        }

    def begin_round(self, number: int) -> None:
        for page in range(self.page_count):
            version = pages.version_at(page, number, self.change_pct)
            if page not in self._written or self._written[page][0] != version:
                self._written[page] = (version, pages.page(page, version).encode())

    def reply(self, path: str, headers: dict[str, str]) -> Reply:
        first, _, rest = path.lstrip("/").partition("/")
        route = self._routes.get(first.partition("?")[0])
        try:
            reply = route(rest or path, headers) if route else None
        except (KeyError, ValueError):
            reply = None
        if reply is None:
            self.stats.other += 1
            return Reply("404 Not Found", b"none", _typed("text/plain"))
        if first in {"n", "cs", "big"}:
            self._count(reply)
        return reply

    def _count(self, reply: Reply) -> None:
        self.stats.bytes += len(reply.body)
        if reply.status.startswith("304"):
            self.stats.not_modified += 1
        else:
            self.stats.ok += 1

    def _notice_page(self, rest: str, headers: dict[str, str]) -> Reply:
        number = int(rest.partition("?")[0].removesuffix(".html"))
        version, body = self._written[number]
        found = _typed(HTML)
        if self.has_etag:
            found["ETag"] = f'"n{number}-{version}"'
            if found["ETag"] in headers.get("if-none-match", ""):
                return Reply("304 Not Modified", headers=found)
        if self.is_noisy:
            self._token += 1
            token = f"t:'{self._token * SPREAD % 2**64:016x}',".encode()
            body = body.replace(NOISE_PLACE, NOISE_PLACE + token, 1)
        return Reply("200 OK", body, found)

    def _charset_case(self, rest: str, headers: dict[str, str]) -> Reply:
        kind, body = charset_cases.CASES[rest]
        return Reply("200 OK", body, _typed(kind))

    def _big_page(self, rest: str, headers: dict[str, str]) -> Reply:
        megabytes = int(rest.removesuffix(".html"))
        page = pages.page(0, 0)
        head, article, tail = page.partition("<article")
        body = (article + tail).partition("</main>")[0]
        times = megabytes * 1_000_000 // len(body.encode())
        return Reply("200 OK", (head + body * times).encode(), _typed(HTML))

    def _round(self, rest: str, headers: dict[str, str]) -> Reply:
        self.begin_round(int(rest))
        return Reply("200 OK", json.dumps({"round": int(rest)}).encode(), _typed(JSON))

    def _counters(self, rest: str, headers: dict[str, str]) -> Reply:
        body = json.dumps(asdict(self.stats)).encode()
        if "reset" in rest:
            self.stats = Stats()
        return Reply("200 OK", body, _typed(JSON))


class Connection(asyncio.Protocol):
    """Answers the requests of one connection, each after the site's latency."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.unread = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.site.stats.connections += 1

    def data_received(self, data: bytes) -> None:
        self.unread += data
        while b"\r\n\r\n" in self.unread:
            head, _, self.unread = self.unread.partition(b"\r\n\r\n")
            self._begin(head.decode("latin-1").split("\r\n"))

    def _begin(self, lines: list[str]) -> None:
        method, path, _ = lines[0].split(" ", 2)
        parts = (line.partition(":") for line in lines[1:])
        headers = {name.lower(): value.strip() for name, _, value in parts}
        self.site.in_flight += 1
        self.site.stats.max_in_flight = max(self.site.stats.max_in_flight, self.site.in_flight)
        if self.site.latency_seconds and path.startswith("/n/"):
            loop = asyncio.get_running_loop()
            loop.call_later(self.site.latency_seconds, self._end, method, path, headers)
        else:
            self._end(method, path, headers)

    def _end(self, method: str, path: str, headers: dict[str, str]) -> None:
        self.site.in_flight -= 1
        if self.transport.is_closing():
            return
        reply = self.site.reply(path, headers)
        fields = {"Content-Length": str(len(reply.body)), "Server": "bench", **reply.headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        data = f"HTTP/1.1 {reply.status}\r\n{head}\r\n".encode("latin-1")
        self.transport.write(data if method == "HEAD" else data + reply.body)
        if headers.get("connection", "").lower() == "close":
            self.transport.close()


def _typed(kind: str) -> dict[str, str]:
    return {"Content-Type": kind}


async def serve(arguments: argparse.Namespace) -> None:
    site = Site(arguments)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Connection(site), "127.0.0.1", arguments.port, backlog=512
    )
    print("READY", server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--change-pct", type=int, default=10)
    parser.add_argument("--latency-ms", type=float, default=0)
    parser.add_argument("--no-etag", action="store_true")
    parser.add_argument("--noise", action="store_true")
    parser.add_argument("--port", type=int, default=0)
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
