"""Where notices begin on a page: rows of a list, dated headings, dated lines."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.document import Block, BlockKind
from tracker.domain.reading.daymarks import DayMark, day_marks, narrow
from tracker.domain.reading.stamps import BlockStamp

MOST_ROWS = 0.6  # of a page's blocks are rows where the page is a list
LONG_TITLE = 120  # characters: a longer "row" is a paragraph that happens to begin with a date
LONGEST_DATE = 30  # characters: 令和7年12月31日(水・祝) 午前10時30分
SHORT_LABEL = 12  # characters: a shorter link without a date is a label, no notice
LINKED = 0.7  # of a row's characters that its link holds

_SEPARATED = re.compile(
    r"^\s*(?:(?:付|掲載|公開|発表|更新|追記)\s*)?[)）\]】:：|]?\s*"
    r"(?:の(?=お知らせ|ご案内|発表|更新|状況|ご報告)|(?=[\s【「『〈《(（|:：\-–—・]))"
)
_TRAILING = re.compile(r"[(（\[【]\s*$")
_CLOSED = re.compile(r"^\s*(付|掲載|公開|発表|投稿)?\s*[)）\]】]\s*$")
_EDGES = " 　|：:-–—・、,"
_NEW = re.compile(r"^NEW!?(?![A-Za-z])|(?<![A-Za-z])NEW!?$", re.IGNORECASE)
_BRACKETS = re.compile(  # emptied of their date
    r"\s*[(（\[【](?:付|掲載|公開|発表|投稿)?[)）\]】]\s*$"
)
_SIGNPOST = re.compile(
    r"こちら[。へ]?$|をご覧ください。?$|詳細$|もっと見る$|続きを読む$|click here$", re.IGNORECASE
)
_LIST_NAME = re.compile(
    r"一覧|お知らせ$|ニュース|新着|トピックス|情報$|リリース|重要なお知らせ|news|updates|information"
    r"|announcements|notices",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Opener:
    """One notice's place: the half-open span of main blocks, its day, title and link."""

    start: int
    end: int
    day: date | None
    title: str
    url: str = ""
    level: int = 0


def list_rows(main: Sequence[Block], *, near: date | None) -> list[Opener]:
    """Return the rows of a page that is a list of notices; [] when it is none."""
    bodies = sum(block.kind is not BlockKind.HEADING and bool(block.text) for block in main)
    rows = _rows(main, near, strays=int((1 - MOST_ROWS) * bodies))
    if not rows or (len(rows) == 1 and not rows[0].url):
        return []
    linked = sum(bool(row.url) for row in rows)
    names = [block.text for block in main[: rows[0].start] if block.kind is BlockKind.HEADING]
    if (linked * 2 >= len(rows) > 1) or any(_LIST_NAME.search(name) for name in names):
        return rows
    return []


def _rows(main: Sequence[Block], near: date | None, *, strays: int) -> list[Opener]:
    """Gather the rows; [] as soon as more than `strays` other blocks stand between them."""
    rows: list[Opener] = []
    for place, block in enumerate(main):
        if rows and place < rows[-1].end:
            continue
        if row := _row(main, place, near):
            rows.append(row)
        elif block.kind is not BlockKind.HEADING and block.text:
            strays -= 1
            if strays < 0:
                return []
    return rows


def _row(main: Sequence[Block], place: int, near: date | None) -> Opener | None:
    block = main[place]
    if block.kind is BlockKind.HEADING or (block.columns and block.columns == block.cells):
        return None
    url = block.links[0].url if block.links else ""
    day, title = _dated(block, near)
    title = _link_title(block) or title
    if day is not None and title:
        return Opener(place, place + 1, day, title, url) if len(title) <= LONG_TITLE else None
    if day is not None and place + 1 < len(main) and _is_link(main[place + 1]):
        after = main[place + 1]
        return Opener(place, place + 2, day, after.text, after.links[0].url)
    if day is None and _is_link(block) and _is_name(block.text):
        return Opener(place, place + 1, block.stamped_on, block.text, url)
    return None


def _is_name(label: str) -> bool:
    """Tell the name of a notice from a signpost."""
    return len(label) >= SHORT_LABEL and not _SIGNPOST.search(label)


def _link_title(block: Block) -> str:
    """Return what the row's only link says, without labels beside it; "" when it says little."""
    label = block.links[0].text if len(block.links) == 1 else ""
    return label if len(label) >= SHORT_LABEL and not day_marks(narrow(label), near=None) else ""


def _is_link(block: Block) -> bool:
    linked = sum(len(link.text) for link in block.links)
    return bool(block.links) and linked >= LINKED * len(block.text)


def _dated(block: Block, near: date | None) -> tuple[date | None, str]:
    """Return day and title of a row; (None, "") when it does not begin or end with a date."""
    for text in block.cells or ():
        marks = day_marks(narrow(text), near=near)
        if marks and not _rest(narrow(text), marks[0]):
            others = [cell for cell in block.cells if cell != text]
            return marks[0].day, _trimmed(max(others, key=len, default=""))
    text = narrow(block.text)
    for mark in day_marks(text[:LONGEST_DATE], near=near):
        is_sure = mark.has_year or bool(block.links)
        if mark.start <= 1 and is_sure and (not _rest(text, mark) or _is_apart(text, mark)):
            return mark.day, _title(block.text, text, mark)
    return None, ""


def _title(written: str, text: str, mark: DayMark) -> str:
    """Return the heading without its date, as it was written where widths allow."""
    rest = _rest(written if len(written) == len(text) else text, mark)
    if rest.startswith("の"):
        return written  # 8月28日のお知らせ is its name
    return _BRACKETS.sub("", rest)


def _rest(text: str, mark: DayMark) -> str:
    return _trimmed(text[: mark.start] + text[mark.end :])


def _trimmed(text: str) -> str:
    return _NEW.sub("", text.strip(_EDGES)).strip(_EDGES)


def _is_apart(text: str, mark: DayMark) -> bool:
    """Tell whether a separator stands after the date: 5月10日以降 is no date of a notice."""
    return _SEPARATED.match(text[mark.end :]) is not None


def openers(
    main: Sequence[Block], stamps: Sequence[BlockStamp], *, near: date | None
) -> list[Opener]:
    """Return the dated headings and lines at which notices begin; [] for a single article."""
    lines = {stamp.block: stamp for stamp in stamps if stamp.is_line and not stamp.is_update}
    found = [
        opener
        for place, block in enumerate(main)
        if (opener := _opener(main, place, lines, near)) is not None
    ]
    found = _of_one_level(main, found)
    if not found:
        return []
    ends = [opener.start for opener in found[1:]] + [len(main)]
    return [replace(opener, end=end) for opener, end in zip(found, ends, strict=True)]


def _opener(
    main: Sequence[Block], place: int, lines: dict[int, BlockStamp], near: date | None
) -> Opener | None:
    block = main[place]
    if block.kind is not BlockKind.HEADING:
        return _dated_line(main, place, lines)
    url = block.links[0].url if block.links else ""
    if place in lines:
        return Opener(place, 0, lines[place].mark.day, block.text, url, block.level)
    if place - 1 in lines:
        return None  # the date above it has opened the notice
    text = narrow(block.text)
    for mark in day_marks(text, near=near):
        leads = not text[: mark.start].strip(" ■●◆▼◇□▲【(（[") and _is_apart(text, mark)
        trails = _is_trailing(text, mark)
        if leads or trails:
            title = _title(block.text, text, mark) or block.text
            return Opener(place, 0, mark.day, title, url, block.level)
    if place + 1 in lines:
        return Opener(place, 0, lines[place + 1].mark.day, block.text, url, block.level)
    return None


def _is_trailing(text: str, mark: DayMark) -> bool:
    """Tell whether a heading ends with its own date in brackets; a bare 1月17日 is the event's."""
    closed = _CLOSED.match(text[mark.end :])
    opened = _TRAILING.search(text[: mark.start])
    return bool(opened and closed and (mark.has_year or closed.group(1)))


def _dated_line(main: Sequence[Block], place: int, lines: dict[int, BlockStamp]) -> Opener | None:
    """Open at a bare date that stands right above a heading."""
    after = main[place + 1] if place + 1 < len(main) else None
    if place not in lines or after is None or after.kind is not BlockKind.HEADING:
        return None
    if place > 0 and main[place - 1].kind is BlockKind.HEADING:
        return None  # the date belongs to the heading above it
    url = after.links[0].url if after.links else ""
    return Opener(place, 0, lines[place].mark.day, after.text, url, after.level)


def _of_one_level(main: Sequence[Block], found: Sequence[Opener]) -> list[Opener]:
    """Keep the level at which the page repeats itself; one alone must stand under a title."""
    counts = Counter(opener.level for opener in found)
    level = max(counts, key=lambda one: (counts[one] > 1, -one), default=0)
    kept = [opener for opener in found if opener.level == level]
    if len(kept) != 1:
        return kept
    above = main[: kept[0].start]
    is_under_title = any(block.kind is BlockKind.HEADING for block in above)
    return kept if is_under_title and kept[0].level > 1 else []
