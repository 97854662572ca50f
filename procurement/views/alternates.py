"""Suppliers side by side on the four axes, with their own state, and the terms of each."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY
from accounts.forms.strict import posted
from procurement.domain.switching_back import TemporaryContract, contract_ends
from procurement.enums import BUYERS
from procurement.forms.items import TermsForm
from procurement.models import SupplierTerms
from procurement.operations import items, reorders
from procurement.views.lookup import supplier_in
from tracker.models import Supplier


@require_GET
@workspace_view(EVERYBODY)
def supplier_compare(request: WorkspaceRequest) -> HttpResponse:
    """Compare ordering, delivery, billing and support (ALT-02 to ALT-09), and their state."""
    suppliers = list(
        Supplier.objects.in_workspace(request.workspace)
        .active()
        .select_related("terms")
        .annotate(offer_count=Count("offers"))
        .order_by("name", "pk")
    )
    levels = reorders.levels_of(suppliers)
    rows = [
        (one, getattr(one, "terms", None), levels.get(one.pk, reorders.NO_LEVEL))
        for one in suppliers
    ]
    known = [terms for _supplier, terms, _level in rows if terms]
    context = {
        "rows": rows,
        "ends": contract_ends(_contract(terms) for terms in known),
        "may_buy": request.membership.role in BUYERS,
    }
    return render(request, "procurement/supplier_compare.html", context)


@require_http_methods(["GET", "POST"])
@workspace_view(BUYERS)
def terms_edit(request: WorkspaceRequest, supplier_id: int) -> HttpResponse:
    supplier = supplier_in(request, supplier_id)
    terms = SupplierTerms.objects.filter(supplier=supplier).first()
    terms = terms or SupplierTerms(supplier=supplier)
    is_post = request.method == "POST"
    form = posted(TermsForm, request, instance=terms) if is_post else TermsForm(instance=terms)
    if is_post and form.is_valid():
        changed = {name: form.initial.get(name) for name in form.changed_data}
        items.save(form.save(commit=False), changed, by=request.membership, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("procurement:supplier-compare", request.workspace.slug)
    context = {"form": form, "supplier": supplier}
    return render(request, "procurement/terms_form.html", context, status=422 if is_post else 200)


def _contract(terms: SupplierTerms) -> TemporaryContract:
    return TemporaryContract(
        supplier=terms.supplier.name,
        renews_on=terms.renews_on,
        notice_days=terms.notice_days,
        minimum_from=terms.minimum_from,
        minimum_amount=terms.minimum_spend_amount,
    )
