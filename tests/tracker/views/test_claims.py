"""The review of what was read: what waits, how it is judged, how it is undone and handed on."""

import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from tests.factories import (
    ClaimFactory,
    ClaimReviewFactory,
    ReadingFactory,
    SnapshotFactory,
    SourceFactory,
    SupplierFactory,
)
from tests.tracker.targets import packed
from tracker.enums import ClaimDoubt, DomainState, Folder, ReviewVerdict, ServiceDomain
from tracker.models import Claim, ClaimReview, ServiceState

TEXT = "障害のお知らせ\nFAXでのご注文は13月1日に再開する予定です。\n出荷を停止しております。"
HTML = f"<html><main><h1>お知らせ</h1><p>{TEXT}</p></main></html>"
PLAN = "FAXでのご注文は13月1日に再開する予定です。"


@pytest.fixture
def supplier(workspace):
    return SupplierFactory(workspace=workspace, name="つぐみ野商会")


@pytest.fixture
def reading(supplier):
    source = SourceFactory(workspace=supplier.workspace, supplier=supplier, name="障害情報")
    snapshot = SnapshotFactory(page=source.page, version=1, **packed(HTML.encode(), TEXT))
    return ReadingFactory(page=source.page, snapshot=snapshot)


@pytest.fixture
def claim(reading):
    return ClaimFactory(
        reading=reading,
        state=DomainState.PLANNED_RESUME,
        evidence=PLAN,
        doubt=ClaimDoubt.DATE,
        words=["再開", "予定"],
        rule="plan.resume",
    )


def path_of(name, *args, **query):
    return reverse(f"tracker:{name}", args=["kitahama", *args], query=query)


def listed(client, **query):
    response = client.get(path_of("claim-list", **query))
    return [item["row"].claim for item in response.context["rows"]]


def judge(client, claim, **data):
    return client.post(path_of("claim-review", claim.pk), data, headers={"HX-Request": "true"})


@pytest.mark.parametrize("count", [1, 3])
def test_claim_list_query_count_is_flat(
    read_only_client, supplier, django_assert_num_queries, count
):
    for _ in range(count):
        source = SourceFactory(workspace=supplier.workspace, supplier=supplier)
        reading = ReadingFactory(page=source.page)
        ClaimFactory(reading=reading, doubt=ClaimDoubt.DATE)

    with django_assert_num_queries(11):  # frame 6, suppliers, count, claims, sources, reviews
        assert len(listed(read_only_client)) == count


def test_only_what_the_reader_could_not_settle_waits(purchaser_client, claim):
    settled = ClaimFactory(reading=claim.reading, evidence="出荷を停止しております。")

    assert listed(purchaser_client) == [claim]
    assert listed(purchaser_client, show="all") == [claim, settled]


def test_news_older_versions_and_other_companies_do_not_wait(purchaser_client, claim, supplier):
    ClaimFactory(doubt=ClaimDoubt.DATE)  # nobody of this company follows the page
    news = SourceFactory(workspace=supplier.workspace, supplier=supplier, folder=Folder.NEWS)
    ClaimFactory(reading=ReadingFactory(page=news.page), doubt=ClaimDoubt.DATE)
    later = ReadingFactory(
        page=claim.reading.page, taken_at=claim.reading.taken_at + timedelta(days=1)
    )
    newer = ClaimFactory(reading=later, doubt=ClaimDoubt.UNKNOWN, evidence="確認中です。")

    assert listed(purchaser_client, show="all") == [newer]


def test_claim_list_filters_by_supplier(purchaser_client, claim, supplier):
    other = SupplierFactory(workspace=supplier.workspace)

    assert listed(purchaser_client, supplier=supplier.pk) == [claim]
    assert listed(purchaser_client, supplier=other.pk) == []


def test_a_row_tells_the_sentence_the_words_and_the_rule(read_only_client, claim):
    body = read_only_client.get(path_of("claim-list")).content.decode()

    assert "13月1日に<mark>再開</mark>する<mark>予定</mark>です。" in body
    assert "文中の日付を読み取れませんでした。" in body
    assert "plan.resume" in body
    assert path_of("claim-review", claim.pk) not in body  # a reader may not judge


def test_the_sentence_is_marked_in_its_page(purchaser_client, claim):
    body = purchaser_client.get(path_of("reading-detail", claim.reading_id)).content.decode()

    assert f'id="claim-{claim.pk}"></span><mark>{PLAN}</mark></p>' in body
    assert "<p>出荷を停止しております。</p>" in body


def test_accepting_answers_with_the_row_and_leaves_the_list(purchaser_client, claim):
    body = judge(purchaser_client, claim, verdict="accepted").content.decode()

    assert body.lstrip().startswith(f'<li class="claim" id="row-{claim.pk}"')
    assert "data-undo" in body
    assert listed(purchaser_client) == []
    assert listed(purchaser_client, show="reviewed") == [claim]
    assert AuditEntry.objects.get(action="claim.reviewed").actor == purchaser_client.user


def test_a_correction_puts_the_date_in_and_moves_the_state(purchaser_client, claim, supplier):
    data = {
        "verdict": "corrected",
        "state": "planned_resume",
        "expected_first": "2025-12-01",
        "expected_last": "2025-12-07",
        "reason": "電話で確認した。",
        "is_locked": "on",
        "expires_at_0": "2099-01-01",
        "expires_at_1": "00:00",
    }

    judge(purchaser_client, claim, **data)

    review = ClaimReview.objects.get()
    assert (review.verdict, review.expected_first, review.expected_last, review.is_locked) == (
        ReviewVerdict.CORRECTED,
        date(2025, 12, 1),
        date(2025, 12, 7),
        True,
    )
    row = ServiceState.objects.get(supplier=supplier, domain=ServiceDomain.ORDERS, service="")
    assert row.plan_on == date(2025, 12, 7)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"verdict": "corrected", "reason": "違う。"}, "正しい内容"),
        ({"verdict": "corrected", "state": "stopped"}, "理由を入力してください"),
        ({"verdict": "accepted", "is_locked": "on"}, "理由を入力してください"),
        (
            {
                "verdict": "corrected",
                "reason": "違う。",
                "expected_first": "2025-12-07",
                "expected_last": "2025-12-01",
            },
            "終了は発生より後の日時にしてください。",
        ),
        (
            {"verdict": "accepted", "expires_at_0": "2020-01-01", "expires_at_1": "00:00"},
            "すでに過ぎています",
        ),
    ],
)
def test_a_verdict_that_says_too_little_comes_back(purchaser_client, claim, data, words):
    response = judge(purchaser_client, claim, **data)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert ClaimReview.objects.count() == 0


def test_a_refused_verdict_without_scripts_is_a_whole_page(purchaser_client, claim):
    response = purchaser_client.post(path_of("claim-review", claim.pk), {"verdict": "corrected"})

    assert response.content.decode().lstrip().startswith("<!doctype html>")


def test_a_verdict_is_taken_back(purchaser_client, claim):
    judge(purchaser_client, claim, verdict="dismissed")

    response = purchaser_client.post(path_of("claim-undo", claim.pk))

    assert response["Location"] == (
        path_of("reading-detail", claim.reading_id) + f"#claim-{claim.pk}"
    )
    assert listed(purchaser_client) == [claim]
    assert AuditEntry.objects.filter(action="claim.review_undone").count() == 1


def test_an_expired_verdict_waits_again(purchaser_client, claim):
    past = timezone.now() - timedelta(minutes=1)
    ClaimReviewFactory(
        workspace=purchaser_client.membership.workspace, claim=claim, expires_at=past
    )

    assert listed(purchaser_client) == [claim]


def test_the_same_sentence_read_again_does_not_wait_again(purchaser_client, claim):
    judge(purchaser_client, claim, verdict="accepted")
    page, later = claim.reading.page, claim.reading.taken_at + timedelta(days=1)
    again = ReadingFactory(page=page, taken_at=later)
    same = ClaimFactory(reading=again, fingerprint=claim.fingerprint, doubt=ClaimDoubt.DATE)

    assert listed(purchaser_client) == []
    assert listed(purchaser_client, show="reviewed") == [same]


def test_what_is_locked_holds_for_new_words_of_the_same_service(purchaser_client, claim):
    data = {"verdict": "accepted", "is_locked": "on", "reason": "当面変わらない。"}
    judge(purchaser_client, claim, **data)
    later = claim.reading.taken_at + timedelta(days=1)
    again = ReadingFactory(page=claim.reading.page, taken_at=later)
    ClaimFactory(reading=again, evidence="別の文。", doubt=ClaimDoubt.UNKNOWN)
    fax = ClaimFactory(reading=again, domain=ServiceDomain.FAX, doubt=ClaimDoubt.UNKNOWN)

    assert listed(purchaser_client) == [fax]


def test_another_company_s_verdict_is_its_own(purchaser_client, stranger_client, claim):
    theirs = stranger_client.membership.workspace
    SourceFactory(
        workspace=theirs, supplier=SupplierFactory(workspace=theirs), page=claim.reading.page
    )
    stranger_client.post(
        reverse("tracker:claim-review", args=["minato", claim.pk]), {"verdict": "accepted"}
    )

    assert ClaimReview.objects.get().workspace == theirs
    assert listed(purchaser_client) == [claim]


def test_corrections_are_handed_on_in_the_form_of_the_corpus(purchaser_client, claim, tmp_path):
    fax = ClaimFactory(reading=claim.reading, domain=ServiceDomain.FAX, evidence="FAX")
    kept = ClaimFactory(
        reading=claim.reading, domain=ServiceDomain.SHIPPING, evidence="出荷を停止しております。"
    )
    judge(purchaser_client, claim, verdict="corrected", expected_last="2025-12-01", reason="電話")
    judge(purchaser_client, fax, verdict="dismissed", reason="名詞だけ")

    content = purchaser_client.get(path_of("correction-export")).content
    with zipfile.ZipFile(io.BytesIO(content)) as files:
        page, label = sorted(files.namelist())
        told = json.loads(files.read(label))
        files.extractall(tmp_path)

    assert (tmp_path / page).read_bytes() == HTML.encode()
    assert page == f"page-{claim.reading.page_id}/01-20251019.html"
    assert [(one["domain"], one["state"], one["expected"]) for one in told["claims"]] == [
        ("orders", "planned_resume", {"from": None, "to": "2025-12-01"}),
        ("shipping", kept.state, None),
    ]
    assert told["traps"] == [{"evidence": "FAX", "reason": "名詞だけ"}]
    call_command("read_notices", tmp_path, tmp_path / "out")
    assert (tmp_path / "out" / page).with_suffix(".json").exists()


def test_export_corrections_writes_the_same_from_the_command_line(
    purchaser_client, claim, tmp_path, capsys
):
    judge(purchaser_client, claim, verdict="dismissed")

    call_command("export_corrections", tmp_path, workspace="kitahama")

    assert capsys.readouterr().out == "1 pages written\n"
    assert len(list(tmp_path.glob("page-*/01-20251019.*"))) == 2
    with pytest.raises(CommandError, match="no company at the address 'nowhere'"):
        call_command("export_corrections", tmp_path, workspace="nowhere")


def test_a_damaged_version_is_told_and_not_handed_on(purchaser_client, claim):
    judge(purchaser_client, claim, verdict="dismissed")
    claim.reading.snapshot.raw_sha256 = b"x" * 32
    claim.reading.snapshot.save()

    assert purchaser_client.get(path_of("correction-export")).status_code == 410
    detail = purchaser_client.get(path_of("reading-detail", claim.reading_id))
    assert detail.context["is_damaged"] is True


def test_every_claim_of_a_notice_is_shown_with_it(purchaser_client, claim):
    other = ClaimFactory(reading=claim.reading, evidence="出荷を停止しております。")

    response = purchaser_client.get(path_of("reading-detail", claim.reading_id))

    assert [item["row"].claim for item in response.context["rows"]] == [claim, other]
    assert Claim.objects.count() == 2
