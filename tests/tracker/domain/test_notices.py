from datetime import date

import pytest

from bench.tracker import pages
from tracker.domain.document import Document
from tracker.domain.notices import Addition, lasting_title, number_of, split
from tracker.domain.reading import read, read_pages

CAPTURED = date(2025, 11, 1)


def notices(body, *, url="https://towa.example/news/"):
    document = read(f"<body>{body}</body>".encode(), url=url, captured_on=CAPTURED)
    return split(document, captured_on=CAPTURED)


def spelled(found):
    return [(str(notice.posted_on or ""), notice.title) for notice in found]


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("障害について（第12報）", 12),
        ("障害について（第１２報）", 12),
        ("第三報", 3),
        ("第十報", 10),
        ("第十二報", 12),
        ("第二十一報", 21),
        ("第2版", 2),
        ("第2四半期", None),
        ("お知らせ", None),
    ],
)
def test_numbers_of_reports(title, number):
    assert number_of(title) == number


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("【調査中】富山工場 停電", "【復旧済み】富山工場停電"),
        ("販売中止について", "販売中止について（12月10日追記）"),
        ("ｶｰﾄﾞ決済", "カード決済"),
    ],
)
def test_what_passes_in_a_heading(old, new):
    assert lasting_title(old) == lasting_title(new)


def test_a_page_that_is_one_article_is_one_notice():
    (notice,) = notices(
        "<h1>出荷停止について（第2報）</h1><p>2025/10/21（2025/10/24更新）</p>"
        "<p>【10/24更新】電話を受け付けます。</p><p>【10月21日掲載】停止しています。</p><p>以上</p>"
    )

    assert notice.key == "2025-10-21 出荷停止について(第2報)"
    assert (notice.number, notice.posted_on, notice.updated_on) == (
        2,
        date(2025, 10, 21),
        date(2025, 10, 24),
    )
    assert notice.additions == (
        Addition(date(2025, 10, 24), "【10/24更新】電話を受け付けます。"),
        Addition(date(2025, 10, 21), "【10月21日掲載】停止しています。"),
    )
    assert notice.lines == tuple(block.text for block in notice.blocks)
    assert (notice.start, notice.end, notice.group) == (0, 5, ())


def test_a_mark_set_as_a_heading_covers_what_follows():
    (notice,) = notices(
        "<h1>復旧状況</h1><p>2025年10月21日</p><h2>10月31日更新</h2><p>一部再開。</p><p>順次拡大。</p>"
        "<h2>10月24日更新</h2><p>停止中。</p>"
    )

    assert notice.additions == (
        Addition(date(2025, 10, 31), "10月31日更新\n一部再開。\n順次拡大。"),
        Addition(date(2025, 10, 24), "10月24日更新\n停止中。"),
    )


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (
            "<h1>お知らせ一覧</h1><dl><dt>2025.10.28</dt><dd>再開しました</dd>"
            "<dt>2025.10.19</dt><dd>停止しています</dd></dl>",
            [("2025-10-28", "再開しました"), ("2025-10-19", "停止しています")],
        ),
        (
            "<ul><li>2025/10/28 <a href=2>出荷再開のお知らせについて</a> NEW"
            "<li>2025/10/19 <a href=1>出荷停止のお知らせについて</a></ul>",
            [
                ("2025-10-28", "出荷再開のお知らせについて"),
                ("2025-10-19", "出荷停止のお知らせについて"),
            ],
        ),
        (
            "<table><tr><th>掲載日<th>件名<tr><td>10月28日<td><a href=2>再開</a>"
            "<tr><td>10月19日<td><a href=1>停止</a></table>",
            [("2025-10-28", "再開"), ("2025-10-19", "停止")],
        ),
        (
            "<div><p>2025年10月28日</p><p><a href=2>再開のお知らせ</a></p></div>"
            "<div><p>2025年10月19日</p><p><a href=1>停止のお知らせ</a></p></div>",
            [("2025-10-28", "再開のお知らせ"), ("2025-10-19", "停止のお知らせ")],
        ),
        (
            "<p><a href=2>富山工場の出荷再開のお知らせ</a></p>"
            "<p><a href=1>富山工場の出荷停止のお知らせ</a></p>",
            [("", "富山工場の出荷再開のお知らせ"), ("", "富山工場の出荷停止のお知らせ")],
        ),
        (
            "<h1>新着情報</h1><ul><li>2025/10/28 NEW! <a href=2>富山工場の出荷再開のお知らせ</a>",
            [("2025-10-28", "富山工場の出荷再開のお知らせ")],
        ),
        (
            "<h1>重要なお知らせ</h1><h2>2025年10月28日 【復旧】富山工場</h2><p>再開。</p>"
            "<h2>2025年10月19日 【調査中】富山工場</h2><p>停止。</p>",
            [("2025-10-28", "【復旧】富山工場"), ("2025-10-19", "【調査中】富山工場")],
        ),
        (
            "<h1>重要なお知らせ</h1><h2>出荷停止（2025.10.28）</h2><p>停止。</p>",
            [("2025-10-28", "出荷停止")],
        ),
        (
            "<h1>重要なお知らせ</h1><h2>出荷停止（10月28日掲載）</h2><p>停止。</p>",
            [("2025-10-28", "出荷停止")],
        ),
        (
            "<h1>影響について</h1><p>お届けに遅れが出ています。詳しくは次のとおりです。</p>"
            "<h3>10月28日のお知らせ（終了）</h3><p>停止。</p>",
            [("", "影響について"), ("2025-10-28", "10月28日のお知らせ（終了）")],
        ),
        (
            "<h1>お知らせ</h1><h2>一つ目</h2><p>2025年10月28日</p><p>再開。</p>"
            "<h2>二つ目</h2><p>2025年10月19日</p><p>停止。</p>",
            [("2025-10-28", "一つ目"), ("2025-10-19", "二つ目")],
        ),
        (
            "<p>2025年10月28日</p><h2>一つ目</h2><p>再開。</p>"
            "<p>2025年10月19日</p><h2><a href=x>二つ目</a></h2><p>停止。</p>",
            [("2025-10-28", "一つ目"), ("2025-10-19", "二つ目")],
        ),
        (
            "<p>東和ターミナル 運用情報</p><h3>状況</h3><p>最終更新 10/28 8:45</p>"
            "<p>■10月28日（火）8:45<br>再開しました。</p><p>■10月27日（月）9:00<br>停止。</p>",
            [("2025-10-28", "■10月28日（火）8:45"), ("2025-10-27", "■10月27日（月）9:00")],
        ),
    ],
)
def test_a_page_of_several_notices(body, found):
    assert spelled(notices(body)) == found


@pytest.mark.parametrize(
    "body",
    [
        "<h1>お知らせ</h1><h2>5月10日以降の出荷</h2><p>再開します。</p>",
        "<h1>定期メンテナンスのお知らせ（10月17日）</h1><p>停止します。</p>",
        "<p>2025年10月7日</p><h1>定期メンテナンス（10月17日）</h1><p>停止します。</p>",
        "<h1>お知らせ</h1><p>2025年10月7日</p><h2>経過</h2><p>停止。</p><h2>今後</h2><p>未定。</p>",
        "<h1>経過</h1><table><tr><th>日時<th>内容<tr><td>2025年10月19日<td>検知</table><p>以上</p>",
        "<ul><li>2025年6月5日（木）22:30～<li>2025年6月12日（木）22:30～</ul><p>停止します。</p>",
        "<h2>2025年10月28日 出荷停止</h2><p>一つだけの見出しです。</p>",
        "<ul><li><a href=1>戻る</a> 停止</ul><p>出荷を停止しています。</p>",
        "<p>2025年10月28日</p><p>出荷を停止しています。</p>",
        "<ul><li>2025年10月1日 " + "長い説明が続きます。" * 15 + "</ul>",
    ],
)
def test_a_date_in_it_makes_no_list_of_an_article(body):
    assert len(notices(body)) == 1


def test_rows_are_known_by_their_link():
    found = notices(
        "<div class=emergency><p><a href='/n/2#top'>【重要】出荷停止のお知らせ</a></p></div>"
        "<ul><li>2025.10.28 <a href='/n/2'>【重要】出荷停止のお知らせ</a>"
        "<li>2025.10.19 <a href='/n/1'>夏季休業のお知らせについて</a></ul>"
    )

    assert [(notice.key, notice.posted_on) for notice in found] == [
        ("https://towa.example/n/2", date(2025, 10, 28)),
        ("https://towa.example/n/1", date(2025, 10, 19)),
    ]


def test_equal_keys_are_counted_from_the_bottom():
    item = "<dt>2025.10.28</dt><dd>状況の更新のお知らせ</dd>"

    old = notices(f"<h1>お知らせ</h1><dl>{item * 2}</dl>")
    new = notices(f"<h1>お知らせ</h1><dl>{item * 3}</dl>")

    assert [notice.key for notice in old] == [notice.key for notice in new[1:]]


def test_entries_of_a_feed_keep_their_ids():
    feed = (
        "<rss version='2.0'><channel><item><title>【復旧】決済障害（第2報）</title><guid>g2</guid>"
        "<pubDate>Tue, 28 Oct 2025 10:00:00 +0900</pubDate><description>復旧</description></item>"
        "<item><title>【復旧見込み】決済</title><guid>g1</guid></item></channel></rss>"
    )

    first, second = split(read(feed.encode()))

    assert (first.key, first.number, first.posted_on, first.is_resolved) == (
        "g2",
        2,
        date(2025, 10, 28),
        True,
    )
    assert (second.key, second.posted_on, second.is_resolved) == ("g1", None, False)
    assert (second.group, second.text) == ((), "【復旧見込み】決済")


def test_a_status_page_has_its_components_and_its_incidents():
    summary = (
        '{"page": {"name": "東和"}, "components": [{"name": "注文", "status": "operational"}],'
        '"incidents": [{"id": "i1", "name": "障害", "status": "resolved"}]}'
    )

    components, incident = split(read(summary.encode()))

    assert (components.key, components.text) == ("components", "東和\n注文 operational")
    assert (incident.key, incident.is_resolved) == ("i1", True)


def test_an_empty_document_has_no_notice():
    assert split(Document("html", "", ())) == ()
    assert split(Document("feed", "", ())) == ()


def test_a_document_without_heading_is_named_by_its_first_line():
    (notice,) = split(read_pages(["ひとこと申し上げます。"]))

    assert (notice.key, notice.title) == ("ひとこと申し上げます", "ひとこと申し上げます。")


def test_the_pages_of_the_bench_are_split_into_their_notices():
    for number in range(5):
        maker, written = pages.notices_of(number, 0)

        found = split(read(pages.page(number, 0).encode()))

        assert [list(notice.lines[1:]) for notice in found] == [one[1:] for one in written]
