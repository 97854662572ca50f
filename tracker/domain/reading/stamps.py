"""The page's own date: when this version was published or last updated, as the page says.

Kept apart from the time of fetching. Only lines that are nothing but a date, and dates with a
mark such as 更新, 追記 or 現在, count; a date inside a sentence is news, not a stamp.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tracker.domain.document import Block, BlockKind, Document, Region
from tracker.domain.reading.daymarks import DayMark, day_marks, narrow

JAPAN = ZoneInfo("Asia/Tokyo")
HEAD_LINES = 6  # a day beside other words counts only right at the top
HEAD_BLOCKS = 12  # a bare date further down is the date of something else
RECENT = timedelta(days=60)  # a mark without a year that fits this close to us is ours
BESIDE = timedelta(days=120)  # unless it lies this close to the page's own full date
YEAR = timedelta(days=357)  # a page's marks follow its own date within a year
LONGEST_LINE = 60  # characters of a line that is nothing but a stamp
CLOCK_SKEW = timedelta(days=1)  # what a page may be ahead of us by zone

_UPDATE = r"更新|追記|改訂|改定|訂正|追加|修正|変更|last\s+updated|updated|modified|revised"
_POST = (
    r"掲載|公開|発表|発行|投稿|作成|公表|配信|リリース|現在|時点|付|初版|初回|posted|published|issued"
    r"|as\s+of|date"
)
_MARK = re.compile(
    rf"(?:最終|直近の?)?(?:{_UPDATE}|{_POST})(?:日時|日|年月日|時刻)?", re.IGNORECASE
)
_MARK_WORD = re.compile(rf"{_UPDATE}|現在|時点", re.IGNORECASE)
_UPDATE_MARK = re.compile(_UPDATE, re.IGNORECASE)
_MARKED = re.compile(rf"\s*(?:の?(?:{_UPDATE}|{_POST}))", re.IGNORECASE)
_PUNCTUATION = re.compile(
    r"[\s\d()\[\]【】〔〕「」<>:;,.、。・/~\-–—■●◆▼◎※*|→年月日時分頃ごろにより]+"
)
# a quick look before the slow one: a mark right before a closing bracket
_CLOSED_MARK = re.compile(rf"(?:{_UPDATE}|{_POST})[日時分\d\s]{{0,8}}[)）】\]］〕]", re.IGNORECASE)
_MONTH_DAY = re.compile(
    r"\b((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*)\.?\s+(\d{1,2})(?:st|nd|rd|th)?$"
)
_CLOSING_SIGN = re.compile(r"[)）】\]］〕]")
_STATUS = re.compile(
    r"\s*(?:resolved|monitoring|identified|investigating|update|completed)\s*[-–—:]", re.IGNORECASE
)
_CLOCK = re.compile(
    r"[\s,\-–]*(?:\d{1,2}:\d{2})?\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,4})?[\s)]*", re.IGNORECASE
)
_OPENING = "(【[〔<"
_CLOSING = ")】]〕>"
_COMPANIONS = re.compile(
    r"(?:株式会社|\(株\))[^\s、。]{1,20}|[^\s、。]{1,20}(?:株式会社|有限会社|合同会社|協会|組合|銀行)"
    r"|お知らせ|ニュース|プレスリリース|各位|重要|緊急|メンテナンス|障害情報|復旧情報|JST|日本時間"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|news|press release"
    r"|\b(?:UTC|GMT|BST|CES?T|[ECMP][SD]?T)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """The page's own date. `updated_at` is None unless the page prints a time with it."""

    published_on: date | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BlockStamp:
    """One date with which a document stamps itself, and where."""

    mark: DayMark
    block: int  # place among the main blocks
    is_marked: bool  # a word such as 更新 or 掲載 stands with it
    is_update: bool  # and the word says that something was changed
    is_line: bool  # the block is nothing but the stamp
    is_leading: bool  # the block begins with it, in brackets or alone


def stamp_of(document: Document, *, captured_on: date | None) -> Stamp:
    """Return the newest date with which the document stamps itself."""
    blocks = document.main
    latest = captured_on + CLOCK_SKEW if captured_on else date.max
    found = [stamp for stamp in stamps_of(blocks, near=captured_on) if stamp.mark.day <= latest]
    chosen = _chosen(found)
    if chosen is None:
        return Stamp(_machine_day(blocks, latest) or _day_beside(blocks, captured_on))
    return Stamp(chosen.mark.day, _moment(chosen.mark, document))


def stamps_of(blocks: Sequence[Block], *, near: date | None) -> tuple[BlockStamp, ...]:
    """Return every stamp in reading order.

    The year of those without one is settled by the first full date that the page prints when they
    lie close to it; else by `near`, the day of capture, when that makes them recent.
    """
    anchor = _full_date(blocks)
    return tuple(
        stamp
        for place, block in enumerate(blocks)
        for stamp in _stamps_in(block, place, near or anchor, anchor)
    )


def _settled(text: str, near: date | None, anchor: date | None) -> tuple[DayMark, ...]:
    marks = day_marks(text, near=near)
    if near is None or anchor is None:
        return marks
    beside = day_marks(text, near=min(near, anchor + BESIDE))
    if all(mark.has_year or abs(mark.day - anchor) <= BESIDE for mark in beside):
        return beside
    if all(mark.has_year or near - mark.day <= RECENT for mark in marks):
        return marks
    return day_marks(text, near=min(near, anchor + YEAR))


def _chosen(found: Sequence[BlockStamp]) -> BlockStamp | None:
    """Prefer the newest marked date; else the first bare ones, near the top."""
    marked = [stamp for stamp in found if stamp.is_marked]
    bare = [stamp for stamp in found if not stamp.is_marked]
    head = [stamp for stamp in bare if stamp.block < HEAD_BLOCKS][:1]
    return max(
        [*marked, *head, *([] if head or marked else bare[-1:])],
        key=lambda stamp: (stamp.mark.day, stamp.mark.at or time.min),
        default=None,
    )


def _stamps_in(
    block: Block, place: int, near: date | None, anchor: date | None
) -> Iterator[BlockStamp]:
    written = _stampable(block)
    if not written or (_is_prose(written) and not _is_stamped_prose(written)):
        return
    text = narrow(written)
    marks = _settled(text, near, anchor)
    if not marks:
        return
    is_line = _is_stamp_line(text, marks) or _is_timed(block)
    for mark in marks:
        word = _MARKED.match(text, mark.end)
        if _is_trailing(text, mark):
            yield BlockStamp(
                mark, place, is_marked=True, is_update=True, is_line=False, is_leading=False
            )
            continue
        is_bracketed = word is not None and _is_bracketed(text, mark.start, word.end())
        if not (is_line or is_bracketed):
            continue
        said = word.group() if word else text if is_line else ""
        yield BlockStamp(
            mark,
            place,
            is_marked=word is not None or _MARK_WORD.search(said) is not None,
            is_update=_UPDATE_MARK.search(said) is not None,
            is_line=is_line,
            is_leading=is_line or not text[: mark.start].strip(_OPENING + " ※*■"),
        )


def _is_prose(text: str) -> bool:
    """Tell a sentence or a long line, in which only a mark in brackets is a stamp."""
    return "。" in text or len(text) > LONGEST_LINE


def _is_stamped_prose(text: str) -> bool:
    """Tell whether a long line may hold a stamp all the same; the cheap questions first."""
    if _STATUS.match(text):
        return True
    return _CLOSING_SIGN.search(text) is not None and _CLOSED_MARK.search(text) is not None


def _is_timed(block: Block) -> bool:
    """Tell whether a short line is built around a <time>: a date with a label beside it."""
    is_short = len(block.text) <= LONGEST_LINE and "。" not in block.text
    return block.stamped_on is not None and is_short


def _stampable(block: Block) -> str:
    """Return the text in which a stamp may stand: rows of lists and tables date other things."""
    if block.kind in {BlockKind.PARAGRAPH, BlockKind.HEADING}:
        return block.text
    if len(block.cells) == 2 and _MARK.fullmatch(block.cells[0].strip(":： ")):
        return f"{block.cells[0]} {block.cells[1]}"
    return block.text if block.kind is BlockKind.ITEM and _MARK_WORD.search(block.text) else ""


def _is_stamp_line(text: str, marks: Sequence[DayMark]) -> bool:
    """Tell whether the line is nothing but dates, marks and brackets."""
    if _is_prose(text):
        return False
    rest = text
    for mark in reversed(marks):
        rest = rest[: mark.start] + " " + rest[mark.end :]
    rest = _COMPANIONS.sub("", _MARK.sub("", rest))
    return len(_PUNCTUATION.sub("", rest)) == 0


def _is_trailing(text: str, mark: DayMark) -> bool:
    """Tell whether a status update ends in this day and a clock time: Aug 10, 18:05 UTC."""
    return _STATUS.match(text) is not None and _CLOCK.fullmatch(text[mark.end :]) is not None


def _is_bracketed(text: str, start: int, end: int) -> bool:
    """Tell whether the date and its mark stand in brackets of their own: 【10/31更新】."""
    before, after = text[:start].rstrip(), text[end:].lstrip()
    return before != "" and before[-1] in _OPENING and after != "" and after[0] in _CLOSING


def _full_date(blocks: Sequence[Block]) -> date | None:
    """Find a date with a year near the top, to settle those without when nothing else can."""
    for block in blocks[:HEAD_BLOCKS]:
        if marks := day_marks(narrow(block.text), near=None):
            return marks[0].day
    return None


def _machine_day(blocks: Sequence[Block], latest: date) -> date | None:
    days = [
        block.stamped_on
        for block in blocks[:HEAD_BLOCKS]
        if block.stamped_on
        and block.stamped_on <= latest
        and block.region is Region.MAIN
        and block.kind in {BlockKind.PARAGRAPH, BlockKind.HEADING}
    ]
    return max(days, default=None)


def _day_beside(blocks: Sequence[Block], captured_on: date | None) -> date | None:
    """Return a recent day that begins or ends a short line near the top: Blog | 3 June 2025."""
    if captured_on is None:
        return None
    for block in blocks[:HEAD_LINES]:
        text = narrow(block.text)
        if _is_prose(text) or block.kind not in {BlockKind.PARAGRAPH, BlockKind.HEADING}:
            continue
        for mark in (*day_marks(text, near=captured_on), *_month_day(text, captured_on)):
            is_beside = not text[: mark.start].strip() or not text[mark.end :].strip()
            is_recent = captured_on - RECENT <= mark.day <= captured_on
            if is_beside and is_recent and (mark.has_year or mark.at):
                return mark.day
    return None


def _month_day(text: str, near: date) -> Iterator[DayMark]:
    """Yield an English day without a year: Status, June 27; the last such day before `near`."""
    match = _MONTH_DAY.search(text)
    if match is None:
        return
    for year in (near.year, near.year - 1):
        marks = day_marks(f"{match[1]} {match[2]}, {year}", near=None)
        if marks and marks[0].day <= near:
            yield DayMark(marks[0].day, time.min, match.start(), match.end(), has_year=False)
            return


def _moment(mark: DayMark, document: Document) -> datetime | None:
    """Give a printed time its zone: Japanese pages mean Japan, others do not say."""
    if mark.at is None or document.language not in {"", "ja"}:
        return None
    return datetime.combine(mark.day, mark.at, JAPAN)
