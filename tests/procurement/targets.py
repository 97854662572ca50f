"""How to make what the addresses of the response name, in a member's own company."""

from accounts.models import Membership
from procurement.operations import approving
from reconciliation.operations import files
from tests.factories import OrderFactory
from tests.factories.procurement import (
    NOON,
    ApprovalRequestFactory,
    ApprovalRouteFactory,
    ChecklistFactory,
    DeputyFactory,
    EmergencyRuleFactory,
    ErrandFactory,
    FollowUpFactory,
    ItemFactory,
    OfferFactory,
    SubstituteOrderFactory,
    SupplyAlarmFactory,
    SwitchedItemFactory,
)


def own(factory):
    """Return a maker of one row in the member's company."""
    return lambda member: factory(workspace=member.workspace).pk


def follow_up(member: Membership) -> int:
    return FollowUpFactory(checklist=ChecklistFactory(workspace=member.workspace)).pk


def stored_list(member: Membership) -> int:
    """Keep a list of one item."""
    content = "品目コード,品目名\nP-1,用紙\n".encode()
    own = {"workspace": member.workspace, "by": member.user}
    return files.store([content], label="items.csv", now=NOON, **own).pk


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
    "item_id": own(ItemFactory),
    "offer_id": own(OfferFactory),
    "file_id": stored_list,
    "catalogue_kind": lambda member: "items",
    "route_id": own(ApprovalRouteFactory),
    "errand_id": own(ErrandFactory),
    "alarm_id": own(SupplyAlarmFactory),
    "sample_name": lambda member: "orders.csv",
}
