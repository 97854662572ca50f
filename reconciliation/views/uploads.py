"""Uploads in pieces, asked for by a script; without it, forms send their file whole."""

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import WorkspaceRequest, workspace_view
from reconciliation.enums import IMPORTERS
from reconciliation.forms.uploads import AnnouncedForm
from reconciliation.models import Upload
from reconciliation.operations import uploads
from tracker.views.lookup import whole


@require_POST
@workspace_view(IMPORTERS)
def upload_add(request: WorkspaceRequest) -> HttpResponse:
    """Begin an upload, or tell how much of the same file is here already."""
    form = AnnouncedForm(request.POST)
    if not form.is_valid():
        told = [error for errors in form.errors.values() for error in errors]
        return JsonResponse({"told": " ".join(str(error) for error in told)}, status=422)
    upload = uploads.start(request.workspace, form.announced(), by=request.user, now=timezone.now())
    return JsonResponse({"id": upload.pk, **_state(upload)})


@require_http_methods(["GET", "PUT"])
@workspace_view(IMPORTERS)
def upload_detail(request: WorkspaceRequest, upload_id: int) -> HttpResponse:
    """Take the piece that begins at ?at=, or tell how far it is."""
    own = Upload.objects.in_workspace(request.workspace).filter(started_by=request.user)
    upload = get_object_or_404(own, pk=upload_id)
    if request.method == "GET":
        return JsonResponse(_state(upload))
    content = request.read(uploads.PIECE + 1)
    if len(content) > uploads.PIECE:
        return JsonResponse(_state(upload), status=413)
    try:
        uploads.take(upload, content, at=whole(request.GET.get("at")) or 0, now=timezone.now())
    except uploads.WrongPlaceError:
        upload.refresh_from_db()
        return JsonResponse(_state(upload), status=409)
    except uploads.TooMuchError:
        told = _("The file has changed since the upload began. Choose it again.")
        return JsonResponse({**_state(upload), "told": told}, status=422)
    return JsonResponse(_state(upload))


def _state(upload: Upload) -> dict[str, int]:
    return {
        "received": upload.received_count,
        "size": upload.byte_count,
        "piece": uploads.PIECE,
        "limit": settings.UPLOAD_MEGABYTES << 20,
    }
