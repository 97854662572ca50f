from datetime import timedelta

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tracker.enums import WatchPart
from tracker.models import Heartbeat
from tracker.operations import watch

MOST_SILENCE = timedelta(seconds=60)


@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """Answer whoever asks whether the web process runs, and say whether the scheduler does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    word = "alive" if _scheduler_lives() else "silent"
    return _text(f"web alive\nscheduler {word}\n")


@require_safe
@never_cache
def watching(request: HttpRequest) -> HttpResponse:
    """Answer an outside monitor with 503 when the scheduler, the poller or the mailer is dead."""
    dead = watch.dead_part(now=timezone.now())
    return _text(f"not watching: {dead}\n", status=503) if dead else _text("watching\n")


def _scheduler_lives() -> bool:
    alive_since = timezone.now() - MOST_SILENCE
    return Heartbeat.objects.filter(part=WatchPart.SCHEDULER, beat_at__gt=alive_since).exists()


def _text(words: str, *, status: int = 200) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
