"""The small markup of the story: HTML for the browser, lines for the print."""

import pytest

from tracker.sample.markup import to_html, to_lines


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("一行目\n二行目", "<p>一行目<br>二行目</p>"),
        ("## 見出し", "<h2>見出し</h2>"),
        ("### 小見出し", "<h3>小見出し</h3>"),
        ("- 甲\n- 乙", "<ul><li>甲</li><li>乙</li></ul>"),
        ("1. 甲\n2. 乙", "<ol><li>甲</li><li>乙</li></ol>"),
        ("---", "<hr>"),
        ("問 :: 答", "<dl><dt>問</dt><dd>答</dd></dl>"),
        ("**強く**と~~消す~~", "<p><strong>強く</strong>と<del>消す</del></p>"),
        ("[一覧](/news/)へ", '<p><a href="/news/">一覧</a>へ</p>'),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("甲\n\n乙", "<p>甲</p>\n<p>乙</p>"),
    ],
)
def test_to_html_writes_each_block(text, html):
    assert to_html(text) == html


def test_to_html_writes_a_table_with_header_and_caption():
    html = to_html("|= 状況\n| 項目 | 状態 |\n|---|---|\n| 出荷 | × |")

    assert html == (
        '<table><caption>状況</caption><thead><tr><th scope="col">項目</th>'
        '<th scope="col">状態</th></tr></thead><tbody><tr><th scope="row">出荷</th>'
        "<td>×</td></tr></tbody></table>"
    )


def test_to_html_writes_a_table_without_header():
    assert to_html("| 甲 | 乙 |") == "<table><tr><td>甲</td><td>乙</td></tr></table>"


def test_to_lines_prints_without_marks():
    text = "## 見出し\n\n- **甲**\n\n| 項目 | 値 |\n|---|---|\n| 数 | ~~1~~2 |\n\n問 :: [答](/x)"

    lines = to_lines(text)

    assert lines == ["見出し", "", "・甲", "", "項目　値", "数　2", "", "問　答"]
