from datetime import date, datetime

import pytest

from tracker.domain.reading import read
from tracker.domain.reading.stamps import JAPAN

CAPTURED = date(2025, 11, 1)


def stamped(body, *, captured_on=CAPTURED, lang="ja"):
    document = read(f"<html lang={lang}><body>{body}</body>".encode(), captured_on=captured_on)
    return document.published_on, document.updated_at


@pytest.mark.parametrize(
    ("body", "day"),
    [
        ("<h1>お知らせ</h1><p>2025年10月29日</p><p>停止します。</p>", (2025, 10, 29)),
        ("<p>令和7年10月29日</p><h1>お知らせ</h1>", (2025, 10, 29)),
        ("<p>最終更新日：2025年10月29日</p>", (2025, 10, 29)),
        ("<p>2025/10/21（2025/10/24更新）</p>", (2025, 10, 24)),
        ("<p>2025年6月2日 更新（初回掲載 4月17日）</p>", (2025, 6, 2)),
        ("<p>2019.12.27</p><p>【12/30更新】延期します。</p>", (2019, 12, 30)),
        ("<h1>販売中止について（10月30日追記）</h1><p>2025年10月21日</p>", (2025, 10, 30)),
        ("<p>（2025年10月17日現在）</p>", (2025, 10, 17)),
        ("<h2>1．影響（2025年10月19日 18時30分時点）</h2>", (2025, 10, 19)),
        ("<p>■７月４日（火）８：４５</p><p>停止</p>", (2025, 7, 4)),
        ("<dl><dt>掲載日</dt><dd>2025年10月29日</dd></dl>", (2025, 10, 29)),
        ("<table><tr><th>更新日時<td>2025/10/29<tr><th>件名<td>停止</table>", (2025, 10, 29)),
        ("<ul><li>2025年10月29日更新</ul>", (2025, 10, 29)),
        ("<p>本文です。</p>" * 15 + "<p>2025年10月29日</p>", (2025, 10, 29)),
        ("<p><time datetime=2025-10-29>10月29日</time> 重要</p>", (2025, 10, 29)),
        ("<p><time datetime=2025-10-28>きのう</time></p>", (2025, 10, 28)),
        ("<p>2025年10月29日 株式会社東和電機</p>", (2025, 10, 29)),
        ("<p>Posted October 29, 2025</p>", (2025, 10, 29)),
        ("<p>10/29 更新</p><p>10/20 更新</p>", (2025, 10, 29)),
    ],
)
def test_the_pages_own_date(body, day):
    assert stamped(body)[0] == date(*day)


@pytest.mark.parametrize(
    "body",
    [
        "<p>お知らせ</p>",
        "<p>2025年10月12日（土）8:00～12:00は、発行を停止いたします。</p>",
        "<p>10月22日時点で、感染は見つかっておりません。</p>",
        "<dl><dt>2025.10.03</dt><dd>受付を再開しました</dd></dl>",
        "<ul><li>2025年10月19日 停止について</ul>",
        "<table><tr><td>2025年10月19日<td>停止</table>",
        "<p>2025年11月16日</p>",
        "<p>2025年13月45日</p>",
        "<p>10月某日更新</p>",
        "<nav><p>2025年10月1日</p></nav><p>停止中</p>",
        "<p><time datetime=2026-01-01>来年</time></p>",
    ],
)
def test_dates_that_are_no_stamp(body):
    assert stamped(body) == (None, None)


def test_the_time_is_kept_with_its_zone():
    day = date(2025, 10, 29)

    assert stamped("<p>2025年10月29日 14:00 現在</p>") == (
        day,
        datetime(2025, 10, 29, 14, tzinfo=JAPAN),
    )
    assert stamped("<p>最終更新 10/29 8:45</p><p>10/29 7:00 更新</p>") == (
        day,
        datetime(2025, 10, 29, 8, 45, tzinfo=JAPAN),
    )
    assert stamped("<p>Updated October 29, 2025 14:00</p>", lang="en") == (day, None)


def test_without_a_day_of_capture_a_full_date_settles_the_year():
    body = "<p>2019.12.27</p><p>【12/30更新】延期します。</p>"

    assert stamped(body, captured_on=None)[0] == date(2019, 12, 30)
    assert stamped("<p>12/30更新</p>", captured_on=None) == (None, None)
