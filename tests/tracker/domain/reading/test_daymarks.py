from datetime import date, time

import pytest

from tracker.domain.reading.daymarks import day_marks, narrow

NEAR = date(2025, 11, 1)


def found(text, near=NEAR):
    return [(mark.day.isoformat(), mark.at) for mark in day_marks(narrow(text), near=near)]


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("2025年10月29日", "2025-10-29", None),
        ("２０２５年１１月２８日　１５時３０分", "2025-11-28", time(15, 30)),
        ("2025/10/29 18:05", "2025-10-29", time(18, 5)),
        ("2025.10.29", "2025-10-29", None),
        ("2025-10-29T07:00:31", "2025-10-29", time(7)),
        ("2025年10月29日（水）14時", "2025-10-29", time(14)),
        ("2025年10月29日（水曜日）午後3時半", "2025-10-29", time(15, 30)),
        ("令和7年10月29日", "2025-10-29", None),
        ("令和元年10月25日", "2019-10-25", None),
        ("平成24年2月1日", "2012-02-01", None),
        ("昭和64年1月7日", "1989-01-07", None),
        ("R7.10.29", "2025-10-29", None),
        ("H30/7/17", "2018-07-17", None),
        ("10月29日（水）", "2025-10-29", None),
        ("10/29 午前12時15分", "2025-10-29", time(0, 15)),
        ("12月30日", "2024-12-30", None),
        ("11/5", "2025-11-05", None),
        ("11/20", "2024-11-20", None),
        ("8月26日（月）", "2024-08-26", None),
        ("2月29日", "2024-02-29", None),
        ("November 5, 2025", "2025-11-05", None),
        ("Oct. 29th, 2025 at 3:15", "2025-10-29", None),
        ("Oct 29 2025, 3:15 PM", "2025-10-29", time(15, 15)),
        ("26 November 2024", "2024-11-26", None),
        ("2025年10月29日25時", "2025-10-29", None),
    ],
)
def test_days_as_pages_print_them(text, day, at):
    assert found(text) == [(day, at)]


@pytest.mark.parametrize(
    "text",
    [
        "", "出荷を停止", "2025年13月1日", "2025年2月30日", "13/45", "1/2/3", "24/7%", "第3-12号",
        "M2-9238A", "10.5.3.1", "13月40日", "Main 5, 2025",
    ],
)  # fmt: skip
def test_what_is_no_day_is_left_out(text):
    assert found(text) == []


def test_days_without_a_year_need_one_nearby():
    assert found("10/29と2025/10/30", near=None) == [("2025-10-30", None)]


def test_several_days_in_one_line():
    marks = day_marks("2025/10/21(2025/10/24更新)", near=NEAR)

    assert [(mark.start, mark.end, mark.has_year) for mark in marks] == [
        (0, 10, True),
        (11, 21, True),
    ]
    assert [mark.has_year for mark in day_marks("10/21", near=NEAR)] == [False]
