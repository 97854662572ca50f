"""What people see of disruptions and do to them, and how they answer proposals."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from tests.factories import DisruptionFactory, DisruptionProposalFactory, SupplierFactory
from tests.factories.tracker import NOON
from tracker.models import Disruption, DisruptionProposal

MOMENT = {"happened_at_0": "2025-10-20", "happened_at_1": "09:00"}


@pytest.fixture
def supplier(workspace):
    return SupplierFactory(workspace=workspace, name="つぐみ野商会")


@pytest.fixture
def disruption(supplier):
    return DisruptionFactory(workspace=supplier.workspace, supplier=supplier, title="受注停止")


@pytest.fixture
def proposal(supplier):
    return DisruptionProposalFactory(workspace=supplier.workspace, supplier=supplier)


def list_path(**query):
    return reverse("tracker:disruption-list", args=["kitahama"], query=query)


def path_of(name, *args):
    return reverse(f"tracker:{name}", args=["kitahama", *args])


def step(client, disruption, name, **data):
    sent = {f"{name}-{key}": value for key, value in data.items()}
    return client.post(path_of("disruption-step", disruption.pk, name), sent, follow=True)


def kinds(disruption):
    return list(disruption.events.order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize("count", [1, 3])
def test_disruption_list_query_count_is_flat(
    read_only_client, supplier, django_assert_num_queries, count
):
    rows = DisruptionFactory.create_batch(count, workspace=supplier.workspace, supplier=supplier)
    DisruptionFactory(title="another company's")

    with django_assert_num_queries(9):  # frame 6, count, rows, proposals
        response = read_only_client.get(list_path())

    assert list(response.context["page"]) == rows[::-1]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["mine", "nobody's"]),
        ({"show": "closed"}, ["over"]),
        ({"show": "all"}, ["mine", "nobody's", "over"]),
        ({"whose": "mine"}, ["mine"]),
        ({"whose": "nobody"}, ["nobody's"]),
        ({"q": "つぐみ", "show": "all"}, ["mine", "nobody's", "over"]),
        ({"q": "nobody"}, ["nobody's"]),
        ({"q": "x", "show": "no such"}, []),
    ],
)
def test_disruption_list_filters(purchaser_client, supplier, query, expected):
    mine = {"workspace": supplier.workspace, "supplier": supplier}
    DisruptionFactory(**mine, title="mine", owner=purchaser_client.user)
    DisruptionFactory(**mine, title="nobody's")
    DisruptionFactory(**mine, title="over", closed_at=NOON)

    page = purchaser_client.get(list_path(**query)).context["page"]

    assert sorted(row.title for row in page) == expected


def test_the_list_puts_what_waits_for_a_decision_first(read_only_client, proposal):
    body = read_only_client.get(list_path()).content.decode()

    assert proposal.claim.evidence in body
    assert path_of("proposal-detail", proposal.pk) in body


def test_disruption_list_is_a_fragment_for_htmx(read_only_client, disruption):
    response = read_only_client.get(list_path(), headers={"HX-Request": "true"})

    assert response.content.decode().lstrip().startswith('<div id="disruptions"')


def test_acknowledging_takes_charge_and_runs_out(purchaser_client, disruption):
    step(purchaser_client, disruption, "acknowledge")

    disruption.refresh_from_db()
    assert disruption.owner == purchaser_client.user
    assert disruption.acknowledged_until - disruption.acknowledged_at == timedelta(hours=12)
    assert kinds(disruption) == ["owned", "acknowledged"]


def test_recovery_and_fix_are_two_events_and_close_nothing(purchaser_client, disruption):
    step(purchaser_client, disruption, "recover", **MOMENT, note="FAXで受け付けた。")
    step(purchaser_client, disruption, "fix", **MOMENT, note="系統を分けた。")
    step(purchaser_client, disruption, "follow-up", on="2025-11-01")

    disruption.refresh_from_db()
    assert kinds(disruption) == ["provisional", "permanent", "follow_up"]
    assert (disruption.closed_at, str(disruption.follow_up_on)) == (None, "2025-11-01")


def test_a_step_before_the_start_comes_back_with_what_was_typed(purchaser_client, disruption):
    early = {"happened_at_0": "2025-10-18", "happened_at_1": "09:00", "note": "動いた。"}
    response = step(purchaser_client, disruption, "recover", **early)

    body = response.content.decode()
    assert response.status_code == 422
    assert "発生より後の日時にしてください。" in body
    assert 'value="動いた。"' in body


def test_owner_must_be_a_member(purchaser_client, disruption, stranger_client):
    response = step(purchaser_client, disruption, "take", owner=stranger_client.user.pk)

    assert response.status_code == 422
    step(purchaser_client, disruption, "take", owner=purchaser_client.user.pk)
    disruption.refresh_from_db()
    assert disruption.owner == purchaser_client.user


def test_merge_and_split(purchaser_client, disruption, supplier):
    data = {
        "title": "請求書",
        "started_at_0": "2025-10-20",
        "started_at_1": "09:00",
        "note": "請求書だけ遅れる。",
    }
    step(purchaser_client, disruption, "split", **data)
    part = Disruption.objects.get(title="請求書")

    response = step(purchaser_client, part, "merge", into=disruption.pk, note="同じ原因")

    part.refresh_from_db()
    assert part.merged_into == disruption
    assert response.context["panels"] == []  # it lives on in the other


def test_another_companys_disruption_cannot_be_merged_into(purchaser_client, disruption):
    foreign = DisruptionFactory()

    response = step(purchaser_client, disruption, "merge", into=foreign.pk, note="x")

    assert response.status_code == 422


def test_what_is_closed_takes_no_step_but_to_be_opened_again(purchaser_client, disruption):
    Disruption.objects.update(closed_at=NOON)

    refused = step(purchaser_client, disruption, "acknowledge")
    assert "その間に障害の状態が変わった" in refused.content.decode()
    assert [one.name for one in refused.context["panels"]] == ["reopen"]
    step(purchaser_client, disruption, "reopen", note="またFAXが止まった。")

    disruption.refresh_from_db()
    assert disruption.closed_at is None
    assert AuditEntry.objects.get(action="disruption.reopened").reason == "またFAXが止まった。"


def test_closing_can_be_undone(purchaser_client, disruption):
    closing = {"closed_at_0": "2025-10-20", "closed_at_1": "09:00", "reason": "届いた。"}
    response = purchaser_client.post(
        path_of("disruption-close", disruption.pk), closing, follow=True
    )

    (toast,) = response.context["messages"]
    purchaser_client.post(toast.extra_tags)

    assert kinds(disruption) == ["closed", "reopened"]
    assert Disruption.objects.open().get() == disruption


def test_an_unknown_step_is_not_found(purchaser_client, disruption):
    assert step(purchaser_client, disruption, "explode").status_code == 404


def test_a_proposal_is_accepted_with_what_the_notice_says(purchaser_client, proposal):
    path = path_of("proposal-detail", proposal.pk)
    form = purchaser_client.get(path).context["opening"]
    data = {
        "title": form.initial["title"],
        "started_at_0": "2025-10-19",
        "started_at_1": "12:00",
        "owner": purchaser_client.user.pk,
    }

    response = purchaser_client.post(path, data)

    disruption = Disruption.objects.get()
    assert response["Location"] == path_of("disruption-detail", disruption.pk)
    assert (disruption.title, disruption.started_at) == ("受注: 停止", NOON)
    assert DisruptionProposal.objects.get().disruption == disruption


def test_a_proposal_is_declined_with_a_reason(purchaser_client, proposal):
    path = path_of("proposal-detail", proposal.pk)

    assert purchaser_client.post(path, {"refuse": "1"}).status_code == 422
    purchaser_client.post(path, {"refuse": "1", "refuse-reason": "購入していない。"})

    assert DisruptionProposal.objects.waiting().count() == 0
    assert "購入していない。" in purchaser_client.get(path).content.decode()


def test_a_proposal_is_answered_once(purchaser_client, manager_client, proposal):
    path = path_of("proposal-detail", proposal.pk)
    for client in (purchaser_client, manager_client):
        data = {"refuse": "1", "refuse-reason": client.user.name}
        response = client.post(path, data, follow=True)

    assert "その間にほかの人が回答しました" in response.content.decode()
    assert DisruptionProposal.objects.get().answered_by == purchaser_client.user


def test_opening_by_hand_answers_what_waits(purchaser_client, proposal, supplier):
    data = {"title": "停止", "started_at_0": "2025-10-19", "started_at_1": "12:00"}
    path = path_of("disruption-open", supplier.pk)
    assert path_of("proposal-detail", proposal.pk) in purchaser_client.get(path).content.decode()

    purchaser_client.post(path, data)

    assert DisruptionProposal.objects.get().disruption == Disruption.objects.get()


def test_only_writers_are_offered_steps(read_only_client, disruption, proposal):
    detail = read_only_client.get(path_of("disruption-detail", disruption.pk))
    waiting = read_only_client.get(path_of("proposal-detail", proposal.pk)).content.decode()

    assert detail.context["panels"] == []
    assert "判断できる人の回答待ちです。" in waiting
