"""What the addresses of the queue, its lists and its exports ask for."""

from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from accounts.access import WorkspaceRequest
from reconciliation.enums import DiscrepancyKind, DiscrepancyState
from reconciliation.forms.matching import QueueForm
from reconciliation.operations.queues import LISTS, Wanted
from tracker.models import Disruption


def wanted_of(request: WorkspaceRequest, form: QueueForm) -> Wanted:
    """Return what is asked for; what cannot be read asks for everything."""
    asked = form.cleaned_data
    name, kind = asked.get("list", ""), asked.get("kind", "")
    state = DiscrepancyState(asked.get("state") or DiscrepancyState.OPEN)
    kinds = (DiscrepancyKind(kind),) if kind else LISTS.get(name, ())
    wanted = Wanted(state=state, kinds=kinds)
    return _of_stop(request, wanted) if name == "outage" else wanted


def _of_stop(request: WorkspaceRequest, wanted: Wanted) -> Wanted:
    """Keep what is dated in the latest stop of a supplier of the company."""
    stops = Disruption.objects.in_workspace(request.workspace).filter(merged_into=None)
    last = stops.order_by("-started_at", "-pk").first()
    if last is None:
        return replace(wanted, since=timezone.localdate() + timedelta(days=1))
    end = last.recovered_at or last.closed_at
    return replace(
        wanted,
        supplier=last.supplier_id,
        since=timezone.localdate(last.started_at),
        until=timezone.localdate(end) + timedelta(days=1) if end else None,
    )
