"""The list of disruptions, one disruption, and those opened and closed by hand."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY, WRITERS
from accounts.htmx import wants_fragment
from accounts.operations.audit import Actor
from tracker.forms.disruptions import DisruptionFilterForm
from tracker.forms.timeline import DisruptionCloseForm, DisruptionForm
from tracker.models import Disruption, DisruptionProposal
from tracker.operations import disruptions
from tracker.operations.disruptions import AlreadyClosedError
from tracker.views.lookup import disruption_of, posted, supplier_of
from tracker.views.steps import step_panels

PAGE_SIZE = 50


@require_GET
@workspace_view(EVERYBODY)
@vary_on_headers("HX-Request")
def disruption_list(request: WorkspaceRequest) -> HttpResponse:
    form = DisruptionFilterForm(request.GET)
    found = Disruption.objects.in_workspace(request.workspace)
    related = _filtered(found, form, request).select_related("supplier", "owner")
    proposals = DisruptionProposal.objects.in_workspace(request.workspace).waiting()
    waiting = proposals.select_related("supplier", "claim__reading")
    context = {
        "form": form,
        "page": Paginator(related.order_by("-started_at", "-pk"), PAGE_SIZE).get_page(
            request.GET.get("page")
        ),
        "is_filtered": any(form.cleaned_data.values()),
        "now": timezone.now(),
    }
    if wants_fragment(request):
        return render(request, "tracker/_disruption_table.html", context)
    context["proposals"] = waiting.order_by("proposed_at", "pk")
    return render(request, "tracker/disruption_list.html", context)


@require_GET
@workspace_view(EVERYBODY)
def disruption_detail(request: WorkspaceRequest, disruption_id: int) -> HttpResponse:
    disruption = disruption_of(request, disruption_id)
    return render(request, "tracker/disruption_detail.html", detail_context(request, disruption))


def detail_context(request: WorkspaceRequest, disruption: Disruption) -> dict[str, Any]:
    """Return what the page of a disruption shows; a refused step adds its bound form."""
    now = timezone.now()
    events = disruption.events.select_related("actor", "other").order_by("-happened_at", "-pk")
    may_write = request.membership.role in WRITERS
    return {
        "disruption": disruption,
        "supplier": disruption.supplier,
        "events": events,
        "exceptions": disruption.exceptions.order_by("settled_at", "opened_at", "pk"),
        "proposal": disruption.proposals.select_related("claim__reading").first(),
        "panels": step_panels(disruption, now=now) if may_write else [],
        "may_write": may_write,
        "now": now,
    }


@require_http_methods(["GET", "POST"])
@workspace_view(WRITERS)
def disruption_open(request: WorkspaceRequest, supplier_id: int) -> HttpResponse:
    supplier = supplier_of(request, supplier_id)
    now = timezone.now()
    form = DisruptionForm(
        posted(request),
        workspace=request.workspace,
        initial={"started_at": now, "owner": request.user},
    )
    if request.method == "POST" and form.is_valid():
        actor = Actor.person(request.user)
        disruption = disruptions.open_disruption(supplier, form.opening(), actor=actor, now=now)
        messages.success(
            request, _("The disruption is open. Its sources are read more often while it lasts.")
        )
        return redirect("tracker:disruption-detail", request.workspace.slug, disruption.pk)
    proposals = DisruptionProposal.objects.waiting().filter(supplier=supplier)
    context = {"form": form, "supplier": supplier, "proposal": proposals.first()}
    status = 422 if form.is_bound else 200
    return render(request, "tracker/disruption_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
@workspace_view(WRITERS)
def disruption_close(request: WorkspaceRequest, disruption_id: int) -> HttpResponse:
    disruption = disruption_of(request, disruption_id)
    now = timezone.now()
    form = DisruptionCloseForm(
        posted(request), started_at=disruption.started_at, initial={"closed_at": now}
    )
    if request.method == "POST" and form.is_valid():
        try:
            disruptions.close_disruption(
                disruption, **form.cleaned_data, actor=Actor.person(request.user), now=now
            )
            args = [request.workspace.slug, disruption.pk]
            undo = reverse("tracker:disruption-step", args=[*args, "undo-close"])
            messages.success(request, _("The disruption is closed."), extra_tags=undo)
        except AlreadyClosedError:
            messages.error(request, _("Somebody else closed this disruption meanwhile."))
        return redirect("tracker:disruption-detail", request.workspace.slug, disruption.pk)
    context = {"form": form, "disruption": disruption, "supplier": disruption.supplier}
    status = 422 if form.is_bound else 200
    return render(request, "tracker/disruption_close.html", context, status=status)


def _filtered(
    found: QuerySet[Disruption], form: DisruptionFilterForm, request: WorkspaceRequest
) -> QuerySet[Disruption]:
    """Keep what the filter asks for; what it cannot read filters nothing."""
    form.is_valid()
    said = form.cleaned_data
    if words := said.get("q", "").strip():
        found = found.filter(Q(title__icontains=words) | Q(supplier__name__icontains=words))
    if said.get("show", "") == "":
        found = found.filter(closed_at=None)
    elif said["show"] == "closed":
        found = found.exclude(closed_at=None)
    whose = {"mine": Q(owner=request.user), "nobody": Q(owner=None)}
    return found.filter(whose.get(said.get("whose", ""), Q()))
