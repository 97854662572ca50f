"""What the health chip needs, in two queries."""

from datetime import datetime

from django.db.models import Count, Max, Min, Q

from accounts.models import Workspace
from tracker.domain import watch
from tracker.enums import FETCHED_KINDS, CheckOutcome, WatchPart
from tracker.models import Heartbeat, Page, Source


def health(workspace: Workspace, *, now: datetime) -> watch.Health:
    """Return whether this company's sources are being watched."""
    beats = dict(Heartbeat.objects.values_list("part", "beat_at"))
    return watch.judge(
        {WatchPart(part): at for part, at in beats.items()}, _reach(workspace, now), now=now
    )


def dead_part(*, now: datetime) -> WatchPart | None:
    """Return the part of the watch that has stopped, for whichever company. None: all live."""
    beats = dict(Heartbeat.objects.values_list("part", "beat_at"))
    due = Page.objects.due(now=now).aggregate(since=Min("due_at"))
    reach = watch.Reach(1, 1, 0, None, None, due["since"])
    found = watch.judge({WatchPart(part): at for part, at in beats.items()}, reach, now=now)
    never_began = WatchPart.SCHEDULER not in beats
    return WatchPart.SCHEDULER if never_began else found.part


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
