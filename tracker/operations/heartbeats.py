"""Signs of life of the watch itself."""

from datetime import datetime

from tracker.enums import WatchPart
from tracker.models import Heartbeat


def beat(part: WatchPart, *, now: datetime) -> None:
    """Note that a part of the watch is alive."""
    if not Heartbeat.objects.filter(part=part).update(beat_at=now):
        Heartbeat.objects.get_or_create(part=part, defaults={"beat_at": now})
