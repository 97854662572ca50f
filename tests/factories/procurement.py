from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from procurement.domain.approvals import version_of
from procurement.enums import (
    AlarmKind,
    ChecklistStep,
    EmergencyKind,
    ErrandKind,
    FollowUpKind,
    HelpfulAct,
    ImpactReason,
    ImpactStatus,
)
from procurement.models import (
    ApprovalPolicy,
    ApprovalRequest,
    ApprovalRoute,
    Budget,
    Checklist,
    Deputy,
    EmergencyRule,
    Errand,
    FollowUp,
    Inquiry,
    Item,
    LineImpact,
    Offer,
    RequestVersion,
    RouteStep,
    SubstituteLine,
    SubstituteOrder,
    SupplierTerms,
    SupplyAlarm,
    SwitchedItem,
    Vote,
)
from tests.factories.accounts import UserFactory, WorkspaceFactory
from tests.factories.reconciliation import OrderFactory
from tests.factories.tracker import DisruptionFactory, SupplierFactory

NOON = datetime(2025, 10, 24, 3, 0, tzinfo=UTC)  # 12:00 in Tokyo, a Friday
OWN_SUPPLIER = factory.SubFactory(SupplierFactory, workspace=factory.SelfAttribute("..workspace"))
SHOWN = {"supplier": "Minato", "amount": 80_000, "lines": []}


class OfWorkspaceFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    workspace = factory.SubFactory(WorkspaceFactory)


class ItemFactory(OfWorkspaceFactory):
    class Meta:
        model = Item

    code = factory.Sequence(lambda n: f"ITEM-{n}")
    name = factory.Sequence(lambda n: f"Paper {n}")


class OfferFactory(OfWorkspaceFactory):
    class Meta:
        model = Offer

    item = factory.SubFactory(ItemFactory, workspace=factory.SelfAttribute("..workspace"))
    supplier = OWN_SUPPLIER
    item_code = factory.Sequence(lambda n: f"K-{n}")
    pack_price = 500
    lead_days = 2


class SupplierTermsFactory(DjangoModelFactory):
    class Meta:
        model = SupplierTerms

    supplier = factory.SubFactory(SupplierFactory)


class ApprovalPolicyFactory(OfWorkspaceFactory):
    class Meta:
        model = ApprovalPolicy


class ApprovalRouteFactory(OfWorkspaceFactory):
    class Meta:
        model = ApprovalRoute

    name = "manager"
    created_by = factory.SubFactory(UserFactory)
    created_at = NOON


class RouteStepFactory(DjangoModelFactory):
    class Meta:
        model = RouteStep
        skip_postgeneration_save = True

    route = factory.SubFactory(ApprovalRouteFactory)
    position = 1

    @factory.post_generation
    def approvers(self, create, people):
        self.approvers.set(people or [])


class DeputyFactory(OfWorkspaceFactory):
    class Meta:
        model = Deputy

    principal = factory.SubFactory(UserFactory)
    deputy = factory.SubFactory(UserFactory)
    from_on = date(2025, 10, 20)
    until_on = date(2025, 11, 1)
    named_at = NOON


class BudgetFactory(OfWorkspaceFactory):
    class Meta:
        model = Budget

    department = "総務部"
    from_on = date(2025, 10, 1)
    until_on = date(2025, 11, 1)
    amount = 500_000


class ApprovalRequestFactory(OfWorkspaceFactory):
    class Meta:
        model = ApprovalRequest
        skip_postgeneration_save = True

    title = "Minato A-1-S1"
    amount = 80_000
    requester = factory.SubFactory(UserFactory)
    asked_at = NOON
    version = version_of(SHOWN)

    @factory.post_generation
    def versions(self, create, extracted):
        RequestVersion.objects.create(
            request=self,
            revision=1,
            version=self.version,
            shown=SHOWN,
            made_by=self.requester,
            made_at=NOON,
        )


class VoteFactory(DjangoModelFactory):
    class Meta:
        model = Vote

    request = factory.SubFactory(ApprovalRequestFactory)
    revision = 1
    version = version_of(SHOWN)
    step = 0
    person = factory.SubFactory(UserFactory)
    seat = factory.SelfAttribute("person")
    decision = "approve"
    made_at = NOON


class LineImpactFactory(OfWorkspaceFactory):
    class Meta:
        model = LineImpact

    disruption = factory.SubFactory(
        DisruptionFactory, workspace=factory.SelfAttribute("..workspace")
    )
    order = factory.SubFactory(
        OrderFactory,
        workspace=factory.SelfAttribute("..workspace"),
        supplier=factory.SelfAttribute("..disruption.supplier"),
    )
    line_number = 1
    status = ImpactStatus.POTENTIAL
    reason = ImpactReason.ANNOUNCED
    amount = 1000
    uncovered_amount = 1000
    judged_at = NOON


class ChecklistFactory(OfWorkspaceFactory):
    class Meta:
        model = Checklist

    order = factory.SubFactory(OrderFactory, workspace=factory.SelfAttribute("..workspace"))
    opened_at = NOON


class InquiryFactory(DjangoModelFactory):
    class Meta:
        model = Inquiry

    checklist = factory.SubFactory(ChecklistFactory)
    step = ChecklistStep.SHIPPING
    asked_by = factory.SubFactory(UserFactory)
    asked_at = NOON
    due_at = NOON


class FollowUpFactory(DjangoModelFactory):
    class Meta:
        model = FollowUp

    checklist = factory.SubFactory(ChecklistFactory)
    kind = FollowUpKind.DEPARTMENT_TOLD
    due_on = date(2025, 10, 25)
    changed_at = NOON


class SubstituteOrderFactory(OfWorkspaceFactory):
    class Meta:
        model = SubstituteOrder

    number = factory.Sequence(lambda n: f"A-{n}-S1")
    supplier = OWN_SUPPLIER
    original = factory.SubFactory(OrderFactory, workspace=factory.SelfAttribute("..workspace"))
    created_by = factory.SubFactory(UserFactory)
    created_at = NOON


class SubstituteLineFactory(DjangoModelFactory):
    class Meta:
        model = SubstituteLine

    substitute = factory.SubFactory(SubstituteOrderFactory)
    line_number = 1
    replaces_line_number = 1
    offer = factory.SubFactory(
        OfferFactory,
        workspace=factory.SelfAttribute("..substitute.workspace"),
        supplier=factory.SelfAttribute("..substitute.supplier"),
    )
    item_code = "K-1"
    item_name = "コピー用紙 A4"
    pack_count = 3
    pack_price = 500
    pack_size = 1


class ErrandFactory(OfWorkspaceFactory):
    class Meta:
        model = Errand

    kind = ErrandKind.PREPARE
    started_by = factory.SubFactory(UserFactory)
    created_at = NOON


class EmergencyRuleFactory(OfWorkspaceFactory):
    class Meta:
        model = EmergencyRule

    kind = EmergencyKind.THRESHOLD
    amount = 100_000
    owner = factory.SubFactory(UserFactory)
    starts_on = date(2025, 10, 20)
    ends_on = date(2025, 11, 20)
    created_at = NOON


class SwitchedItemFactory(OfWorkspaceFactory):
    class Meta:
        model = SwitchedItem

    item = factory.SubFactory(ItemFactory, workspace=factory.SelfAttribute("..workspace"))
    disruption = factory.SubFactory(
        DisruptionFactory, workspace=factory.SelfAttribute("..workspace")
    )
    switched_at = NOON
    switched_by = factory.SubFactory(UserFactory)


class SupplyAlarmFactory(OfWorkspaceFactory):
    class Meta:
        model = SupplyAlarm

    identity = factory.Sequence(lambda n: f"alarm-{n}")
    kind = AlarmKind.CANCELLED_YET_COMING
    act = HelpfulAct.REFUSE_RECEIPT
    orders = ["A-1"]
    found_at = NOON
