"""The board of all suppliers, and what is noted of each."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY, SOURCE_KEEPERS
from accounts.htmx import wants_fragment
from accounts.operations.audit import Actor
from tracker.forms.timeline import BoardFilterForm, SupplierForm
from tracker.models import Supplier
from tracker.operations import board, squares, suppliers
from tracker.operations.board import Moment
from tracker.views.lookup import posted, supplier_of

PAGE_SIZE = 50


@require_GET
@workspace_view(EVERYBODY)
@vary_on_headers("HX-Request")
def supplier_list(request: WorkspaceRequest) -> HttpResponse:
    form, now = BoardFilterForm(request.GET), timezone.now()
    form.is_valid()
    moment = Moment(now, form.known_at(now=now))
    found = _filtered(board.suppliers(request.membership, at=moment.known_at), form, moment)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": board.rows(list(page), request.membership, moment=moment),
        "known_at": moment.known_at,
        "known_on": form.cleaned_data.get("on") if moment.known_at else None,
        "is_filtered": any(form.cleaned_data.values()),
        "may_keep": request.membership.role in SOURCE_KEEPERS,
    }
    name = "_board" if wants_fragment(request) else "supplier_list"
    return render(request, f"tracker/{name}.html", context)


def _filtered(
    found: QuerySet[Supplier], form: BoardFilterForm, moment: Moment
) -> QuerySet[Supplier]:
    said = form.cleaned_data
    show, domain = said.get("show", ""), said.get("domain", "")
    if words := said.get("q", "").strip():
        found = found.filter(name__icontains=words)
    if show == "disrupted":
        found = board.disrupted(found, at=moment.known_at)
    if show == "troubled":
        found = board.troubled(found)
    if domain or show in squares.SHOWN:
        found = squares.having(found, at=moment.known_at, domain=domain, show=show)
    return found


@require_http_methods(["GET", "POST"])
@workspace_view(SOURCE_KEEPERS)
def supplier_add(request: WorkspaceRequest) -> HttpResponse:
    form = SupplierForm(posted(request), workspace=request.workspace)
    if request.method == "POST" and form.is_valid():
        supplier = suppliers.add(
            request.workspace, form.card(), actor=Actor.person(request.user), now=timezone.now()
        )
        messages.success(request, _("The supplier was added. Now add what is to be watched."))
        return redirect("tracker:source-add", request.workspace.slug, supplier.pk)
    return render(request, "tracker/supplier_form.html", {"form": form}, status=_status(form))


@require_http_methods(["GET", "POST"])
@workspace_view(SOURCE_KEEPERS)
def supplier_edit(request: WorkspaceRequest, supplier_id: int) -> HttpResponse:
    supplier = supplier_of(request, supplier_id)
    initial = {name: getattr(supplier, name) for name in SupplierForm.base_fields}
    form = SupplierForm(
        posted(request), initial=initial, workspace=request.workspace, own_pk=supplier.pk
    )
    if request.method == "POST" and form.is_valid():
        suppliers.change(
            supplier, form.card(), actor=Actor.person(request.user), now=timezone.now()
        )
        messages.success(request, _("Saved."))
        return redirect("tracker:supplier-detail", request.workspace.slug, supplier.pk)
    context = {"form": form, "supplier": supplier}
    return render(request, "tracker/supplier_form.html", context, status=_status(form))


@require_POST
@workspace_view(SOURCE_KEEPERS)
def supplier_archive(request: WorkspaceRequest, supplier_id: int) -> HttpResponse:
    supplier = supplier_of(request, supplier_id)
    suppliers.archive(supplier, actor=Actor.person(request.user), now=timezone.now())
    undo = reverse("tracker:supplier-restore", args=[request.workspace.slug, supplier.pk])
    words = _("%(name)s was put away. Its history is kept.") % {"name": supplier.name}
    messages.success(request, words, extra_tags=undo)
    return redirect("tracker:supplier-list", request.workspace.slug)


@require_POST
@workspace_view(SOURCE_KEEPERS)
def supplier_restore(request: WorkspaceRequest, supplier_id: int) -> HttpResponse:
    supplier = supplier_of(request, supplier_id)
    suppliers.restore(supplier, actor=Actor.person(request.user), now=timezone.now())
    messages.success(request, _("%(name)s is back on the board.") % {"name": supplier.name})
    return redirect("tracker:supplier-list", request.workspace.slug)


def _status(form: SupplierForm) -> int:
    return 422 if form.is_bound else 200
