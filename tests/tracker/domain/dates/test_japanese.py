"""Japanese time expressions: a table of own sentences, read on Friday 28 November 2025."""

from datetime import date

import pytest

from tracker.domain.dates import japanese
from tracker.domain.dates.values import Bound, Precision

WRITTEN_ON = date(2025, 11, 28)


def stamp(at):
    return f"{at:%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("12月第1週中に配送を始めます", "2025-12-01T00:00", "2025-12-07T00:00"),
        ("12月中旬の再開を目指します", "2025-12-11T00:00", "2025-12-20T00:00"),
        ("2月下旬に復旧の見込み", "2026-02-21T00:00", "2026-02-28T00:00"),
        ("令和8年3月31日(火) 25:00まで", "2026-04-01T01:00", "2026-04-01T01:00"),
        ("R8.3.31より受付", "2026-03-31T00:00", "2026-03-31T00:00"),
        ("令和元年5月1日の改元", "2019-05-01T00:00", "2019-05-01T00:00"),
        ("平成29年6月12日(月)AM0:00~4:30", "2017-06-12T00:00", "2017-06-12T04:30"),
        ("11月1日(土)午後3時30分~3日(月)24時", "2025-11-01T15:30", "2025-11-04T00:00"),
        ("3日(水) 21:00 ~ 翌日 6:00", "2025-11-03T21:00", "2025-11-04T06:00"),
        ("2025年12月6日 22:30~5:00", "2025-12-06T22:30", "2025-12-07T05:00"),
        ("本日11時30分ごろから", "2025-11-28T11:30", "2025-11-28T11:30"),
        ("明日の8時半に", "2025-11-29T08:30", "2025-11-29T08:30"),
        ("来年1月をめどに", "2026-01-01T00:00", "2026-01-31T00:00"),
        ("来月5日から", "2025-12-05T00:00", "2025-12-05T00:00"),
        ("年内の出荷を", "2025-11-28T00:00", "2025-12-31T00:00"),
        ("月内に納品", "2025-11-28T00:00", "2025-11-30T00:00"),
        ("年度内に完了", "2025-11-28T00:00", "2026-03-31T00:00"),
        ("年明けに", "2026-01-01T00:00", "2026-01-31T00:00"),
        ("今週は", "2025-11-24T00:00", "2025-11-30T00:00"),
        ("来週には", "2025-12-01T00:00", "2025-12-07T00:00"),
        ("週明けに", "2025-12-01T00:00", "2025-12-01T00:00"),
        ("1/20 15:00~", "2026-01-20T15:00", "2026-01-20T15:00"),
        ("30日に発送", "2025-11-30T00:00", "2025-11-30T00:00"),
        ("深夜12時に", "2025-11-28T00:00", "2025-11-28T00:00"),
        ("正午に", "2025-11-28T12:00", "2025-11-28T12:00"),
    ],
)
def test_find_resolves_the_words_to_a_stretch(text, first, last):
    span = japanese.find(text, WRITTEN_ON)[0]

    assert (stamp(span.first), stamp(span.last)) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "お届けまでに2~7日ほどかかります",
        "10日が過ぎました",
        "24時間受け付けています",
        "37アイテムから237アイテムへ",
        "2月31日までの予定",
        "午前75時に",
        "13.5月分",
    ],
)
def test_find_takes_no_length_or_number_for_a_day(text):
    assert japanese.find(text, WRITTEN_ON) == []


@pytest.mark.parametrize(
    ("text", "bound", "earliest", "latest"),
    [
        ("12月5日以降", Bound.ONWARD, "2025-12-05T00:00", None),
        ("遅くとも12月5日に", Bound.LATEST, None, "2025-12-05T00:00"),
        ("12月5日までに", Bound.LATEST, None, "2025-12-05T00:00"),
        ("12月5日まで", Bound.UNTIL, "2025-12-05T00:00", "2025-12-05T00:00"),
        ("12月5日より", Bound.SINCE, "2025-12-05T00:00", "2025-12-05T00:00"),
        ("12月5日の", Bound.AT, "2025-12-05T00:00", "2025-12-05T00:00"),
    ],
)
def test_bound_opens_the_end_the_particle_leaves_open(text, bound, earliest, latest):
    span = japanese.find(text, WRITTEN_ON)[0]

    ends = [at and stamp(at) for at in (span.earliest, span.latest)]
    assert (span.bound, *ends) == (bound, earliest, latest)


def test_yearless_month_takes_the_year_nearest_to_the_day_of_writing():
    december_seen_in_january = japanese.find("12月3日に停止", date(2026, 1, 4))[0]
    january_seen_in_december = japanese.find("1月3日に再開", date(2025, 12, 28))[0]

    assert december_seen_in_january.first.year == 2025
    assert january_seen_in_december.first.year == 2026


def test_week_opening_skips_a_public_holiday():
    span = japanese.find("週明けに再開", date(2026, 1, 9))[0]  # Monday 12 January is a holiday

    assert span.first.date() == date(2026, 1, 13)


def test_later_day_without_month_leans_on_the_one_before_it():
    spans = japanese.find("3月30日に止まり、2日に戻りました。31日も", date(2026, 4, 3))

    assert [span.first.date() for span in spans] == [
        date(2026, 3, 30),
        date(2026, 3, 2),
        date(2026, 3, 31),
    ]


def test_precision_tells_a_third_of_a_month_from_a_day_and_a_minute():
    found = japanese.find("12月上旬、12月9日、12月9日13時", WRITTEN_ON)

    assert [span.precision for span in found] == [
        Precision.PART,
        Precision.DAY,
        Precision.MINUTE,
    ]


def test_today_is_the_day_of_writing_behind_another_day_too():
    found = japanese.find("12月1日から発生した障害は、本日6時に復旧しました", date(2025, 12, 9))

    assert [span.first.date() for span in found] == [date(2025, 12, 1), date(2025, 12, 9)]
