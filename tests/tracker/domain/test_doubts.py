from datetime import date

import pytest

from tracker.domain.doubts import doubt_of, unread_dates
from tracker.enums import ClaimDoubt, DomainState

TOLD_ON = date(2025, 11, 20)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("本日より再開しました。", []),
        ("明日以降、順次再開します。", []),
        ("12月上旬に再開する予定です。", []),
        ("令和7年12月1日25時より再開します。", []),
        ("12月第1週に再開します。", []),
        ("10月6日(月)17:00より停止しております。", []),
        ("24/7のサポートを停止しております。", []),
        ("Shipping resumes by 1 December.", []),
        ("お届けまで2～7日かかります。", []),
        ("出荷は13月45日に再開する予定です。", ["13月45日"]),
        ("令和99年13月1日に再開します。", ["令和99年13月1日"]),
        ("●月●日に再開する予定です。", ["●月●日"]),
        ("2月30日に再開します。", ["2月30日"]),
        ("2025年12月第6週に再開します。", ["2025年12月第6週"]),
        ("３／３２に再開します。", ["3/32"]),
        ("24:70に再開します。", ["24:70"]),
        ("We will resume on 32 December.", ["32 December"]),
    ],
)
def test_t4_what_no_calendar_can_place_stays_text(sentence, expected):
    assert unread_dates(sentence, told_on=TOLD_ON) == expected


@pytest.mark.parametrize(
    ("state", "sentence", "faults", "expected"),
    [
        (DomainState.STOPPED, "停止しております。", (), None),
        (DomainState.PLANNED_RESUME, "12月1日に再開します。", (), None),
        (DomainState.PLANNED_RESUME, "13月1日に再開します。", ("truncated",), ClaimDoubt.DATE),
        (DomainState.RESUMED, "再開しました。", ("truncated",), ClaimDoubt.DAMAGED),
        (DomainState.RESUMED, "再開しました。", (), ClaimDoubt.GOOD_NEWS),
        (DomainState.NORMAL, "通常どおりです。", (), ClaimDoubt.GOOD_NEWS),
        (DomainState.UNKNOWN, "確認中です。", (), ClaimDoubt.UNKNOWN),
    ],
)
def test_doubt_of_tells_the_gravest_reason(state, sentence, faults, expected):
    assert doubt_of(state, sentence, told_on=TOLD_ON, faults=faults) == expected
