"""Hostile and broken pages on their way to a supplier's state (reliability F10, F11, P1, P2, T)."""

from datetime import UTC, date, datetime
from pathlib import Path
from time import process_time

import pytest

from tests.factories import SnapshotFactory
from tests.tracker.operations.telling import at
from tracker.domain import notices, reading
from tracker.domain.dates import english
from tracker.enums import ClaimDoubt, DomainState, Level, ServiceDomain
from tracker.models import Claim, ServiceState
from tracker.operations import digesting
from tracker.operations.claim_reading import prepare
from tracker.operations.claims import record_claims

CAPTURED = date(2025, 10, 20)
HOSTILE = sorted((Path(__file__).parents[2] / "corpus" / "hostile").glob("*.html"))
STOPPED = "<p>2025年10月20日</p><p>ご注文の受付を停止しております。①㈱つぐみ野商会</p>"
SECONDS = 3  # reliability P1; measured at a tenth of it


def page_of(body, title="システム障害のお知らせ"):
    return f"<html><title>{title}</title><main><h1>{title}</h1>{body}</main></html>"


def prepared(content, content_type="text/html", day=CAPTURED):
    document = reading.read(content, content_type=content_type, captured_on=day)
    return prepare(document, notices=notices.split(document, captured_on=day), captured_on=day)


def told(page, when, content):
    """Let a company take in one version of a page; return the level of its orders."""
    snapshot = SnapshotFactory(page=page, taken_at=at(when))
    row = record_claims(snapshot, prepared(content, day=at(when).date()))
    digesting.digest(row.pk, now=at(when))
    return level()


def level():
    return ServiceState.objects.get(domain=ServiceDomain.ORDERS, service="").level


@pytest.mark.parametrize("charset", ["utf-8", "cp932", "euc_jis_2004", "iso2022_jp_2004", "utf-16"])
def test_f10_a_page_says_the_same_in_every_charset(charset):
    (claim,) = prepared(page_of(STOPPED).encode(charset)).claims

    assert (claim.domain, claim.state, claim.doubt) == (
        ServiceDomain.ORDERS,
        DomainState.STOPPED,
        None,
    )
    assert claim.evidence.startswith("ご注文の受付を停止しております。")


def test_f10_what_broken_bytes_say_waits_for_a_person():
    content = page_of(STOPPED).encode().replace("㈱".encode(), b"\xff\xfe\xff")

    found = prepared(content, "text/html; charset=utf-8")

    assert found.faults == ("broken-bytes",)
    assert {claim.doubt for claim in found.claims} == {ClaimDoubt.DAMAGED}


@pytest.mark.django_db
@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.stem)
def test_f11_no_hostile_page_lets_a_stopped_supplier_run(page, path):
    assert told(page, "10-20", page_of(STOPPED).encode()) == Level.DOWN

    assert told(page, "10-21", path.read_bytes()) != Level.UP


@pytest.mark.parametrize("depth", [300, 3_000, 100_000])
def test_p1_what_stands_deep_in_the_page_is_read_in_time(depth):
    nested = "<div>" * depth + STOPPED + "</div>" * depth
    started = process_time()

    found = prepared(page_of(nested).encode())

    assert process_time() - started < SECONDS
    assert [(one.domain, one.state) for one in found.claims] == [
        (ServiceDomain.ORDERS, DomainState.STOPPED)
    ]


@pytest.mark.parametrize(
    "unit",
    [
        "出荷を停止しておりますが12月1日より再開する予定です、",
        "12月1日から12月3日まで",
        "停止再開停止再開",
        "ご注文の受付を停止しております。",
        "(((",
        "shipping is suspended and will resume on 1 December, ",
    ],
)
def test_p2_one_line_of_a_megabyte_is_read_in_time(unit):
    line = unit * (1_000_000 // len(unit.encode()))
    started = process_time()

    found = prepared(page_of(f"<p>{line}</p>").encode())

    assert process_time() - started < SECONDS
    assert "cut-page" in found.faults


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Eastern time falls back at 2:00 on 2 November 2025: 1:30 comes twice, and the first is
        # meant; on 9 March 2025 it springs forward: 2:30 does not exist and is read as 3:30
        ("1:30 AM EDT on November 2, 2025", datetime(2025, 11, 2, 5, 30, tzinfo=UTC)),
        ("2:30 AM EDT on March 9, 2025", datetime(2025, 3, 9, 7, 30, tzinfo=UTC)),
        ("11:30 PM PST on February 28, 2024", datetime(2024, 2, 29, 7, 30, tzinfo=UTC)),
        ("3 PM UTC on March 31, 2025", datetime(2025, 3, 31, 15, 0, tzinfo=UTC)),  # 0:00 in Japan
    ],
)
def test_t2_a_foreign_supplier_s_hours_are_placed_in_utc(text, expected):
    (span,) = english.find(text, date(2025, 10, 20))

    assert span.first.astimezone(UTC) == expected


@pytest.mark.parametrize(
    ("words", "first", "last", "certainty"),
    [
        ("12月上旬に再開する予定です。", date(2025, 12, 1), date(2025, 12, 10), "month"),
        ("明日以降に再開する予定です。", date(2025, 10, 21), None, "date"),
        ("令和7年11月1日に再開する予定です。", date(2025, 11, 1), date(2025, 11, 1), "date"),
        ("10月31日25時に再開する予定です。", date(2025, 11, 1), date(2025, 11, 1), "date"),
    ],
)
def test_t4_a_vague_time_is_a_range_with_its_certainty(words, first, last, certainty):
    body = f"<p>2025年10月20日</p><p>ご注文の受付を停止しております。ご注文の受付は、{words}</p>"

    plans = [
        (one.expected_first, one.expected_last, one.certainty)
        for one in prepared(page_of(body).encode()).claims
        if one.state == DomainState.PLANNED_RESUME or one.certainty == certainty
    ]

    assert plans == [(first, last, certainty)]


@pytest.mark.django_db
def test_t4_a_date_of_no_calendar_waits_for_a_person(page):
    body = "<p>2025年10月20日</p><p>ご注文の受付は13月45日に再開する予定です。</p>"

    told(page, "10-20", page_of(body).encode())

    (claim,) = Claim.objects.all()
    assert (claim.doubt, claim.expected_first, claim.expected_last) == (ClaimDoubt.DATE, None, None)
    assert "13月45日" in claim.evidence


@pytest.mark.django_db
def test_t3_a_back_dated_notice_does_not_turn_the_state_back(page):
    resumed = page_of("<p>2025年10月25日</p><p>ご注文の受付を再開いたしました。</p>")
    assert told(page, "10-25", resumed.encode()) == Level.UP

    old = page_of("<p>2025年10月19日</p><p>ご注文の受付を停止しております。</p>")
    assert told(page, "10-26", old.encode()) == Level.UP
