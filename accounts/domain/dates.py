"""How dates and spans of time are written for people, in Japanese and English."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

WEEKDAYS_JA = "月火水木金土日"
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Source: the eras' first days as proclaimed; older dates stay in the common calendar.
ERAS = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
)


@dataclass(frozen=True, slots=True)
class Style:
    """How the reader wants dates: language, era years, and which days are public holidays."""

    language: str
    is_era: bool = False
    is_holiday: Callable[[date], bool] = lambda day: False


def long_date(day: date, style: Style) -> str:
    """Return 2025年10月19日(日), 令和7年10月19日(日) or Sun, 19 Oct 2025."""
    if style.language != "ja":
        return f"{_weekday(day, style)}, {day.day} {MONTHS_EN[day.month - 1]} {day.year}"
    year = _era_year(day) if style.is_era else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日({_weekday(day, style)})"


def long_month(day: date, style: Style) -> str:
    """2025年10月, 令和7年10月 or October 2025."""
    if style.language != "ja":
        return f"{day:%B} {day.year}"
    year = f"{_era_year(day)}年" if style.is_era else f"{day.year}年"
    return f"{year}{day.month}月"


def short_date(day: date, style: Style, *, today: date) -> str:
    """Return 10/19(日) or 19 Oct (Sun); with its year when that is not this year's."""
    same_year = day.year == today.year
    weekday = _weekday(day, style)
    if style.language != "ja":
        year = "" if same_year else f" {day.year}"
        return f"{day.day} {MONTHS_EN[day.month - 1]}{year} ({weekday})"
    year = "" if same_year else f"{day.year}/"
    return f"{year}{day.month}/{day.day}({weekday})"


def clock(moment: datetime) -> str:
    """Return 14:02."""
    return f"{moment.hour:02}:{moment.minute:02}"


def span(length: timedelta, style: Style) -> str:
    """Return 3分, 2時間, 5日 or 3 min, 2 h, 5 days: the largest whole unit; under a minute is 1."""
    minutes = max(int(length.total_seconds() // 60), 1)
    units = (
        (60 * 24, "日", " day" if minutes // (60 * 24) == 1 else " days"),
        (60, "時間", " h"),
        (1, "分", " min"),
    )
    size, japanese, english = next(unit for unit in units if minutes >= unit[0])
    return f"{minutes // size}{japanese if style.language == 'ja' else english}"


def _weekday(day: date, style: Style) -> str:
    if style.language != "ja":
        return WEEKDAYS_EN[day.weekday()]
    holiday = "・祝" if style.is_holiday(day) else ""
    return WEEKDAYS_JA[day.weekday()] + holiday


def _era_year(day: date) -> str:
    for started_on, name in ERAS:
        if day >= started_on:
            year = day.year - started_on.year + 1
            return f"{name}{'元' if year == 1 else year}年"
    return f"{day.year}年"
