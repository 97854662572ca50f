from datetime import date

import pytest

from tracker.domain.document import Block, BlockKind, Link, Region
from tracker.domain.reading import kind_of, main_text, read
from tracker.domain.reading.reader import UnknownFormatError
from tracker.enums.reading import ReadProblem

PAGE = """<!doctype html><html lang="ja"><head><title>お知らせ | 東和電機</title></head><body>
<header><a href="/">東和電機</a><nav><ul><li><a href="/a">製品情報</a></li></ul></nav></header>
<div id="main"><h1>出荷停止のお知らせ</h1><p class="date">2025年10月29日</p>
<p>富山工場からの出荷を<s>10月30日</s>10月31日まで停止します。<a href="/faq">よくあるご質問</a></p>
<table><tr><th>拠点</th><th>状況</th></tr><tr><td>富山</td><td>停止</td></tr></table></div>
<footer><p>Copyright 東和電機</p></footer></body></html>"""


def test_a_page_is_read_into_blocks():
    document = read(PAGE.encode(), url="https://towa.example/news/1", captured_on=date(2025, 11, 1))

    title = "出荷停止のお知らせ"
    assert (document.title, document.published_on) == (title, date(2025, 10, 29))
    assert document.main == (
        Block(BlockKind.HEADING, title, level=1),
        Block(BlockKind.PARAGRAPH, "2025年10月29日", headings=(title,)),
        Block(
            BlockKind.PARAGRAPH,
            "富山工場からの出荷を10月31日まで停止します。よくあるご質問",
            headings=(title,),
            struck=("10月30日",),
            links=(Link("よくあるご質問", "https://towa.example/faq"),),
        ),
        Block(
            BlockKind.ROW,
            "拠点 | 状況",
            headings=(title,),
            columns=("拠点", "状況"),
            cells=("拠点", "状況"),
        ),
        Block(
            BlockKind.ROW,
            "富山 | 停止",
            headings=(title,),
            columns=("拠点", "状況"),
            cells=("富山", "停止"),
        ),
    )
    assert {block.region for block in document.blocks} == {
        Region.MAIN,
        Region.HEADER,
        Region.NAVIGATION,
        Region.FOOTER,
    }


def test_a_poll_compares_the_same_text_that_is_read():
    assert main_text(PAGE.encode()).lines == tuple(block.text for block in read(PAGE.encode()).main)


@pytest.mark.parametrize(("depth", "faults"), [(300, ()), (3000, ("too-deep",))])
def test_p1_text_below_the_parsers_depth_is_found(depth, faults):
    body = ("<p>重要なお知らせ</p>" + "<div>" * depth + "<p>出荷を停止</p>").encode()

    document = read(body)

    assert [block.text for block in document.main] == ["重要なお知らせ", "出荷を停止"]
    assert document.faults == faults


@pytest.mark.parametrize(
    ("body", "content_type", "url", "kind"),
    [
        (b"%PDF-1.7", "text/html", "", "pdf"),
        (b"\xef\xbb\xbf <?xml version='1.0'?><rss>", "text/html", "", "feed"),
        (b"<rdf:RDF xmlns", "", "", "feed"),
        (b"<html><p>&lt;rss> <rss >", "", "", "html"),
        (b"{}", "application/json; charset=utf-8", "", "statuspage"),
        (b' {"page": 1}', "text/plain", "", "statuspage"),
        (b"x", "", "https://t.example/a.EML", "mail"),
        (b"Received: by x\r\n\tfolded\r\nFrom: a\r\n", "", "", "mail"),
        (b"plain", "application/pdf", "", "text"),
        (b"<p>x", "application/octet-stream", "", "html"),
        (b"a < b", "", "", "text"),
        (b"x", "application/xhtml+xml", "", "html"),
    ],
)
def test_the_format_is_told_by_content_first(body, content_type, url, kind):
    assert kind_of(body, content_type=content_type, url=url) == kind


def test_a_pdf_is_not_read_from_its_bytes():
    with pytest.raises(UnknownFormatError) as refusal:
        read(b"%PDF-1.7")

    assert refusal.value.reason is ReadProblem.UNKNOWN_FORMAT


def test_f10_broken_bytes_are_a_fault():
    body = ("<p>" + "出荷を停止しています。" * 20).encode() + b"\xff"

    assert read(body).faults == ("broken-bytes",)


def test_other_formats_are_compared_by_their_main_text():
    feed = "<rss version='2.0'><channel><item><title>停止</title></item></channel></rss>"

    assert main_text(feed.encode()).lines == ("停止",)


def test_the_title_is_the_first_heading_else_the_tab():
    assert read("<title>tab</title><p>x</p><h3>見出し</h3>".encode()).title == "見出し"
    assert read(b"<title>tab</title><p>x</p>").title == "tab"
    assert read(b"<nav><h1>site</h1></nav><p>x</p>").title == "site"
    assert read(b"<p>x</p>").title == ""
