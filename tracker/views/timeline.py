"""One supplier and its timeline, on screen and on paper."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY, SOURCE_KEEPERS, WRITERS
from accounts.htmx import wants_fragment
from tracker.enums import Folder, RecordKind
from tracker.forms.timeline import RecordForm, TimelineFilterForm, start_of
from tracker.models import Supplier
from tracker.operations import overview, standpoint, suppliers, timeline
from tracker.operations.timeline import HEALTH, SAID, Cursor, Wanted
from tracker.views import feeds
from tracker.views.lookup import supplier_of

SAME_VISIT = timedelta(minutes=30)  # coming back within this keeps the marks of what is new
FIRST_WITHIN = timedelta(days=14)  # how long news may stand on top
PRINTED_MOST = 500  # events on paper


@require_GET
@workspace_view(EVERYBODY)
@vary_on_headers("HX-Request")
def supplier_detail(request: WorkspaceRequest, supplier_id: int) -> HttpResponse:
    supplier = supplier_of(request, supplier_id)
    context = _events(request, supplier)
    if wants_fragment(request):
        return render(request, "tracker/_timeline.html", context)
    return render(request, "tracker/supplier_detail.html", context | _frame(request, supplier))


@require_GET
@workspace_view(EVERYBODY)
def supplier_print(request: WorkspaceRequest, supplier_id: int) -> HttpResponse:
    supplier = supplier_of(request, supplier_id)
    form = TimelineFilterForm(request.GET)
    found = timeline.read(
        supplier, timeline.pages_of(supplier), wanted=wanted_of(form), size=PRINTED_MOST
    )
    context = {
        "supplier": supplier,
        "events": found.events,
        "has_more": found.next_cursor is not None,
        "printed_at": timezone.now(),
        "form": form,
    }
    return render(request, "tracker/supplier_print.html", context)


def wanted_of(form: TimelineFilterForm) -> Wanted:
    """Return what the filter asks for; what it cannot read filters nothing."""
    form.is_valid()
    said = form.cleaned_data
    kind, since, until = said.get("kind"), said.get("since"), said.get("until")
    changes = {"said": SAID, "health": HEALTH}.get(kind or "", frozenset())
    own = frozenset(RecordKind) if kind == "own" else frozenset()
    return Wanted(
        changes=changes,
        records=frozenset({RecordKind(kind)}) if kind in RecordKind.values else own,
        folder=Folder(said["folder"]) if said.get("folder") else None,
        since=start_of(since) if since else None,
        until=start_of(until + timedelta(days=1)) if until else None,
    )


def _events(request: WorkspaceRequest, supplier: Supplier) -> dict[str, Any]:
    """Return one page of the timeline, marked with what is new to the reader."""
    form = TimelineFilterForm(request.GET)
    wanted = wanted_of(form)
    pages = timeline.pages_of(supplier)
    before = Cursor.parse(request.GET.get("before", ""))
    new_since = _new_since(request, supplier)
    found = timeline.read(supplier, pages, wanted=wanted, before=before, new_since=new_since)
    return {
        "supplier": supplier,
        "pages": pages,
        "form": form,
        "events": found.events,
        "next_cursor": found.next_cursor,
        "is_first_part": before is None,
        "is_everything": wanted.is_everything,
        "new_since": new_since,
        "may_write": request.membership.role in WRITERS,
    }


def _frame(request: WorkspaceRequest, supplier: Supplier) -> dict[str, Any]:
    """Return what stands around the timeline."""
    now = timezone.now()
    pages = timeline.pages_of(supplier)
    return {
        "sentence": standpoint.opening(supplier, at=now),
        "first": timeline.seen_first(pages, since=now - FIRST_WITHIN),
        "disruptions": overview.open_disruptions(supplier),
        "readings": overview.readings(supplier, now=now),
        "channels": overview.channels(supplier),
        "looks": overview.looks(pages),
        "note_form": RecordForm(kind=RecordKind.NOTE, prefix="note"),
        "kinds": [kind for kind in RecordKind if kind != RecordKind.NOTE],
        "may_keep": request.membership.role in SOURCE_KEEPERS,
        "feed_path": feeds.path_of(request.membership, supplier),
    }


def _new_since(request: WorkspaceRequest, supplier: Supplier) -> datetime | None:
    """Return the moment after which events are new; coming back soon does not move it."""
    now = timezone.now()
    key = str(supplier.pk)
    kept = _recent_visits(request, now)
    if key not in kept:
        since = suppliers.visit(supplier, request.membership, now=now)
        kept[key] = [now.isoformat(), since.isoformat() if since else ""]
        request.session["visits"] = kept
    since_text = kept[key][1]
    return datetime.fromisoformat(since_text) if since_text else None


def _recent_visits(request: WorkspaceRequest, now: datetime) -> dict[str, list[str]]:
    """Return supplier id -> [when this visit began, when the one before it was]."""
    visits: dict[str, list[str]] = request.session.get("visits", {})
    begun = {key: datetime.fromisoformat(at) for key, (at, _) in visits.items()}
    return {key: value for key, value in visits.items() if now - begun[key] < SAME_VISIT}
