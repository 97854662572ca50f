from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import ChangeFactory, SourceFactory, SupplierFactory, TimelineRecordFactory
from tests.factories.tracker import NOON
from tracker.enums import ChangeKind, Folder, RecordKind
from tracker.models import Visit

SCRIPT = '"><script>alert(1)</script>'


@pytest.fixture
def source(workspace):
    supplier = SupplierFactory(workspace=workspace, name="みどり野商会")
    return SourceFactory(workspace=workspace, supplier=supplier)


def detail(client, source, name="supplier-detail", **query):
    path = reverse(f"tracker:{name}", args=[source.workspace.slug, source.supplier.pk])
    return client.get(path, query)


@pytest.mark.parametrize("count", [1, 3])
def test_supplier_detail_takes_flat_queries(
    read_only_client, source, count, django_assert_num_queries
):
    ChangeFactory.create_batch(count, page=source.page)
    TimelineRecordFactory.create_batch(count, supplier=source.supplier, workspace=source.workspace)
    detail(read_only_client, source)  # the first visit

    with django_assert_num_queries(30):  # eleven of them for the sentence on top
        response = detail(read_only_client, source)

    assert len(response.context["events"]) == 2 * count


def test_supplier_detail_marks_what_is_new_since_the_last_visit(purchaser_client, source):
    visited_at = timezone.now() - timedelta(hours=2)
    Visit.objects.create(
        membership=purchaser_client.membership, supplier=source.supplier, visited_at=visited_at
    )
    ChangeFactory(page=source.page, seen_at=visited_at - timedelta(hours=1))
    ChangeFactory(page=source.page, seen_at=visited_at + timedelta(hours=1))

    first = detail(purchaser_client, source)
    soon_after = detail(purchaser_client, source)

    assert [event.is_new for event in first.context["events"]] == [True, False]
    assert [event.is_new for event in soon_after.context["events"]] == [True, False]
    assert "前回の閲覧" in first.content.decode()
    assert Visit.objects.get().visited_at > visited_at


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ({"kind": "said"}, ["posted"]),
        ({"kind": "health"}, ["lost"]),
        ({"kind": "own"}, ["note"]),
        ({"kind": "note"}, ["note"]),
        ({"folder": "news"}, []),
        ({"since": "2025-10-20"}, []),
        ({"until": "2025-10-18"}, []),
        ({"until": "2025-10-19"}, ["note", "lost", "posted"]),
        ({"kind": "no such kind"}, ["note", "lost", "posted"]),
    ],
)
def test_supplier_detail_filters(purchaser_client, source, query, kinds):
    ChangeFactory(page=source.page)
    ChangeFactory(page=source.page, kind=ChangeKind.LOST)
    TimelineRecordFactory(supplier=source.supplier, workspace=source.workspace)

    events = detail(purchaser_client, source, **query).context["events"]

    assert [(event.change or event.record).kind for event in events] == kinds


def test_supplier_detail_shows_both_times_and_the_tier(purchaser_client, source):
    news = SourceFactory(
        workspace=source.workspace, supplier=source.supplier, folder=Folder.NEWS, name="流通新聞"
    )
    ChangeFactory(page=news.page, told_on=NOON.date(), seen_at=NOON)

    page = detail(purchaser_client, source).content.decode()

    assert 'data-tier="news"' in page
    assert "2025年10月19日(日)" in page
    assert "2025/10/19(日) 12:00" in page


def test_p3_words_of_strangers_are_text_everywhere(purchaser_client, source):
    source.name = SCRIPT
    source.save()
    ChangeFactory(page=source.page, title=SCRIPT, reason=SCRIPT)
    TimelineRecordFactory(supplier=source.supplier, workspace=source.workspace, body=SCRIPT)

    for name in ("supplier-detail", "supplier-print"):
        response = detail(purchaser_client, source, name)

        assert SCRIPT not in response.content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in response.content.decode()
        assert "default-src 'self'" in response["Content-Security-Policy"]
        assert "unsafe-inline" not in response["Content-Security-Policy"]


@pytest.mark.parametrize("words", ["{{7*7}}", "%(x)s", "{0.__class__}", "{% csrf_token %}"])
def test_p5_placeholders_in_notices_stay_literal(purchaser_client, source, words):
    change = ChangeFactory(page=source.page, title=words)
    path = [source.workspace.slug, source.supplier.pk, change.pk]

    response = purchaser_client.get(reverse("tracker:change-detail", args=path))

    assert words in response.content.decode()


@pytest.mark.parametrize("words", ["a\u202eb", "a\u200bb", "a\x1b[31mb", "🙂" * 200, "a\r\nb"])
def test_p7_odd_characters_reach_the_screen_as_they_are(purchaser_client, source, words):
    ChangeFactory(page=source.page, title=words)

    response = detail(purchaser_client, source)

    assert response.context["events"][0].change.title == words
    assert words.replace("\r\n", "\n") in response.content.decode().replace("\r\n", "\n")


def test_supplier_print_names_company_time_and_person(purchaser_client, source):
    ChangeFactory(page=source.page, title="第1報")

    page = detail(purchaser_client, source, "supplier-print").content.decode()

    assert "北浜商事" in page
    assert f"印刷者: {purchaser_client.user}" in page
    assert "第1報" in page


def test_a_record_of_another_company_is_not_on_the_timeline(purchaser_client, source):
    TimelineRecordFactory(kind=RecordKind.NOTE)

    assert detail(purchaser_client, source).context["events"] == []
