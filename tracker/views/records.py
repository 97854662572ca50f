"""What people add to a timeline, and the permalink of each record."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY, WRITERS
from tracker.enums import RecordKind
from tracker.forms.timeline import RecordForm
from tracker.models import Change, Supplier, TimelineRecord
from tracker.operations import records
from tracker.views.lookup import change_of, posted, record_of, supplier_of, whole


@require_http_methods(["GET", "POST"])
@workspace_view(WRITERS)
def record_add(request: WorkspaceRequest, supplier_id: int) -> HttpResponse:
    """Add a record of the kind in the query string; `corrects` names the one it corrects."""
    supplier = supplier_of(request, supplier_id)
    corrects = _corrected(request, supplier)
    change = _spoken_of(request, supplier)
    kind = RecordKind(corrects.kind) if corrects else _kind(request)
    prefix = "note" if "note-body" in request.POST else None
    form = RecordForm(posted(request), kind=kind, prefix=prefix, initial=_initial(corrects))
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        draft = form.draft(corrects=corrects, change=change, now=now)
        records.add(supplier, draft, author=request.user, now=now)
        messages.success(request, _("Added to the timeline."))
        return redirect("tracker:supplier-detail", request.workspace.slug, supplier.pk)
    context = {
        "form": form,
        "supplier": supplier,
        "kind": kind,
        "corrects": corrects,
        "change": change,
    }
    status = 422 if form.is_bound else 200
    return render(request, "tracker/record_form.html", context, status=status)


@require_GET
@workspace_view(EVERYBODY)
def record_detail(request: WorkspaceRequest, supplier_id: int, record_id: int) -> HttpResponse:
    supplier = supplier_of(request, supplier_id)
    record = record_of(supplier, record_id)
    context = {
        "supplier": supplier,
        "record": record,
        "corrections": record.corrections.select_related("author").order_by("recorded_at", "pk"),
        "may_write": request.membership.role in WRITERS,
    }
    return render(request, "tracker/record_detail.html", context)


def _kind(request: WorkspaceRequest) -> RecordKind:
    kind = request.GET.get("kind", RecordKind.NOTE)
    if kind not in RecordKind.values:
        raise Http404
    return RecordKind(kind)


def _corrected(request: WorkspaceRequest, supplier: Supplier) -> TimelineRecord | None:
    record_id = whole(request.GET.get("corrects"))
    return record_of(supplier, record_id) if record_id else None


def _spoken_of(request: WorkspaceRequest, supplier: Supplier) -> Change | None:
    change_id = whole(request.GET.get("change"))
    return change_of(supplier, change_id) if change_id else None


def _initial(corrects: TimelineRecord | None) -> dict[str, object]:
    if corrects is None:
        return {}
    return {name: getattr(corrects, name) for name in RecordForm.base_fields}
