"""Shapes of real pages: what becomes a block, of which kind, in which region."""

import pytest

from tracker.domain.reading import main_text, read


def shown(body, *, url="https://towa.example/news/"):
    """Spell every block as region, kind and text, the main region left out."""
    blocks = read(f"<body>{body}</body>".encode(), url=url).blocks
    return [
        (f"{block.region} " if block.region != "main" else "") + f"{block.kind}: {block.text}"
        for block in blocks
    ]


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        ("<p>一行目<br>二行目</p>", ["paragraph: 一行目", "paragraph: 二行目"]),
        ("text<div>div</div>tail", ["paragraph: text", "paragraph: div", "paragraph: tail"]),
        ("<p>a<b>b</b> <i>c</i></p>", ["paragraph: ab c"]),
        ("<h2>見出し</h2><p>本文</p>", ["heading: 見出し", "paragraph: 本文"]),
        ("<p>■停止中<br>出荷</p>", ["heading: ■停止中", "paragraph: 出荷"]),
        ("<p><b>出荷停止のお知らせ</b></p>", ["heading: 出荷停止のお知らせ"]),
        ("<p><b>出荷を停止しています</b></p>", ["paragraph: 出荷を停止しています"]),
        ("<ul><li>一<ul><li>二</ul></ul>", ["item: 一", "item: 二"]),
        ("<li>はぐれた項目</li>", ["item: はぐれた項目"]),
        ("<dl><dt>語<dd>説明<dd>続き</dl>", ["definition: 語 | 説明", "paragraph: 続き"]),
        ("<dl><dt>一</dt><dt>二</dt><dd>説明</dl>", ["definition: 一", "definition: 二 | 説明"]),
        ("<dl><dt><dd>説明</dl>", ["definition: 説明"]),
        ("<dl><dt>語だけ</dl>", ["definition: 語だけ"]),
        (
            "<details><summary>問い</summary><p>答え</p></details>",
            ["heading: 問い", "paragraph: 答え"],
        ),
        ("<p>一行<b>目\n目</b></p>", ["paragraph: 一行目 目"]),
        ("<pre>一行目\n二行目</pre>", ["paragraph: 一行目", "paragraph: 二行目"]),
        ("<p>前<img alt='停止'>後<img></p>", ["paragraph: 前停止後"]),
        ("<p>株<ruby>式<rt>しき</rt></ruby></p>", ["paragraph: 株式"]),
        ("<p>a</p><!-- 通常どおり --><p>b</p>", ["paragraph: a", "paragraph: b"]),
        ("<script>x</script><style>y</style><template>z</template>t", ["paragraph: t"]),
        ("<p>&nbsp;</p><p>\u200b</p><p>停\u200b止</p>", ["paragraph: 停止"]),
        ("<p>①\u0000②</p>", ["paragraph: ①②"]),
    ],
)
def test_blocks(body, blocks):
    assert shown(body) == blocks


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>通常どおり</p>",
        "<p style='display: none'>通常どおり</p>",
        "<p style='visibility:hidden'>通常どおり</p>",
        "<p aria-hidden=true>通常どおり</p>",
        "<p class='note d-none'>通常どおり</p>",
        "<div style='display:none'><p>通常<b>どおり</b></p></div>",
    ],
)
def test_hidden_text_is_not_read(hidden):
    assert shown(f"<p>停止中</p>{hidden}<p>です</p>") == ["paragraph: 停止中", "paragraph: です"]


def test_visible_styles_hide_nothing():
    body = "<p style='color:red' class='red' aria-hidden=false>停止中</p>"

    assert shown(body) == ["paragraph: 停止中"]


@pytest.mark.parametrize(
    "struck",
    [
        "<s>1月1日</s>",
        "<del>1月1日</del>",
        "<strike>1月1日</strike>",
        "<span style='text-decoration: line-through'>1月1日</span>",
    ],
)
def test_struck_text_is_kept_apart(struck):
    block = read(f"<p>終了{struck}は未定<s> </s></p>".encode()).main[0]

    assert (block.text, block.struck) == ("終了は未定", ("1月1日",))


def test_a_block_struck_out_whole_has_no_text():
    document = read("<p><s>終了予定</s></p><ul><li><s>6月5日</s></li></ul>".encode())

    assert [(block.text, block.struck) for block in document.main] == [
        ("", ("終了予定",)),
        ("", ("6月5日",)),
    ]
    assert main_text("<p><s>終了予定</s>延長</p>".encode()).lines == ("延長",)


def test_headings_give_each_block_its_context():
    body = (
        "<h1>一</h1><h2>二</h2><p>a</p><h3>三</h3><p>b</p><h2>四</h2><p>c</p>"
        "<section><h3>節</h3><p>d</p></section><p>e</p>"
    )
    blocks = read(body.encode()).main

    assert {block.text: block.headings for block in blocks if block.text in "abcde"} == {
        "a": ("一", "二"),
        "b": ("一", "二", "三"),
        "c": ("一", "四"),
        "d": ("一", "四", "節"),
        "e": ("一", "四"),
    }


LONG = "<p>富山工場では停電により操業を停止しております。復旧の見込みは未定です。</p>" * 3


@pytest.mark.parametrize(
    ("piece", "region"),
    [
        ("<nav><p>x</p></nav>", "navigation"),
        ("<div role=navigation>x</div>", "navigation"),
        ("<div role=search>x</div>", "navigation"),
        ("<header><p>x</p></header>", "header"),
        ("<header><nav>x</nav></header>", "navigation"),
        ("<footer>x</footer>", "footer"),
        ("<aside>x</aside>", "aside"),
        ("<div role=complementary>x</div>", "aside"),
        ("<div id=header>x</div>", "header"),
        ("<div id=gnav>x</div>", "navigation"),
        ("<div class='l-footer'>x</div>", "footer"),
        ("<div class=breadcrumb>x</div>", "navigation"),
        ("<p class=copyright>x</p>", "footer"),
        ("<div class=sideBar>x</div>", "aside"),
        ("<div class='global-nav menu'>x</div>", "navigation"),
        ("<p>Copyright 東和電機 x</p>", "footer"),
        ("<p>© 2025 x All rights reserved.</p>", "footer"),
        ("<p>記事の無断転載を禁じますx</p>", "footer"),
        ("<p><a href=/>お知らせ一覧へ戻るx戻る</a></p>", "navigation"),
        ("<ul><li><a href=1>製品x</a><li><a href=2>採用</a></ul>", "navigation"),
        ("<div><a href=1>製品x</a>｜<a href=2>採用</a></div>", "navigation"),
        ("<h2>関連リリース</h2><ul><li><a href=1>株式の取得状況に関するx</a></ul>", "navigation"),
        ("<h2>これまでの発表</h2><ul><li>2025年10月19日 x</ul>", "navigation"),
        ("<h2>これまでの発表</h2><p>次のとおりですx。</p>", "main"),
        ("<h2>関連リリース</h2><p>a</p><h2>別の見出し</h2><ul><li>2025年1月 x</ul>", "main"),
        ("<div class='news-header'>x</div>", "main"),
        ("<div class='has-sidebar'>x</div>", "main"),
        ("<div class=menu>x<article>y</article></div>", "main"),
        (f"<div class=menu>x{LONG}{LONG}</div>", "main"),
        (
            "<ul><li><a href=1>富山工場の操業停止のお知らせx</a>"
            "<li><a href=2>熊本事業所の出荷再開について</a></ul>",
            "main",
        ),
        ("<ul><li><a href=1>10月1日x</a><li><a href=2>10月2日</a></ul>", "main"),
        ("<ul><li><a href=1>製品x</a>の出荷を停止しております</ul>", "main"),
        ("<header><div class='emergency-bar'>x</div></header>", "main"),
        ("<header>a</header><article><header><h1>x</h1></header></article>", "main"),
        ("<article><footer>x</footer></article>", "main"),
        ("<main><aside>ご注意：x</aside></main>", "main"),
        ("<main><aside class=related>x</aside></main>", "aside"),
        ("<main><aside><a href=1>関連記事x</a></aside></main>", "aside"),
    ],
)
def test_the_region_of(piece, region):
    blocks = read(f"<body>{LONG}{piece}</body>".encode()).blocks

    assert {block.region.value for block in blocks if "x" in block.text} == {region}


def test_a_page_that_is_all_menu_by_its_words_is_read_all_the_same():
    assert shown("<div class=menu><div>お知らせ</div></div>") == ["paragraph: お知らせ"]
    assert main_text("<div class=menu><div>お知らせ</div></div>".encode()).lines == ("お知らせ",)


def test_many_odd_boxes_are_not_weighed_forever():
    body = LONG + "<div class=side>余談</div>" * 150

    regions = [block.region.value for block in read(body.encode()).blocks if block.text == "余談"]

    assert (regions.count("aside"), regions.count("main")) == (100, 50)


def test_links_are_absolute_and_harmless():
    body = (
        "<p>詳しくは各工場のページをご覧ください。"
        "<a href='/a'>一</a><a href='b.html'>二</a><a href='//c.example/x'>三</a>"
        "<a href='javascript:alert(1)'>四</a><a href=' java\nscript:x'>五</a><a>六</a>"
        "<a href='http://[x'>七</a><a href='#'></a></p>"
        "<a href='/block'><div>八</div>九</a>"
    )
    links = [
        link
        for block in read(body.encode(), url="https://t.example/n/").main
        for link in block.links
    ]

    assert [(link.text, link.url) for link in links] == [
        ("一", "https://t.example/a"),
        ("二", "https://t.example/n/b.html"),
        ("三", "https://c.example/x"),
        ("八", "https://t.example/block"),
        ("九", "https://t.example/block"),
    ]
    assert read(b"<p><a href='b'>x</a></p>").main[0].links[0].url == "b"


def test_machine_readable_dates_stay_with_their_block():
    body = "<p><time datetime='2025-10-29T10:00'>昨日</time></p><p><time datetime=x>今日</time></p>"

    days = [block.stamped_on for block in read(body.encode()).main]

    assert [day.isoformat() if day else None for day in days] == ["2025-10-29", None]
    assert read(b"<time datetime='2025-13-45'>x</time>").main[0].stamped_on is None


def test_a_page_without_a_body_is_empty():
    assert read(b"<html></html>", content_type="text/html").blocks == ()
    assert read(b"", content_type="text/html").blocks == ()
    assert main_text(b"", content_type="text/html").lines == ()


def test_p1_a_hundred_thousand_nested_tags_are_read_flat():
    page = (
        "<script>x</script><p>重要なお知らせ</p><!-- 通常 -->" + "<div>" * 100_000 + "<p>停止</p>"
    )

    document = read(page.encode())

    assert [block.text for block in document.main] == ["重要なお知らせ", "停止"]
    assert document.faults == ("too-deep",)
    assert main_text(page.encode()).faults == ("too-deep",)


def test_p2_one_line_of_a_megabyte_ends():
    assert len(read(("<p>" + "あ" * 400_000).encode()).main) == 1
    assert len(read(("<p>" + "【" * 200_000).encode()).main) == 1


def test_p5_placeholders_are_only_text():
    body = "<p>{{7*7}} %(x)s {0.__class__} ${x}</p>"

    assert shown(body) == ["paragraph: {{7*7}} %(x)s {0.__class__} ${x}"]


def test_p7_controls_and_turning_marks_are_gone():
    body = "<p>出荷\u202e止停\u202c\x07\x1b[31m再開</p>"

    assert shown(body) == ["paragraph: 出荷止停[31m再開"]


def test_p7_ten_thousand_emoji_are_text():
    assert read(("<p>" + "🚚" * 10_000).encode()).main[0].text == "🚚" * 10_000
