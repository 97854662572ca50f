"""What people bring in themselves: a fax, a call, a mail; and reading a page at once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import WRITERS
from accounts.templatetags.formats import clock, date_long
from tracker.forms.sources import PasteForm, UploadForm
from tracker.models import Supplier
from tracker.operations import intake, polling
from tracker.operations.intake import UnreadableContentError
from tracker.operations.looking import Look
from tracker.templatetags.tracker_words import reason_words
from tracker.views.lookup import posted, source_of, supplier_of


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
    """Read the page now and say what the look brought."""
    source = source_of(request, source_id)
    look = None
    if source.ended_at is None:
        look = polling.poll_page(source.page, clock=timezone.now, by=request.user)
    if look is None:
        messages.warning(
            request, _("The site is being read right now, or is left in peace. Try again shortly.")
        )
    else:
        said = {"outcome": look.outcome.label, "reason": reason_words(look.reason)}
        messages.success(request, _("Looked: %(outcome)s %(reason)s") % said)
    return redirect("tracker:source-detail", request.workspace.slug, source.pk)


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
