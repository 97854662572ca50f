from tracker.models.change import Change
from tracker.models.check import CheckSpan
from tracker.models.disruption import Disruption
from tracker.models.disruption_life import (
    DisruptionEvent,
    DisruptionProposal,
    ResidualException,
    Verification,
)
from tracker.models.heartbeat import Heartbeat
from tracker.models.host import Host
from tracker.models.judgement import ClaimReview, ManualFact, Override
from tracker.models.mailbox import Mailbox
from tracker.models.notice import Notice
from tracker.models.notice_index import NoticeIndex
from tracker.models.page import Page
from tracker.models.read_request import ReadRequest
from tracker.models.reading import Claim, Reading, SeriesPoint
from tracker.models.record import TimelineRecord
from tracker.models.service_state import ServiceState, ServiceStateSpan
from tracker.models.snapshot import Snapshot
from tracker.models.source import Source
from tracker.models.stage import MeasuredCheck, StageDecision
from tracker.models.supplier import Supplier
from tracker.models.visit import Visit
from tracker.models.window import CompanyDay, MaintenanceWindow, WindowSlot, WindowTask

__all__ = [
    "Change",
    "CheckSpan",
    "Claim",
    "ClaimReview",
    "CompanyDay",
    "Disruption",
    "DisruptionEvent",
    "DisruptionProposal",
    "Heartbeat",
    "Host",
    "Mailbox",
    "MaintenanceWindow",
    "ManualFact",
    "MeasuredCheck",
    "Notice",
    "NoticeIndex",
    "Override",
    "Page",
    "ReadRequest",
    "Reading",
    "ResidualException",
    "SeriesPoint",
    "ServiceState",
    "ServiceStateSpan",
    "Snapshot",
    "Source",
    "StageDecision",
    "Supplier",
    "TimelineRecord",
    "Verification",
    "Visit",
    "WindowSlot",
    "WindowTask",
]
