"""A small supplier's site on loopback: what each path answers can be changed while it runs."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

NOTICES = """<!doctype html><html lang="ja"><head><meta charset="utf-8">
<title>お知らせ | みどり野商会</title></head><body>
<nav><a href="/">トップ</a> <a href="/items">商品一覧</a></nav>
<main><h1>システム障害に関するお知らせ(第11報)</h1><p>2025年11月28日</p>
<p>ケース品237品目について、FAXおよびWebサイトでのご注文を承ります。対象は7拠点です。</p>
<p>単品のご注文は引き続き停止しております。ご迷惑をおかけし、深くお詫び申し上げます。</p></main>
<footer>(c) みどり野商会</footer></body></html>"""


class Site:
    """A running server; `pages` maps a path to the HTML it answers, `asked` lists the paths."""

    def __init__(self) -> None:
        self.pages = {"/notices": NOTICES}
        self.asked = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def port(self) -> int:
        return self.server.server_address[1]

    @property
    def admitted(self) -> frozenset[tuple[str, int]]:
        return frozenset({("127.0.0.1", self.port)})

    def url(self, path: str = "/notices") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                body = site.pages.get(self.path, "").encode()
                self.send_response(200 if body else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                """Say nothing: the test's own output matters."""

        return Handler
