import pytest

from accounts.models import Message
from procurement.enums import AlarmKind, ChecklistResult, HelpfulAct
from procurement.models import SupplyAlarm
from procurement.operations import alarms
from tests.factories import ShipmentLineFactory
from tests.factories.procurement import NOON, ChecklistFactory
from tests.procurement.story import stopped

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(workspace):
    return stopped(workspace, now=NOON)


@pytest.fixture
def cancelled(story):
    ChecklistFactory(
        workspace=story.supplier.workspace,
        order=story.order,
        result=ChecklistResult.CANCEL,
        reason="x",
        closed_by=story.buyer.user,
        closed_at=NOON,
    )
    return story


def test_a9_a_cancelled_order_that_ships_raises_one_alarm_and_tells_the_buyers(cancelled):
    workspace = cancelled.supplier.workspace
    assert alarms.look(workspace, now=NOON) == []
    ShipmentLineFactory(
        workspace=workspace,
        supplier=cancelled.supplier,
        order_number="A-1",
        order_key="A-1",
        quantity=10,
    )

    alarms.look(workspace, now=NOON)
    alarms.look(workspace, now=NOON)

    alarm = SupplyAlarm.objects.get()
    assert (alarm.kind, alarm.act) == (AlarmKind.CANCELLED_YET_COMING, HelpfulAct.REFUSE_RECEIPT)
    assert Message.objects.count() == 2  # the buyer and the manager, once each


def test_a9_only_a_person_closes_an_alarm(cancelled):
    row = SupplyAlarm.objects.create(
        workspace=cancelled.supplier.workspace,
        identity="x",
        kind=AlarmKind.ORDERED_TWICE,
        act=HelpfulAct.CANCEL_ONE,
        found_at=NOON,
    )
    alarms.look(cancelled.supplier.workspace, now=NOON)
    assert SupplyAlarm.objects.open().count() == 1

    alarms.close(row, reason="受け取りを断りました", by=cancelled.buyer, now=NOON)

    with pytest.raises(alarms.AlreadyClosedError):
        alarms.close(row, reason="x", by=cancelled.buyer, now=NOON)
