"""Valid and dull rows of what was read, judged and decided."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from tests.factories.accounts import UserFactory, WorkspaceFactory
from tests.factories.tracker import (
    NOON,
    DisruptionFactory,
    PageFactory,
    SnapshotFactory,
    SupplierFactory,
)
from tracker.enums import (
    CompanyDayKind,
    DisruptionEventKind,
    DomainState,
    Level,
    PlannedTaskKind,
    RecoveryStage,
    ReviewVerdict,
    SeriesKind,
    ServiceDomain,
    TaskMoment,
    VerificationKind,
)
from tracker.models import (
    Claim,
    ClaimReview,
    CompanyDay,
    DisruptionEvent,
    DisruptionProposal,
    MaintenanceWindow,
    ManualFact,
    MeasuredCheck,
    Override,
    Reading,
    ResidualException,
    SeriesPoint,
    StageDecision,
    Verification,
    WindowSlot,
    WindowTask,
)

TODAY = NOON.date()


class ReadingFactory(DjangoModelFactory):
    class Meta:
        model = Reading

    page = factory.SubFactory(PageFactory)
    snapshot = factory.SubFactory(SnapshotFactory, page=factory.SelfAttribute("..page"))
    taken_at = NOON
    told_on = TODAY


class ClaimFactory(DjangoModelFactory):
    class Meta:
        model = Claim

    reading = factory.SubFactory(ReadingFactory)
    domain = ServiceDomain.ORDERS
    state = DomainState.STOPPED
    told_on = factory.SelfAttribute("reading.told_on")
    evidence = "ただいまご注文の受付を停止しております。"
    rule = "stop"
    fingerprint = factory.Sequence(lambda n: n.to_bytes(16, "big"))


class SeriesPointFactory(DjangoModelFactory):
    class Meta:
        model = SeriesPoint

    reading = factory.SubFactory(ReadingFactory)
    kind = SeriesKind.ITEMS
    low = 37
    high = 37
    told_on = factory.SelfAttribute("reading.told_on")
    evidence = "37品目のご注文を承ります。"


class OfWorkspaceFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    workspace = factory.SubFactory(WorkspaceFactory)
    supplier = factory.SubFactory(SupplierFactory, workspace=factory.SelfAttribute("..workspace"))


class ClaimReviewFactory(DjangoModelFactory):
    class Meta:
        model = ClaimReview

    workspace = factory.SubFactory(WorkspaceFactory)
    claim = factory.SubFactory(ClaimFactory)
    verdict = ReviewVerdict.ACCEPTED
    reviewed_by = factory.SubFactory(UserFactory)
    reviewed_at = NOON


class OverrideFactory(OfWorkspaceFactory):
    class Meta:
        model = Override

    domain = ServiceDomain.ORDERS
    level = Level.LIMITED
    reason = "The branch takes our orders by phone."
    is_locked = False
    set_by = factory.SubFactory(UserFactory)
    set_at = NOON
    expires_at = NOON + timedelta(days=7)


class ManualFactFactory(OfWorkspaceFactory):
    class Meta:
        model = ManualFact

    domain = ServiceDomain.SHIPPING
    level = Level.LIMITED
    told_by = "営業所の佐藤様"
    told_at = NOON
    text = "医療品だけは出荷しているとのこと。"
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = NOON


class StageDecisionFactory(OfWorkspaceFactory):
    class Meta:
        model = StageDecision

    stage = RecoveryStage.STOPPED
    proposed = RecoveryStage.STOPPED
    decided_by = factory.SubFactory(UserFactory)
    decided_at = NOON


class MeasuredCheckFactory(OfWorkspaceFactory):
    class Meta:
        model = MeasuredCheck

    reference = factory.Sequence(lambda n: f"T-{n}")
    goods = "コピー用紙 A4 1箱"
    placed_on = TODAY
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = NOON


class DisruptionProposalFactory(OfWorkspaceFactory):
    class Meta:
        model = DisruptionProposal

    claim = factory.SubFactory(ClaimFactory)
    proposed_at = NOON


class DisruptionEventFactory(DjangoModelFactory):
    class Meta:
        model = DisruptionEvent

    disruption = factory.SubFactory(DisruptionFactory)
    kind = DisruptionEventKind.OPENED
    happened_at = NOON
    recorded_at = NOON


class ResidualExceptionFactory(DjangoModelFactory):
    class Meta:
        model = ResidualException

    disruption = factory.SubFactory(DisruptionFactory)
    text = "FAX"
    opened_at = NOON
    opened_by = factory.SubFactory(UserFactory)


class VerificationFactory(DjangoModelFactory):
    class Meta:
        model = Verification

    disruption = factory.SubFactory(DisruptionFactory)
    kind = VerificationKind.CAUSE
    note = "第3報"
    confirmed_by = factory.SubFactory(UserFactory)
    confirmed_at = NOON


class MaintenanceWindowFactory(OfWorkspaceFactory):
    class Meta:
        model = MaintenanceWindow

    purpose = "システム更改"
    start_at = NOON
    end_at = NOON + timedelta(hours=4)


class WindowSlotFactory(DjangoModelFactory):
    class Meta:
        model = WindowSlot

    window = factory.SubFactory(MaintenanceWindowFactory)
    start_at = factory.SelfAttribute("window.start_at")
    end_at = factory.SelfAttribute("window.end_at")
    service = "電子マネー取引"


class WindowTaskFactory(DjangoModelFactory):
    class Meta:
        model = WindowTask

    window = factory.SubFactory(MaintenanceWindowFactory)
    kind = PlannedTaskKind.TELL_STAFF
    moment = TaskMoment.BEFORE
    due_at = NOON


class CompanyDayFactory(DjangoModelFactory):
    class Meta:
        model = CompanyDay

    workspace = factory.SubFactory(WorkspaceFactory)
    kind = CompanyDayKind.CLOSING
    name = "月末締め"
    day_of_month = 31
