"""Which differences are let pass, and by what each supplier's papers are judged."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY
from reconciliation.enums import SETTLERS
from reconciliation.forms.tolerances import TermsForm, ToleranceForm
from reconciliation.models import MatchTerms, Tolerance
from reconciliation.operations import tolerating
from reconciliation.operations.settling import Doer
from tracker.models import Supplier


@require_http_methods(["GET", "POST"])
@workspace_view(EVERYBODY, writers=SETTLERS)
def tolerance_list(request: WorkspaceRequest) -> HttpResponse:
    form = ToleranceForm(
        request.POST or None,
        workspace=request.workspace,
        initial={"valid_from": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        tolerating.add(_doer(request), **form.cleaned_data)
        messages.success(request, _("The limit is kept. It holds from the next match on."))
        return redirect("reconciliation:tolerance-list", request.workspace.slug)
    limits = Tolerance.objects.in_workspace(request.workspace).select_related("supplier", "made_by")
    context = {
        "limits": limits.order_by("kind", "-valid_from", "-pk"),
        "suppliers": Supplier.objects.in_workspace(request.workspace).order_by("name", "pk"),
        "form": form,
        "may_change": request.membership.role in SETTLERS,
    }
    status = 422 if form.errors else 200
    return render(request, "reconciliation/tolerance_list.html", context, status=status)


@require_POST
@workspace_view(SETTLERS)
def tolerance_end(request: WorkspaceRequest, tolerance_id: int) -> HttpResponse:
    mine = Tolerance.objects.in_workspace(request.workspace)
    limit = get_object_or_404(mine, pk=tolerance_id)
    try:
        tolerating.end(limit, _doer(request), on=timezone.localdate())
        messages.success(request, _("The limit holds no longer from today on."))
    except tolerating.EndedBeforeError:
        messages.warning(request, _("It had ended already. Nothing was changed."))
    return redirect("reconciliation:tolerance-list", request.workspace.slug)


@require_http_methods(["GET", "POST"])
@workspace_view(EVERYBODY, writers=SETTLERS)
def match_terms(request: WorkspaceRequest, supplier_id: int) -> HttpResponse:
    suppliers = Supplier.objects.in_workspace(request.workspace)
    supplier = get_object_or_404(suppliers, pk=supplier_id)
    known = MatchTerms.objects.filter(supplier=supplier).first()
    form = TermsForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        tolerating.set_terms(supplier, _doer(request), **form.cleaned_data)
        messages.success(request, _("The terms are kept. They hold from the next match on."))
        return redirect("reconciliation:tolerance-list", request.workspace.slug)
    context = {
        "supplier": supplier,
        "form": form,
        "may_change": request.membership.role in SETTLERS,
    }
    status = 422 if form.errors else 200
    return render(request, "reconciliation/match_terms.html", context, status=status)


def _doer(request: WorkspaceRequest) -> Doer:
    return Doer(request.workspace, request.user, timezone.now())
