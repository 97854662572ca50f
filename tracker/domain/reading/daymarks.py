"""Days and times as pages print them: 令和7年10月29日 14時, 2025/10/29, 10/29, October 29, 2025."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache

_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_ERA_LETTERS = {"S": 1925, "H": 1988, "R": 2018}
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_WEEKDAYS = "月火水木金土日"
FUTURE_DAYS = 7  # a year-less date further ahead of the day of capture belongs to last year

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DAY = re.compile(
    r"(?:(?P<era>明治|大正|昭和|平成|令和)\s*(?P<era_year>\d{1,2}|元)\s*年"
    r"|(?<![A-Za-z])(?P<letter>[SHR])(?P<letter_year>\d{1,2})[./年]|(?P<year>(?:19|20)\d{2})\s*[年./-])"
    r"\s*(?P<month>\d{1,2})\s*[月./-]\s*(?P<day>\d{1,2})(?:\s*日)?(?!\d|\.\d)"
    r"|(?<![\d年/.-])(?P<month2>\d{1,2})\s*月\s*(?P<day2>\d{1,2})\s*日"
    r"|(?<![\d年/.:-])(?P<month3>\d{1,2})/(?P<day3>\d{1,2})(?![\d/:.%])"
    rf"|\b(?P<name1>{_MONTH})\.?\s+(?P<day4>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year4>20\d{{2}})"
    rf"|\b(?P<day5>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<name2>{_MONTH})\.?,?\s+(?P<year5>20\d{{2}})",
    re.IGNORECASE,
)
# a quick look before the slow one: most lines hold no date
_HINT = re.compile(r"\d\s*[年月/.-]\s*\d|元年|(?:19|20)\d\d")
_WEEKDAY = re.compile(r"\s*[(（]\s*([月火水木金土日])(?:曜日?)?(?:[・･]祝)?\s*[)）]")
_TIME = re.compile(
    r"[\sT　,]*(?P<half>午前|午後|AM|PM)?\s*(?P<hour>\d{1,2})"
    r"(?::(?P<minute>\d{2})(?::\d{2})?|時(?:(?P<minute2>\d{1,2})分|(?P<exact>半))?)"
    r"\s*(?P<half2>AM|PM)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DayMark:
    """One date found in a text. `at` is None when no time follows; `end` is after both."""

    day: date
    at: time | None
    start: int
    end: int
    has_year: bool


def narrow(text: str) -> str:
    """Return the text with full-width digits, letters and signs made narrow."""
    return unicodedata.normalize("NFKC", text)


def day_marks(text: str, *, near: date | None) -> tuple[DayMark, ...]:
    """Return the dates of a narrow text, left to right; impossible ones are left out.

    `near` settles the year of a date printed without one; None leaves such dates out.
    """
    return _day_marks(text, near) if _HINT.search(text) else ()


@lru_cache(maxsize=8192)  # the same line is looked at as stamp, row and heading
def _day_marks(text: str, near: date | None) -> tuple[DayMark, ...]:
    return tuple(_found(text, near))


def _found(text: str, near: date | None) -> Iterator[DayMark]:
    for match in _DAY.finditer(text):
        weekday = _WEEKDAY.match(text, match.end())
        day = _day(match, weekday.group(1) if weekday else "", near)
        if day is None:
            continue
        end = weekday.end() if weekday else match.end()
        clock = _TIME.match(text, end)
        at = _time(clock) if clock else None
        has_year = not (match["month2"] or match["month3"])
        yield DayMark(day, at, match.start(), clock.end() if clock and at else end, has_year)


def _day(match: re.Match[str], weekday: str, near: date | None) -> date | None:
    if match["month2"] or match["month3"]:
        month = int(match["month2"] or match["month3"])
        return _nearest(month, int(match["day2"] or match["day3"]), weekday, near)
    if match["name1"] or match["name2"]:
        year, day = match["year4"] or match["year5"], match["day4"] or match["day5"]
        return _date(int(year), _MONTHS[(match["name1"] or match["name2"])[:3].lower()], int(day))
    return _date(_year(match), int(match["month"]), int(match["day"]))


def _year(match: re.Match[str]) -> int:
    if match["era"]:
        count = match["era_year"]
        return _ERAS[match["era"]] + (1 if count == "元" else int(count))
    if match["letter"]:
        return _ERA_LETTERS[match["letter"].upper()] + int(match["letter_year"])
    return int(match["year"])


def _nearest(month: int, day: int, weekday: str, near: date | None) -> date | None:
    """Choose the year: the last such day before `near`, or the one its weekday proves."""
    if near is None:
        return None
    years = (near.year + 1, near.year, near.year - 1)
    days = [found for year in years if (found := _date(year, month, day))]
    past = [found for found in days if found <= near + timedelta(days=FUTURE_DAYS)]
    proved = [found for found in past if weekday and found.weekday() == _WEEKDAYS.index(weekday)]
    return max(proved or past, default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _time(match: re.Match[str]) -> time | None:
    hour = int(match["hour"])
    minute = 30 if match["exact"] else int(match["minute"] or match["minute2"] or 0)
    half = (match["half"] or match["half2"] or "").upper()
    if half in {"午後", "PM"} and hour < 12:
        hour += 12
    elif half in {"午前", "AM"} and hour == 12:
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None
