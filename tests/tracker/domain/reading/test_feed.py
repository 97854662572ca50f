from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from tracker.domain.document import Block, BlockKind, Entry
from tracker.domain.reading import read
from tracker.domain.reading.feed import FeedRefusedError, read_feed
from tracker.enums.reading import ReadProblem

JST = timezone(timedelta(hours=9))
RSS = """<?xml version="1.0" encoding="{encoding}"?>
<!DOCTYPE rss SYSTEM "http://rss.example/rss.dtd">
<rss version="2.0"><channel><title>㈱東和電機 お知らせ</title><language>ja</language>
<item><title>第①報 出荷停止</title><link>/news/2</link><guid>n-2</guid>
<pubDate>Wed, 29 Oct 2025 10:00:00 +0900</pubDate><category>重要</category><category></category>
<description><![CDATA[<p>出荷を停止します。</p><ul><li>富山工場</li></ul>]]></description></item>
<item><title>夏季休業</title><description>8月13日から &amp; 16日まで</description></item>
</channel></rss>"""


@pytest.mark.parametrize(("encoding", "codec"), [("UTF-8", "utf-8"), ("Shift_JIS", "cp932")])
def test_f10_a_feed_is_decoded_before_it_is_parsed(encoding, codec):
    body = RSS.format(encoding=encoding).encode(codec)

    document = read(body, content_type="text/xml", url="https://towa.example/feed.xml")

    assert (document.format, document.title, document.language) == (
        "feed",
        "㈱東和電機 お知らせ",
        "ja",
    )
    assert document.published_on == date(2025, 10, 29)
    assert document.entries[0] == Entry(
        key="n-2",
        title="第①報 出荷停止",
        blocks=(
            Block(BlockKind.PARAGRAPH, "出荷を停止します。"),
            Block(BlockKind.ITEM, "富山工場", level=1),
        ),
        url="https://towa.example/news/2",
        published_at=datetime(2025, 10, 29, 10, tzinfo=JST),
        attributes={"categories": "重要"},
    )
    assert document.entries[1].key == "夏季休業"
    assert [block.text for block in document.blocks] == [
        "第①報 出荷停止",
        "出荷を停止します。",
        "富山工場",
        "夏季休業",
        "8月13日から & 16日まで",
    ]


def test_atom_tells_when_an_entry_was_updated():
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>
    <updated>2025-10-31T00:00:00Z</updated>
    <entry><id>urn:1</id><title type="html">Plant &lt;b&gt;stopped&lt;/b&gt;</title>
    <published>2025-10-29T01:00:00Z</published><updated>2025-10-30T02:00:00Z</updated>
    <content type="html">&lt;p&gt;No shipping.&lt;/p&gt;</content><summary>s</summary></entry>
    <entry><id>urn:2</id><title></title><updated>2025-10-01T00:00:00Z</updated></entry></feed>"""

    document = read(atom.encode(), content_type="application/atom+xml")

    first, second = document.entries
    assert document.updated_at == datetime(2025, 10, 31, tzinfo=UTC)
    assert (first.title, first.published_at, first.updated_at) == (
        "Plant stopped",
        datetime(2025, 10, 29, 1, tzinfo=UTC),
        datetime(2025, 10, 30, 2, tzinfo=UTC),
    )
    assert [block.text for block in first.blocks] == ["No shipping."]
    assert (second.title, second.published_at, second.updated_at) == (
        "",
        datetime(2025, 10, 1, tzinfo=UTC),
        None,
    )
    assert [block.text for block in document.blocks] == ["Plant stopped", "No shipping."]


ITEM = (
    "<rss version='2.0'><channel><item><title>t</title><pubDate>{}</pubDate></item></channel></rss>"
)


@pytest.mark.parametrize(
    ("written", "time"),
    [
        ("2025-10-29T10:00:00", datetime(2025, 10, 29, 10, tzinfo=UTC)),
        ("2025年10月29日", None),
        ("Oct 29, 2025 10:00", datetime(2025, 10, 29, 10, tzinfo=UTC)),
    ],
)
def test_odd_times_are_read_or_left_out(written, time):
    assert read_feed(ITEM.format(written)).entries[0].published_at == time


BOMB = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
FILE = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("declaration", [BOMB, FILE])
def test_p4_entities_are_refused(declaration):
    feed = f"{declaration}<rss version='2.0'><channel><title>&b;&x;</title></channel></rss>"

    with pytest.raises(FeedRefusedError) as refusal:
        read(feed.encode())

    assert refusal.value.reason is ReadProblem.REFUSED


@pytest.mark.parametrize("text", ["<svg></svg>", "<rss <<<"])
def test_xml_that_is_no_feed_is_refused(text):
    with pytest.raises(FeedRefusedError):
        read_feed(text)


def test_a_feed_without_items_is_a_feed():
    document = read_feed("<rss version='2.0'><channel><title>t</title></channel></rss>")

    assert (document.entries, document.published_on) == ((), None)
