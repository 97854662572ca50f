import pytest

from procurement.enums import ImpactReason, ImpactStatus
from procurement.models import LineImpact
from procurement.operations import impacts
from procurement.operations.exposures import departments_of, exposure_of, standing_of
from tests.factories.procurement import NOON
from tests.procurement.story import order_of, stopped
from tracker.enums import Level
from tracker.models import ServiceState

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(workspace):
    return stopped(workspace, now=NOON)


def test_refresh_keeps_what_a_stop_does_to_open_lines(story):
    assert impacts.refresh(story.disruption, now=NOON) == 1

    row = LineImpact.objects.get()
    assert (row.status, row.reason) == (ImpactStatus.POTENTIAL, ImpactReason.ANNOUNCED)
    assert (row.amount, row.uncovered_amount) == (10_000, 0)  # the alternate has 80
    standing = standing_of(story.disruption)
    assert (standing.order_count, standing.amount) == (1, 10_000)
    assert departments_of(story.disruption) == [("総務部", 1, 10_000)]
    assert [(day, total.amount) for day, total in exposure_of(story.disruption)] == [
        (story.order.promised_on, 10_000)
    ]


def test_a_later_restart_says_that_lines_are_supplied_again(story):
    impacts.refresh(story.disruption, now=NOON)
    ServiceState.objects.update(level=Level.UP)

    impacts.refresh(story.disruption, now=NOON)

    assert LineImpact.objects.get().status == ImpactStatus.RESTORED


def test_touched_orders_alone_are_judged_again(story):
    other = order_of(story.supplier, "B-2", item_code="LAMP")
    impacts.refresh(story.disruption, now=NOON)

    assert impacts.refresh(story.disruption, now=NOON, orders={other.pk}) == 1
    assert LineImpact.objects.count() == 2
