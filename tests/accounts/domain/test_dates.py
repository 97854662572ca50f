from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.domain.dates import Style, clock, long_date, short_date, span

JAPANESE = Style("ja")
ERA = Style("ja", is_era=True)
ENGLISH = Style("en")
HOLIDAY = Style("ja", is_holiday=lambda day: True)


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (JAPANESE, "2025年10月19日(日)"),
        (ERA, "令和7年10月19日(日)"),
        (HOLIDAY, "2025年10月19日(日・祝)"),
        (ENGLISH, "Sun, 19 Oct 2025"),
    ],
)
def test_long_date_names_the_weekday(style, expected):
    assert long_date(date(2025, 10, 19), style) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2019, 5, 1), "令和元年5月1日(水)"),
        (date(2019, 4, 30), "平成31年4月30日(火)"),
        (date(1989, 1, 7), "昭和64年1月7日(土)"),
        (date(1926, 12, 24), "1926年12月24日(金)"),
    ],
)
def test_long_date_changes_era_on_its_first_day(day, expected):
    assert long_date(day, ERA) == expected


@pytest.mark.parametrize(
    ("style", "today", "expected"),
    [
        (JAPANESE, date(2025, 12, 1), "10/19(日)"),
        (JAPANESE, date(2026, 1, 1), "2025/10/19(日)"),
        (ENGLISH, date(2025, 12, 1), "19 Oct (Sun)"),
        (ENGLISH, date(2026, 1, 1), "19 Oct 2025 (Sun)"),
    ],
)
def test_short_date_names_the_year_when_it_is_another(style, today, expected):
    assert short_date(date(2025, 10, 19), style, today=today) == expected


def test_clock_has_two_digits():
    assert clock(datetime(2025, 10, 19, 4, 2, tzinfo=UTC)) == "04:02"


@pytest.mark.parametrize(
    ("length", "japanese", "english"),
    [
        (timedelta(0), "1分", "1 min"),
        (timedelta(minutes=59, seconds=59), "59分", "59 min"),
        (timedelta(minutes=60), "1時間", "1 h"),
        (timedelta(hours=47), "1日", "1 day"),
        (timedelta(days=2), "2日", "2 days"),
    ],
)
def test_span_is_the_largest_whole_unit(length, japanese, english):
    assert (span(length, JAPANESE), span(length, ENGLISH)) == (japanese, english)
