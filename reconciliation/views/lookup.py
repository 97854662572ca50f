"""Rows that an address names, found only inside the company in the address."""

from django.shortcuts import get_object_or_404

from accounts.access import WorkspaceRequest
from reconciliation.models import Evidence, ImportBatch, Job, Order


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
