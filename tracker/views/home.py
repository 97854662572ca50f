"""Today: what waits for me, what is new, what I have done."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY, SOURCE_KEEPERS
from tracker.models import Disruption, Supplier, Visit
from tracker.operations import waiting, window_tasks


@require_GET
@workspace_view(EVERYBODY)
def today(request: WorkspaceRequest) -> HttpResponse:
    now = timezone.now()
    suppliers = Supplier.objects.in_workspace(request.workspace).active()
    disruptions = Disruption.objects.in_workspace(request.workspace).open()
    since = _since(request, now)
    context = {
        "turn": waiting.turn_of(request.membership, now=now),
        "tasks": window_tasks.waiting_for(request.membership, now=now),
        "proposed": window_tasks.proposed_in(request.membership),
        "now": now,
        "news": waiting.news_since(request.membership, since),
        "since": since,
        "done": waiting.done_today(request.membership, now=now),
        "disruptions": disruptions.select_related("supplier", "owner").order_by("started_at", "pk"),
        "has_suppliers": suppliers.exists(),
        "today": timezone.localdate(now),
        "may_keep": request.membership.role in SOURCE_KEEPERS,
    }
    return render(request, "tracker/today.html", context)


def _since(request: WorkspaceRequest, now: datetime) -> datetime:
    """Return the last look at any supplier, at most two days ago."""
    floor = now - waiting.NEWS_WITHIN
    visits = Visit.objects.filter(membership=request.membership, visited_at__lt=now)
    last = visits.order_by("-visited_at").values_list("visited_at", flat=True).first()
    return max(last, floor) if last else floor
