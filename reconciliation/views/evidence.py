"""The evidence store: search, add, change with a reason, hand out."""

import csv
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import WorkspaceRequest, workspace_view
from accounts.domain.spreadsheet import safe_cell
from accounts.enums import EVERYBODY, WRITERS
from reconciliation.forms.evidence import EvidenceForm, RevisionForm, SearchForm
from reconciliation.forms.evidence_links import LinkForm, ReplaceForm
from reconciliation.models import Evidence, Order, StoredFile
from reconciliation.operations import bundles, evidence, files
from reconciliation.operations.evidence import Target
from reconciliation.operations.quarantine import Line
from reconciliation.views import downloads
from reconciliation.views.lookup import evidence_of, target_in
from tracker.views.lookup import posted

PER_PAGE = 50
IN_MEMORY = 8 << 20  # bytes; a larger bundle is put together on disk


@require_GET
@workspace_view(EVERYBODY)
def evidence_list(request: WorkspaceRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    found = evidence.search(request.workspace, form.search()).select_related("supplier")
    context = {
        "form": form,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "is_filtered": any(form.cleaned_data.values()),
        "may_write": request.membership.role in WRITERS,
    }
    return render(request, "reconciliation/evidence_list.html", context)


@require_GET
@workspace_view(EVERYBODY)
def evidence_index(request: WorkspaceRequest) -> HttpResponse:
    """Hand out the index of what the search shows, as the tax office may ask for it."""
    found = evidence.search(request.workspace, SearchForm(request.GET).search())
    name = f"evidence-{request.workspace.slug}-{timezone.localdate():%Y-%m-%d}.csv"
    return downloads.attachment(_index(found), name=name, content_type="text/csv; charset=utf-8")


def _index(found: QuerySet[Evidence]) -> Iterator[bytes]:
    writer = csv.writer(Line())
    yield b"\xef\xbb\xbf" + writer.writerow(bundles.INDEX_HEADINGS).encode()
    for each in found.prefetch_related("versions__file").iterator(chunk_size=500):
        last = max(each.versions.all(), key=lambda version: version.number)
        row = [safe_cell(cell) for cell in bundles.index_row(each, last)]
        yield writer.writerow(row).encode()


@require_GET
@workspace_view(EVERYBODY)
def evidence_bundle(request: WorkspaceRequest) -> HttpResponse:
    """Hand out an order's, a disruption's or a search's evidence in one file with its hashes."""
    chosen = target_in(request)
    if isinstance(chosen, Order):
        fill = partial(bundles.pack_order, order=chosen)
    else:
        asked = SearchForm(request.GET).search()
        found = evidence.of(chosen) if chosen else evidence.search(request.workspace, asked)
        fill = partial(bundles.pack, found=found)
    pieces = _packed(fill)
    try:
        next(pieces)
    except files.DamagedFileError:
        told = _("A stored file no longer fits its hash, so no bundle was made. Take the backup.")
        messages.error(request, told)
        return redirect("reconciliation:evidence-list", request.workspace.slug)
    name = f"evidence-{request.workspace.slug}-{timezone.localdate():%Y-%m-%d}.zip"
    return downloads.attachment(pieces, name=name, content_type="application/zip")


def _packed(fill: Callable[[IO[bytes]], None]) -> Iterator[bytes]:
    """Yield nothing once the bundle is whole, then its bytes."""
    with SpooledTemporaryFile(max_size=IN_MEMORY) as target:
        fill(target)
        target.seek(0)
        yield b""
        yield from iter(partial(target.read, files.PIECE), b"")


@require_http_methods(["GET", "POST"])
@workspace_view(WRITERS)
def evidence_add(request: WorkspaceRequest) -> HttpResponse:
    now = timezone.now()
    target = target_in(request)
    form = EvidenceForm(
        posted(request),
        request.FILES or None,
        workspace=request.workspace,
        initial={"obtained_at": now, "kind": request.GET.get("kind")} | _about(target),
    )
    if request.method == "POST" and form.is_valid():
        made = evidence.add(
            request.workspace, form.facts(), file=_stored(request, now), by=request.user, now=now
        )
        if target:
            evidence.link(made, target, by=request.user, now=now)
        messages.success(request, _("The evidence is kept."))
        return redirect("reconciliation:evidence-detail", request.workspace.slug, made.pk)
    status = 422 if form.errors else 200
    context = {"form": form, "target": target}
    return render(request, "reconciliation/evidence_add.html", context, status=status)


def _about(target: Target | None) -> dict[str, object]:
    if target is None:
        return {}
    return {"supplier": target.supplier_id, "counterparty": target.supplier.name}


def _stored(request: WorkspaceRequest, now: datetime) -> StoredFile | None:
    upload = request.FILES.get("file")
    if upload is None:
        return None
    return files.store(
        upload.chunks(),
        label=upload.name or "",
        workspace=request.workspace,
        by=request.user,
        now=now,
    )


@require_GET
@workspace_view(EVERYBODY)
def evidence_detail(request: WorkspaceRequest, evidence_id: int) -> HttpResponse:
    found = evidence_of(request, evidence_id)
    versions = found.versions.select_related("file", "recorded_by").order_by("-number")
    links = found.links.filter(unlinked_at=None).select_related(
        "order", "disruption", "discrepancy__order"
    )
    may_write = request.membership.role in WRITERS
    context = {
        "evidence": found,
        "versions": versions,
        "links": links.order_by("pk"),
        "replaces": found.replaces.order_by("pk"),
        "may_write": may_write,
        "link_form": LinkForm(workspace=request.workspace) if may_write else None,
        "replace_form": ReplaceForm(evidence=found) if may_write else None,
    }
    return render(request, "reconciliation/evidence_detail.html", context)


@require_http_methods(["GET", "POST"])
@workspace_view(WRITERS)
def evidence_revise(request: WorkspaceRequest, evidence_id: int) -> HttpResponse:
    """Add a version with the reason; what was there before stays."""
    found = evidence_of(request, evidence_id)
    now = timezone.now()
    form = RevisionForm(
        posted(request), request.FILES or None, workspace=request.workspace, initial=_initial(found)
    )
    if request.method == "POST" and form.is_valid():
        evidence.revise(
            found,
            form.facts(),
            file=_stored(request, now),
            reason=form.cleaned_data["reason"],
            by=request.user,
            now=now,
        )
        messages.success(request, _("A new version was added. The one before is kept."))
        return redirect("reconciliation:evidence-detail", request.workspace.slug, found.pk)
    status = 422 if form.errors else 200
    context = {"form": form, "evidence": found}
    return render(request, "reconciliation/evidence_revise.html", context, status=status)


def _initial(found: Evidence) -> dict[str, object]:
    last = found.versions.order_by("-number").first()
    names = [name for name in EvidenceForm.base_fields if hasattr(found, name)]
    said = {name: getattr(found, name) for name in names if name not in ("file", "body")}
    return said | {"body": last.body if last else "", "supplier": found.supplier_id}


@require_GET
@workspace_view(EVERYBODY)
def evidence_file(request: WorkspaceRequest, evidence_id: int, number: int) -> HttpResponse:
    """Hand out the file of one version as it came."""
    versions = evidence_of(request, evidence_id).versions.select_related("file")
    version = get_object_or_404(versions, number=number, file__isnull=False)
    assert version.file is not None  # noqa: S101 - the query asks for it
    return downloads.original(version.file)
