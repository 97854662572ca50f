"""Time expressions in Japanese notices: eras, parts of a month, year-less days, hours past 24.

The text must be NFKC: digits, colons and waves come in their narrow forms.
Source: domain notes on dates; 上旬 1-10, 中旬 11-20, 下旬 21-end, 第n週 days 7n-6 to 7n.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import jpholiday

from tracker.domain.dates import japanese_words as words
from tracker.domain.dates.values import (
    Bound,
    Precision,
    Span,
    day,
    midnight,
    month_end,
    nearest_year,
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A date, a time of day or both, before its particles are read."""

    start: int
    stop: int
    first: datetime
    last: datetime
    precision: Precision
    has_day: bool = True
    on: date | None = None  # the day it was written under: 25:00 is past its end


def find(text: str, anchor: date) -> list[Span]:
    """Return the time expressions of an NFKC text in reading order.

    `anchor` is the day the words were written: 本日 and days without a year lean on it.
    """
    spans: list[Span] = []
    position = 0
    near = anchor
    while piece := _next_piece(text, position, near):
        if near != anchor and words.DAY_OF_WRITING.match(text, piece.start):
            piece = _next_piece(text, piece.start, anchor) or piece
        span = _with_far_end(text, piece)
        spans.append(span)
        near = near if span.precision is Precision.PART else span.first.date()
        position = max(span.stop, piece.stop)
    return spans


def _next_piece(text: str, position: int, near: date) -> _Piece | None:
    """Return the first date or time from `position` on; None at the end."""
    for start, match, timed in _candidates(text, position):
        piece = _timed(match, start, near) if timed else _dated(text, match, near)
        if piece is not None:
            return piece
    return None


def _candidates(text: str, position: int) -> Iterator[tuple[int, re.Match[str], bool]]:
    """Yield matches from left to right, a date before a time at the same place."""
    while position < len(text):
        found_date = words.DATE.search(text, position)
        found_time = words.TIME.search(text, position)
        if found_date and (found_time is None or found_date.start() <= found_time.start()):
            yield found_date.start(), found_date, False
            position = found_date.end()
        elif found_time:
            yield found_time.start(), found_time, True
            position = found_time.end()
        else:
            return


def _timed(match: re.Match[str], start: int, near: date) -> _Piece | None:
    """Return a time of day on the day last spoken of."""
    minutes = _minutes(match)
    if minutes is None:
        return None
    at = midnight(near) + timedelta(minutes=minutes)
    lead = len(match.group()) - len(match.group().lstrip("、,の \u3000"))
    return _Piece(start + lead, match.end(), at, at, Precision.MINUTE, has_day=False, on=near)


def _minutes(match: re.Match[str]) -> int | None:
    """Return minutes from midnight; None for an hour no clock or notice writes."""
    if match["noon"]:
        return 720
    hour, minute = (
        int(match["hour"]),
        int(match["min"] or match["cmin"] or (30 if match["mid"] else 0)),
    )
    if hour > 47 or minute > 59:
        return None
    half = (match["half"] or match["tail"] or "").lower()
    if half in ("午後", "pm", "夜", "夕方") and hour < 12 and not (half == "夜" and hour < 5):
        hour += 12
    if half in ("午前", "am", "深夜", "未明") and hour == 12:
        hour = 0
    return hour * 60 + minute


def _dated(text: str, match: re.Match[str], near: date) -> _Piece | None:
    """Return the day or part of a month that was matched, with the time right behind it."""
    ends = _ends(match, near)
    if ends is None:
        return None
    first, last, precision = ends
    clock = words.TIME.match(text, match.end())
    minutes = _minutes(clock) if clock and precision is Precision.DAY else None
    if clock and minutes is not None:
        at = first + timedelta(minutes=minutes)
        return _Piece(match.start(), clock.end(), at, at, Precision.MINUTE, on=first.date())
    return _Piece(match.start(), match.end(), first, last, precision)


Ends = tuple[datetime, datetime, Precision] | None


def _ends(match: re.Match[str], near: date) -> Ends:
    """Return first and last day of a date match by the alternative that matched."""
    if match["month"]:
        return _one_day(_year(match, "", near), int(match["month"]), int(match["day"]))
    if match["bmonth"]:
        return _part(_year(match, "b", near), int(match["bmonth"]), match["bpart"], match["bweek"])
    if match["cmonth"]:
        month = int(match["cmonth"])
        return _one_day(nearest_year(month, near), month, int(match["cday"] or match["csday"]))
    if match["dmonth"]:
        month = int(match["dmonth"])
        return _part(nearest_year(month, near), month, match["dpart"], match["dweek"])
    if match["mword"]:
        return _month_word(match, near)
    return _by_word(match, near)


def _year(match: re.Match[str], prefix: str, near: date) -> int:
    if match[f"{prefix}era"]:
        written = match[f"{prefix}eyear"]
        return words.ERA_STARTS[match[f"{prefix}era"]] + (1 if written == "元" else int(written))
    if match[f"{prefix}year"]:
        return int(match[f"{prefix}year"])
    return near.year + words.YEAR_WORDS[match[f"{prefix}yword"]]


def _one_day(year: int, month: int, number: int) -> Ends:
    if not 1 <= month <= 12:
        return None
    on = day(year, month, number)
    return None if on is None else (on, on, Precision.DAY)


def _part(year: int, month: int, part: str | None, week: str | None) -> Ends:
    """Return a third of a month, a week of it, or the whole of it."""
    end = month_end(year, month)
    if week:
        number = words.NUMERALS.get(week) or int(week)
        low, high = number * 7 - 6, number * 7
    else:
        low, high = words.MONTH_PARTS[part] if part else (1, 31)
    first = end.replace(day=min(low, end.day))
    return first, end.replace(day=min(high, end.day)), Precision.PART


def _month_word(match: re.Match[str], near: date) -> Ends:
    index = near.year * 12 + near.month - 1 + words.MONTH_WORDS[match["mword"]]
    year, month = index // 12, index % 12 + 1
    if match["mday"]:
        return _one_day(year, month, int(match["mday"]))
    return _part(year, month, match["mpart"], match["mweek"])


def _by_word(match: re.Match[str], near: date) -> Ends:
    """Return the day of 本日 and its kin, of a bare 25日, or the stretch of 年内 and its kin."""
    if match["only"]:
        return _one_day(near.year, near.month, int(match["only"]))
    if match["word"]:
        on = midnight(near) + timedelta(days=words.DAY_WORDS.get(match["word"], 0))
        return on, on, Precision.DAY
    first, last = _vague(match["vague"], near)
    return first, last, Precision.PART


def _vague(word: str, near: date) -> tuple[datetime, datetime]:
    """Return the stretch that a vague word covers, seen from the day it was written."""
    today = midnight(near)
    if word in _PERIOD_ENDS:
        return today, _PERIOD_ENDS[word](near)
    if word in ("年明け", "新年"):
        new_year = near.year + 1 if near.month > 2 else near.year
        return midnight(date(new_year, 1, 1)), month_end(new_year, 1)
    monday = today - timedelta(days=near.weekday())
    if word == "今週":
        return monday, monday + timedelta(days=6)
    following = monday + timedelta(days=7)
    if word == "週明け":
        return (opening := _business_day(following)), opening
    return following, following + timedelta(days=6)


# stretches that reach from the day of writing to the end of a period
_PERIOD_ENDS: dict[str, Callable[[date], datetime]] = {
    "年内": lambda near: month_end(near.year, 12),
    "年末まで": lambda near: month_end(near.year, 12),
    "月内": lambda near: month_end(near.year, near.month),
    "年度内": lambda near: month_end(near.year + (near.month > 3), 3),
    "年度末": lambda near: month_end(near.year + (near.month > 3), 3),
}


def _business_day(on: datetime) -> datetime:
    """Return the first day from `on` that is neither a weekend nor a public holiday."""
    while on.weekday() >= 5 or jpholiday.is_holiday(on.date()):
        on += timedelta(days=1)
    return on


def _with_far_end(text: str, piece: _Piece) -> Span:
    """Return the span of a piece, joined with the end that a wave or から leads to."""
    join = words.JOIN.match(text, piece.stop)
    if join:
        far = _next_piece(text, join.end(), piece.on or piece.first.date())
        if far and far.start - join.end() <= 1 and (last := _far_last(text, piece, far)):
            after = words.AFTER.match(text, far.stop)
            stop = after.end() if after and after["until"] else far.stop
            return Span(
                text[piece.start : stop], piece.start, stop, piece.first, last,
                max(piece.precision, far.precision, key=list(Precision).index), is_range=True,
                has_day=piece.has_day or far.has_day,
            )  # fmt: skip
    return _with_bound(text, piece)


def _far_last(text: str, piece: _Piece, far: _Piece) -> datetime | None:
    """Return when the far end ends; a clock that runs back means the next day, None no range."""
    if far.last >= piece.first:
        return far.last
    overnight = far.precision is Precision.MINUTE and "日" not in text[far.start : far.stop]
    return far.last + timedelta(days=1) if overnight else None


def _with_bound(text: str, piece: _Piece) -> Span:
    """Return the span of a piece with what the particle behind it says."""
    after = words.AFTER.match(text, piece.stop)
    bound, stop = Bound.AT, piece.stop
    if after:
        bound = _bound(after)
        stop = after.end() if bound is not Bound.AT else piece.stop
    if words.AT_THE_LATEST.search(text[max(0, piece.start - 6) : piece.start]):
        bound = Bound.LATEST
    return Span(
        text[piece.start : stop], piece.start, stop, piece.first, piece.last, piece.precision,
        bound,
        has_day=piece.has_day,
    )  # fmt: skip


def _bound(after: re.Match[str]) -> Bound:
    if after["onward"]:
        return Bound.ONWARD
    if after["late"]:
        return Bound.LATEST
    if after["until"]:
        return Bound.UNTIL
    return Bound.SINCE if after["since"] else Bound.AT
