"""What the health chip needs, in two queries."""

from datetime import datetime

from django.db.models import Count, Max, Min, Q

from accounts.models import Workspace
from tracker.domain import watch
from tracker.enums import FETCHED_KINDS, CheckOutcome, WatchPart
from tracker.models import Heartbeat, Source


def health(workspace: Workspace, *, now: datetime) -> watch.Health:
    """Return whether this company's sources are being watched."""
    beats = dict(Heartbeat.objects.values_list("part", "beat_at"))
    return watch.judge(
        {WatchPart(part): at for part, at in beats.items()}, _reach(workspace, now), now=now
    )


def _reach(workspace: Workspace, now: datetime) -> watch.Reach:
    sources = Source.objects.in_workspace(workspace).current().filter(page__kind__in=FETCHED_KINDS)
    silent = Q(page__last_outcome=CheckOutcome.UNREACHABLE)
    return watch.Reach(
        **sources.aggregate(
            page_count=Count("pk"),
            host_count=Count("page__host", distinct=True),
            silent_page_count=Count("pk", filter=silent),
            last_checked_at=Max("page__last_checked_at"),
            silent_since=Max("page__missed_since", filter=silent),
            due_since=Min("page__due_at", filter=Q(page__due_at__lte=now)),
        )
    )
