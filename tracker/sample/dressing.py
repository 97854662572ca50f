"""A written version put into its site's page: menus, dates, footers, and the charset's bytes.

Three marks stay in the bytes for the server to fill in at each answer: a token and a count of
visits, which change every time, and the server's own address, which does not.
"""

from datetime import date, datetime
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from tracker.sample import markup, pdf
from tracker.sample.manuscript import Manuscript, Menu, Version

TOKEN_MARK = b"%%TOKEN%%"
VISITS_MARK = b"%%VISITS%%"
BASE_MARK = b"%%BASE%%"
SITE_FOLDER = Path(__file__).parent / "site"
_WEEKDAYS = "月火水木金土日"
_PYTHON_CHARSETS = {"shift_jis": "cp932", "euc-jp": "euc_jp"}  # what their browsers mean by them


def weekday_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日（{_WEEKDAYS[day.weekday()]}）"


def page_bytes(version: Version, script: Manuscript, moment: datetime) -> bytes:
    """Dress one version as its page looked at `moment`."""
    if version.page.form == "pdf":
        head = [version.title, f"{weekday_date(version.dated_on)}　つぐみ野商会株式会社", ""]
        lines = head + markup.to_lines(version.body)
        return pdf.write(lines, title=version.title, stamped_at=version.at)
    return dressed(
        version.page.site,
        title=version.title,
        body=markup.to_html(version.body),
        menu=menu_at(script, version.page.site, moment),
        year=moment.year,
        charset=version.page.charset,
        dateline=_dateline(version, script),
        day=version.dated_on,
        category=version.page.category,
    )


def dressed(site: str, *, menu: Menu, charset: str = "utf-8", **words: object) -> bytes:
    """Fill the site's template. `words` gives title, body, year and, where used, the rest."""
    items = "".join(
        f'<li><a href="{path}">{escape(label, quote=False)}</a></li>' for label, path in menu.items
    )
    words = {"dateline": "", "category": "", **words, "menu": items, "charset": charset}
    text = template(f"{site}.html").substitute(words)
    return text.encode(_PYTHON_CHARSETS.get(charset, charset))


def menu_at(script: Manuscript, site: str, moment: datetime) -> Menu:
    return [menu for menu in script.menus[site] if menu.at <= moment][-1]


@cache
def template(name: str) -> Template:
    return Template((SITE_FOLDER / name).read_text("utf-8"))


def _dateline(version: Version, script: Manuscript) -> str:
    at, day = version.at, version.at.date()
    match version.page.site:
        case "company":
            return weekday_date(version.dated_on)
        case "news":
            first = script.versions[version.page.name][0].at
            posted = f"{first:%Y/%m/%d %H:%M}"
            return posted if first == at else f"{posted}（更新 {at:%Y/%m/%d %H:%M}）"
        case "shiosai":
            return f"{day:%Y.%m.%d}"
    return f"{weekday_date(day)}{at.hour}時{at.minute:02}分"
