import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from tests.factories import (
    DisruptionFactory,
    ManualFactFactory,
    MeasuredCheckFactory,
    OverrideFactory,
    ResidualExceptionFactory,
    StageDecisionFactory,
    SupplierFactory,
    TimelineRecordFactory,
)
from tests.tracker.operations.telling import at, claim, day, follow, tell
from tracker.enums import RecordKind
from tracker.models import (
    ManualFact,
    MeasuredCheck,
    Override,
    ResidualException,
    StageDecision,
    Verification,
)


@pytest.fixture
def supplier(workspace):
    return SupplierFactory(workspace=workspace, name="みどり野商会")


@pytest.fixture
def told(supplier):
    """Let the supplier stop, promise, and come back in part."""
    page = follow(supplier)
    tell(page, "10-19", claim("orders", "stopped", "10-19"), told_on="10-19")
    tell(
        page,
        "11-28",
        claim("orders", "partial", "11-28", limits=("items",), evidence="一部の受注を再開"),
        claim("orders", "planned_resume", "11-28", by="12-07", evidence="12月7日に再開予定"),
        told_on="11-28",
    )
    return supplier


def path(name, *args):
    return reverse(f"tracker:{name}", args=["kitahama", *args])


def page_of(client, supplier, **query):
    return client.get(path("recovery", supplier.pk), query)


def test_recovery_opens_with_one_sentence_and_its_evidence(read_only_client, told):
    response = page_of(read_only_client, told)

    sentence = response.context["found"].sentence
    assert sentence.text == (
        "受注は限定(2025/11/28(金)時点)。受注の約束の日(2025/12/7(日))を過ぎましたが、"
        "発表がありません。段階は未決定で、提案は「停止」です。"
    )
    assert [one.evidence for one in sentence.evidence] == ["一部の受注を再開"]


def test_recovery_of_a_supplier_who_said_nothing_says_so(read_only_client, supplier):
    words = page_of(read_only_client, supplier).content.decode()

    assert "業務の状況を伝える公式の発表は、まだ読み取っていません。" in words
    assert "段階はまだ決められていません。" in words


def test_recovery_shows_any_earlier_day_without_acts(purchaser_client, told):
    response = page_of(purchaser_client, told, on="2025-10-20")

    words = response.content.decode()
    assert response.context["found"].sentence.text.startswith("受注は停止(2025/10/19(日)時点)。")
    assert "の終わりの時点" in words
    assert path("recovery-decide", told.pk) not in words


def test_recovery_hides_acts_from_readers(read_only_client, told):
    words = page_of(read_only_client, told).content.decode()

    assert path("recovery-decide", told.pk) not in words
    assert path("check-add", told.pk) not in words


@pytest.mark.parametrize("count", [1, 3])
def test_recovery_takes_flat_queries(read_only_client, told, count, django_assert_num_queries):
    mine = {"supplier": told, "workspace": told.workspace}
    disruption = DisruptionFactory(**mine, is_attack=True)
    ResidualExceptionFactory.create_batch(count, disruption=disruption)
    MeasuredCheckFactory.create_batch(count, **mine)
    StageDecisionFactory.create_batch(count, **mine)
    ManualFactFactory.create_batch(count, **mine)
    OverrideFactory.create_batch(count, **mine)
    TimelineRecordFactory.create_batch(
        count, **mine, kind=RecordKind.OBSERVATION, observed="cart", result="fails"
    )
    page = follow(told)
    names = [f"service {number}" for number in range(count)]
    claims = [claim("fax", "stopped", "10-20", services=(name,)) for name in names]
    tell(page, "10-20", *claims)

    with django_assert_num_queries(31):
        response = page_of(read_only_client, told)

    assert len(response.context["found"].lines) == count + 1


def decide(client, supplier, **more):
    shown = page_of(client, supplier).context["form"].initial
    said = {"stage": "stopped", "reason": "", **shown, **more}
    return client.post(path("recovery-decide", supplier.pk), said)


def test_stg_08_a_person_decides_with_what_was_shown(manager_client, told):
    response = decide(manager_client, told, stage="stopped")

    made = StageDecision.objects.get()
    assert response["Location"] == path("recovery", told.pk)
    assert (made.stage, made.decided_by) == ("stopped", manager_client.user)
    assert AuditEntry.objects.get(action="stage.decided").after["stage"] == "stopped"


def test_stg_07_an_announcement_alone_decides_nothing(purchaser_client, told):
    response = decide(purchaser_client, told, stage="temporary_stability", reason="they say so")

    assert response.status_code == 422
    assert "まだ確かめていないこと: 自社の注文が受け付けられた" in response.content.decode()
    assert not StageDecision.objects.exists()


def test_stg_13_with_a_test_order_it_can_be_decided(purchaser_client, told):
    MeasuredCheckFactory(
        supplier=told,
        workspace=told.workspace,
        placed_on=day("11-28"),
        accepted_on=day("11-29"),
    )

    response = decide(purchaser_client, told, stage="temporary_stability")

    assert response.status_code == 302
    assert StageDecision.objects.get().stage == "temporary_stability"


def test_deciding_otherwise_needs_a_reason(purchaser_client, told):
    MeasuredCheckFactory(
        supplier=told, workspace=told.workspace, placed_on=day("11-28"), accepted_on=day("11-29")
    )

    response = decide(purchaser_client, told, stage="stopped")

    assert response.status_code == 422
    assert "提案と異なる理由を書いてください。" in response.content.decode()


def test_a_decision_on_an_old_picture_is_refused_and_keeps_the_words(purchaser_client, told):
    response = decide(purchaser_client, told, mark="of yesterday", reason="kept words")

    words = response.content.decode()
    assert response.status_code == 422
    assert "もう一度確認してください。" in words
    assert "kept words" in words
    assert "of yesterday" not in words


def test_a_relapse_is_told_on_top(read_only_client, told):
    StageDecisionFactory(
        supplier=told,
        workspace=told.workspace,
        stage="operational",
        proposed="operational",
        decided_at=at("11-30"),
    )

    assert "現在の発表では裏付けられません" in page_of(read_only_client, told).content.decode()


def test_an_override_is_set_and_ended(purchaser_client, told):
    said = {
        "domain": "orders",
        "service": "",
        "level": "unknown",
        "reason": "the branch says otherwise",
        "expires_at_0": "2099-01-01",
        "expires_at_1": "09:00",
    }
    purchaser_client.post(path("override-set", told.pk), said)
    row = Override.objects.get()
    shown = page_of(purchaser_client, told).content.decode()

    purchaser_client.post(path("override-end", row.pk))

    row.refresh_from_db()
    assert "the branch says otherwise" in shown
    assert (row.set_by, row.ended_at is not None) == (purchaser_client.user, True)
    assert told.states.get(service="").level == "limited"


def test_an_override_of_the_past_is_refused(purchaser_client, supplier):
    said = {"domain": "fax", "level": "unknown", "reason": "-", "expires_at_0": "2020-01-01"}

    response = purchaser_client.post(
        path("override-set", supplier.pk), said | {"expires_at_1": "09:00"}
    )

    assert response.status_code == 422
    assert "これより後の日時にしてください。" in response.content.decode()


def test_a_fax_line_nobody_spoke_of_can_be_set_to_not_known(purchaser_client, supplier):
    said = {"domain": "fax", "level": "unknown", "reason": "-", "expires_at_0": "2099-01-01"}

    purchaser_client.post(path("override-set", supplier.pk), said | {"expires_at_1": "09:00"})

    assert [(one.domain, one.level) for one in supplier.states.all()] == [("fax", "unknown")]


def test_a_test_order_is_tracked_step_by_step(accountant_client, supplier):
    placed = {"reference": "T-1", "goods": "A4", "placed_on": "2025-12-01"}
    accountant_client.post(path("check-add", supplier.pk), placed)
    check = MeasuredCheck.objects.get()

    accountant_client.post(path("check-note", check.pk), {"accepted_on": "2025-12-02"})

    check.refresh_from_db()
    assert (check.reference, check.accepted_on) == ("T-1", day("12-02"))
    assert AuditEntry.objects.get(action="measured_check.noted").after == {
        "accepted_on": "2025-12-02"
    }


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"reference": "T-1"}, "この番号のテスト発注はすでに追跡しています。"),
        ({"promised_on": "2025-11-30"}, "お届け予定日を注文日より前にはできません。"),
    ],
)
def test_a_test_order_that_cannot_be_is_refused(accountant_client, supplier, said, words):
    MeasuredCheckFactory(supplier=supplier, workspace=supplier.workspace, reference="T-1")
    placed = {"reference": "T-2", "goods": "A4", "placed_on": "2025-12-01"} | said

    response = accountant_client.post(path("check-add", supplier.pk), placed)

    assert response.status_code == 422
    assert words in response.content.decode()


def test_a_step_before_the_order_is_refused(accountant_client, supplier):
    check = MeasuredCheckFactory(supplier=supplier, workspace=supplier.workspace)

    response = accountant_client.post(path("check-note", check.pk), {"shipped_on": "2020-01-01"})

    assert response.status_code == 422
    assert "注文日より前にはできません。" in response.content.decode()


def test_what_we_were_told_stands_beside_and_changes_nothing(purchaser_client, told):
    said = {
        "told_by": "営業所の佐藤様",
        "told_at_0": timezone.localdate().isoformat(),
        "told_at_1": "00:00",
        "domain": "orders",
        "level": "up",
        "text": "明日から全部受けます",
    }

    purchaser_client.post(path("fact-add", told.pk), said)

    words = page_of(purchaser_client, told).content.decode()
    assert ManualFact.objects.get().recorded_by == purchaser_client.user
    assert "明日から全部受けます" in words
    assert "発表と食い違う情報が1件あります" in words
    assert told.states.get(service="").level == "limited"


def test_exceptions_and_the_attack_are_followed(purchaser_client, told):
    disruption = DisruptionFactory(supplier=told, workspace=told.workspace)
    purchaser_client.post(path("attack-mark", disruption.pk))
    purchaser_client.post(
        path("verification-add", disruption.pk), {"kind": "cause", "note": "第3報"}
    )
    purchaser_client.post(path("exception-add", disruption.pk), {"text": "FAX", "domain": "fax"})
    row = ResidualException.objects.get()
    shown = page_of(purchaser_client, told).content.decode()

    purchaser_client.post(path("exception-settle", row.pk))

    row.refresh_from_db()
    disruption.refresh_from_db()
    assert (disruption.is_attack, row.settled_by) == (True, purchaser_client.user)
    assert Verification.objects.get().note == "第3報"
    assert "第3報" in shown
    assert "影響範囲の公表" in shown
