"""Long work: what runs, how far it is, and how to end it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY
from reconciliation.enums import IMPORTERS
from reconciliation.models import Job
from reconciliation.operations import jobs
from reconciliation.views.lookup import job_of

PER_PAGE = 50


@require_GET
@workspace_view(EVERYBODY)
def job_list(request: WorkspaceRequest) -> HttpResponse:
    found = Job.objects.in_workspace(request.workspace).select_related("batch__file", "started_by")
    page = Paginator(found.order_by("-created_at", "-pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"page": page, "may_cancel": request.membership.role in IMPORTERS}
    return render(request, "reconciliation/job_list.html", context)


@require_POST
@workspace_view(IMPORTERS)
def job_cancel(request: WorkspaceRequest, job_id: int) -> HttpResponse:
    job = job_of(request, job_id)
    if jobs.ask_cancel(job, now=timezone.now()):
        messages.success(request, _("It will stop at the next step. Nothing of it will count."))
    else:
        messages.warning(request, _("It was over already. Nothing was changed."))
    return redirect("reconciliation:job-list", request.workspace.slug)


@require_GET
@workspace_view(EVERYBODY)
def job_chip(request: WorkspaceRequest) -> HttpResponse:
    """Show the oldest work that is under way, for the head of every page."""
    found = list(Job.objects.in_workspace(request.workspace).open().order_by("created_at", "pk"))
    job = found[0] if found else None
    context = {
        "job": job,
        "open_count": len(found),
        "seconds_left": jobs.seconds_left(job, now=timezone.now()) if job else None,
    }
    return render(request, "reconciliation/_job_chip.html", context)
