"""One test per constraint of what was read, judged and decided."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from tests.factories import (
    ClaimReviewFactory,
    CompanyDayFactory,
    DisruptionFactory,
    DisruptionProposalFactory,
    MaintenanceWindowFactory,
    MeasuredCheckFactory,
    OverrideFactory,
    SeriesPointFactory,
    StageDecisionFactory,
    VerificationFactory,
    WindowTaskFactory,
)
from tests.factories.tracker import NOON
from tracker.enums import ReviewVerdict
from tracker.models import ServiceState

pytestmark = pytest.mark.django_db

BROKEN = {
    "series_point_low_to_high": lambda: SeriesPointFactory(low=8, high=7),
    "review_correction_says_what": lambda: ClaimReviewFactory(verdict=ReviewVerdict.CORRECTED),
    "override_ends_after_it_begins": lambda: OverrideFactory(expires_at=NOON),
    "override_has_reason": lambda: OverrideFactory(reason=""),
    "stage_decision_has_ground": lambda: StageDecisionFactory(stage="operational"),
    "window_ends_after_it_begins": lambda: MaintenanceWindowFactory(end_at=NOON),
    "window_reserve_is_a_span": lambda: MaintenanceWindowFactory(
        reserve_start_at=NOON, reserve_end_at=NOON - timedelta(hours=1)
    ),
    "company_day_weekday": lambda: CompanyDayFactory(weekday=7),
    "company_day_of_month": lambda: CompanyDayFactory(day_of_month=32),
    "disruption_merged_is_closed": lambda: DisruptionFactory(merged_into=DisruptionFactory()),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_row_that_makes_no_sense_is_refused(name):
    with pytest.raises(IntegrityError, match=name):
        BROKEN[name]()


def twice(factory, *same, **more):
    first = factory(**more)
    with pytest.raises(IntegrityError):
        factory(**{name: getattr(first, name) for name in same}, **more)


def test_a_claim_has_one_current_review_in_a_company():
    twice(ClaimReviewFactory, "workspace", "claim")


def test_a_replaced_review_makes_room_for_a_new_one():
    first = ClaimReviewFactory(replaced_at=NOON)

    assert ClaimReviewFactory(workspace=first.workspace, claim=first.claim).pk


def test_one_proposal_waits_per_supplier():
    twice(DisruptionProposalFactory, "workspace", "supplier")


def test_an_order_is_measured_once():
    twice(MeasuredCheckFactory, "workspace", "supplier", "reference")


def test_a_verification_is_confirmed_once():
    twice(VerificationFactory, "disruption", "kind")


def test_a_task_is_asked_for_once_per_window():
    twice(WindowTaskFactory, "window", "kind")


def test_a_service_has_one_state():
    supplier = MeasuredCheckFactory().supplier
    row = {
        "workspace": supplier.workspace,
        "supplier": supplier,
        "domain": "orders",
        "level": "down",
        "basis": "official",
        "changed_at": NOON,
    }
    ServiceState.objects.create(**row)

    with pytest.raises(IntegrityError):
        ServiceState.objects.create(**row)
