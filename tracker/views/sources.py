"""The sources of a company: what is watched, how, and what every look at it brought."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY, SOURCE_KEEPERS, WRITERS
from accounts.operations.audit import Actor
from tracker.enums import PageKind
from tracker.forms.sources import EndForm, FollowingForm
from tracker.models import Source
from tracker.operations import mailboxes, overview, read_requests, sources
from tracker.views.lookup import posted, source_of

PER_PAGE = 50


@require_GET
@workspace_view(EVERYBODY)
def source_list(request: WorkspaceRequest) -> HttpResponse:
    """List everything that is watched, what cannot be read first."""
    now = timezone.now()
    followed = Source.objects.in_workspace(request.workspace).current()
    related = followed.select_related("supplier", "page", "keeper")
    ordered = related.order_by("-page__miss_count", "supplier__name", "name", "pk")
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "readings": [overview.reading(source, now=now) for source in page],
        "may_keep": request.membership.role in SOURCE_KEEPERS,
    }
    return render(request, "tracker/source_list.html", context)


@require_GET
@workspace_view(EVERYBODY)
def source_detail(request: WorkspaceRequest, source_id: int) -> HttpResponse:
    """Show how a source is followed, its versions and its check log."""
    source = source_of(request, source_id)
    spans = source.page.check_spans.select_related("checked_by").order_by("-last_at", "-pk")
    mailbox = mailboxes.of_source(source) if source.page.kind == PageKind.MAIL else None
    versions = source.page.snapshots.defer("raw", "text").order_by("-version")
    context = {
        "source": source,
        "supplier": source.supplier,
        "reading": overview.reading(source, now=timezone.now()),
        "page": Paginator(spans, PER_PAGE).get_page(request.GET.get("page")),
        "versions": versions[:20],
        "asked": read_requests.latest(source, now=timezone.now()),
        "mailbox": mailbox,
        "can_be_read": bool(source.page.host_id or mailbox),
        "may_keep": request.membership.role in SOURCE_KEEPERS,
        "may_write": request.membership.role in WRITERS,
    }
    return render(request, "tracker/source_detail.html", context)


@require_http_methods(["GET", "POST"])
@workspace_view(SOURCE_KEEPERS)
def source_edit(request: WorkspaceRequest, source_id: int) -> HttpResponse:
    source = source_of(request, source_id)
    form = FollowingForm(
        posted(request), workspace=request.workspace, initial=FollowingForm.said_of(source)
    )
    if request.method == "POST" and form.is_valid():
        actor = Actor.person(request.user)
        sources.change(source, form.following(), actor=actor, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("tracker:source-detail", request.workspace.slug, source.pk)
    return _form(request, "source_edit", source, form)


@require_http_methods(["GET", "POST"])
@workspace_view(SOURCE_KEEPERS)
def source_end(request: WorkspaceRequest, source_id: int) -> HttpResponse:
    """Ask once, with the reason, before nothing watches the page any more."""
    source = source_of(request, source_id)
    form = EndForm(posted(request))
    if request.method == "POST" and form.is_valid() and source.ended_at is None:
        reason = form.cleaned_data["reason"]
        actor = Actor.person(request.user)
        sources.end(source, reason=reason, actor=actor, now=timezone.now())
        messages.success(request, _("The source has ended. What it said stays on the timeline."))
        return redirect("tracker:supplier-detail", request.workspace.slug, source.supplier_id)
    return _form(request, "source_end", source, form)


def _form(request: WorkspaceRequest, name: str, source: Source, form: Any) -> HttpResponse:
    context = {"form": form, "source": source, "supplier": source.supplier}
    status = 422 if form.is_bound else 200
    return render(request, f"tracker/{name}.html", context, status=status)
