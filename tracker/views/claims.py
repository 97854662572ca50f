"""What was read, before the eyes of a person: accept it, set it right, dismiss it."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY, WRITERS
from accounts.htmx import wants_fragment
from tracker.domain import marking
from tracker.forms.claims import ClaimFilterForm, ReviewForm
from tracker.models import Claim, Page, Supplier
from tracker.operations import archive, corrections, judging, reviewing
from tracker.operations.archive import DamagedSnapshotError
from tracker.operations.reviewing import ClaimRow
from tracker.views.lookup import claim_of, reading_of

PAGE_SIZE = 20


@require_GET
@workspace_view(EVERYBODY)
@vary_on_headers("HX-Request")
def claim_list(request: WorkspaceRequest) -> HttpResponse:
    now = timezone.now()
    suppliers = Supplier.objects.in_workspace(request.workspace).active().order_by("name", "pk")
    form = ClaimFilterForm(request.GET, suppliers=suppliers)
    form.is_valid()
    show = form.cleaned_data.get("show", "")
    found = _of_supplier(reviewing.shown(request.workspace, show, now=now), form)
    newest = reviewing.related(found).order_by("-reading__taken_at", "reading_id", "pk")
    page = Paginator(newest, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = reviewing.rows(page, request.workspace, now=now)
    context = {
        "form": form,
        "page": page,
        "rows": [row_context(request, row) for row in shown],
        "is_filtered": bool(form.cleaned_data.get("supplier")),
        "shows_waiting": not form.cleaned_data.get("show"),
        "may_write": request.membership.role in WRITERS,
    }
    name = "_claims" if wants_fragment(request) else "claim_list"
    return render(request, f"tracker/{name}.html", context)


@require_GET
@workspace_view(EVERYBODY)
def reading_detail(request: WorkspaceRequest, reading_id: int) -> HttpResponse:
    """Show one version of a page with every sentence that was read as a claim."""
    reading = reading_of(request, reading_id)
    rows = reviewing.of_reading(reading, request.workspace, now=timezone.now())
    sentences = {row.claim.pk: row.claim.evidence for row in rows}
    try:
        lines = marking.placed(archive.text_of(reading.snapshot), sentences)
        is_damaged = False
    except DamagedSnapshotError:
        lines, is_damaged = [], True
    context = {
        "reading": reading,
        "rows": [row_context(request, row) for row in rows],
        "lines": lines,
        "is_damaged": is_damaged,
        "may_write": request.membership.role in WRITERS,
    }
    return render(request, "tracker/reading_detail.html", context)


@require_GET
@workspace_view(EVERYBODY)
def correction_export(request: WorkspaceRequest) -> HttpResponse:
    """Hand out what the company set right, in the form of the reader's test corpus."""
    try:
        content = corrections.packed(request.workspace)
    except DamagedSnapshotError:
        return HttpResponse(status=410)
    response = HttpResponse(content, content_type="application/zip")
    name = f"corrections-{request.workspace.slug}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@workspace_view(WRITERS)
def claim_review(request: WorkspaceRequest, claim_id: int) -> HttpResponse:
    row, now = _row(request, claim_id), timezone.now()
    form = ReviewForm(request.POST, claim=row.claim, now=now)
    if form.is_valid():
        judging.review(row.source.supplier, row.claim, form.judged(), by=request.user, now=now)
        return _answer(request, claim_id)
    context = row_context(request, row) | {"form": form, "is_open": True, "may_write": True}
    return render(request, "tracker/claim_refused.html", context, status=422)


@require_POST
@workspace_view(WRITERS)
def claim_undo(request: WorkspaceRequest, claim_id: int) -> HttpResponse:
    row = _row(request, claim_id)
    if row.review:
        judging.take_back(row.source.supplier, row.review, by=request.user, now=timezone.now())
    return _answer(request, claim_id)


def row_context(request: WorkspaceRequest, row: ClaimRow) -> dict[str, Any]:
    """Return what a row of the review needs besides the frame."""
    form = ReviewForm(claim=row.claim, now=timezone.now())
    return {"row": row, "form": form if request.membership.role in WRITERS else None}


def _row(request: WorkspaceRequest, claim_id: int) -> ClaimRow:
    claim = claim_of(request, claim_id)
    (row,) = reviewing.rows([claim], request.workspace, now=timezone.now())
    return row


def _answer(request: WorkspaceRequest, claim_id: int) -> HttpResponse:
    """Return the row as it is now; without htmx, go to its sentence on its page."""
    row = _row(request, claim_id)
    if not wants_fragment(request):
        args = [request.workspace.slug, row.claim.reading_id]
        return redirect(f"{reverse('tracker:reading-detail', args=args)}#claim-{claim_id}")
    context = row_context(request, row) | {"may_write": True}
    return render(request, "tracker/_claim.html", context)


def _of_supplier(found: QuerySet[Claim], form: ClaimFilterForm) -> QuerySet[Claim]:
    supplier = form.cleaned_data.get("supplier")
    if supplier is None:
        return found
    return found.filter(reading__page__in=Page.objects.known_to(supplier))
