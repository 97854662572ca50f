import pytest

from tracker.domain.reading.folding import columns_of, fold, unwrap


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  出荷　停止 \n", "出荷 停止"),
        ("か\u3099", "が"),
        ("a  b", "a b"),
        ("停\u200b止\x07", "停止"),
        (" \u200b ", ""),
        ("x\ue000y", "x\ue000y"),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


def test_full_width_characters_fill_two_columns():
    assert columns_of("ｱA東和") == 6


WIDE = "富山工場において停電が発生したため、当面の間すべての出荷を停止し"


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ([], []),
        (["一行"], ["一行"]),
        ([WIDE, "ております。"], [WIDE + "ております。"]),
        (["短い行", "次の行"], ["短い行", "次の行"]),
        ([WIDE + "た。", "次の文"], [WIDE + "た。", "次の文"]),
        ([WIDE, "・箇条"], [WIDE, "・箇条"]),
        ([WIDE, "10月29日"], [WIDE, "10月29日"]),
        ([WIDE + "て、再開は", "10月29日です"], [WIDE + "て、再開は10月29日です"]),
        (
            ["Shipping from the Toyama plant has stopped until", "further notice."],
            ["Shipping from the Toyama plant has stopped until further notice."],
        ),
    ],
)
def test_only_lines_broken_by_the_margin_are_joined(lines, joined):
    assert unwrap(lines) == joined
