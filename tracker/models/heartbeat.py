from django.db import models

from tracker.enums import WatchPart


class Heartbeat(models.Model):
    """The last sign of life of one part of the watch."""

    part = models.CharField(max_length=12, choices=WatchPart, unique=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.get_part_display()
