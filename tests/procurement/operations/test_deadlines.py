"""What the clock asks for is told once, to the right people, whatever the clock does."""

from datetime import date, timedelta

import pytest

from accounts.enums import Role
from accounts.models import Message
from procurement.enums import Decision, RequestState
from procurement.models import ApprovalRequest
from procurement.operations import approving, deadlines
from procurement.tasks import keep_deadlines
from tests.factories import MembershipFactory
from tests.factories.procurement import (
    NOON,
    ChecklistFactory,
    EmergencyRuleFactory,
    FollowUpFactory,
    InquiryFactory,
)
from tests.procurement.operations.test_approving import SHOWN, version_of, wish

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def buyer(workspace):
    return MembershipFactory(workspace=workspace, role=Role.PURCHASER)


@pytest.fixture
def manager(workspace):
    return MembershipFactory(workspace=workspace, role=Role.MANAGER)


@pytest.fixture
def asked(buyer, manager):
    request = approving.ask(wish(), by=buyer, now=NOON)
    Message.objects.all().delete()
    return request


def told():
    return [(row.recipient, row.subject) for row in Message.objects.order_by("pk")]


def test_t1_a_waiting_request_is_reminded_once_and_then_passed_on(asked, manager):
    for moment in (NOON + DAY, NOON + DAY, NOON, NOON + DAY * 2, NOON + DAY * 2):
        deadlines.keep(now=moment)

    assert [person for person, _subject in told()] == [manager.user, manager.user]
    asked.refresh_from_db()
    assert (asked.reminded_at, asked.escalated_at) == (NOON + DAY, NOON + DAY * 2)


def test_before_a_day_has_passed_nobody_is_reminded(asked):
    assert deadlines.keep(now=NOON + DAY - timedelta(seconds=1)) == 0


def test_t1_the_end_of_taking_back_is_told_to_who_asked(asked, buyer, manager):
    approving.decide(asked, Decision.APPROVE, by=manager, version=version_of(SHOWN), now=NOON)
    Message.objects.all().delete()

    for minutes in (9, 10, 8, 20):
        deadlines.keep(now=NOON + timedelta(minutes=minutes))

    assert [person for person, _subject in told()] == [buyer.user]
    assert ApprovalRequest.objects.get().state == RequestState.APPROVED


@pytest.mark.parametrize(
    ("make", "due_at"),
    [
        (lambda own: ChecklistFactory(**own), NOON + DAY * 2),
        (
            lambda own: FollowUpFactory(checklist=ChecklistFactory(**own, told_at=NOON)),
            NOON + DAY * 2,
        ),
    ],
)
def test_what_is_late_about_orders_is_told_to_the_buyers(buyer, manager, make, due_at):
    make({"workspace": buyer.workspace})
    assert deadlines.keep(now=NOON) == 0

    for _ in range(2):
        deadlines.keep(now=due_at)

    assert {person for person, _subject in told()} == {buyer.user, manager.user}
    assert len(told()) == 2


def test_a_question_without_an_answer_goes_back_to_who_asked(buyer):
    InquiryFactory(
        checklist=ChecklistFactory(workspace=buyer.workspace, told_at=NOON), asked_by=buyer.user
    )

    keep_twice(NOON)

    assert [person for person, _subject in told()] == [buyer.user]


def test_a_rule_that_ran_out_is_told_to_its_owner(manager):
    EmergencyRuleFactory(
        workspace=manager.workspace, owner=manager.user, ends_on=date(2025, 10, 24)
    )

    keep_twice(NOON)

    assert [person for person, _subject in told()] == [manager.user]


def test_the_task_may_run_twice(asked):
    for _ in range(2):
        keep_deadlines()

    assert Message.objects.count() == 2  # years have passed: a reminder and a passing on


def keep_twice(now):
    for _ in range(2):
        deadlines.keep(now=now)
