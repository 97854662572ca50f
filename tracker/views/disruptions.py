"""Disruptions opened and closed by hand."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import WRITERS
from accounts.operations.audit import Actor
from tracker.forms.timeline import DisruptionCloseForm, DisruptionForm
from tracker.operations import disruptions
from tracker.operations.disruptions import AlreadyClosedError
from tracker.views.lookup import disruption_of, posted, supplier_of


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
        disruptions.open_disruption(supplier, form.opening(), actor=actor, now=now)
        messages.success(
            request, _("The disruption is open. Its sources are read more often while it lasts.")
        )
        return redirect("tracker:supplier-detail", request.workspace.slug, supplier.pk)
    context = {"form": form, "supplier": supplier}
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
            messages.success(request, _("The disruption is closed."))
        except AlreadyClosedError:
            messages.error(request, _("Somebody else closed this disruption meanwhile."))
        return redirect("tracker:supplier-detail", request.workspace.slug, disruption.supplier_id)
    context = {"form": form, "disruption": disruption, "supplier": disruption.supplier}
    status = 422 if form.is_bound else 200
    return render(request, "tracker/disruption_close.html", context, status=status)
