import pytest

from bench.tracker import pages
from tracker.domain import wordwise
from tracker.domain.difference import Difference, Row, RowKind, diff
from tracker.domain.wordwise import Span, edits, split_sentences


def marked(old, new):
    return "".join(
        span.text if span.op == "=" else f"[{span.op}{span.text}]"
        for span in edits(old, new, seconds=0.2)
    )


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("復旧は10/29の予定", "復旧は10/31の予定", "復旧は[-10/29][+10/31]の予定"),
        ("37アイテムを出荷", "237アイテムを出荷", "[-37][+237]アイテムを出荷"),
        ("納期は1,200個まで", "納期は1,250個まで", "納期は[-1,200個][+1,250個]まで"),
        ("10月29日に再開", "11月29日に再開", "[-10月29日][+11月29日]に再開"),
        ("午後3時30分から受付", "午後3時から受付", "午後[-3時30分][+3時]から受付"),
        ("plant reopened today", "plant reopens today", "plant [-reopened][+reopens] today"),
        ("出荷を停止しています", "出荷を再開しています", "出荷を[-停止][+再開]しています"),
        ("富山工場", "富山第二工場", "富山[+第二]工場"),
        ("富山第二工場", "富山工場", "富山[-第二]工場"),
        ("本日は晴天なり", "Server is down", "[-本日は晴天なり][+Server is down]"),
        ("停止", "停止", "停止"),
    ],
)
def test_edits_are_exact_and_never_cut_a_date_or_number(old, new, shown):
    assert marked(old, new) == shown


def test_long_lines_are_compared_by_the_engine_in_c():
    old = "富山工場の操業を停止しております。" * 30
    new = old.replace("停止", "再開", 1)

    assert marked(old, new).startswith("富山工場の操業を[-停止][+再開]しております。")


def test_overlong_lines_are_cut_at_sentences():
    long_line = "停止しております。" * 40

    assert split_sentences(["短い行", long_line]) == ["短い行", *["停止しております。"] * 40]


def test_difference_pairs_lines_and_folds_the_rest():
    old = ["一", "二", "三", "四", "五", "出荷は10/29に再開します。", "以上"]
    new = ["一", "二", "三", "四", "五", "出荷は10/31に再開します。", "追って連絡します。", "以上"]

    assert diff(old, new, context=1) == Difference(
        (
            Row(RowKind.FOLDED, folded_count=4),
            Row(RowKind.EQUAL, (Span("=", "五"),), 5, 5),
            Row(
                RowKind.REPLACED,
                (
                    Span("=", "出荷は"),
                    Span("-", "10/29"),
                    Span("+", "10/31"),
                    Span("=", "に再開します。"),
                ),
                6,
                6,
            ),
            Row(RowKind.INSERTED, (Span("+", "追って連絡します。"),), None, 7),
            Row(RowKind.EQUAL, (Span("=", "以上"),), 7, 8),
        ),
        added_count=14,
        removed_count=5,
    )


def test_a_replaced_row_shows_each_side_its_own():
    row = diff(["37個"], ["237個"]).rows[0]

    assert row.old_spans == (Span("-", "37個"),)
    assert row.new_spans == (Span("+", "237個"),)


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        (["同じ"], ["同じ"], ""),
        ([], [], ""),
        ([], ["追加"], "+"),
        (["削除"], [], "-"),
        (["富山工場は停止"], ["別のお話です"], "-+"),
        (["a", "b", "甲の件は停止", "c"], ["a", "b", "c"], "==-="),
        (
            ["富山工場は停止しています", "熊本工場は停止しています"],
            ["前文を追加しました", "富山工場は再開しました", "熊本工場は停止しています"],
            "+*=",
        ),
        (["x"] * 3 + ["古い行です"], ["x"] * 3 + ["別の文に替えた"], "~==-+"),
    ],
)
def test_the_kinds_of_rows(old, new, kinds):
    assert "".join(row.kind.value for row in diff(old, new).rows) == kinds


def test_a_difference_survives_storage():
    old, new = pages.edited_text(30, 10)

    found = diff(old.splitlines(), new.splitlines())

    assert Difference.from_json(found.to_json()) == found
    assert 0 < found.added_count + found.removed_count < 300  # of 12,212 characters


def test_a_rewritten_text_is_paired_near_the_diagonal():
    old = pages.edited_text(30, 1, seed=7)[0].splitlines()
    new = pages.edited_text(30, 1, seed=8)[0].splitlines()

    found = diff(old, new)

    kinds = {row.kind for row in found.rows}
    assert RowKind.REPLACED in kinds
    assert [row.old_number for row in found.rows if row.old_number] == sorted(
        row.old_number for row in found.rows if row.old_number
    )


@pytest.mark.parametrize("size", [40, 300, 600, 1200])
def test_both_engines_find_the_same_edits(monkeypatch, size):
    """Source: docs/decisions/0021-character-differences.md."""
    old = ("倉庫の障害により、すべての商品の出荷を停止しております。" * 50)[:size]
    new = old.replace("すべて", "一部", 1) + "再開は11月12日の予定です。"
    found = []
    for most in (0, 10**6):  # everything in C, everything in Python
        monkeypatch.setattr(wordwise, "LONG_PAIR", most)
        found.append(wordwise.edits(old, new, seconds=1))

    assert found[0] == found[1]
    assert [span.text for span in found[0] if span.op == "-"][:1] == ["すべて"]
