import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from tests.factories import DisruptionFactory, SupplierFactory, TimelineRecordFactory
from tracker.enums import RecordKind
from tracker.models import TimelineRecord


@pytest.fixture
def supplier(workspace):
    return SupplierFactory(workspace=workspace)


def add(client, supplier, data, **query):
    path = reverse("tracker:record-add", args=[supplier.workspace.slug, supplier.pk])
    pairs = "&".join(f"{name}={value}" for name, value in query.items())
    return client.post(f"{path}?{pairs}", data)


def test_record_add_keeps_an_observation_with_its_retry(purchaser_client, supplier):
    disruption = DisruptionFactory(workspace=supplier.workspace, supplier=supplier)
    data = {
        "observed": "cart",
        "result": "unstable",
        "retry_at_0": "2025-10-20",
        "retry_at_1": "09:00",
        "happened_at_0": "2025-10-19",
        "happened_at_1": "14:02",
    }

    add(purchaser_client, supplier, data, kind="observation")

    record = TimelineRecord.objects.get()
    assert (record.observed, record.result, record.disruption) == ("cart", "unstable", disruption)
    assert record.happened_at.isoformat() == "2025-10-19T05:02:00+00:00"
    assert record.retry_at.isoformat() == "2025-10-20T00:00:00+00:00"
    assert AuditEntry.objects.get(action="record.added").actor == purchaser_client.user


def test_record_add_takes_the_quick_note_of_the_supplier_page(purchaser_client, supplier):
    add(purchaser_client, supplier, {"note-body": "電話した。"})

    record = TimelineRecord.objects.get()
    assert (record.kind, record.body) == (RecordKind.NOTE, "電話した。")
    assert record.happened_at == record.recorded_at


def test_trk_17_a_daily_check_without_words_is_a_record(purchaser_client, supplier):
    add(purchaser_client, supplier, {}, kind="check")

    record = TimelineRecord.objects.get()
    assert (record.kind, record.author) == (RecordKind.CHECK, purchaser_client.user)


def test_record_add_refuses_a_note_without_words(purchaser_client, supplier):
    response = add(purchaser_client, supplier, {"body": " "}, kind="note")

    assert response.status_code == 422
    assert "次の入力をもう一度ご確認ください" in response.content.decode()
    assert TimelineRecord.objects.count() == 0


def test_record_add_corrects_by_addition(purchaser_client, supplier):
    wrong = TimelineRecordFactory(supplier=supplier, workspace=supplier.workspace, body="12月中旬")

    add(purchaser_client, supplier, {"body": "12月下旬"}, corrects=wrong.pk)

    wrong.refresh_from_db()
    correction = TimelineRecord.objects.get(corrects=wrong)
    assert (wrong.body, correction.body) == ("12月中旬", "12月下旬")


@pytest.mark.parametrize("query", [{"kind": "nonsense"}, {"corrects": "x"}, {"corrects": 999}])
def test_record_add_of_something_unknown_is_not_found(purchaser_client, supplier, query):
    assert add(purchaser_client, supplier, {"body": "a"}, **query).status_code == 404


def test_record_add_cannot_correct_the_record_of_another_supplier(purchaser_client, supplier):
    foreign = TimelineRecordFactory()

    response = add(purchaser_client, supplier, {"body": "a"}, corrects=foreign.pk)

    assert response.status_code == 404


def test_record_detail_shows_the_corrections(purchaser_client, supplier):
    wrong = TimelineRecordFactory(supplier=supplier, workspace=supplier.workspace)
    TimelineRecordFactory(
        supplier=supplier, workspace=supplier.workspace, corrects=wrong, body="12月下旬"
    )
    path = reverse("tracker:record-detail", args=["kitahama", supplier.pk, wrong.pk])

    assert "12月下旬" in purchaser_client.get(path).content.decode()
