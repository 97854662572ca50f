"""Rows that an address names, found only inside the company in the address."""

from django.shortcuts import get_object_or_404

from accounts.access import WorkspaceRequest
from reconciliation.models import Discrepancy, Evidence, Hold, ImportBatch, Job, Order
from reconciliation.operations.evidence import Target
from tracker.models import Disruption
from tracker.views.lookup import whole


def batch_of(request: WorkspaceRequest, batch_id: int) -> ImportBatch:
    batches = ImportBatch.objects.in_workspace(request.workspace)
    related = batches.select_related("workspace", "supplier", "file", "created_by", "applied_by")
    return get_object_or_404(related, pk=batch_id)


def job_of(request: WorkspaceRequest, job_id: int) -> Job:
    jobs = Job.objects.in_workspace(request.workspace).select_related("batch", "started_by")
    return get_object_or_404(jobs, pk=job_id)


def order_of(request: WorkspaceRequest, order_id: int) -> Order:
    orders = Order.objects.in_workspace(request.workspace).select_related("supplier", "workspace")
    return get_object_or_404(orders, pk=order_id)


def evidence_of(request: WorkspaceRequest, evidence_id: int) -> Evidence:
    found = Evidence.objects.in_workspace(request.workspace)
    return get_object_or_404(found.select_related("supplier", "replaced_by"), pk=evidence_id)


def target_in(request: WorkspaceRequest) -> Target | None:
    """Return what the query string names as the thing that evidence is for; None: nothing."""
    if (number := whole(request.GET.get("order"))) is not None:
        return order_of(request, number)
    if (number := whole(request.GET.get("discrepancy"))) is not None:
        findings = Discrepancy.objects.in_workspace(request.workspace).select_related("supplier")
        return get_object_or_404(findings, pk=number)
    if (number := whole(request.GET.get("disruption"))) is not None:
        stops = Disruption.objects.filter(workspace=request.workspace).select_related("supplier")
        return get_object_or_404(stops, pk=number)
    return None


def discrepancy_of(request: WorkspaceRequest, discrepancy_id: int) -> Discrepancy:
    found = Discrepancy.objects.in_workspace(request.workspace)
    related = found.select_related("supplier__workspace", "order", "owner")
    return get_object_or_404(related, pk=discrepancy_id)


def hold_of(request: WorkspaceRequest, hold_id: int) -> Hold:
    return get_object_or_404(Hold.objects.filter(workspace=request.workspace), pk=hold_id)
