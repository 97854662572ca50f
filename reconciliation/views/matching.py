"""The queue of discrepancies, and one of them with its papers."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY, WRITERS
from accounts.htmx import wants_fragment
from reconciliation.enums import (
    IMPORTERS,
    SETTLERS,
    DiscrepancyState,
)
from reconciliation.forms.matching import (
    NoteForm,
    QueueForm,
    ReasonForm,
    SettleForm,
)
from reconciliation.models import Discrepancy, Job, MatchRun
from reconciliation.operations import examining, jobs, matching, queues
from reconciliation.tasks import run_job
from reconciliation.views.discrepancy_rows import conditions, differences, row_of
from reconciliation.views.lookup import discrepancy_of
from reconciliation.views.marks import AmountMarks
from reconciliation.views.wanted import wanted_of

PER_PAGE = 30


@require_GET
@workspace_view(EVERYBODY)
@vary_on_headers("HX-Request")
def discrepancy_list(request: WorkspaceRequest) -> HttpResponse:
    form = QueueForm(request.GET)
    form.is_valid()
    state = DiscrepancyState(form.cleaned_data.get("state") or DiscrepancyState.OPEN)
    piles = queues.piles(request.workspace, wanted_of(request, form))
    page = AmountMarks(piles, request.GET.get("before", ""), size=PER_PAGE)
    context = {
        "form": form,
        "page": page,
        "rows": [row_of(request, each) for each in page.rows],
        "is_filtered": any(request.GET.get(name) for name in ("list", "kind", "state")),
        "may_settle": request.membership.role in SETTLERS,
    }
    if wants_fragment(request):
        return render(request, "reconciliation/_discrepancy_rows.html", context)
    today = timezone.localdate()
    context |= {
        "heaps": queues.heaps(request.workspace, state=state, today=today),
        "state": state,
        "last_run": _last_run(request),
        "job": _open_match(request),
        "may_match": request.membership.role in IMPORTERS,
    }
    return render(request, "reconciliation/discrepancy_list.html", context)


def _last_run(request: WorkspaceRequest) -> MatchRun | None:
    runs = MatchRun.objects.filter(workspace=request.workspace)
    return runs.order_by("-pk").first()


def _open_match(request: WorkspaceRequest) -> Job | None:
    mine = Job.objects.in_workspace(request.workspace).open()
    return mine.filter(kind="match").order_by("pk").first()


@require_GET
@workspace_view(EVERYBODY)
@vary_on_headers("HX-Request")
def discrepancy_detail(request: WorkspaceRequest, discrepancy_id: int) -> HttpResponse:
    discrepancy = discrepancy_of(request, discrepancy_id)
    name = "_discrepancy" if wants_fragment(request) else "discrepancy_detail"
    context = examined(request, discrepancy)
    return render(request, f"reconciliation/{name}.html", context)


def examined(request: WorkspaceRequest, discrepancy: Discrepancy, **more: Any) -> dict[str, Any]:
    found = examining.examine(discrepancy, now=timezone.now())
    row = row_of(request, discrepancy)
    entries = discrepancy.entries.select_related("made_by").order_by("-made_at", "-pk")
    return {
        "found": found,
        "row": row,
        "conditions": conditions(found.answer) if found.answer else [],
        "why_not": [(each.kind.label, conditions(each)) for each in found.others],
        "holds": discrepancy.holds.select_related("held_by", "released_by").order_by("-held_at"),
        "entries": [(entry, _changes(entry.before, entry.after)) for entry in entries[:50]],
        "settle_form": SettleForm(
            initial={"resolution": row_of(request, discrepancy)["resolution"]}
        ),
        "note_form": NoteForm(),
        "reason_form": ReasonForm(),
        "may_write": request.membership.role in WRITERS,
        "may_release": request.membership.role in SETTLERS,
    } | more


def _changes(before: dict[str, Any] | None, after: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Return what an entry says that changed: the amount and the facts."""
    old, new = before or {}, after or {}
    if "facts" not in new:
        return []
    amounts = {"amount": old.get("amount")}, {"amount": new.get("amount", 0)}
    old_facts, new_facts = old.get("facts", {}), new["facts"]
    return differences({**amounts[0], **old_facts}, {**amounts[1], **new_facts})


@require_POST
@workspace_view(IMPORTERS)
def match_start(request: WorkspaceRequest) -> HttpResponse:
    try:
        job = matching.start(request.workspace, by=request.user, now=timezone.now())
    except jobs.JobAlreadyRunningError:
        messages.warning(request, _("A match is running already."))
    else:
        transaction.on_commit(partial(run_job.delay, job_id=job.pk))
        messages.success(request, _("The match has begun. You may leave this page."))
    return redirect("reconciliation:discrepancy-list", request.workspace.slug)
