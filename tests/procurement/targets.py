"""How to make what the addresses of the response name, in a member's own company."""

from accounts.models import Membership
from procurement.operations import approving
from tests.factories import OrderFactory
from tests.factories.procurement import (
    ApprovalRequestFactory,
    ChecklistFactory,
    DeputyFactory,
    EmergencyRuleFactory,
    ErrandFactory,
    FollowUpFactory,
    SubstituteOrderFactory,
    SupplyAlarmFactory,
    SwitchedItemFactory,
)


def own(factory):
    """Return a maker of one row in the member's company."""
    return lambda member: factory(workspace=member.workspace).pk


def follow_up(member: Membership) -> int:
    return FollowUpFactory(checklist=ChecklistFactory(workspace=member.workspace)).pk


TARGETS = {
    "mark": lambda member: approving.mailed_path_of(
        ApprovalRequestFactory(workspace=member.workspace)
    ).split("/")[-2],
    "request_id": own(ApprovalRequestFactory),
    "deputy_id": lambda member: DeputyFactory(workspace=member.workspace, principal=member.user).pk,
    "checklist_id": own(ChecklistFactory),
    "follow_up_id": follow_up,
    "order_id": own(OrderFactory),
    "substitute_id": own(SubstituteOrderFactory),
    "rule_id": own(EmergencyRuleFactory),
    "switched_id": own(SwitchedItemFactory),
    "errand_id": own(ErrandFactory),
    "alarm_id": own(SupplyAlarmFactory),
}
