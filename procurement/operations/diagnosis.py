"""Whether this installation is well: one finding per part, for `doctor` and for the start page."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from kombu.exceptions import OperationalError

from procurement.celery import app
from tracker.enums import WatchPart
from tracker.models import Heartbeat

LEAST_FREE_BYTES = 200 * 1024 * 1024
MOST_SILENCE = {  # before a part counts as dead
    WatchPart.SCHEDULER: timedelta(seconds=60),
    WatchPart.POLLER: timedelta(hours=1),  # nothing may have been due
    WatchPart.MAILER: timedelta(hours=1),
}
MOST_HEADS_AGE = timedelta(days=2)
MOST_CLOCK_DIFFERENCE = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Finding:
    """How one part is, in one line."""

    part: str
    is_well: bool
    detail: str


def examine(*, now: datetime) -> Iterator[Finding]:
    """Yield one finding per part: database, broker, worker, beat, mail, disk, clock,
    audit heads."""
    yield _finding("database", _database)
    yield _finding("broker", _broker)
    yield _life("worker", WatchPart.POLLER, now)
    yield _life("beat", WatchPart.SCHEDULER, now)
    yield _finding("mail", _mail)
    yield _disk()
    yield _finding("clock", lambda: _clock(now))
    yield _finding("audit heads", lambda: _audit_heads(now))


def _finding(part: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(part, is_well=True, detail=check())
    except (OSError, ValueError, DatabaseError, OperationalError) as error:
        return Finding(part, is_well=False, detail=f"{type(error).__name__}: {error}")


def _database() -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA quick_check(1)")
            (state,) = cursor.fetchone()
            if state != "ok":
                raise ValueError(f"the file is damaged: {state}; restore the newest backup")
        else:
            cursor.execute("SELECT 1")
    return f"{connection.vendor} answers"


def _broker() -> str:
    with app.connection_for_write(connect_timeout=3) as broker:
        broker.ensure_connection(max_retries=1, timeout=3)
        return f"{broker.transport_cls} answers"


def _life(part: str, watched: WatchPart, now: datetime) -> Finding:
    beat = Heartbeat.objects.filter(part=watched).first()
    if beat is None:
        return Finding(part, is_well=False, detail="has never shown life; start it: make run")
    silence = now - beat.beat_at
    return Finding(
        part,
        is_well=silence <= MOST_SILENCE[watched],
        detail=f"last sign of life {max(int(silence.total_seconds()), 0)} s ago",
    )


def _mail() -> str:
    with get_connection() as mail:
        mail.open()
    return f"{settings.EMAIL_BACKEND.rsplit('.', 2)[-2]} accepts mail"


def _disk() -> Finding:
    free = shutil.disk_usage(Path(settings.DATA_DIR)).free
    detail = f"{free // 1024**2:,} MB free in {settings.DATA_DIR}"
    return Finding("disk", is_well=free >= LEAST_FREE_BYTES, detail=detail)


def _audit_heads(now: datetime) -> str:
    """The heads are exported every day; the file counts, whatever the table says."""
    files = sorted(Path(settings.AUDIT_HEADS_DIR).glob("audit-heads-*.csv"))
    if not files:
        raise ValueError("never exported; it happens by itself once the scheduler runs")
    age = now - datetime.fromtimestamp(files[-1].stat().st_mtime, tz=UTC)
    if age > MOST_HEADS_AGE:
        raise ValueError(f"last exported {age.days} days ago to {files[-1]}")
    return f"exported to {files[-1]}"


def _clock(now: datetime) -> str:
    """Compare with the database's clock; a file has none, so with the newest sign of life."""
    if connection.vendor == "sqlite":
        newest = Heartbeat.objects.order_by("-beat_at", "pk").first()
        difference = newest.beat_at - now if newest else timedelta()
        ahead = max(difference, timedelta())
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT now()")
            (theirs,) = cursor.fetchone()
        ahead = abs(theirs - now)
    if ahead > MOST_CLOCK_DIFFERENCE:
        raise ValueError(f"off by {ahead.total_seconds():.0f} s")
    return "agrees with what was recorded"
