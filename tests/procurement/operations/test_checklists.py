import pytest

from accounts.models import AuditEntry
from procurement.domain.checklists import UnansweredStepError
from procurement.enums import (
    ChecklistAnswer,
    ChecklistResult,
    ChecklistStep,
    FollowUpKind,
    FollowUpState,
)
from procurement.models import Checklist, ChecklistEntry, FollowUp, Inquiry
from procurement.operations import checklists
from procurement.operations.checklists import ChangedChecklistError, answers_of
from reconciliation.enums import OrderDecision
from reconciliation.models import OrderDecided
from tests.factories import ShipmentLineFactory
from tests.factories.procurement import NOON
from tests.procurement.story import order_of, stopped

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(workspace):
    return stopped(workspace, now=NOON)


@pytest.fixture
def checklist(story):
    prepare(story, [story.order])
    return Checklist.objects.get()


def prepare(story, orders):
    return checklists.prepare(
        story.supplier, orders, disruption=story.disruption, by=story.buyer, now=NOON
    )


def fill(checklist, story, **changes):
    given = {
        ChecklistStep.SHIPPING: ChecklistAnswer.NOTHING_SHIPPED,
        ChecklistStep.DELAY: ChecklistAnswer.BEYOND,
        ChecklistStep.DIRECT: ChecklistAnswer.STOCK_GOODS,
        ChecklistStep.COST: ChecklistAnswer.FREE,
        ChecklistStep.REORDER: ChecklistAnswer.READY,
    } | changes
    for step, answer in given.items():
        checklists.answer(checklist, step, answer, by=story.buyer, note="電話 佐藤様", now=NOON)


def close(checklist, story, result=ChecklistResult.CANCEL):
    return checklists.close(checklist, result, by=story.buyer, reason="間に合わない", now=NOON)


def test_preparing_answers_from_the_data_and_never_twice(checklist, story):
    answers = {step: entry.answer for step, entry in answers_of(checklist).items()}

    assert answers == {
        ChecklistStep.DIRECT: ChecklistAnswer.STOCK_GOODS,
        ChecklistStep.REORDER: ChecklistAnswer.NEEDS_APPROVAL,
    }
    assert prepare(story, [story.order]) == 0


def test_bulk_answers_are_those_of_one_by_one(story):
    orders = [order_of(story.supplier, f"B-{number}") for number in range(3)]
    ShipmentLineFactory(
        workspace=story.supplier.workspace,
        supplier=story.supplier,
        order_number="B-1",
        order_key="B-1",
        quantity=4,
    )
    assert prepare(story, orders) == 3
    bulk = [said(row) for row in Checklist.objects.order_by("order__key")]
    ChecklistEntry.objects.all().delete()  # so that each can be opened anew
    Checklist.objects.all().delete()

    for order in orders:
        prepare(story, [order])

    assert [said(row) for row in Checklist.objects.order_by("order__key")] == bulk
    assert bulk[1][ChecklistStep.SHIPPING] == ChecklistAnswer.PARTLY_SHIPPED


def said(checklist):
    return {step: entry.answer for step, entry in answers_of(checklist).items()}


def test_not_known_asks_the_supplier_with_a_deadline(checklist, story):
    unknown = ChecklistAnswer.NOT_KNOWN
    checklists.answer(checklist, ChecklistStep.COST, unknown, by=story.buyer, note="", now=NOON)

    inquiry = Inquiry.objects.get()
    assert (inquiry.step, (inquiry.due_at - NOON).days) == (ChecklistStep.COST, 3)
    assert inquiry.details["order_number"] == "A-1"
    free = ChecklistAnswer.FREE
    checklists.answer(checklist, ChecklistStep.COST, free, by=story.buyer, note="", now=NOON)
    assert Inquiry.objects.get().answered_at == NOON


def test_an_unanswered_checklist_is_not_closed(checklist, story):
    with pytest.raises(UnansweredStepError):
        close(checklist, story)

    assert Checklist.objects.get().closed_at is None


def test_closing_keeps_the_decision_on_the_order_and_starts_what_follows(checklist, story):
    fill(checklist, story)

    close(checklist, story)

    decided = OrderDecided.objects.get()
    assert (decided.order, decided.decision) == (story.order, OrderDecision.CANCEL)
    assert set(FollowUp.objects.values_list("kind", flat=True)) == set(FollowUpKind)
    assert AuditEntry.objects.filter(action="checklist.closed").count() == 1


def test_a5_a_second_person_cannot_overwrite_what_they_have_not_read(checklist, story):
    stale = Checklist.objects.get()
    fill(checklist, story)

    with pytest.raises(ChangedChecklistError):
        fill(stale, story)


def test_telling_the_department_is_recorded(checklist, story):
    fill(checklist, story)
    close(checklist, story)
    follow_up = FollowUp.objects.get(kind=FollowUpKind.DEPARTMENT_TOLD)

    checklists.tell_department(follow_up, told_to="総務部 佐藤", by=story.buyer, now=NOON)

    follow_up.refresh_from_db()
    assert (follow_up.state, follow_up.note) == (FollowUpState.CONFIRMED, "総務部 佐藤")
