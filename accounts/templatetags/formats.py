"""Every date, time, count and span on screen is written by one of these filters."""

from datetime import date, datetime, time, timedelta

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from accounts import reader
from accounts.domain import dates

register = template.Library()
Moment = datetime | date | None


@register.filter
def date_long(value: Moment) -> str:
    """2025年10月19日(日)"""
    return dates.long_date(_day(value), reader.style()) if value else ""


@register.filter
def month_long(value: date) -> str:
    """2025年10月"""
    return dates.long_month(value, reader.style())


@register.filter
def month_code(value: date) -> str:
    """2025-10, as addresses name a month"""
    return f"{value:%Y-%m}"


@register.filter
def date_short(value: Moment) -> str:
    """10/19(日)"""
    if not value:
        return ""
    return dates.short_date(_day(value), reader.style(), today=timezone.localdate())


@register.filter
def date_of_iso(value: str | None) -> str:
    """Read 2025-10-19, as JSON keeps it, and show 10/19(日)."""
    return date_short(date.fromisoformat(value)) if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """14:02"""
    return dates.clock(timezone.localtime(value)) if value else ""


@register.filter
def clock_plain(value: time | None) -> str:
    """14:02, of a time without a day"""
    return f"{value:%H:%M}" if value else ""


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """A time element: 10/19(日) 14:02"""
    return _time(value, f"{date_short(value)} {clock(value)}") if value else ""


@register.filter
def moment_plain(value: datetime | None) -> str:
    """10/19(日) 14:02, for places that take text alone"""
    return f"{date_short(value)} {clock(value)}" if value else ""


@register.filter
def moment_long(value: datetime | None) -> SafeString | str:
    """A time element: 2025年10月19日(日) 14:02"""
    return _time(value, f"{date_long(value)} {clock(value)}") if value else ""


@register.filter
def day_long(value: Moment) -> SafeString | str:
    """A time element: 2025年10月19日(日)"""
    return _time(value, date_long(value)) if value else ""


@register.filter
def moment_ago(value: datetime | None) -> SafeString | str:
    """A time element with its distance beside it: 14:02 (3分前); the day is named unless today."""
    if not value:
        return ""
    ago = format_html('<span class="ago" data-ago="{}">({})</span>', value.isoformat(), _ago(value))
    return format_html("{} {}", _time(value, clock_or_day(value)), ago)


@register.filter
def clock_or_day(value: datetime | None) -> str:
    """14:02, or 10/19(日) 14:02 on another day"""
    if not value:
        return ""
    is_today = timezone.localdate(value) == timezone.localdate()
    return clock(value) if is_today else f"{date_short(value)} {clock(value)}"


@register.filter
def span(value: timedelta | None) -> str:
    """10分"""
    return dates.span(value, reader.style()) if value is not None else ""


@register.filter
def number(value: int | None) -> str:
    """12,300"""
    return "" if value is None else f"{value:,}"


@register.filter
def characters(value: int | None) -> str:
    """237文字"""
    if value is None:
        return ""
    return ngettext("%(count)s character", "%(count)s characters", value) % {"count": f"{value:,}"}


def _ago(value: datetime) -> str:
    length = timezone.now() - value
    words = dates.span(abs(length), reader.style())
    if length < timedelta(0):
        return gettext("in %(span)s") % {"span": words}
    return gettext("%(span)s ago") % {"span": words}


def _time(value: Moment, words: str) -> SafeString:
    machine = value.isoformat() if value else ""
    return format_html('<time datetime="{}">{}</time>', machine, words)


def _day(value: datetime | date | None) -> date:
    assert value is not None  # noqa: S101 - callers have asked
    return timezone.localdate(value) if isinstance(value, datetime) else value
