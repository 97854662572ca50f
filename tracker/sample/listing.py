"""Pages made from other pages: the notice list, its feed, the home page, the paper's front page."""

from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from html import escape

from tracker.sample.manuscript import Manuscript, Version

HOME_PATH = "/tsugumino/"
LIST_PATH = "/tsugumino/news/"
FEED_PATH = "/tsugumino/news/feed.xml"
PAPER_PATH = "/akinai/"


def standing(script: Manuscript, moment: datetime) -> list[Version]:
    """Keep what every page says at `moment`; pages not yet born or withdrawn are left out."""
    found = []
    for versions in script.versions.values():
        so_far = [version for version in versions if version.at <= moment]
        if so_far and not so_far[-1].is_withdrawn:
            found.append(so_far[-1])
    return found


def listed(versions: Iterable[Version], *, site: str) -> list[Version]:
    """Keep what the site's list shows, the newest printed date first."""
    shown = [row for row in versions if row.page.site == site and row.page.category]
    return sorted(shown, key=lambda row: (row.dated_on, row.page.path), reverse=True)


def list_body(versions: list[Version], script: Manuscript) -> str:
    rows = "\n".join(_list_row(row, script) for row in versions)
    return f'<ul class="news-list">\n{rows}\n</ul>'


def home_body(versions: list[Version], script: Manuscript) -> str:
    urgent = [row for row in versions if row.page.category == "重要"][:3]
    box = ""
    if urgent:
        box = (
            '<section class="emergency"><h2>重要なお知らせ</h2>\n'
            f"{list_body(urgent, script)}\n"
            '<p><a href="/tsugumino/shop/status.html">サービスのご利用状況はこちら</a></p>\n'
            "</section>\n"
        )
    return (
        f"{box}<p>オフィスの仕事を、届けることで支えます。"
        "全国7か所の物流センターから、文具・用紙・医療用品などをお届けしています。</p>\n"
        f"<h2>新着情報</h2>\n{list_body(versions[:5], script)}"
    )


def feed(versions: list[Version], script: Manuscript) -> bytes:
    """Write the list as RSS 2.0, the newest fifteen; an edited notice keeps its identity."""
    items = "\n".join(_item(row, script) for row in versions[:15])
    built = max(row.at for row in versions)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>\n'
        f"<title>つぐみ野商会 ニュース</title>\n<link>%%BASE%%{LIST_PATH}</link>\n"
        "<description>つぐみ野商会からのお知らせ</description>\n<language>ja</language>\n"
        f"<lastBuildDate>{format_datetime(built)}</lastBuildDate>\n{items}\n</channel>\n</rss>\n"
    ).encode()


def _item(row: Version, script: Manuscript) -> str:
    first = script.versions[row.page.name][0].at
    return (
        f"<item><title>{escape(row.title)}</title><link>%%BASE%%{row.page.path}</link>"
        f'<guid isPermaLink="false">tsugumino-{row.page.name}</guid>'
        f"<pubDate>{format_datetime(first)}</pubDate>"
        f"<atom:updated>{row.at.isoformat()}</atom:updated>"
        f"<description>{escape(row.summary)}</description></item>"
    )


def _list_row(row: Version, script: Manuscript) -> str:
    day, title = row.dated_on, escape(row.title, quote=False)
    return (
        f'<li><time datetime="{day}">{day:%Y.%m.%d}</time> '
        f'<span class="tag">{row.page.category}</span> '
        f'<a href="{row.page.path}">{title}</a>{_marks(row, script)}</li>'
    )


def _marks(row: Version, script: Manuscript) -> str:
    """Say what a list says after a title: that it is a PDF, that it was edited and when."""
    mark = "［PDF］" if row.page.form == "pdf" else ""
    first = script.versions[row.page.name][0].at
    if row.at > first and row.dated_on < row.at.date() and row.page.form != "pdf":
        mark += f"（{row.at.month}/{row.at.day}更新）"
    return mark
