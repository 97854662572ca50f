"""What people bring in themselves: a fax, a call, a mail; and reading a page at once."""

from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY, WRITERS
from accounts.templatetags.formats import clock, date_long
from tracker.forms.sources import PasteForm, UploadForm
from tracker.models import Supplier
from tracker.operations import intake, read_requests
from tracker.operations.intake import UnreadableContentError
from tracker.operations.looking import Look
from tracker.tasks import read_now
from tracker.templatetags.tracker_words import reason_words
from tracker.views.lookup import posted, read_request_of, source_of, supplier_of


@require_http_methods(["GET", "POST"])
@workspace_view(WRITERS)
def notice_paste(request: WorkspaceRequest, supplier_id: int) -> HttpResponse:
    supplier = supplier_of(request, supplier_id)
    form = PasteForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            look = intake.take_in_text(
                supplier, _as_notice(form), by=request.user, now=timezone.now()
            )
            return _taken(request, supplier, look)
        except UnreadableContentError as error:
            form.add_error("text", reason_words(error.reason))
    return _form(request, "notice_paste", supplier, form)


@require_http_methods(["GET", "POST"])
@workspace_view(WRITERS)
def notice_upload(request: WorkspaceRequest, supplier_id: int) -> HttpResponse:
    supplier = supplier_of(request, supplier_id)
    form = UploadForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        message = form.cleaned_data["file"].read()
        try:
            look = intake.take_in_mail(supplier, message, by=request.user, now=timezone.now())
            return _taken(request, supplier, look)
        except UnreadableContentError as error:
            form.add_error("file", reason_words(error.reason))
    return _form(request, "notice_upload", supplier, form)


@require_POST
@workspace_view(WRITERS)
def source_read(request: WorkspaceRequest, source_id: int) -> HttpResponse:
    """Ask for a reading; a worker makes it, and the source's page shows what it brings."""
    source = source_of(request, source_id)
    if source.ended_at is None:
        asked = read_requests.ask(source, by=request.user, now=timezone.now())
        transaction.on_commit(partial(read_now.delay, read_id=asked.pk))
    return redirect("tracker:source-detail", request.workspace.slug, source.pk)


@require_GET
@workspace_view(EVERYBODY)
@vary_on_headers("HX-Request")
def read_state(request: WorkspaceRequest, read_id: int) -> HttpResponse:
    """Show whether the reading was made; the page around it is loaded again once it was."""
    asked = read_request_of(request, read_id)
    if not request.htmx:
        return redirect("tracker:source-detail", request.workspace.slug, asked.source_id)
    response = render(request, "tracker/_read_state.html", {"asked": asked})
    if asked.finished_at:
        response["HX-Refresh"] = "true"
    return response


def _as_notice(form: PasteForm) -> str:
    """Return the text with its title, and how and when it came, on lines above it."""
    said = form.cleaned_data
    received_at = said["received_at"] or timezone.now()
    way = dict(PasteForm.WAYS)[said["way"]]
    head = f"{date_long(received_at)} {clock(received_at)} {way}"
    return f"{said['title']}\n{head}\n\n{said['text']}"


def _taken(request: WorkspaceRequest, supplier: Supplier, look: Look) -> HttpResponse:
    if look.is_new:
        messages.success(request, _("Taken in. It stands on the timeline."))
    else:
        messages.warning(request, _("This text was taken in before; it is kept once."))
    return redirect("tracker:supplier-detail", request.workspace.slug, supplier.pk)


def _form(
    request: WorkspaceRequest, name: str, supplier: Supplier, form: PasteForm | UploadForm
) -> HttpResponse:
    context = {"form": form, "supplier": supplier}
    status = 422 if form.is_bound else 200
    return render(request, f"tracker/{name}.html", context, status=status)
