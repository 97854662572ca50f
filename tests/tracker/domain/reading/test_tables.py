from tracker.domain.reading import main_text, read


def rows(table):
    return [
        (block.cells, block.columns) if block.kind == "row" else f"{block.kind}: {block.text}"
        for block in read(f"<body><p>前文です。</p>{table}</body>".encode()).main[1:]
    ]


def test_spanned_cells_are_repeated():
    table = (
        "<table><caption>状況</caption><tr><th rowspan=2>拠点<th colspan=2>業務"
        "<tr><th>受注<th>出荷<tr><td rowspan=2>富山<td>○<td>×<tr><td colspan=2>準備中</table>"
    )
    header = ("拠点", "業務 受注", "業務 出荷")

    assert rows(table) == [
        (("拠点", "業務", "業務"), ("拠点", "業務", "業務")),
        (("拠点", "受注", "出荷"), ("拠点", "受注", "出荷")),
        (("富山", "○", "×"), header),
        (("富山", "準備中", "準備中"), header),
    ]
    block = read(table.encode()).main[-1]
    assert (block.text, block.caption) == ("富山 | 準備中", "状況")


def test_a_header_column_is_part_of_its_row():
    table = "<table><tr><th>休止<td>1日<tr><th>対象<td>全国</table>"

    assert rows(table) == [(("休止", "1日"), ("", "")), (("対象", "全国"), ("", ""))]


def test_bold_first_row_is_taken_for_headers():
    table = "<table><tr><td><b>商品</b><td><b>再開日</b><tr><td>乳飲料<td>8月6日</table>"

    assert rows(table)[1] == (("乳飲料", "8月6日"), ("商品", "再開日"))


def test_thead_makes_headers_and_a_lone_row_of_th_does_not():
    assert rows("<table><thead><tr><td>商品<td>日</thead><tr><td>茶<td>6日</table>")[1] == (
        ("茶", "6日"),
        ("商品", "日"),
    )
    assert rows("<table><tr><th>商品<th>日</table>") == [(("商品", "日"), ("", ""))]


def test_a_row_across_the_table_is_its_heading_or_a_remark():
    remark = "お届けの日数は地域と天候により変わります。" * 3
    table = (
        "<table><tr><td colspan=2>配送状況（18時現在）<tr><td>宮崎<td>停止"
        f"<tr><td colspan=2>{remark}</table>"
    )

    assert rows(table) == [
        "heading: 配送状況（18時現在）",
        (("宮崎", "停止"), ("", "")),
        f"paragraph: {remark}",
    ]
    assert read(table.encode()).main[1].caption == "配送状況（18時現在）"


def test_tables_that_only_place_things_are_walked_through():
    assert rows("<table><tr><td><p>一</p><p>二</p></table>") == ["paragraph: 一", "paragraph: 二"]
    nested = "<table><tr><td>左<td><table><tr><th>項目<th>値<tr><td>a<td>b</table></table>"
    assert rows(nested) == [
        "paragraph: 左",
        (("項目", "値"), ("項目", "値")),
        (("a", "b"), ("項目", "値")),
    ]
    assert rows("<table role=presentation><tr><td>a<td>b</table>") == [
        "paragraph: a",
        "paragraph: b",
    ]


def test_cells_keep_lines_links_and_struck_text():
    table = (
        "<table><tr><th>回<th>時間<tr><td>1<td>1時～3時<br>6時～7時"
        "<tr><td><s>2</s><td><s>8時</s><tr><td>3<td><a href=/x>中止</a></table>"
    )
    blocks = read(table.encode(), url="https://t.example/").main

    assert [block.text for block in blocks] == [
        "回 | 時間",
        "1 | 1時～3時 6時～7時",
        "",
        "3 | 中止",
    ]
    assert blocks[2].struck == ("2", "8時")
    assert blocks[3].links[0].url == "https://t.example/x"
    assert main_text(table.encode()).lines == ("回 | 時間", "1 | 1時～3時 6時～7時", "3 | 中止")


def test_empty_rows_and_hidden_cells_say_nothing():
    table = "<table><tr><th>a<th>b<tr></tr><tr><td><td><tr><td hidden>x<td>y</table>"

    assert rows(table) == [(("a", "b"), ("a", "b")), (("", "y"), ("a", "b"))]


def test_p1_absurd_spans_are_bounded():
    table = "<table><tr><th>a<th>b" + "<tr><td colspan=65534 rowspan=65534>x<td>y" * 50 + "</table>"

    found = read(table.encode()).main

    assert max(len(block.cells) for block in found) <= 200
    wide = "<table>" + ("<tr>" + "<td colspan=90>z" * 5) * 3 + "</table>"
    assert {len(block.cells) for block in read(wide.encode()).main} == {200}
    odd = "<table><tr><th>a<th>b<tr><td colspan=x rowspan=0>c<td>d</table>"
    assert read(odd.encode()).main[1].cells == ("c", "d")
