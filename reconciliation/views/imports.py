"""Bringing files in: upload, columns, dry run, apply, undo."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY
from accounts.htmx import wants_fragment
from accounts.models import User
from reconciliation.enums import IMPORTERS, ImportKind, ImportState
from reconciliation.forms.imports import MappingForm, UploadForm
from reconciliation.models import ImportBatch, Job, StoredFile
from reconciliation.operations import files, importing, jobs, quarantine, uploads
from reconciliation.tasks import run_job
from reconciliation.views import downloads
from reconciliation.views.lookup import batch_of
from reconciliation.views.shown import sums_of, warning_lines
from tracker.views.lookup import posted, whole

PER_PAGE = 50
Starter = Callable[..., Job]


@require_GET
@workspace_view(EVERYBODY)
def import_list(request: WorkspaceRequest) -> HttpResponse:
    batches = ImportBatch.objects.in_workspace(request.workspace)
    related = batches.select_related("supplier", "file", "created_by")
    page = Paginator(related.order_by("-created_at", "-pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"page": page, "may_import": request.membership.role in IMPORTERS}
    return render(request, "reconciliation/import_list.html", context)


@require_http_methods(["GET", "POST"])
@workspace_view(IMPORTERS)
def import_add(request: WorkspaceRequest) -> HttpResponse:
    corrected = _corrected(request)
    form = UploadForm(
        posted(request),
        request.FILES or None,
        workspace=request.workspace,
        by=request.user,
        initial=_of_corrected(corrected),
    )
    if request.method == "POST" and form.is_valid():
        try:
            batch = _receive(request, form, corrected)
        except importing.ForeignFileError as error:
            told = _(
                "The same file was imported for %(other)s; you are in %(here)s. Nothing was saved."
            )
            names = {"other": error.company, "here": request.workspace.name}
            form.add_error("file", told % names)
        else:
            return redirect("reconciliation:import-detail", request.workspace.slug, batch.pk)
    status = 422 if form.errors else 200
    return render(request, "reconciliation/import_add.html", {"form": form}, status=status)


def _corrected(request: WorkspaceRequest) -> ImportBatch | None:
    """Return the import in the query string whose refused rows are brought back."""
    number = whole(request.GET.get("corrects"))
    return None if number is None else batch_of(request, number)


def _of_corrected(batch: ImportBatch | None) -> dict[str, object]:
    if batch is None:
        return {}
    return {"kind": batch.kind, "supplier": batch.supplier_id, "account": batch.account}


def _receive(
    request: WorkspaceRequest, form: UploadForm, corrected: ImportBatch | None
) -> ImportBatch:
    said, now = form.cleaned_data, timezone.now()
    stored = _stored(request, said, now)
    return importing.receive(
        stored,
        kind=ImportKind(said["kind"]),
        supplier=said["supplier"],
        account=said["account"],
        corrects=corrected,
        by=request.user,
        now=now,
    )


def _stored(request: WorkspaceRequest, said: dict[str, Any], now: datetime) -> StoredFile:
    """Keep what came: the pieces of an upload, a file, or a pasted table."""
    if said["upload"]:
        return uploads.finish(said["upload"], now=now)
    whole_file = said["file"]
    return files.store(
        whole_file.chunks() if whole_file else _pasted(said["pasted"]),
        label=whole_file.name if whole_file else _("Pasted table"),
        workspace=request.workspace,
        by=request.user,
        now=now,
    )


def _pasted(text: str) -> Iterator[bytes]:
    yield text.encode()


@require_GET
@workspace_view(EVERYBODY)
@vary_on_headers("HX-Request")
def import_detail(request: WorkspaceRequest, batch_id: int) -> HttpResponse:
    """Show where an import stands, and what is to be done next."""
    batch = batch_of(request, batch_id)
    name = "_import_state" if wants_fragment(request) else "import_detail"
    return render(request, f"reconciliation/{name}.html", _context(request, batch))


def _context(request: WorkspaceRequest, batch: ImportBatch) -> dict[str, object]:
    job = batch.jobs.order_by("-pk").first()
    now = timezone.now()
    context: dict[str, object] = {
        "batch": batch,
        "job": job,
        "seconds_left": jobs.seconds_left(job, now=now) if job else None,
        "may_import": request.membership.role in IMPORTERS,
        "twin": importing.twin_of(batch) if batch.is_open else None,
        "sums": sums_of(batch),
        "warnings": warning_lines(batch),
        "refused": _refused(batch),
    }
    if batch.state == ImportState.ASKING:
        shown = importing.preview(batch)
        context |= {"preview": shown, "form": _mapping_form(request, batch, shown.headings)}
    return context


def _refused(batch: ImportBatch) -> list[dict[str, object]]:
    """Return the first refused rows with their reasons in words."""
    rows = list(batch.quarantined_rows.order_by("source_row")[:20])
    headings = quarantine.headings_of(batch) if rows else []
    return [{"row": row, "reasons": quarantine.reasons(row, headings)} for row in rows]


def _mapping_form(
    request: WorkspaceRequest, batch: ImportBatch, headings: tuple[str, ...]
) -> MappingForm:
    return MappingForm(posted(request), batch=batch, headings=headings)


@require_POST
@workspace_view(IMPORTERS)
def import_answer(request: WorkspaceRequest, batch_id: int) -> HttpResponse:
    """Take what a person says about the columns, and begin the check when nothing is open."""
    batch = batch_of(request, batch_id)
    if batch.state not in (ImportState.ASKING, ImportState.CHECKED):
        return _too_late(request, batch)
    form = _mapping_form(request, batch, importing.preview(batch).headings)
    if not form.is_valid():
        context = _context(request, batch) | {"form": form}
        return render(request, "reconciliation/import_detail.html", context, status=422)
    importing.look(batch, form.answers())
    if batch.state == ImportState.ASKING and not batch.question and "check" in request.POST:
        return _start(request, batch, importing.start_check)
    return redirect("reconciliation:import-detail", request.workspace.slug, batch.pk)


@require_POST
@workspace_view(IMPORTERS)
def import_apply(request: WorkspaceRequest, batch_id: int) -> HttpResponse:
    return _start(request, batch_of(request, batch_id), importing.start_apply)


@require_POST
@workspace_view(IMPORTERS)
def import_undo(request: WorkspaceRequest, batch_id: int) -> HttpResponse:
    return _start(request, batch_of(request, batch_id), importing.start_undo)


@require_POST
@workspace_view(IMPORTERS)
def import_discard(request: WorkspaceRequest, batch_id: int) -> HttpResponse:
    batch = batch_of(request, batch_id)
    try:
        importing.discard(batch, by=request.user, now=timezone.now())
    except importing.NotNowError:
        return _too_late(request, batch)
    messages.success(request, _("The import was put away. Nothing of it counts; its file is kept."))
    return redirect("reconciliation:import-list", request.workspace.slug)


def _start(request: WorkspaceRequest, batch: ImportBatch, start: Starter) -> HttpResponse:
    """Queue long work and show its progress; the person may leave."""
    user: User = request.user
    try:
        with transaction.atomic():
            job = start(batch, by=user, now=timezone.now())
            transaction.on_commit(partial(run_job.delay, job_id=job.pk))
    except (importing.NotNowError, jobs.JobAlreadyRunningError):
        return _too_late(request, batch)
    return redirect("reconciliation:import-detail", request.workspace.slug, batch.pk)


def _too_late(request: WorkspaceRequest, batch: ImportBatch) -> HttpResponse:
    messages.warning(
        request, _("The import is in another state by now. Nothing was changed; see below.")
    )
    return redirect("reconciliation:import-detail", request.workspace.slug, batch.pk)


@require_GET
@workspace_view(EVERYBODY)
def import_quarantine(request: WorkspaceRequest, batch_id: int) -> HttpResponse:
    """Hand out the refused rows with the reason of each cell, to be corrected and brought back."""
    batch = batch_of(request, batch_id)
    name = f"import-{batch.pk}-refused.csv"
    return downloads.attachment(
        quarantine.as_csv(batch), name=name, content_type="text/csv; charset=utf-8"
    )


@require_GET
@workspace_view(EVERYBODY)
def import_file(request: WorkspaceRequest, batch_id: int) -> HttpResponse:
    return downloads.original(batch_of(request, batch_id).file)
