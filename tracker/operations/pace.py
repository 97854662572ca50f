"""When a page is looked at next."""

import random
from datetime import datetime, timedelta

from django.db.models import Min

from tracker.models import Disruption, Page, Source

SHORTEST = timedelta(minutes=1)
LONGEST_BACKOFF = timedelta(hours=6)
DENSER = 3  # times as often while a disruption of the supplier is open
WITHOUT_FOLLOWER = timedelta(days=1)
LINKED = 4  # times the interval of their list: it is the list that brings news first


def set_pace(page: Page, *, now: datetime) -> None:
    """Derive how often a page is read from who follows it, and stop when nobody does."""
    if page.host_id is None:
        return
    followers = Source.objects.current().filter(page=page)
    shortest = followers.aggregate(shortest=Min("interval"))["shortest"]
    if shortest is None:
        Page.objects.filter(pk=page.pk).update(due_at=None)
        return
    suppliers = followers.values("supplier")
    if Disruption.objects.open().filter(supplier__in=suppliers).exists():
        shortest = max(shortest / DENSER, min(shortest, SHORTEST))
    page.interval = shortest
    page.due_at = min(page.due_at or now, now + shortest)
    page.save(update_fields=["interval", "due_at"])


def next_due(interval: timedelta, *, at: datetime, miss_count: int = 0) -> datetime:
    """Return the next time, doubling the wait with every miss in a row, spread by a tenth."""
    wait = min(interval * 2**miss_count, max(interval, LONGEST_BACKOFF)) if miss_count else interval
    return at + wait * random.uniform(0.9, 1.1)  # noqa: S311 - spreads load, guards nothing


def linked(interval: timedelta) -> timedelta:
    """Return how often the notices of a list are read themselves."""
    return interval * LINKED
