"""Which part of a web page an element is: by tag, role, class words and density of links."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from lxml import etree

from tracker.domain.document import Block, BlockKind, Link, Region
from tracker.domain.reading.folding import words

TAGS = {
    "nav": Region.NAVIGATION,
    "menu": Region.NAVIGATION,
    "header": Region.HEADER,
    "footer": Region.FOOTER,
    "aside": Region.ASIDE,
}
_ROLES = {
    "navigation": Region.NAVIGATION,
    "menu": Region.NAVIGATION,
    "menubar": Region.NAVIGATION,
    "search": Region.NAVIGATION,
    "banner": Region.HEADER,
    "contentinfo": Region.FOOTER,
    "complementary": Region.ASIDE,
}
_WORDS = {
    **dict.fromkeys(
        words(
            "nav navi gnav lnav snav gnavi lnavi globalnav localnav navigation navbar menu gmenu "
            "lmenu submenu breadcrumb breadcrumbs pankuzu topicpath crumb crumbs pager pagination "
            "pagenation sitemap ranking related relation recommend sns share social tagcloud "
            "skip skiplink searchform langswitch"
        ),
        Region.NAVIGATION,
    ),
    **dict.fromkeys(words("header gheader masthead globalheader siteheader"), Region.HEADER),
    **dict.fromkeys(
        words("footer gfooter foot globalfooter sitefooter copyright copyrights"), Region.FOOTER
    ),
    **dict.fromkeys(
        words(
            "side sidebar sidenav aside sidecolumn widget widgets cookie cookies consent paywall "
            "banner banners bnr advertisement ads"
        ),
        Region.ASIDE,
    ),
}
# an article's own head and foot, a box around a column: words that take the others' force away
_CONTENT_WORDS = words(
    "entry article post page content contents main news info information notice topic topics body "
    "panel card section table wrapper wrap container inner has with no without box layout"
)
_ALARM_WORDS = words(
    "emergency alert alerts urgent important notice kinkyu jyuyo juyo jyuyou juuyou"
)
_HIDING_WORDS = frozenset({"d-none", "is-hidden", "u-hidden", "visually-hidden", "sr-only"})
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_STRIKING_STYLE = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[-_\s]+")

_FOOT_STARTS = frozenset("Cc©(ペ")
LONGEST_FOOT = 120  # characters of a copyright line

# what may still be a region by its words: beyond this share of the page's text it is the page
MOST_OF_THE_PAGE = 0.6
MENU_DENSITY = 0.75  # share of a list's characters that are link text
MAX_MENU = 300  # links; more are an index of something
MENU_LABEL = 14  # characters: a notice's title is longer than a menu's label

DATE = re.compile(
    r"(?:令和|平成)?[0-9０-９元]{1,4}年[0-9０-９]{1,2}月|[0-9０-９]{1,2}月[0-9０-９]{1,2}日"
    r"|[0-9０-９]{4}[./／．-][0-9０-９]{1,2}[./／．-][0-9０-９]{1,2}|\b20[0-9]{2}\b"
)
_RELATED = re.compile(
    r"^(?:関連(?:する)?(?:リリース|ニュース|記事|リンク|情報|ページ|コンテンツ|お知らせ|トピックス)?"
    r"|最近の(?:投稿|記事|お知らせ)|最新(?:記事|の投稿)|.{0,6}ランキング|おすすめ(?:の?記事)?"
    r"|(?:これまで|過去)の(?:発表|お知らせ|ニュース|リリース|公表|開示)(?:一覧)?|バックナンバー"
    r"|カテゴリー?|アーカイブ|タグ|人気(?:の?記事)?|あわせて読みたい|注目(?:の?記事)?"
    r"|related(?: (?:posts|articles|news|links|releases|stories))?|recent posts|archives?"
    r"|most (?:read|popular)|previous (?:updates|announcements|releases))$",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"^(?:copyright\b|©|\(c\)\s)|all rights reserved|無断(?:転載|複製)|^ページの?(?:先頭|トップ)",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"戻る$|^(?:一覧|もっと見る|ホーム|トップ|HOME|TOP|前へ|次へ|前の記事|次の記事|印刷|シェア|back\b.*)$"
    r"|一覧(?:へ|を見る|はこちら)?$|ページ(?:先頭|トップ)(?:へ)?$",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def _words_of(names: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _CAMEL.split(names) if word)


@lru_cache(maxsize=4096)
def _region_of_names(names: str) -> Region | None:
    """Judge by the words of class and id; a word of content cancels."""
    words = _words_of(names)
    found = [_WORDS[word] for word in words if word in _WORDS]
    if not found or words & _CONTENT_WORDS:
        return None
    return min(found, key=list(Region).index)


def is_hidden(element: etree._Element, names: Sequence[str | bytes]) -> bool:
    """Tell whether a browser shows nothing of an element with these attributes."""
    if "hidden" in names or element.get("aria-hidden") == "true":
        return True
    if "style" in names and _HIDING_STYLE.search(element.get("style", "")):
        return True
    return "class" in names and not _HIDING_WORDS.isdisjoint(element.get("class", "").split())


def is_struck(element: etree._Element, names: Sequence[str | bytes]) -> bool:
    """Tell whether the element's style strikes its text out."""
    return "style" in names and _STRIKING_STYLE.search(element.get("style", "")) is not None


def region_by_tag(element: etree._Element, *, is_in_article: bool) -> Region | None:
    """Judge by tag and role. None when they say nothing."""
    region = _ROLES.get(element.get("role") or "") or TAGS.get(element.tag)
    if region in {Region.HEADER, Region.FOOTER} and is_in_article:
        return None  # the article's own head and foot
    if region is Region.ASIDE and is_in_article and not _is_linkish(element):
        return None  # a boxed remark inside the text
    return region


def region_by_words(element: etree._Element) -> Region | None:
    """Judge by the words of class and id. None when they say nothing or hold the whole page."""
    region = _region_of_names(names_of(element))
    if region is None or next(element.iter("main", "article"), None) is not None:
        return None
    return region


def names_of(element: etree._Element) -> str:
    """Return class and id as one string."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def is_alarm(element: etree._Element) -> bool:
    """Tell whether an element in the page's head is a bar with urgent news."""
    return not _ALARM_WORDS.isdisjoint(_words_of(names_of(element)))


def is_menu(element: etree._Element) -> bool:
    """Tell whether a list or box is nothing but short links without a date."""
    if element.tag not in {"ul", "ol"} and sum(child.tag == "a" for child in element) < 2:
        return False
    links = list(islice(element.iter("a"), MAX_MENU + 1))
    if not 2 <= len(links) <= MAX_MENU:
        return False
    labels = [_text(link).strip() for link in links]
    linked = sum(map(len, labels))
    if linked >= MENU_LABEL * len(labels):
        return False
    text = _text(element)
    return linked >= MENU_DENSITY * len("".join(text.split())) and not DATE.search(text)


def _is_linkish(element: etree._Element) -> bool:
    linked = sum(length_of(link) for link in element.iter("a"))
    return (
        linked * 2 > length_of(element) or _region_of_names(element.get("class") or "") is not None
    )


def length_of(element: etree._Element) -> int:
    return len(_text(element))


def _text(element: etree._Element) -> str:
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)


def opens_related(heading: str) -> bool:
    """Tell whether a heading announces links to other articles."""
    return len(heading) <= 24 and bool(_RELATED.match(heading.strip("■●◆▼【】<>＜＞ ")))


def moved(block: Block, region: Region) -> Block:
    """Return the block in another region."""
    return replace(block, region=region)


def settle(kind: BlockKind, text: str, links: Sequence[Link], *, is_related: bool) -> Region:
    """Return the region of a finished block of the main text, judged by what it says."""
    if _is_foot(text):
        return Region.FOOTER
    if links and _is_only_back(text, links):
        return Region.NAVIGATION
    if is_related and kind is not BlockKind.HEADING and (links or _is_dated(kind, text)):
        return Region.NAVIGATION
    return Region.MAIN


def _is_foot(text: str) -> bool:
    """Tell a copyright line; the cheap questions first, for every line is asked."""
    if len(text) > LONGEST_FOOT or not text:
        return False
    if text[0] not in _FOOT_STARTS and "eserved" not in text and "無断" not in text:
        return False
    return _COPYRIGHT.search(text) is not None


def _is_dated(kind: BlockKind, text: str) -> bool:
    return kind is not BlockKind.PARAGRAPH and DATE.search(text) is not None


def _is_only_back(text: str, links: Sequence[Link]) -> bool:
    linked = sum(len(link.text) for link in links)
    return linked >= len(text) - 4 and _are_back(link.text for link in links)


def _are_back(labels: Iterable[str]) -> bool:
    return all(len(label) <= 20 and _BACK.search(label) for label in labels)
