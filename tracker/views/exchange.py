"""Lists of sources in and out."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY, SOURCE_KEEPERS
from accounts.operations.audit import Actor
from tracker.forms.sources import ListForm
from tracker.operations import exchange
from tracker.operations.exchange import Report, Row, UnreadableListError
from tracker.views.lookup import posted


@require_http_methods(["GET", "POST"])
@workspace_view(SOURCE_KEEPERS)
def source_import(request: WorkspaceRequest) -> HttpResponse:
    form = ListForm(posted(request), request.FILES or None)
    report = None
    if request.method == "POST" and form.is_valid():
        report = _imported(request, form)
    is_wrong = form.is_bound and report is None
    context = {"form": form, "report": report}
    status = 422 if is_wrong else 200
    return render(request, "tracker/source_import.html", context, status=status)


@require_GET
@workspace_view(EVERYBODY)
def source_export(request: WorkspaceRequest, form: str) -> HttpResponse:
    """Hand out the company's sources; `form` is csv or opml."""
    if form not in ("csv", "opml"):
        raise Http404
    slug = request.workspace.slug
    if form == "csv":
        content: Any = "\ufeff" + exchange.to_csv(request.workspace)
        response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    else:
        content = exchange.to_opml(request.workspace)
        response = HttpResponse(content, content_type="text/x-opml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="sources-{slug}.{form}"'
    return response


def _imported(request: WorkspaceRequest, form: ListForm) -> Report | None:
    """Return what became of the list; None puts what was wrong on the form."""
    file = form.cleaned_data["file"]
    try:
        rows = _rows(file.name, file.read())
    except UnreadableListError as error:
        form.add_error("file", str(error))
        return None
    actor = Actor.person(request.user)
    return exchange.import_rows(request.workspace, rows, actor=actor, now=timezone.now())


def _rows(name: str, content: bytes) -> list[Row]:
    """Return the rows of a file.

    Raises: UnreadableListError.
    """
    if name.lower().endswith((".opml", ".xml")):
        return exchange.read_opml(content)
    for charset in ("utf-8-sig", "cp932"):
        try:
            return exchange.read_csv(content.decode(charset))
        except UnicodeDecodeError:
            continue
    raise UnreadableListError(_("The file is neither UTF-8 nor Shift_JIS."))
