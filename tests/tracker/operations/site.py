"""A supplier's site on loopback whose pages a test can change, and sources that follow it."""

from datetime import timedelta

from django.utils import timezone

from accounts.operations.audit import Actor
from tests.tracker.sources.servers import ScriptedServer, page
from tracker.enums import Folder, PageKind
from tracker.models import Host, Page
from tracker.operations import polling, sources

ARTICLE = "<html><body><main><h1>出荷停止のお知らせ</h1>{}</main></body></html>"
STOPPED = "<p>2025年10月20日</p><p>倉庫の障害により、すべての商品の出荷を停止しております。</p>"
ORDERS = "<p>ご注文の受付も停止しております。次のお知らせは10月29日を予定しております。</p>"
KIND = "Content-Type: text/html; charset=utf-8"


class Site:
    """Serves what a test shows; counts what it was asked."""

    def __init__(self, settings):
        self.answers = {}
        self.server = ScriptedServer(self._answer)
        settings.ADMITTED_ADDRESSES = settings.ADMITTED_ADDRESSES | self.server.admitted

    def show(self, path, body, *headers, status="200 OK"):
        """Show a body, wrapped as an article unless it is a whole page or an error."""
        is_part = status == "200 OK" and body and not body.startswith("<html")
        content = ARTICLE.format(body) if is_part else body
        self.answers[path] = page(content.encode(), KIND, *headers, status=status)

    def asked(self, path):
        return sum(head.split(" ")[1] == path for head in self.server.requests)

    def _answer(self, connection, number):
        head = self.server.requests[number]
        path = head.split(" ")[1]
        if 'If-None-Match: "same"' in head:
            connection.sendall(b'HTTP/1.1 304 Not Modified\r\nETag: "same"\r\n\r\n')
            return
        connection.sendall(self.answers.get(path) or page(b"none", KIND, status="404 Not Found"))


def follow(supplier, site, path, *, kind=PageKind.WEB, keeper=None):
    """Follow one page of the site."""
    wish = sources.Following(Folder.OFFICIAL, path, timedelta(minutes=10), keeper=keeper)
    address = sources.Address(kind, site.server.url(path))
    return sources.add(supplier, address, wish, actor=Actor.task("test"), now=timezone.now())


def poll(site):
    """Make everything on the site due and let one worker visit it."""
    now = timezone.now()
    host = Host.objects.get(authority=f"127.0.0.1:{site.server.port}")
    Page.objects.filter(host=host).update(due_at=now)
    Host.objects.filter(pk=host.pk).update(not_before=now, rung_at=None)
    return polling.poll_host(host.pk, clock=timezone.now)
