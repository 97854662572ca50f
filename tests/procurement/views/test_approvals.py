import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from procurement.enums import Decision, RequestState
from procurement.models import ApprovalRequest, Vote
from procurement.operations import approving
from tests.factories.procurement import ApprovalRequestFactory
from tests.procurement.operations.test_approving import SHOWN, version_of, wish


@pytest.fixture
def asked(story, manager_client):
    return approving.ask(wish(), by=story.buyer, now=timezone.now())


def path(asked, name="approval-detail"):
    return reverse(f"procurement:{name}", args=[asked.workspace.slug, asked.pk])


def decision(asked, **changes):
    return {"decision": "approve", "version": asked.version, "comment": ""} | changes


@pytest.mark.parametrize("count", [1, 3])
def test_approval_list_query_count_is_flat(
    manager_client, workspace, django_assert_num_queries, count
):
    for request in ApprovalRequestFactory.create_batch(count, workspace=workspace):
        request.waiting_for.add(manager_client.user)
    listed = reverse("procurement:approval-list", args=[workspace.slug])
    manager_client.get(listed)

    with django_assert_num_queries(8):
        response = manager_client.get(listed)

    assert len(response.context["waiting"]) == count


def test_a_manager_decides(manager_client, asked):
    manager_client.post(path(asked), decision(asked))

    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == (RequestState.APPROVED, manager_client.user)


def test_a1_the_requester_is_refused_on_the_page_and_it_is_audited(client, asked, story):
    client.force_login(story.buyer.user)

    response = client.post(path(asked), decision(asked))

    assert (response.status_code, Vote.objects.count()) == (403, 0)
    assert AuditEntry.objects.filter(action="approval.refused_person").count() == 1


def test_a3_a_changed_request_answers_with_the_difference(manager_client, asked, story):
    old = decision(asked)
    approving.amend(asked, wish(amount=90_000), by=story.buyer, now=timezone.now())

    response = manager_client.post(path(asked), old)

    assert (response.status_code, Vote.objects.count()) == (409, 0)
    assert "<del>80,000円</del> → <ins>90,000円</ins>" in response.content.decode()


def test_what_changed_is_shown_before_deciding(manager_client, asked, story):
    approving.amend(asked, wish(amount=90_000), by=story.buyer, now=timezone.now())

    assert "<ins>90,000円</ins>" in manager_client.get(path(asked)).content.decode()


def test_the_mailed_address_asks_for_sign_in_and_then_says_what_changed(
    client, manager_client, asked, story
):
    mailed = approving.mailed_path_of(asked)
    approving.amend(asked, wish(amount=90_000), by=story.buyer, now=timezone.now())

    assert "/login/" in client.get(mailed)["Location"]
    page = manager_client.get(mailed, follow=True)

    assert page.redirect_chain[0][0] == f"{path(asked)}?read={version_of(SHOWN)}"
    assert "<del>80,000円</del>" in page.content.decode()


def test_a_forged_mailed_address_is_not_found(manager_client, asked):
    forged = approving.mailed_path_of(asked)[:-4] + "abc/"

    assert manager_client.get(forged).status_code == 404


def test_a4_a_second_decision_says_who_was_first(manager_client, asked):
    manager_client.post(path(asked), decision(asked))

    response = manager_client.post(path(asked), decision(asked))

    assert Vote.objects.count() == 1
    assert str(manager_client.user) in response.content.decode()


def test_s4_a_forged_decider_is_refused(manager_client, asked):
    response = manager_client.post(path(asked), decision(asked, decided_by=1))

    assert (response.status_code, Vote.objects.count()) == (400, 0)


def test_taking_back_within_its_time(manager_client, asked):
    manager_client.post(path(asked), decision(asked))

    manager_client.post(path(asked, "approval-take-back"))

    assert ApprovalRequest.objects.get(pk=asked.pk).state == RequestState.PENDING


def test_the_slip_names_who_decided(manager_client, asked, read_only_client):
    approving.decide(
        asked,
        Decision.APPROVE,
        by=manager_client.membership,
        version=asked.version,
        now=timezone.now(),
    )

    page = read_only_client.get(path(asked, "approval-slip")).content.decode()

    assert str(manager_client.user) in page
