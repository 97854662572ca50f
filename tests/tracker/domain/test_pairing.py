import pytest

from tracker.domain.pairing import likeness, pair_lines


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ([], [], []),
        (["a"], [], [(0, None)]),
        ([], ["a"], [(None, 0)]),
        (["富山工場は停止"], ["富山工場は再開"], [(0, 0)]),
        (["富山工場は停止"], ["別の話題です"], [(0, None), (None, 0)]),
        (
            ["富山工場は停止中です", "熊本工場は停止中です"],
            ["前置きを入れました", "富山工場は再開しました", "熊本工場は停止中でした"],
            [(None, 0), (0, 1), (1, 2)],
        ),
        (
            ["消える行でした", "熊本工場は停止中です"],
            ["熊本工場は再開しました", "別件をお知らせ"],
            [(0, None), (1, 0), (None, 1)],
        ),
    ],
)
def test_lines_are_paired_without_crossing(old, new, pairs):
    assert pair_lines(old, new) == pairs


def test_nothing_is_like_nothing():
    assert likeness(frozenset(), frozenset({"ab"})) == 0.0
    assert likeness(frozenset({"ab"}), frozenset({"ab"})) == 1.0
