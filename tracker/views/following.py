"""Adding a source: the page is asked for and shown before anything is saved."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import SOURCE_KEEPERS
from accounts.operations.audit import Actor
from tracker.domain.reading.selection import SelectorError
from tracker.enums import GATE_REASONS
from tracker.forms.sources import SourceForm
from tracker.models import Supplier
from tracker.operations import preview, sources
from tracker.operations.preview import Preview
from tracker.operations.sources import AlreadyFollowedError
from tracker.sources.urls import UrlError
from tracker.views.lookup import posted, supplier_of
from tracker.views.refused import note_refusal, url_words


@require_http_methods(["GET", "POST"])
@workspace_view(SOURCE_KEEPERS)
def source_add(request: WorkspaceRequest, supplier_id: int) -> HttpResponse:
    """Show the form; "preview" shows what would be kept, "save" follows the page."""
    supplier = supplier_of(request, supplier_id)
    form = SourceForm(
        posted(request), workspace=request.workspace, initial={"keeper": request.user}
    )
    shown = None
    if request.method == "POST" and form.is_valid():
        if "save" in request.POST and _followed(request, supplier, form):
            return redirect("tracker:supplier-detail", request.workspace.slug, supplier.pk)
        if "save" not in request.POST:
            shown = _previewed(request, form)
    context = {"form": form, "supplier": supplier, "preview": shown}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "tracker/source_add.html", context, status=status)


def _previewed(request: WorkspaceRequest, form: SourceForm) -> Preview | None:
    """Return what the page would bring; None puts what was wrong on the form."""
    try:
        shown = preview.preview(form.address(), now=timezone.now())
    except UrlError as error:
        note_refusal(request, form.address().url, error.problem)
        form.add_error("url", url_words(error))
    except SelectorError:
        form.add_error("selector", _("Use tags, #id, .class and [name=value], with spaces or >."))
    else:
        if shown.problem in GATE_REASONS:
            note_refusal(request, form.address().url, shown.problem)
        return shown
    return None


def _followed(request: WorkspaceRequest, supplier: Supplier, form: SourceForm) -> bool:
    """Follow the page; False puts what was wrong on the form."""
    actor, now = Actor.person(request.user), timezone.now()
    try:
        sources.add(supplier, form.address(), form.following(), actor=actor, now=now)
    except UrlError as error:
        note_refusal(request, form.address().url, error.problem)
        form.add_error("url", url_words(error))
        return False
    except AlreadyFollowedError as error:
        words = _("This page is already followed for this supplier, as “%(name)s”.")
        form.add_error("url", words % {"name": error.source.name})
        return False
    messages.success(request, _("The source was added. It is read within a minute."))
    return True
