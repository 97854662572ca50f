from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tracker.domain.twins import Told, is_same, plain_url, words_of
from tracker.enums import ChangeKind

NOON = datetime(2025, 10, 31, 3, tzinfo=UTC)
DAY = date(2025, 10, 31)
LISTED = Told(ChangeKind.POSTED, "第5報 出荷再開のお知らせ", NOON, "https://a.example/n/5", 5, DAY)
EDITED = replace(LISTED, kind=ChangeKind.EDITED, words="月12日より出荷します")


@pytest.mark.parametrize(
    ("one", "changes", "expected"),
    [
        (LISTED, {"url": ""}, True),
        (LISTED, {"title": "Resumption", "number": None, "told_on": None}, True),
        (LISTED, {"title": "【更新】第5報 出荷再開のお知らせ", "url": ""}, True),
        (LISTED, {"url": "", "told_on": None}, True),
        (LISTED, {"url": "", "told_on": None, "seen_at": NOON + timedelta(days=2)}, False),
        (LISTED, {"url": "", "told_on": date(2025, 10, 30)}, False),
        (LISTED, {"url": "", "number": 6}, False),
        (LISTED, {"url": "", "title": "別のお知らせ"}, False),
        (LISTED, {"url": "https://a.example/n/6", "title": "別のお知らせ"}, False),
        (LISTED, {"seen_at": NOON + timedelta(days=4)}, False),
        (LISTED, {"kind": ChangeKind.WITHDRAWN}, False),
        (EDITED, {}, True),
        (EDITED, {"words": "出荷します"}, True),
        (EDITED, {"words": "します"}, False),
        (EDITED, {"words": "来月より出荷します"}, False),
        (replace(LISTED, title="【】", url=""), {}, False),
    ],
)
def test_is_same_notice(one, changes, expected):
    assert is_same(one, replace(one, **changes)) is expected
    assert is_same(replace(one, **changes), one) is expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://A.example/n/5/", "a.example/n/5?"),
        ("http://a.example/n/5?utm_source=rss#top", "a.example/n/5?"),
        ("http://a.example/n?id=5&utm_source=rss", "a.example/n?id=5"),
    ],
)
def test_plain_url(url, expected):
    assert plain_url(url) == expected


def test_words_of_keeps_letters_and_digits():
    assert words_of("11月12日(水)より、再開。") == "11月12日水より再開"
