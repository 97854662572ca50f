"""One change of a page: its permalink, both times, what was added and removed."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY, WRITERS
from tracker.enums import ChangeKind
from tracker.models import Change, Page, Snapshot
from tracker.operations import comparing, timeline
from tracker.operations.archive import DamagedSnapshotError
from tracker.operations.comparing import Comparison
from tracker.views.lookup import change_of, page_of, source_of, supplier_of, whole

VIEWS = ("side", "inline")
COSMETIC_MOST = 200  # listed; older ones are in the versions themselves


@require_GET
@workspace_view(EVERYBODY)
def change_detail(request: WorkspaceRequest, supplier_id: int, change_id: int) -> HttpResponse:
    supplier = supplier_of(request, supplier_id)
    change = change_of(supplier, change_id)
    comparison, is_damaged = _compared(change)
    context = {
        "supplier": supplier,
        "change": change,
        "source": timeline.pages_of(supplier).sources.get(change.page_id),
        "comparison": comparison,
        "facts": comparing.facts_of(change),
        "is_damaged": is_damaged,
        "view": _view(request),
        "records": change.records.filter(supplier=supplier).select_related("author"),
        "may_write": request.membership.role in WRITERS,
    }
    return render(request, "tracker/change_detail.html", context)


@require_GET
@workspace_view(EVERYBODY)
def compare(request: WorkspaceRequest, page_id: int) -> HttpResponse:
    """Compare any two versions of a page, by default the newest two."""
    page = page_of(request, page_id)
    versions = list(page.snapshots.defer("raw", "text").order_by("-version"))
    if not versions:
        raise Http404
    new = _version(page, whole(request.GET.get("to")) or versions[0].version)
    old = _version(page, whole(request.GET.get("from")) or max(new.version - 1, 1))
    comparison, is_damaged = None, False
    try:
        comparison = comparing.of_versions(old, new)
    except DamagedSnapshotError:
        is_damaged = True
    context = {
        "subject": page,
        "versions": versions,
        "old": old,
        "new": new,
        "comparison": comparison,
        "is_damaged": is_damaged,
        "view": _view(request),
    }
    return render(request, "tracker/compare.html", context)


@require_GET
@workspace_view(EVERYBODY)
def ignored_list(request: WorkspaceRequest, source_id: int) -> HttpResponse:
    """List the changes that raised nothing, each with the reason."""
    source = source_of(request, source_id)
    changes = Change.objects.filter(page=source.page, kind=ChangeKind.COSMETIC)
    newest = changes.select_related("before", "after").defer("difference")
    context = {
        "source": source,
        "supplier": source.supplier,
        "changes": newest.order_by("-seen_at", "-pk")[:COSMETIC_MOST],
    }
    return render(request, "tracker/ignored_list.html", context)


def _compared(change: Change) -> tuple[Comparison | None, bool]:
    """Return the comparison, and whether it cannot be had because a version is damaged."""
    try:
        return comparing.of_change(change), False
    except DamagedSnapshotError:
        return None, True


def _version(page: Page, number: int) -> Snapshot:
    found = page.snapshots.select_related("base").filter(version=number).first()
    if found is None:
        raise Http404
    return found


def _view(request: WorkspaceRequest) -> str:
    wanted = request.GET.get("view", "side")
    return wanted if wanted in VIEWS else "side"
