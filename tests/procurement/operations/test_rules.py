from datetime import date, timedelta
from decimal import Decimal

import pytest

from procurement.domain.minimum_operation import UnfitRuleError
from procurement.enums import EmergencyKind
from procurement.operations import rules, switching
from procurement.operations.routing import is_approval_needed
from procurement.operations.rules import AlreadyWithdrawnError, RuleWish
from procurement.operations.switching import NotReadyError
from tests.factories.procurement import NOON, ApprovalPolicyFactory
from tests.procurement.story import stopped
from tracker.enums import RecoveryStage
from tracker.models import StageDecision

pytestmark = pytest.mark.django_db
TODAY = date(2025, 10, 24)


@pytest.fixture
def story(workspace):
    return stopped(workspace, now=NOON)


def raised(story, **changes):
    values = {"kind": EmergencyKind.THRESHOLD, "amount": 100_000, "owner": story.buyer.user}
    spans = {"starts_on": TODAY, "ends_on": date(2025, 11, 20)}
    return RuleWish(**(values | spans | changes))


def test_a_raised_threshold_holds_until_it_is_withdrawn(story):
    workspace = story.buyer.workspace
    ApprovalPolicyFactory(workspace=workspace, threshold_amount=50_000)
    assert is_approval_needed(workspace, 80_000, today=TODAY)

    rule = rules.start_rule(workspace, raised(story), by=story.manager, now=NOON)
    assert not is_approval_needed(workspace, 80_000, today=TODAY)

    rules.withdraw_rule(rule, by=story.manager, reason="復旧", now=NOON)
    assert is_approval_needed(workspace, 80_000, today=TODAY)
    with pytest.raises(AlreadyWithdrawnError):
        rules.withdraw_rule(rule, by=story.manager, reason="復旧", now=NOON)


def test_a_rule_without_what_it_needs_is_not_kept(story):
    wish = raised(story, kind=EmergencyKind.THICKER_STOCK, ratio=Decimal(1), amount=None)
    with pytest.raises(UnfitRuleError):
        rules.start_rule(story.buyer.workspace, wish, by=story.manager, now=NOON)


def test_an_item_goes_back_when_stage_and_checks_allow(story):
    items = [story.item]
    assert switching.switch(items, disruption=story.disruption, by=story.buyer, now=NOON) == 1
    assert switching.switch(items, disruption=story.disruption, by=story.buyer, now=NOON) == 0
    ((row, plan),) = switching.board(story.buyer.workspace, now=NOON)
    assert not plan.is_ready
    with pytest.raises(NotReadyError):
        switching.send_back(row, by=story.buyer, now=NOON)

    checks = {"is_stock_shown": True, "is_delivery_measured": True, "is_contact_back": True}
    switching.record_checks(row, checks, by=story.buyer, now=NOON)
    StageDecision.objects.create(
        workspace=story.buyer.workspace,
        supplier=story.supplier,
        stage=RecoveryStage.OPERATIONAL,
        reason="二日続けて届きました",
        evidence=[["delivered", True]],
        decided_by=story.buyer.user,
        decided_at=NOON,
    )
    switching.send_back(row, by=story.buyer, now=NOON + timedelta(days=1))

    assert switching.board(story.buyer.workspace, now=NOON) == []
