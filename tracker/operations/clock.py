"""When the machine's clock was set back: rows made in its future are brought back with it."""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import transaction
from django.db.models import F

from tracker.enums import WatchPart
from tracker.models import Heartbeat, Host, Mailbox, Page

SET_BACK = timedelta(minutes=10)  # less than this is drift, or two machines that differ
MENDED = "tracker.clock-mended"
ONCE_PER_SECONDS = 3600  # two schedulers that differ by more must not pull at it in turns


def mend(*, now: datetime) -> timedelta | None:
    """Move what is due by as much as the clock went back. None: it did not.

    A sign of life from the future shows it: without this nothing would be due until the clock
    has caught up.
    """
    signs = Heartbeat.objects.filter(part=WatchPart.SCHEDULER, beat_at__gt=now + SET_BACK)
    beat_at = signs.values_list("beat_at", flat=True).first()
    if beat_at is None or not cache.add(MENDED, value=True, timeout=ONCE_PER_SECONDS):
        return None
    back = beat_at - now
    with transaction.atomic():
        if not signs.filter(beat_at=beat_at).update(beat_at=now):
            return None  # another sweep does it
        Page.objects.filter(due_at__gt=now).update(due_at=F("due_at") - back)
        for rows, names in (
            (Host.objects, ("not_before", "lease_until", "rung_at")),
            (Mailbox.objects, ("due_at", "lease_until", "rung_at")),
        ):
            for name in names:
                rows.filter(**{f"{name}__gt": now}).update(**{name: F(name) - back})
        Heartbeat.objects.filter(beat_at__gt=now).update(beat_at=now)
    return back
