import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

PAGE = """<html lang=ja><body><h1>出荷停止のお知らせ（第2報）</h1><p>2025/10/21（10/24更新）</p>
<p>【10/24更新】<s>10/29</s>10/31に<a href=/faq>再開</a>します。</p>
<table><tr><th>拠点<th>状況<tr><td>富山<td>停止</table>
<p><time datetime=2025-10-24>きのう</time></p></body></html>"""

WORK = """令和8年4月20日
共同センター設備の更改について
1. 更改の目的
処理の安定を図ります。
2. 更改日時
① 令和8年5月12日(火) AM2:00~AM4:00
[予備日:令和8年5月19日(火) AM2:00~AM4:00]
② 令和8年6月9日(火) AM0:00~AM5:00
[予備日:令和8年6月16日(火) AM0:00~AM5:00]
3. 影響
[令和8年5月12日(火)AM2:00~4:00]
時間帯\t利用不可サービス\t\t更改中の挙動\t代替措置
2:00 ~ 4:00\t決済\t電子マネー\tエラーを表示 ^{*2}\t現金をご案内ください。
\t日計\t全取引 ^{*1}\t\t終了後に手動で締めてください。
*1 電子マネーのご契約がある場合のみ対象
*2 機器により挙動が異なる場合がございます
[令和8年6月9日(火)AM0:00~5:00]
時間帯\t利用不可サービス\t\t更改中の挙動\t代替措置
0:00 ~ 5:00\tその他\t管理画面\t表示できません ^{*3}\t翌朝ご利用ください。
(次ページへ続く)
時間帯\t利用不可サービス\t\t更改中の挙動\t代替措置
1:00 ~ 5:00\t決済\t全取引\tエラーを表示\t現金をご案内ください。
\t日計\t全取引\t\t終了後に手動で締めてください。
*3 機器により挙動が異なる 場合がございます
4. 不具合の場合
不具合が発生した場合は、切戻しを行い、予備日に作業を行います。
"""

OUTAGE = """共有をご利用のお客様へ
2024年11月13日7:57より障害が発生しており、9:00に通信が完全に遮断されました。
本日11月15日11時を目処に暫定復旧を予定しております。
ケース1(共有したままのデータ)
復旧後にご利用いただけます。
ケース2(共有をやめたデータ)
共有をもう一度開始してください。
"""


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


def test_a_letter_about_planned_work_is_read_out_as_its_plan(tmp_path):
    path = tmp_path / "work.txt"
    path.write_text(WORK, "utf-8")

    told = read_out(str(path), "--captured-on", "2026-11-21")

    plan = told["plan"]
    assert [(work["start"][:16], work["reserve_start"][:16]) for work in plan["works"]] == [
        ("2026-05-12T02:00", "2026-05-19T02:00"),
        ("2026-06-09T00:00", "2026-06-16T00:00"),
    ]
    assert [(s["start"][5:16], s["end"][5:16], len(s["rows"])) for s in plan["slots"]] == [
        ("05-12T02:00", "05-12T04:00", 2),
        ("06-09T00:00", "06-09T05:00", 1),
        ("06-09T01:00", "06-09T05:00", 2),
    ]
    assert plan["slots"][0]["rows"][1] == {
        "service": "日計 全取引",
        "behaviour": "エラーを表示",
        "alternative": "終了後に手動で締めてください。",
        "conditions": ["1", "2"],
    }
    assert [condition["marks"] for condition in plan["conditions"]] == [["1"], ["2", "3"]]
    assert plan["rollback"] == "不具合が発生した場合は、切戻しを行い、予備日に作業を行います。"
    assert told["outage"] is None


def test_a_letter_about_an_outage_is_read_out_with_its_cases(tmp_path):
    path = tmp_path / "outage.txt"
    path.write_text(OUTAGE, "utf-8")

    told = read_out(str(path), "--captured-on", "2026-11-21")

    outage = told["outage"]
    assert (outage["started"], outage["stopped"], outage["provisional"]) == (
        "2024-11-13T07:57:00+09:00",
        "2024-11-13T09:00:00+09:00",
        "2024-11-15T11:00:00+09:00",
    )
    assert [(case["name"], case["condition"]) for case in outage["cases"]] == [
        ("ケース1", "共有したままのデータ"),
        ("ケース2", "共有をやめたデータ"),
    ]
    assert told["plan"] is None
