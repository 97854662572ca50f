import pytest

from tracker.domain.marking import Piece, marked, placed


@pytest.mark.parametrize(
    ("sentence", "words", "expected"),
    [
        ("受注を停止", [], [Piece("受注を停止")]),
        ("受注を停止", ["停止"], [Piece("受注を"), Piece("停止", (1,))]),
        ("停止、停止", ["停止", ""], [Piece("停止", (1,)), Piece("、"), Piece("停止", (1,))]),
        ("Orders Stopped", ["stopped"], [Piece("Orders "), Piece("Stopped", (1,))]),
        ("受注を停止", ["再開"], [Piece("受注を停止")]),
        ("İ stopped", ["stopped"], [Piece("İ "), Piece("stopped", (1,))]),
        ("", ["x"], []),
    ],
)
def test_marked_cuts_at_the_words_that_decided(sentence, words, expected):
    assert marked(sentence, words) == expected


def test_placed_finds_sentences_whatever_space_lies_between():
    text = "お知らせ\n受注は 停止\nしております。以上"

    assert placed(text, {7: "受注は停止しております。", 8: "停止", 9: "ここにない"}) == [
        [Piece("お知らせ")],
        [Piece("受注は ", (7,), begins=(7,)), Piece("停止", (7, 8), begins=(8,))],
        [Piece("しております。", (7,)), Piece("以上")],
    ]


def test_placed_marks_nothing_for_an_empty_sentence():
    assert placed("受注", {1: " "}) == [[Piece("受注")]]
