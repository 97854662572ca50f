"""Papers put on an order line, and taken off it, by hand."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import WorkspaceRequest, workspace_view
from reconciliation.enums import SETTLERS
from reconciliation.forms.matching import JoinForm
from reconciliation.models import Order, ShipmentLine, Transaction
from reconciliation.operations import joining
from reconciliation.operations.joining import Paper
from reconciliation.operations.settling import Doer
from reconciliation.views.lookup import order_of


@require_POST
@workspace_view(SETTLERS)
def paper_part(request: WorkspaceRequest, order_id: int, paper: str, paper_id: int) -> HttpResponse:
    order = order_of(request, order_id)
    joining.part(order, _paper(request, order, paper, paper_id), _doer(request))
    messages.success(request, _("The paper no longer counts for this order. It was matched again."))
    return redirect("reconciliation:order-detail", request.workspace.slug, order.pk)


@require_POST
@workspace_view(SETTLERS)
def paper_join(request: WorkspaceRequest, order_id: int, paper: str, paper_id: int) -> HttpResponse:
    order = order_of(request, order_id)
    found = _paper(request, order, paper, paper_id)
    form = JoinForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say which line of the order the paper belongs to."))
    else:
        try:
            joining.join(order, found, _doer(request), line=form.cleaned_data["line"])
            messages.success(request, _("The paper counts for this line. It was matched again."))
        except joining.AlreadyJoinedError:
            messages.warning(request, _("Somebody else was faster. Nothing was changed."))
    return redirect("reconciliation:order-detail", request.workspace.slug, order.pk)


def _paper(request: WorkspaceRequest, order: Order, paper: str, paper_id: int) -> Paper:
    """Return a current paper of the order's supplier."""
    mine = {"pk": paper_id, "supplier": order.supplier_id}
    if paper == "shipment":
        sent = ShipmentLine.objects.in_workspace(request.workspace).current()
        return get_object_or_404(sent, **mine)
    if paper == "transaction":
        told = Transaction.objects.in_workspace(request.workspace).current()
        return get_object_or_404(told, **mine)
    raise Http404


def _doer(request: WorkspaceRequest) -> Doer:
    return Doer(request.workspace, request.user, timezone.now())
