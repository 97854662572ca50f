import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

PAGE = """<html lang=ja><body><h1>出荷停止のお知らせ（第2報）</h1><p>2025/10/21（10/24更新）</p>
<p>【10/24更新】<s>10/29</s>10/31に<a href=/faq>再開</a>します。</p>
<table><tr><th>拠点<th>状況<tr><td>富山<td>停止</table>
<p><time datetime=2025-10-24>きのう</time></p></body></html>"""


def read_out(*arguments):
    out = StringIO()
    call_command("read_notice", *arguments, stdout=out)
    return json.loads(out.getvalue())


def test_a_file_is_read_out_as_json(tmp_path):
    path = tmp_path / "notice.html"
    path.write_text(PAGE, "utf-8")

    told = read_out(str(path), "--captured-on", "2025-11-01")

    assert (told["format"], told["title"], told["published"], told["charset"]) == (
        "html",
        "出荷停止のお知らせ（第2報）",
        "2025-10-24",
        "utf-8",
    )
    (notice,) = told["notices"]
    days = (notice["posted"], notice["updated"])
    assert (notice["number"], days) == (2, ("2025-10-21", "2025-10-24"))
    assert notice["additions"] == [
        {"marked": "2025-10-24", "text": "【10/24更新】10/31に再開します。"}
    ]
    assert told["blocks"][2]["struck"] == ["10/29"]
    assert told["blocks"][2]["links"][0]["text"] == "再開"
    assert told["blocks"][4]["columns"] == ["拠点", "状況"]
    assert told["blocks"][5]["stamped"] == "2025-10-24"
    assert (told["unreadable"], told["faults"], told["updated"]) == (None, [], None)


def test_a_part_that_is_gone_is_said(tmp_path):
    path = tmp_path / "notice.html"
    path.write_text(PAGE, "utf-8")

    assert read_out(str(path), "--selector", "#gone")["unreadable"] == "selector_empty"


def test_what_cannot_be_read_is_one_sentence(tmp_path):
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7")

    for target in (str(path), str(tmp_path / "missing"), "http://127.0.0.1:9/"):
        with pytest.raises(CommandError):
            read_out(target)
