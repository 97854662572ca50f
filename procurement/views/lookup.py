"""Rows that an address names, found only inside the company in the address."""

from django.shortcuts import get_object_or_404

from accounts.access import WorkspaceRequest
from procurement.models import (
    ApprovalRequest,
    ApprovalRoute,
    Checklist,
    Deputy,
    EmergencyRule,
    Errand,
    Item,
    Offer,
    SubstituteOrder,
    SwitchedItem,
)
from reconciliation.models import Order, StoredFile
from tracker.models import Supplier


def approval_of(request: WorkspaceRequest, request_id: int) -> ApprovalRequest:
    rows = ApprovalRequest.objects.in_workspace(request.workspace)
    related = rows.select_related("workspace", "requester", "decided_by", "disruption__supplier")
    return get_object_or_404(related, pk=request_id)


def checklist_of(request: WorkspaceRequest, checklist_id: int) -> Checklist:
    rows = Checklist.objects.in_workspace(request.workspace)
    related = rows.select_related("workspace", "order__supplier", "disruption", "closed_by")
    return get_object_or_404(related, pk=checklist_id)


def order_of(request: WorkspaceRequest, order_id: int) -> Order:
    rows = Order.objects.in_workspace(request.workspace).select_related("supplier__workspace")
    return get_object_or_404(rows, pk=order_id)


def substitute_of(request: WorkspaceRequest, substitute_id: int) -> SubstituteOrder:
    rows = SubstituteOrder.objects.in_workspace(request.workspace)
    related = rows.select_related(
        "workspace", "supplier", "original__supplier", "request", "disruption", "order"
    )
    return get_object_or_404(related, pk=substitute_id)


def deputy_of(request: WorkspaceRequest, deputy_id: int) -> Deputy:
    own = Deputy.objects.in_workspace(request.workspace).filter(principal=request.user)
    return get_object_or_404(own, pk=deputy_id)


def rule_of(request: WorkspaceRequest, rule_id: int) -> EmergencyRule:
    rows = EmergencyRule.objects.in_workspace(request.workspace).select_related("workspace")
    return get_object_or_404(rows, pk=rule_id)


def switched_of(request: WorkspaceRequest, switched_id: int) -> SwitchedItem:
    rows = SwitchedItem.objects.in_workspace(request.workspace).select_related("item")
    return get_object_or_404(rows, pk=switched_id)


def errand_of(request: WorkspaceRequest, errand_id: int) -> Errand:
    rows = Errand.objects.in_workspace(request.workspace).select_related("started_by", "workspace")
    return get_object_or_404(rows, pk=errand_id)


def item_of(request: WorkspaceRequest, item_id: int) -> Item:
    rows = Item.objects.in_workspace(request.workspace).select_related("workspace")
    return get_object_or_404(rows, pk=item_id)


def offer_of(request: WorkspaceRequest, offer_id: int) -> Offer:
    rows = Offer.objects.in_workspace(request.workspace).select_related("item", "supplier")
    return get_object_or_404(rows, pk=offer_id)


def supplier_in(request: WorkspaceRequest, supplier_id: int) -> Supplier:
    rows = Supplier.objects.in_workspace(request.workspace).select_related("workspace")
    return get_object_or_404(rows, pk=supplier_id)


def stored_of(request: WorkspaceRequest, file_id: int) -> StoredFile:
    rows = StoredFile.objects.in_workspace(request.workspace).select_related("workspace")
    return get_object_or_404(rows, pk=file_id)


def route_of(request: WorkspaceRequest, route_id: int) -> ApprovalRoute:
    rows = ApprovalRoute.objects.in_workspace(request.workspace).select_related("workspace")
    return get_object_or_404(rows, pk=route_id)
