"""The short form of notices: comparing with it says what comparing with the version itself says."""

from datetime import date

import pytest

from bench.tracker import pages
from tracker.domain import lifecycle, notice_index
from tracker.domain.document import Block, BlockKind, Document
from tracker.domain.notices import Notice, split
from tracker.domain.reading import read

DAY = date(2025, 11, 21)


def of(body):
    document = read(body.encode(), captured_on=DAY)
    return document, split(document, captured_on=DAY)


def shorten(document, standing):
    return notice_index.from_index(notice_index.to_index(document, standing), document.lines)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (pages.page(3, 0), pages.page(3, 1)),
        (pages.page(3, 1), pages.page(3, 2)),
        (pages.page(3, 2), pages.page(3, 2)),
        ("<title>停止</title><p>出荷を停止</p>", "<title>停止</title><p>出荷を<s>停止</s>再開</p>"),
        ("<p><s>終了</s></p><p>本日停止しております。</p>", "<p>本日再開いたしました。</p>"),
    ],
)
def test_the_short_form_compares_as_the_version_does(old, new):
    before, standing = of(old)[1], of(new)[1]

    events = lifecycle.compare(shorten(*of(old)), standing)

    full = lifecycle.compare(before, standing)
    assert [(e.kind, e.key, e.after, e.before and e.before.lines) for e in events] == [
        (e.kind, e.key, e.after, e.before and e.before.lines) for e in full
    ]


def test_notices_with_states_of_their_own_have_no_short_form():
    document = Document("html", "t", (Block(BlockKind.PARAGRAPH, "a"),))
    notice = Notice("k", "t", document.blocks, attributes={"status": "resolved"})

    assert notice_index.to_index(document, [notice]) == ""
    assert notice_index.to_index(Document("feed", "t", ()), []) == ""
