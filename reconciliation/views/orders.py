"""The order list, and one order with all its papers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY, WRITERS
from accounts.htmx import wants_fragment
from reconciliation.domain.row_keys import number_key
from reconciliation.enums import IMPORTERS, SETTLERS
from reconciliation.forms.matching import JoinForm
from reconciliation.forms.orders import DecisionForm, OrderFilterForm
from reconciliation.models import Discrepancy, Order, OrderLine, ShipmentLine, Transaction
from reconciliation.operations import deciding, evidence
from reconciliation.views.keyset import Keyset
from reconciliation.views.lookup import order_of

PER_PAGE = 50
SHOWN = 200  # rows of one paper; an order with more is shown in part and says so


@require_GET
@workspace_view(EVERYBODY)
@vary_on_headers("HX-Request")
def order_list(request: WorkspaceRequest) -> HttpResponse:
    form = OrderFilterForm(request.GET)
    orders = Order.objects.in_workspace(request.workspace).listed().select_related("supplier")
    if form.is_valid():
        if number := number_key(form.cleaned_data["q"]):
            orders = orders.filter(key__startswith=number)
        if form.cleaned_data["show"] == "open":
            orders = orders.unfinished()
    context = {
        "form": form,
        "page": Keyset(orders, request.GET.get("before", ""), size=PER_PAGE),
        "is_filtered": any(form.cleaned_data.values()) if form.is_valid() else False,
        "may_import": request.membership.role in IMPORTERS,
    }
    name = "_order_table" if wants_fragment(request) else "order_list"
    return render(request, f"reconciliation/{name}.html", context)


@require_GET
@workspace_view(EVERYBODY)
def order_detail(request: WorkspaceRequest, order_id: int) -> HttpResponse:
    order = order_of(request, order_id)
    return render(request, "reconciliation/order_detail.html", _context(request, order))


def _context(
    request: WorkspaceRequest, order: Order, form: DecisionForm | None = None
) -> dict[str, object]:
    mine = {"supplier_id": order.supplier_id, "order_key": order.key}
    lines = OrderLine.objects.current().filter(**mine).order_by("line_number", "pk")
    shipments = ShipmentLine.objects.current().filter(**mine).order_by("shipped_on", "pk")
    papers = Transaction.objects.current().of_orders().filter(**mine).order_by("occurred_on", "pk")
    return {
        "order": order,
        "lines": lines[:SHOWN],
        "shipments": shipments[:SHOWN],
        "transactions": papers[:SHOWN],
        "discrepancies": Discrepancy.objects.filter(
            supplier=order.supplier_id, order_key=order.key
        ).order_by("line_number", "pk")[:SHOWN],
        "links": order.allotments.select_related(
            "made_by", "undone_by", "shipment_line", "transaction"
        ).order_by("-made_at", "-pk")[:SHOWN],
        "may_join": request.membership.role in SETTLERS,
        "join_form": JoinForm(),
        "evidence": evidence.of(order),
        "decisions": order.decisions.select_related("decided_by").order_by("-decided_at", "-pk"),
        "form": form or DecisionForm(),
        "may_decide": request.membership.role in WRITERS,
    }


@require_POST
@workspace_view(WRITERS)
def order_decide(request: WorkspaceRequest, order_id: int) -> HttpResponse:
    order = order_of(request, order_id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        context = _context(request, order, form)
        return render(request, "reconciliation/order_detail.html", context, status=422)
    deciding.decide(order, by=request.user, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("The decision is on the order."))
    return redirect("reconciliation:order-detail", request.workspace.slug, order.pk)
