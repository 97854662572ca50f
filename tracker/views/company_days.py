"""The company's cut-off times, closing days and payment days."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY, WRITERS
from accounts.operations.audit import Actor
from tracker.forms.windows import WEEKDAYS, CompanyDayForm
from tracker.models import CompanyDay
from tracker.operations import company_days
from tracker.views.lookup import posted


@require_http_methods(["GET", "POST"])
@workspace_view(EVERYBODY, writers=WRITERS)
def company_day_list(request: WorkspaceRequest) -> HttpResponse:
    form = CompanyDayForm(posted(request))
    if request.method == "POST" and form.is_valid():
        actor = Actor.person(request.user)
        company_days.add(request.workspace, form.draft(), actor=actor, now=timezone.now())
        messages.success(request, _("Saved. Planned stops that meet it are marked."))
        return redirect("tracker:company-day-list", request.workspace.slug)
    days = CompanyDay.objects.filter(workspace=request.workspace).order_by("kind", "name", "pk")
    names = dict(WEEKDAYS)
    context = {
        "form": form,
        "days": [(day, names[day.weekday] if day.weekday is not None else "") for day in days],
        "may_write": request.membership.role in WRITERS,
    }
    status = 422 if form.is_bound else 200
    return render(request, "tracker/company_day_list.html", context, status=status)


@require_POST
@workspace_view(WRITERS)
def company_day_remove(request: WorkspaceRequest, day_id: int) -> HttpResponse:
    day = get_object_or_404(CompanyDay, pk=day_id, workspace=request.workspace)
    company_days.remove(day, actor=Actor.person(request.user), now=timezone.now())
    messages.success(request, _("Removed."))
    return redirect("tracker:company-day-list", request.workspace.slug)
