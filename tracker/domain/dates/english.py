"""Time expressions in English notices: month names, clock times with a zone, vague stretches."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tracker.domain.dates import english_words as words
from tracker.domain.dates.values import (
    JST,
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
    """A day, a stretch of days or a time of day, with the zone the words name."""

    start: int
    stop: int
    first: datetime
    last: datetime
    precision: Precision
    zone: str | None = None
    has_day: bool = True


def find(text: str, anchor: date, zone: str | None = None) -> list[Span]:
    """Return the time expressions of an English text, in Japan's time, in reading order.

    `zone` is the zone of clock times that name none; None reads them as Japan's.
    """
    spans: list[Span] = []
    position, near = 0, anchor
    while piece := _piece(text, position, near, zone):
        span = _span(text, piece, zone)
        spans.append(span)
        near = piece.first.date()
        position = max(span.stop, piece.stop)
    return spans


def _piece(text: str, position: int, near: date, zone: str | None) -> _Piece | None:
    for match in words.TOKEN.finditer(text, position):
        if match["hour"] or match["noon"]:
            piece = _clock(match, near, zone)
        else:
            piece = _calendar(match, near)
        if piece:
            return _joined_clock(text, piece, zone)
    return None


def _clock(match: re.Match[str], near: date, zone: str | None) -> _Piece | None:
    """Return a time of day; a bare number without colon, am or pm is no time."""
    if match["noon"]:
        hour, minute = (12 if match["noon"].lower() == "noon" else 24), 0
    elif not (match["minute"] or match["half"]):
        return None
    else:
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or "").lower()[:1]
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    if hour > 47 or minute > 59:
        return None
    named = match["zone"].lower() if match["zone"] else zone or "jst"
    at = datetime(near.year, near.month, near.day, tzinfo=_zone(named))
    at = (at + timedelta(hours=hour, minutes=minute)).astimezone(JST)
    return _Piece(match.start(), match.end(), at, at, Precision.MINUTE, named, has_day=False)


def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(words.ZONES.get(name, name if "/" in name else "Asia/Tokyo"))


def _joined_clock(text: str, piece: _Piece, zone: str | None) -> _Piece:
    """Return a day with the clock time beside it, or a clock time with the day behind it."""
    gap = words.GAP.match(text, piece.stop)
    beside = words.TOKEN.match(text, gap.end() if gap else piece.stop)
    if not beside:
        return piece
    if piece.precision is Precision.DAY and piece.first == piece.last:
        clock = (
            _clock(beside, piece.first.date(), zone) if beside["hour"] or beside["noon"] else None
        )
        return _merge(piece, clock, clock) if clock else piece
    if piece.precision is Precision.MINUTE and not (beside["hour"] or beside["noon"]):
        calendar = _calendar(beside, piece.first.date())
        if calendar and calendar.precision is Precision.DAY and piece.zone:
            again = words.TOKEN.match(text, piece.start)
            clock = _clock(again, calendar.first.date(), zone) if again else None
            return _merge(piece, calendar, clock) if clock else piece
    return piece


def _merge(piece: _Piece, other: _Piece, clock: _Piece) -> _Piece:
    return _Piece(
        piece.start,
        max(piece.stop, other.stop),
        clock.first,
        clock.last,
        Precision.MINUTE,
        clock.zone,
    )


def _calendar(match: re.Match[str], near: date) -> _Piece | None:
    ends = _ends(match, near)
    if ends is None:
        return None
    return _Piece(match.start(), match.end(), *ends)


def _ends(match: re.Match[str], near: date) -> tuple[datetime, datetime, Precision] | None:
    """Return first and last day by the alternative that matched."""
    if match["iso"]:
        on = day(int(match["iso"]), int(match["imonth"]), int(match["iday"]))
        return (on, on, Precision.DAY) if on else None
    for form in ("1", "2"):
        if match[f"mon{form}"]:
            return _month_day(match, form, near)
    if match["mon3"]:
        return _month(match, near)
    if match["weekday"]:
        return _weekday(match, near)
    if match["word"]:
        on = midnight(near) + timedelta(days=words.DAY_WORDS[match["word"].lower()])
        return on, on, Precision.DAY
    return _vague(match["vague"].lower(), near)


def _month_day(
    match: re.Match[str], form: str, near: date
) -> tuple[datetime, datetime, Precision] | None:
    month = words.MONTHS.index(match[f"mon{form}"][:3].lower()) + 1
    year = int(match[f"year{form}"] or nearest_year(month, near))
    first = day(year, month, int(match[f"day{form}"]))
    last = day(year, month, int(match[f"till{form}"] or match[f"day{form}"]))
    if first is None or last is None:
        return None
    return first, last, Precision.DAY


def _month(match: re.Match[str], near: date) -> tuple[datetime, datetime, Precision] | None:
    if match["mon3"].lower() in ("may", "march", "mar") and match["mon3"][0].islower():
        return None  # the verbs
    if match["mon3"] == "May" and not (match["part"] or match["year3"]) and match.start() == 0:
        return None
    month = words.MONTHS.index(match["mon3"][:3].lower()) + 1
    end = month_end(int(match["year3"] or nearest_year(month, near)), month)
    low, high = words.PARTS[match["part"].lower()] if match["part"] else (1, 31)
    return end.replace(day=min(low, end.day)), end.replace(day=min(high, end.day)), Precision.PART


def _weekday(match: re.Match[str], near: date) -> tuple[datetime, datetime, Precision]:
    """Return the weekday nearest ahead within the week, or behind it for "last"."""
    index = words.WEEKDAYS.index(match["weekday"][:3].lower())
    ahead = (index - near.weekday()) % 7
    relation = (match["rel"] or "").lower()
    shift = ahead - 7 if relation == "last" else ahead + 7 * (relation == "next" and ahead < 2)
    on = midnight(near) + timedelta(days=shift)
    return on, on, Precision.DAY


_COMING = {"coming week": 28, "coming month": 92}  # days that the words may mean at most


def _vague(words: str, near: date) -> tuple[datetime, datetime, Precision]:
    today = midnight(near)
    monday = today - timedelta(days=near.weekday())
    if words.startswith("coming"):
        length = next((days for unit, days in _COMING.items() if unit in words), 7)
        return today, today + timedelta(days=length), Precision.PART
    if "week" in words:
        first = monday + timedelta(days=7 * words.startswith("next"))
        return first, first + timedelta(days=6), Precision.PART
    if "month" in words:
        index = near.year * 12 + near.month - 1 + words.startswith("next")
        end = month_end(index // 12, index % 12 + 1)
        return end.replace(day=1), end, Precision.PART
    if "year" in words:
        end = month_end(near.year + words.startswith("next"), 12)
        return (
            (today if end.year == near.year else end.replace(month=1, day=1)),
            end,
            Precision.PART,
        )
    return today, today + timedelta(days=7), Precision.PART


def _span(text: str, piece: _Piece, zone: str | None) -> Span:
    """Return the span of a piece with its far end and the words around it."""
    join = words.JOIN.match(text, piece.stop)
    far = (
        _piece(text, join.end(), piece.first.astimezone(JST).date(), zone or piece.zone)
        if join
        else None
    )
    if join and far and far.start <= join.end() + 1:
        piece = _rezoned(text, piece, far)
        if far.has_day and not piece.has_day:
            piece = _on_day_of(piece, far)
        last = far.last if far.last >= piece.first else far.last + timedelta(days=1)
        precision = max(piece.precision, far.precision, key=list(Precision).index)
        return Span(
            text[piece.start : far.stop],
            piece.start,
            far.stop,
            piece.first,
            last,
            precision,
            is_range=True,
            has_day=piece.has_day or far.has_day,
        )
    before = text[: piece.start]
    bound, stop = Bound.AT, piece.stop
    if onward := words.ONWARD.match(text, piece.stop):
        bound, stop = Bound.ONWARD, onward.end()
    elif words.LATEST.search(before):
        bound = Bound.LATEST
    elif words.SINCE.search(before):
        bound = Bound.SINCE
    return Span(
        text[piece.start : stop], piece.start, stop, piece.first, piece.last, piece.precision,
        bound,
        is_range=piece.first != piece.last and piece.precision is Precision.DAY,
        has_day=piece.has_day,
    )  # fmt: skip


def _on_day_of(piece: _Piece, far: _Piece) -> _Piece:
    """Return the near time on the day that only the far end names: 10 PM to 11 PM on July 11."""
    shift = far.first.date() - piece.first.date()
    return _Piece(
        piece.start,
        piece.stop,
        piece.first + shift,
        piece.last + shift,
        piece.precision,
        piece.zone,
    )


def _rezoned(text: str, piece: _Piece, far: _Piece) -> _Piece:
    """Return the near end in the zone that only the far end names: 2:00 - 4:00 UTC."""
    if piece.zone != "jst" or far.zone in (None, "jst") or far.zone is None:
        return piece
    wall = piece.first.replace(tzinfo=_zone(far.zone)).astimezone(JST)
    return replace(piece, first=wall, last=wall, zone=far.zone)
