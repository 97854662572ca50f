"""Rows that an address names, found only inside the company in the address."""

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404

from accounts.access import WorkspaceRequest
from tracker.models import (
    Change,
    Claim,
    Disruption,
    DisruptionProposal,
    Mailbox,
    MaintenanceWindow,
    MeasuredCheck,
    Override,
    Page,
    Reading,
    ReadRequest,
    ResidualException,
    Snapshot,
    Source,
    Supplier,
    TimelineRecord,
    WindowTask,
)


def supplier_of(request: WorkspaceRequest, supplier_id: int) -> Supplier:
    suppliers = Supplier.objects.in_workspace(request.workspace).select_related("workspace")
    return get_object_or_404(suppliers, pk=supplier_id)


def mailbox_of(request: WorkspaceRequest, mailbox_id: int) -> Mailbox:
    mailboxes = Mailbox.objects.filter(workspace=request.workspace)
    related = mailboxes.select_related("workspace", "source__supplier", "source__page")
    return get_object_or_404(related, pk=mailbox_id)


def read_request_of(request: WorkspaceRequest, read_id: int) -> ReadRequest:
    asked = ReadRequest.objects.filter(source__workspace=request.workspace)
    return get_object_or_404(asked.select_related("asked_by"), pk=read_id)


def source_of(request: WorkspaceRequest, source_id: int) -> Source:
    """Return a source, ended or not: its checks and versions stay readable."""
    sources = Source.objects.in_workspace(request.workspace)
    related = sources.select_related("supplier", "page", "keeper", "workspace")
    return get_object_or_404(related, pk=source_id)


def change_of(supplier: Supplier, change_id: int) -> Change:
    changes = Change.objects.select_related("page", "notice", "before", "after")
    return get_object_or_404(changes, pk=change_id, page__in=Page.objects.known_to(supplier))


def record_of(supplier: Supplier, record_id: int) -> TimelineRecord:
    records = supplier.records.select_related("author", "change", "corrects")
    return get_object_or_404(records, pk=record_id)


def disruption_of(request: WorkspaceRequest, disruption_id: int) -> Disruption:
    disruptions = Disruption.objects.in_workspace(request.workspace)
    related = disruptions.select_related("supplier", "workspace", "owner", "merged_into")
    return get_object_or_404(related, pk=disruption_id)


def proposal_of(request: WorkspaceRequest, proposal_id: int) -> DisruptionProposal:
    proposals = DisruptionProposal.objects.in_workspace(request.workspace).select_related(
        "supplier__workspace", "claim__reading__page", "answered_by", "disruption"
    )
    return get_object_or_404(proposals, pk=proposal_id)


def override_of(request: WorkspaceRequest, override_id: int) -> Override:
    rows = Override.objects.in_workspace(request.workspace).select_related("supplier__workspace")
    return get_object_or_404(rows, pk=override_id)


def check_of(request: WorkspaceRequest, check_id: int) -> MeasuredCheck:
    rows = MeasuredCheck.objects.filter(workspace=request.workspace)
    return get_object_or_404(rows.select_related("supplier__workspace"), pk=check_id)


def exception_of(request: WorkspaceRequest, exception_id: int) -> ResidualException:
    rows = ResidualException.objects.filter(disruption__workspace=request.workspace)
    return get_object_or_404(rows.select_related("disruption__workspace"), pk=exception_id)


def snapshot_of(request: WorkspaceRequest, snapshot_id: int) -> Snapshot:
    known = Page.objects.known_in(request.workspace)
    snapshots = Snapshot.objects.select_related("page", "base").filter(page__in=known)
    return get_object_or_404(snapshots, pk=snapshot_id)


def whole(text: str | None) -> int | None:
    """Return the number in a query string; None when there is none.

    Raises: Http404 when it is something else.
    """
    if not text:
        return None
    if not text.isdecimal() or len(text) > 18:
        raise Http404
    return int(text)


def posted(request: WorkspaceRequest) -> QueryDict | None:
    """Return what a form was sent with; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def page_of(request: WorkspaceRequest, page_id: int) -> Page:
    return get_object_or_404(Page.objects.known_in(request.workspace), pk=page_id)


def claim_of(request: WorkspaceRequest, claim_id: int) -> Claim:
    known = Page.objects.known_in(request.workspace)
    claims = Claim.objects.select_related("reading__page", "notice").filter(reading__page__in=known)
    return get_object_or_404(claims, pk=claim_id)


def reading_of(request: WorkspaceRequest, reading_id: int) -> Reading:
    known = Page.objects.known_in(request.workspace)
    readings = Reading.objects.select_related("page", "snapshot__base").filter(page__in=known)
    return get_object_or_404(readings, pk=reading_id)


def window_of(request: WorkspaceRequest, window_id: int) -> MaintenanceWindow:
    windows = MaintenanceWindow.objects.in_workspace(request.workspace).select_related(
        "supplier__workspace", "workspace", "reading", "replaces", "confirmed_by"
    )
    return get_object_or_404(windows, pk=window_id)


def task_of(request: WorkspaceRequest, task_id: int) -> WindowTask:
    tasks = WindowTask.objects.select_related("window__supplier__workspace", "window__workspace")
    return get_object_or_404(tasks, pk=task_id, window__workspace=request.workspace)
