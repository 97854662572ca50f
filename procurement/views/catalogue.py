"""Item and offer lists from files: upload, see what would change, apply."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, workspace_view
from procurement.domain.catalogue import COLUMNS
from procurement.enums import BUYERS, CatalogueKind, RowState
from procurement.forms.items import CatalogueUploadForm
from procurement.operations import catalogue
from procurement.views.lookup import stored_of
from reconciliation.operations import files
from reconciliation.sources.errors import FileError

SHOWN = 200  # rows of the dry run on one screen


@require_http_methods(["GET", "POST"])
@workspace_view(BUYERS)
def catalogue_upload(request: WorkspaceRequest) -> HttpResponse:
    is_post = request.method == "POST"
    form = CatalogueUploadForm(request.POST, request.FILES) if is_post else CatalogueUploadForm()
    if is_post and form.is_valid():
        upload = form.cleaned_data["file"]
        stored = files.store(
            upload.chunks(),
            label=upload.name,
            workspace=request.workspace,
            by=request.user,
            now=timezone.now(),
        )
        kind = form.cleaned_data["kind"]
        return redirect("procurement:catalogue-check", request.workspace.slug, kind, stored.pk)
    columns = [(kind, [c.names[0] for c in COLUMNS[kind].values()]) for kind in CatalogueKind]
    context = {"form": form, "columns": columns}
    return render(
        request, "procurement/catalogue_upload.html", context, status=422 if is_post else 200
    )


@require_http_methods(["GET", "POST"])
@workspace_view(BUYERS)
def catalogue_check(request: WorkspaceRequest, catalogue_kind: str, file_id: int) -> HttpResponse:
    """Show what the file would do; with a POST do it."""
    if catalogue_kind not in CatalogueKind.values:
        raise Http404
    stored, kind = stored_of(request, file_id), CatalogueKind(catalogue_kind)
    try:
        if request.method == "POST":
            done = catalogue.apply(stored, kind, by=request.membership, now=timezone.now())
            _say(request, done)
            return redirect("procurement:item-list", request.workspace.slug)
        found = catalogue.check(stored, kind)
    except FileError as error:
        context = {"stored": stored, "kind": kind, "refusal": error.fault.label}
        return render(request, "procurement/catalogue_check.html", context, status=422)
    context = {
        "stored": stored,
        "kind": kind,
        "check": found,
        "counts": [(state.label, number) for state, number in found.counts.items()],
        "rows": [row for row in found.rows if row.state != RowState.SAME][:SHOWN],
    }
    return render(request, "procurement/catalogue_check.html", context)


def _say(request: WorkspaceRequest, done: catalogue.Check) -> None:
    counts = {str(state): number for state, number in done.counts.items()}
    words = _("Applied: %(new)s new, %(changed)s changed, %(same)s as they were.")
    messages.success(request, words % counts)
    if counts[RowState.REFUSED]:
        said = _("%(refused)s rows were refused and are not in the list.")
        messages.warning(request, said % counts)
