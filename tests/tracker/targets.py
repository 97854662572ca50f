"""How to make what the tracker's addresses name, in a member's own company.

Every maker gives things of one and the same supplier, so that a route with two ids fits together.
"""

from functools import partial

from accounts.models import Membership
from tests.factories import (
    ChangeFactory,
    ClaimFactory,
    CompanyDayFactory,
    DisruptionFactory,
    DisruptionProposalFactory,
    MailboxFactory,
    MaintenanceWindowFactory,
    MeasuredCheckFactory,
    OverrideFactory,
    ReadingFactory,
    ReadRequestFactory,
    ResidualExceptionFactory,
    SnapshotFactory,
    SourceFactory,
    SupplierFactory,
    TimelineRecordFactory,
    WindowSlotFactory,
    WindowTaskFactory,
)
from tracker.models import Claim, DisruptionProposal, Mailbox, MaintenanceWindow, Source, Supplier
from tracker.operations import archive
from tracker.views import feeds, planned_feed

NAME = "The matrix's supplier"


def supplier_of(member: Membership) -> Supplier:
    return Supplier.objects.in_workspace(member.workspace).filter(
        name=NAME
    ).first() or SupplierFactory(workspace=member.workspace, name=NAME)


def source_of(member: Membership) -> Source:
    supplier = supplier_of(member)
    return supplier.sources.first() or SourceFactory(workspace=member.workspace, supplier=supplier)


def mailbox_of(member: Membership):
    source = source_of(member)
    found = Mailbox.objects.filter(source=source).first()
    return found or MailboxFactory(workspace=member.workspace, source=source)


def read_of(member: Membership):
    source = source_of(member)
    return source.read_requests.first() or ReadRequestFactory(source=source, asked_by=member.user)


def snapshot_of(member: Membership):
    raw = b"<p>Orders are stopped.</p>"
    page = source_of(member).page
    return page.snapshots.first() or SnapshotFactory(page=page, version=1, **packed(raw))


def packed(raw: bytes, text: str = "Orders are stopped.") -> dict[str, bytes]:
    """Return the fields of a snapshot that keeps some bytes and their text."""
    return {
        "raw": archive.pack(raw),
        "raw_sha256": archive.sha256(raw).digest(),
        "text": archive.pack(text.encode(), against=raw),
        "text_sha256": archive.sha256(text.encode()).digest(),
    }


def made(factory, member: Membership) -> int:
    """Make a row that belongs to the supplier."""
    return factory(workspace=member.workspace, supplier=supplier_of(member)).pk


def proposed(member: Membership) -> int:
    supplier = supplier_of(member)
    waiting = DisruptionProposal.objects.waiting().filter(supplier=supplier).first()
    return waiting.pk if waiting else made(DisruptionProposalFactory, member)


def read(member: Membership) -> Claim:
    """Return a claim of the supplier's page."""
    snapshot = snapshot_of(member)
    known = Claim.objects.filter(reading__snapshot=snapshot).first()
    return known or ClaimFactory(reading=ReadingFactory(page=snapshot.page, snapshot=snapshot))


def exception_of(member: Membership) -> int:
    disruption = DisruptionFactory(workspace=member.workspace, supplier=supplier_of(member))
    return ResidualExceptionFactory(disruption=disruption).pk


def window_of(member: Membership) -> MaintenanceWindow:
    supplier = supplier_of(member)
    known = supplier.windows.first()
    return known or MaintenanceWindowFactory(workspace=member.workspace, supplier=supplier)


TARGETS = {
    "supplier_id": lambda member: supplier_of(member).pk,
    "source_id": lambda member: source_of(member).pk,
    "read_id": lambda member: read_of(member).pk,
    "mailbox_id": lambda member: mailbox_of(member).pk,
    "snapshot_id": lambda member: snapshot_of(member).pk,
    "form": lambda member: "csv",
    "page_id": lambda member: snapshot_of(member).page_id,
    "change_id": lambda member: ChangeFactory(page=source_of(member).page).pk,
    "record_id": partial(made, TimelineRecordFactory),
    "disruption_id": partial(made, DisruptionFactory),
    "claim_id": lambda member: read(member).pk,
    "reading_id": lambda member: read(member).reading_id,
    "window_id": lambda member: window_of(member).pk,
    "slot_id": lambda member: WindowSlotFactory(window=window_of(member)).pk,
    "task_id": lambda member: (
        (window_of(member).tasks.first() or WindowTaskFactory(window=window_of(member))).pk
    ),
    "day_id": lambda member: CompanyDayFactory(workspace=member.workspace).pk,
    "move": lambda member: "cancel",
    "calendar_token": lambda member: planned_feed.path_of(member).split("/")[-2],
    "step": lambda member: "acknowledge",
    "proposal_id": proposed,
    "override_id": partial(made, OverrideFactory),
    "check_id": partial(made, MeasuredCheckFactory),
    "exception_id": exception_of,
    "feed_token": lambda member: feeds.path_of(member, supplier_of(member)).split("/")[-2],
}
