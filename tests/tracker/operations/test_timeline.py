from datetime import timedelta

import pytest

from tests.factories import (
    ChangeFactory,
    PageFactory,
    SourceFactory,
    SupplierFactory,
    TimelineRecordFactory,
)
from tests.factories.tracker import NOON
from tracker.enums import ChangeKind, Folder, RecordKind
from tracker.operations import timeline
from tracker.operations.timeline import Cursor, Wanted

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def source():
    return SourceFactory()


def read(supplier, **wanted):
    """Return what a reader of the supplier's timeline sees, newest first."""
    events = timeline.read(supplier, timeline.pages_of(supplier), **wanted).events
    return [event.change or event.record for event in events]


def test_read_merges_words_of_the_supplier_with_our_records(source):
    early = ChangeFactory(page=source.page, seen_at=NOON)
    ours = TimelineRecordFactory(supplier=source.supplier, happened_at=NOON + MINUTE)
    late = ChangeFactory(page=source.page, seen_at=NOON + 2 * MINUTE)
    ChangeFactory(page=source.page, kind=ChangeKind.COSMETIC)
    ChangeFactory()

    assert read(source.supplier) == [late, ours, early]


def test_read_follows_the_links_of_a_list_and_keeps_ended_sources(source):
    linked = ChangeFactory(page=PageFactory(parent=source.page))
    ended = SourceFactory(supplier=source.supplier, ended_at=NOON)
    kept = ChangeFactory(page=ended.page, seen_at=NOON - MINUTE)

    assert read(source.supplier) == [linked, kept]


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_read_page_by_page_shows_every_event_once(source, size):
    for number in range(3):  # several events share one moment
        ChangeFactory.create_batch(2, page=source.page, seen_at=NOON + number * MINUTE)
        TimelineRecordFactory.create_batch(
            2, supplier=source.supplier, happened_at=NOON + number * MINUTE
        )
    pages = timeline.pages_of(source.supplier)
    whole = timeline.read(source.supplier, pages).events
    found, cursor = [], None

    while True:
        part = timeline.read(source.supplier, pages, before=cursor, size=size)
        found += part.events
        cursor = part.next_cursor
        if cursor is None:
            break

    assert len(found) == 12
    assert found == whole


def test_read_filters_by_kind_tier_and_period(source):
    news = SourceFactory(supplier=source.supplier, folder=Folder.NEWS)
    reported = ChangeFactory(page=news.page)
    lost = ChangeFactory(page=source.page, kind=ChangeKind.LOST, seen_at=NOON + MINUTE)
    check = TimelineRecordFactory(supplier=source.supplier, kind=RecordKind.CHECK)
    supplier = source.supplier

    assert read(supplier, wanted=Wanted(folder=Folder.NEWS)) == [reported]
    assert read(supplier, wanted=Wanted(changes=timeline.HEALTH)) == [lost]
    assert read(supplier, wanted=Wanted(records=frozenset({RecordKind.CHECK}))) == [check]
    assert read(supplier, wanted=Wanted(since=NOON + MINUTE)) == [lost]
    assert read(supplier, wanted=Wanted(until=NOON + MINUTE)) == [check, reported]


@pytest.mark.parametrize("count", [1, 3])
def test_read_takes_flat_queries(source, count, django_assert_num_queries):
    ChangeFactory.create_batch(count, page=source.page)
    TimelineRecordFactory.create_batch(count, supplier=source.supplier)
    pages = timeline.pages_of(source.supplier)

    with django_assert_num_queries(3):  # changes, records, their corrections
        events = timeline.read(source.supplier, pages).events
        names = [event.record.author.name for event in events if event.record]

    assert len(names) == count


def test_read_marks_what_is_new_since_the_last_visit(source):
    ChangeFactory(page=source.page, seen_at=NOON)
    ChangeFactory(page=source.page, seen_at=NOON + 2 * MINUTE)
    pages = timeline.pages_of(source.supplier)

    events = timeline.read(source.supplier, pages, new_since=NOON + MINUTE).events

    assert [event.is_new for event in events] == [True, False]


def test_seen_first_are_starred_pages_resumption_and_narrowing(source):
    starred = SourceFactory(supplier=source.supplier, is_starred=True)
    chosen = [
        ChangeFactory(page=starred.page, title="第3報", seen_at=NOON + 3 * MINUTE),
        ChangeFactory(page=source.page, title="出荷再開", seen_at=NOON + 2 * MINUTE),
        ChangeFactory(page=source.page, title="受注停止のお知らせ", seen_at=NOON + MINUTE),
    ]
    ChangeFactory(page=source.page, title="ご案内", seen_at=NOON + MINUTE)
    ChangeFactory(page=source.page, title="再開", seen_at=NOON - MINUTE)
    pages = timeline.pages_of(source.supplier)

    first = timeline.seen_first(pages, since=NOON)

    assert [event.change for event in first] == chosen


def test_seen_first_is_empty_without_sources():
    pages = timeline.pages_of(SupplierFactory())

    assert timeline.seen_first(pages, since=NOON) == []


def test_cursor_survives_an_address():
    cursor = Cursor(NOON, 1, 12)

    assert Cursor.parse(str(cursor)) == cursor


@pytest.mark.parametrize("text", ["", "x", "2025-10-19_1_2_", "2025-10-19T00:00:00_0_1", "a_b_c"])
def test_cursor_that_cannot_be_read_is_none(text):
    assert Cursor.parse(text) is None
