"""The audit record of a company: who did what, when, from, to and why."""

import csv
import json
from datetime import timedelta
from io import StringIO

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, workspace_view
from accounts.audit_words import known_actions, lines_of, object_of, words_for
from accounts.domain.spreadsheet import safe_cell
from accounts.enums import ADMINISTRATORS
from accounts.forms.audit import AuditFilterForm
from accounts.models import AuditEntry
from accounts.operations import anchors, audit

PER_PAGE = 50
MOST_EXPORTED = 50_000  # rows; a longer record is exported by period


@require_safe
@workspace_view(ADMINISTRATORS)
def audit_list(request: WorkspaceRequest) -> HttpResponse:
    form = AuditFilterForm(request.GET)
    page = Paginator(_found(request, form), PER_PAGE).get_page(request.GET.get("page"))
    told = {
        "form": form,
        "page": page,
        "rows": [_row(entry) for entry in page.object_list],
        "actions": known_actions(),
        "head": audit.head(request.workspace),
        "check": _check(request) if "verify" in request.GET else None,
    }
    return render(request, "accounts/audit_list.html", told)


@require_safe
@workspace_view(ADMINISTRATORS)
def audit_export(request: WorkspaceRequest) -> HttpResponse:
    """Hand out what the filter shows as a file that spreadsheet programs open as text."""
    entries = _found(request, AuditFilterForm(request.GET))[:MOST_EXPORTED]
    text = StringIO()
    lines = csv.writer(text)
    lines.writerow(["sequence", "acted_at", "who", "act", "object", "before", "after", "reason"])
    for entry in entries.iterator():
        lines.writerow([safe_cell(cell) for cell in _cells(entry)])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"audit-{request.workspace.slug}-{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _found(request: WorkspaceRequest, form: AuditFilterForm) -> QuerySet[AuditEntry]:
    """Return the entries that the filter asks for, newest first; a wrong date filters nothing."""
    entries = AuditEntry.objects.filter(workspace=request.workspace).order_by("-sequence")
    form.is_valid()
    asked = form.cleaned_data
    if asked.get("person"):
        entries = entries.filter(actor_label__icontains=asked["person"])
    if asked.get("action"):
        entries = entries.filter(action=asked["action"])
    if asked.get("target"):
        entries = entries.filter(target__icontains=asked["target"])
    if asked.get("since"):
        entries = entries.filter(acted_at__date__gte=asked["since"])
    if asked.get("until"):
        entries = entries.filter(acted_at__date__lt=asked["until"] + timedelta(days=1))
    return entries


def _row(entry: AuditEntry) -> dict[str, object]:
    """Return an entry with what its codes mean."""
    return {
        "entry": entry,
        "act": words_for(entry.action),
        "object": object_of(entry),
        "lines": lines_of(entry),
    }


def _check(request: WorkspaceRequest) -> dict[str, object]:
    try:
        kept = anchors.of_chain(anchors.read(settings.AUDIT_HEADS_DIR), request.workspace)
        length = audit.verify(request.workspace, outside=kept)
    except (audit.BrokenChainError, audit.MissingTailError, OSError, ValueError) as error:
        return {"holds": False, "words": str(error)}
    words = _("All %(length)d entries are as they were written.") % {"length": length}
    return {"holds": True, "words": words}


def _cells(entry: AuditEntry) -> list[str]:
    before, after = (
        json.dumps(value, ensure_ascii=False) if value is not None else ""
        for value in (entry.before, entry.after)
    )
    acted_at = timezone.localtime(entry.acted_at).isoformat(timespec="seconds")
    return [
        str(entry.sequence),
        acted_at,
        entry.actor_label,
        entry.action,
        entry.target,
        before,
        after,
        entry.reason,
    ]
