from datetime import date

import pytest

from tracker.domain.document import Block, BlockKind
from tracker.domain.lifecycle import NoticeEvent, compare
from tracker.domain.notices import Notice, split
from tracker.domain.reading import read
from tracker.enums import ChangeKind
from tracker.enums.reading import NoiseReason


def notice(key, *lines, title="", day=None, number=None, url="", group=(), **more):
    blocks = tuple(Block(BlockKind.PARAGRAPH, line, headings=group) for line in lines or ("本文",))
    day = date(2025, 10, day) if day else None
    return Notice(key, title or key, blocks, number, day, url=url, **more)


def happened(old, new):
    return [
        " ".join(filter(None, [event.kind.value, event.key, "late" if event.is_late else ""]))
        for event in compare(old, new)
    ]


A, B, C, D = (notice(key, day=day) for key, day in zip("ABCD", (28, 27, 26, 25), strict=True))


@pytest.mark.parametrize(
    ("old", "new", "events"),
    [
        ([A, B], [A, B], []),
        ([A, B, C], [C, A, B], []),
        ([B, C], [A, B, C], ["posted A"]),
        ([], [A], ["posted A"]),
        ([A, B, C], [A, C], ["withdrawn B"]),
        ([A, B, C], [B, C], ["withdrawn A"]),
        ([A, B], [A], ["withdrawn B"]),
        ([B, C, D], [A, B, C], ["posted A"]),
        ([A, B, C], [B, C, D], ["withdrawn A"]),
        ([C, B], [C, B, A], ["posted A"]),
        ([D, C, B], [C, B, A], ["posted A"]),
        ([A, B, C], [A, B, notice("X", "別")], ["posted X"]),
        ([A, B, C], [B, C, notice("X", "別")], ["posted X", "withdrawn A"]),
        ([C, D], [A, B], ["posted A", "posted B"]),
        ([B, C, D], [A], ["posted A", "withdrawn B", "withdrawn C", "withdrawn D"]),
        ([A, C], [A, B, C], ["posted B late"]),
        ([A, B], [], []),
    ],
)
def test_t3_the_life_of_a_list(old, new, events):
    assert happened(old, new) == events


def test_t3_a_report_that_comes_after_its_follower_is_late():
    twelfth = notice("12", number=12, title="第12報", day=28)
    eleventh = notice("11", number=11, title="第11報", day=29)

    assert happened([twelfth], [eleventh, twelfth]) == ["posted 11 late"]
    assert happened([eleventh], [twelfth, eleventh]) == ["posted 12"]
    assert happened([notice("x")], [eleventh, notice("x")]) == ["posted 11"]


def test_an_edit_is_told_from_noise():
    old = notice("A", "閲覧数 3", "停止しています")

    assert compare([old], [notice("A", "閲覧数 4", "停止しています")]) == (
        NoticeEvent(
            ChangeKind.COSMETIC,
            "A",
            old,
            notice("A", "閲覧数 4", "停止しています"),
            reason=NoiseReason.COUNTER,
        ),
    )
    assert happened([old], [notice("A", "閲覧数 3", "再開しました")]) == ["edited A"]


def test_a_notice_is_resolved_once():
    open_, over = notice("A", "停止"), notice("A", "再開", is_resolved=True)
    later = notice("A", "再開", "以上", is_resolved=True)

    assert happened([open_], [over]) == ["resolved A"]
    assert happened([over], [later]) == ["edited A"]


def test_a_notice_keeps_its_life_under_a_new_key():
    lines = ("富山工場は停止", "復旧は未定", "以上")
    old, other = notice("old", *lines, title="停止"), notice("other", "別の件", title="別")

    edited = notice("new", *lines[:2], "追って連絡", title="停止（更新）")
    assert happened([old, other], [edited, other]) == ["edited old"]
    renamed = notice("new", *lines, title="停止")
    assert compare([old, other], [renamed, other])[0].reason is NoiseReason.RENAMED


@pytest.mark.parametrize(
    "new",
    [
        notice("new", "a", "b", url="https://t.example/2"),
        notice("new", "a", "b", number=2),
        notice("new", "a", "b", title="別の件", day=3),
        notice("new", "x", "y", title="別の件", day=4),
    ],
)
def test_other_notices_are_not_mixed_up(new):
    old = notice("old", "a", "b", url="https://t.example/1", day=4)
    old = notice("old", "a", "b", number=1, day=4) if new.number else old
    kept = notice("kept", day=9)

    assert happened([kept, old], [kept, new]) in (["posted new"], ["posted new late"])


def test_the_same_heading_on_the_same_day_is_the_same_notice():
    old, kept = notice("old", "a", title="【調査中】停電", day=4), notice("kept", day=9)

    new = notice("new", "b", title="【復旧】停電", day=4)

    assert happened([kept, old], [kept, new]) == ["edited old"]


@pytest.mark.parametrize(
    ("old", "new", "events"),
    [
        (
            notice("a", "x", title="状況", day=1),
            notice("b", "y", title="状況", day=9),
            ["edited a"],
        ),
        (notice("a", "x", title="甲", day=1), notice("b", "y", title="乙", day=1), ["edited a"]),
        (
            notice("a", "x", title="よくあるご質問", day=1),
            notice("b", "y", title="よくあるご質問（障害）", day=9),
            ["edited a"],
        ),
        (
            notice("a", "x", "y", title="甲", day=1),
            notice("b", "x", "y", title="乙", day=9),
            ["edited a"],
        ),
        (
            notice("a", "x", title="停止", day=1),
            notice("b", "y", title="休業", day=9),
            ["posted b"],
        ),
        (
            notice("a", "x", title="状況", number=1, day=1),
            notice("b", "x", title="状況", number=2, day=1),
            ["posted b"],
        ),
    ],
)
def test_an_article_at_one_address_is_edited_or_followed_by_the_next(old, new, events):
    assert happened([old], [new]) == events


def test_what_leaves_the_summary_of_a_status_page_is_over():
    first = notice("i1", attributes={"status": "monitoring"})
    second = notice("i2", attributes={"status": "identified"})
    over = notice("i0", attributes={"status": "resolved"}, is_resolved=True)

    assert happened([first, second], [second]) == ["resolved i1"]
    assert happened([first], []) == ["resolved i1"]
    assert happened([over, first, second], [over, second]) == ["withdrawn i1"]


def test_two_lists_on_one_page_end_each_for_itself():
    urgent = [notice(f"u{number}", group=("重要",), day=number) for number in (9, 8, 7)]
    news = [notice(f"n{number}", group=("新着",), day=number) for number in (9, 8, 7)]

    assert happened([*urgent[1:], *news[:2]], [*urgent[:2], *news[:2]]) == ["posted u9"]
    assert happened([*urgent[:2], *news[:2]], [*urgent[:2], news[0]]) == ["withdrawn n8"]


def test_hundreds_of_strangers_are_not_compared_line_by_line():
    old = [notice(f"o{number}", "同じ行") for number in range(60)]
    new = [notice(f"n{number}", "同じ行") for number in range(60)]

    assert {event.kind for event in compare(old, new)} == {ChangeKind.POSTED}


def test_t3_a_silent_edit_of_a_page_is_seen():
    page = "<h1>出荷について</h1><p>2025年10月29日</p><p>再開は{}の予定です。</p>"
    old, new = (split(read(page.format(day).encode())) for day in ("10/29", "10/31"))

    (event,) = compare(old, new)

    assert (event.kind, event.key) == (ChangeKind.EDITED, "2025-10-29 出荷について")
