"""Deciding: never by the requester, once whoever and however many try, of what was read."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connections

from accounts.enums import Role
from accounts.models import AuditEntry, Message
from procurement.domain.approvals import ChangedRequestError, MayNotDecideError, version_of
from procurement.domain.routes import Subject
from procurement.enums import Bar, Decision, RequestState
from procurement.models import ApprovalRequest, Vote
from procurement.operations import approving, deputies
from procurement.operations.approving import AlreadyDecidedError, TooLateError, Wish
from tests.factories import MembershipFactory
from tests.factories.procurement import (
    NOON,
    ApprovalPolicyFactory,
    ApprovalRouteFactory,
    DeputyFactory,
    RouteStepFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db
SHOWN = {"supplier": "Minato", "amount": 80_000, "lines": [["paper", 3, "", 10, 30]]}


def wish(**changes):
    return Wish("Minato A-1-S1", Subject(80_000, "総務部"), SHOWN | changes)


@pytest.fixture
def requester(workspace):
    return MembershipFactory(workspace=workspace, role=Role.PURCHASER)


@pytest.fixture
def manager(workspace):
    return MembershipFactory(workspace=workspace, role=Role.MANAGER)


@pytest.fixture
def other_manager(workspace):
    return MembershipFactory(workspace=workspace, role=Role.MANAGER)


@pytest.fixture
def asked(requester, manager):
    return approving.ask(wish(), by=requester, now=NOON)


def decide(request, by, decision=Decision.APPROVE, **changes):
    said = {"version": version_of(SHOWN), "comment": "理由", "now": NOON} | changes
    return approving.decide(request, decision, by=by, **said)


def test_asking_tells_those_who_may_decide_and_is_audited(asked, manager):
    assert list(asked.waiting_for.all()) == [manager.user]
    assert list(Message.objects.values_list("recipient", flat=True)) == [manager.user_id]
    assert AuditEntry.objects.filter(action="approval.asked").count() == 1


def test_approving_decides_and_tells_the_requester(asked, manager, requester):
    decided = decide(asked, manager)

    assert (decided.state, decided.decided_by) == (RequestState.APPROVED, manager.user)
    assert not decided.waiting_for.exists()
    assert Message.objects.filter(recipient=requester.user).count() == 1
    assert AuditEntry.objects.filter(action="approval.decided").count() == 1


@pytest.mark.parametrize(
    ("decision", "state"),
    [
        (Decision.REFUSE, RequestState.REFUSED),
        (Decision.RETURN, RequestState.RETURNED),
        (Decision.ASK, RequestState.PENDING),
    ],
)
def test_other_decisions_lead_where_they_say(asked, manager, decision, state):
    assert decide(asked, manager, decision).state == state


@pytest.mark.parametrize("role", list(Role))
def test_a1_the_requester_never_decides_whatever_role_they_get(asked, requester, manager, role):
    requester.role = role
    requester.save(update_fields=["role"])
    ApprovalPolicyFactory(workspace=asked.workspace).fallbacks.add(requester.user)

    with pytest.raises(MayNotDecideError) as caught:
        decide(asked, requester)

    expected = Bar.NOT_A_MEMBER if role == Role.READ_ONLY else Bar.REQUESTER
    assert caught.value.bar == expected
    assert not Vote.objects.exists()


def test_a1_a_manager_whom_the_requester_made_deputy_cannot_decide(requester, manager):
    deputies.name_deputy(
        manager.user,
        by=requester,
        from_on=NOON.date(),
        until_on=NOON.date() + timedelta(days=3),
        most_amount=None,
        now=NOON,
    )
    asked = approving.ask(wish(), by=requester, now=NOON)

    with pytest.raises(MayNotDecideError) as caught:
        decide(asked, manager)

    assert caught.value.bar == Bar.DEPUTISED


def test_a1_revoking_a_deputy_first_does_not_free_them_the_same_day(requester, manager):
    row = DeputyFactory(
        workspace=requester.workspace, principal=requester.user, deputy=manager.user
    )
    deputies.revoke_deputy(row, by=requester, now=NOON)
    asked = approving.ask(wish(), by=requester, now=NOON)

    with pytest.raises(MayNotDecideError):
        decide(asked, manager)


def test_a1_the_requester_as_deputy_of_the_manager_cannot_decide(asked, requester, manager):
    DeputyFactory(workspace=asked.workspace, principal=manager.user, deputy=requester.user)

    with pytest.raises(MayNotDecideError):
        decide(asked, requester)


def test_a1_whoever_edited_cannot_decide(asked, manager, other_manager):
    approving.amend(asked, wish(note="x"), by=manager, now=NOON)

    with pytest.raises(MayNotDecideError) as caught:
        decide(asked, manager, version=version_of(SHOWN | {"note": "x"}))

    assert caught.value.bar == Bar.EDITOR
    assert decide(asked, other_manager, version=version_of(SHOWN | {"note": "x"}))


def test_a1_the_database_itself_refuses_the_requester_as_decider(asked):
    with pytest.raises(IntegrityError):
        ApprovalRequest.objects.filter(pk=asked.pk).update(
            state=RequestState.APPROVED, decided_by=asked.requester
        )


def test_a1_refused_attempts_are_audited(asked, requester):
    approving.record_refusal(asked, MayNotDecideError(Bar.REQUESTER), by=requester, now=NOON)

    assert AuditEntry.objects.filter(action="approval.refused_person").count() == 1


def test_a3_an_edit_while_the_manager_reads_answers_with_the_difference(asked, requester, manager):
    approving.amend(asked, wish(amount=90_000), by=requester, now=NOON)

    with pytest.raises(ChangedRequestError) as caught:
        decide(asked, manager)

    changed = [(one.name, one.before, one.after) for one in caught.value.differences]
    assert changed == [("amount", 80_000, 90_000)]
    assert not Vote.objects.exists()


def test_a4_deciding_twice_counts_once_and_says_who_was_first(asked, manager, other_manager):
    decide(asked, manager)

    with pytest.raises(AlreadyDecidedError) as caught:
        decide(asked, other_manager)

    assert caught.value.request.decided_by == manager.user
    assert Vote.objects.count() == 1


def test_a6_a_deputy_decides_on_the_seat_of_the_manager(asked, manager, requester):
    standing_in = MembershipFactory(workspace=asked.workspace, role=Role.ACCOUNTANT)
    DeputyFactory(
        workspace=asked.workspace,
        principal=manager.user,
        deputy=standing_in.user,
        most_amount=80_000,
    )

    decide(asked, standing_in)

    vote = Vote.objects.get()
    assert (vote.seat, vote.person) == (manager.user, standing_in.user)


def test_a6_without_anybody_who_may_decide_the_request_waits(requester):
    asked = approving.ask(wish(), by=requester, now=NOON)

    assert asked.state == RequestState.PENDING
    assert not asked.waiting_for.exists()


def test_a7_a_changed_route_leaves_the_request_on_its_old_one(
    workspace, requester, manager, other_manager
):
    route = ApprovalRouteFactory(workspace=workspace)
    RouteStepFactory(route=route, approvers=[manager.user])
    asked = approving.ask(wish(), by=requester, now=NOON)
    route.ended_at = NOON
    route.save(update_fields=["ended_at"])
    RouteStepFactory(
        route=ApprovalRouteFactory(workspace=workspace), approvers=[other_manager.user]
    )

    with pytest.raises(MayNotDecideError):
        decide(asked, other_manager)
    assert decide(asked, manager).state == RequestState.APPROVED


def test_a7_an_approver_who_left_gives_way_to_the_fallback(
    workspace, requester, manager, other_manager
):
    route = ApprovalRouteFactory(workspace=workspace)
    RouteStepFactory(route=route, approvers=[manager.user])
    asked = approving.ask(wish(), by=requester, now=NOON)
    manager.ended_at = NOON
    manager.save(update_fields=["ended_at"])

    assert decide(asked, other_manager).state == RequestState.APPROVED


def test_serial_steps_wait_for_each_other(workspace, requester, manager, other_manager):
    route = ApprovalRouteFactory(workspace=workspace)
    RouteStepFactory(route=route, position=1, approvers=[manager.user])
    RouteStepFactory(route=route, position=2, approvers=[other_manager.user])
    asked = approving.ask(wish(), by=requester, now=NOON)

    with pytest.raises(MayNotDecideError):
        decide(asked, other_manager)
    assert decide(asked, manager).state == RequestState.PENDING
    assert decide(asked, other_manager).state == RequestState.APPROVED


def test_t1_taking_back_within_ten_minutes_starts_the_votes_afresh(asked, manager):
    decide(asked, manager)
    asked.refresh_from_db()

    approving.take_back(asked, by=manager, now=NOON + timedelta(minutes=9))

    assert (asked.state, asked.revision, asked.vote_count) == (RequestState.PENDING, 2, 0)
    assert decide(asked, manager).state == RequestState.APPROVED


def test_t1_taking_back_is_too_late_after_ten_minutes_or_dispatch(asked, manager):
    decide(asked, manager)
    asked.refresh_from_db()
    with pytest.raises(TooLateError):
        approving.take_back(asked, by=manager, now=NOON + timedelta(minutes=10))

    assert approving.claim_dispatch(asked, by=manager.user, now=NOON)
    with pytest.raises(TooLateError):
        approving.take_back(asked, by=manager, now=NOON + timedelta(minutes=1))
    assert not approving.claim_dispatch(asked, by=manager.user, now=NOON)


def test_only_who_decided_takes_back(asked, manager, requester):
    decide(asked, manager)
    asked.refresh_from_db()

    with pytest.raises(MayNotDecideError):
        approving.take_back(asked, by=requester, now=NOON)


def test_requester_withdraws_what_is_not_decided(asked, manager, requester):
    approving.withdraw(asked, by=requester, now=NOON)

    assert asked.state == RequestState.TAKEN_BACK
    with pytest.raises(AlreadyDecidedError):
        decide(asked, manager)
    with pytest.raises(AlreadyDecidedError):
        approving.withdraw(asked, by=requester, now=NOON)


def test_amending_what_is_decided_is_refused(asked, manager, requester):
    decide(asked, manager)

    with pytest.raises(AlreadyDecidedError):
        approving.amend(asked, wish(amount=1), by=requester, now=NOON)


def test_l1_a_decision_fails_with_its_audit_entry(asked, manager, monkeypatch):
    monkeypatch.setattr("accounts.operations.audit._lock", lambda _workspace: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        decide(asked, manager)

    asked.refresh_from_db()
    assert (asked.state, Vote.objects.count()) == (RequestState.PENDING, 0)


def test_one_vote_per_seat_is_kept_by_the_database(asked, manager):
    VoteFactory(request=asked, person=manager.user)
    with pytest.raises(IntegrityError):
        VoteFactory(request=asked, person=manager.user)


ROUNDS = int(os.environ.get("A2_ROUNDS", "3"))  # the full case: A2_ROUNDS=100
THREADS = 50


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.django_db(transaction=True)
def test_a2_two_managers_in_the_same_instant_make_one_decision(requester, manager, other_manager):
    """Rounds of 50 threads; on SQLite and, by DATABASE_URL, on PostgreSQL."""
    barrier = Barrier(THREADS, timeout=60)  # a thread that fails must not hang the others

    def run(number):
        who = manager if number % 2 else other_manager
        outcomes = []
        for pk in requests:
            barrier.wait()
            try:
                decide(ApprovalRequest(pk=pk), who)
                outcomes.append("decided")
            except AlreadyDecidedError as error:
                outcomes.append(error.request.decided_by_id)
        connections.close_all()
        return outcomes

    requests = [approving.ask(wish(), by=requester, now=NOON).pk for _round in range(ROUNDS)]
    with ThreadPoolExecutor(THREADS) as pool:
        told = list(pool.map(run, range(THREADS)))

    for number, pk in enumerate(requests):
        of_round = [outcomes[number] for outcomes in told]
        decider = ApprovalRequest.objects.get(pk=pk).decided_by_id
        assert of_round.count("decided") == 1
        assert set(of_round) == {"decided", decider}
    assert Vote.objects.count() == ROUNDS
    assert AuditEntry.objects.filter(action="approval.decided").count() == ROUNDS
