"""What a page was at one moment: as plain text with line numbers, or as the bytes that came."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY
from tracker.operations import archive
from tracker.operations.archive import DamagedSnapshotError
from tracker.views.lookup import snapshot_of


@require_GET
@workspace_view(EVERYBODY)
def snapshot_detail(request: WorkspaceRequest, snapshot_id: int) -> HttpResponse:
    snapshot = snapshot_of(request, snapshot_id)
    try:
        lines, is_damaged = archive.text_of(snapshot).split("\n"), False
    except DamagedSnapshotError:
        lines, is_damaged = [], True
    context = {
        "snapshot": snapshot,
        "lines": lines,
        "is_damaged": is_damaged,
        "sha256": bytes(snapshot.raw_sha256).hex(),
    }
    return render(request, "tracker/snapshot_detail.html", context)


@require_GET
@workspace_view(EVERYBODY)
def snapshot_raw(request: WorkspaceRequest, snapshot_id: int) -> HttpResponse:
    """Hand out the bytes as they came: always a plain attachment, never a page of ours."""
    snapshot = snapshot_of(request, snapshot_id)
    try:
        raw = archive.raw_of(snapshot)
    except DamagedSnapshotError:
        return HttpResponse(status=410)
    response = HttpResponse(raw, content_type="text/plain")
    name = f"page-{snapshot.page_id}-version-{snapshot.version}.txt"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
