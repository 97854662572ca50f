"""Reading a source now because a person asked: a row that waits, answered by a worker."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from accounts.operations import audit
from accounts.operations.audit import Actor
from tracker.models import Mailbox, ReadRequest, Source
from tracker.operations import mail_reading, polling

PATIENCE = timedelta(seconds=60)  # for a host that is being read or left in peace
RING_AGAIN = timedelta(seconds=20)  # a message may be lost
TRY_AGAIN_SECONDS = 2.0
SHOWN_FOR = timedelta(minutes=5)  # what a look brought stays on the source's page

Clock = Callable[[], datetime]


def ask(source: Source, *, by: User, now: datetime) -> ReadRequest:
    """Write down that somebody waits for a reading; who asks meanwhile waits with them."""
    with transaction.atomic():
        Source.objects.select_for_update(no_key=True).get(pk=source.pk)
        waiting = ReadRequest.objects.waiting().filter(source=source).first()
        if waiting is not None:
            return waiting
        asked = ReadRequest.objects.create(source=source, asked_by=by, asked_at=now, rung_at=now)
        audit.record(
            "source.read_asked",
            source,
            actor=Actor.person(by),
            now=now,
            workspace=source.workspace,
        )
    return asked


def latest(source: Source, *, now: datetime) -> ReadRequest | None:
    """Return the wish that waits or was answered lately."""
    recent = ReadRequest.objects.filter(source=source).since(now - SHOWN_FOR)
    return recent.select_related("asked_by").order_by("-asked_at", "-pk").first()


def ring(*, now: datetime, limit: int = 100) -> list[int]:
    """Choose wishes that no worker seems to have heard of."""
    forgotten = ReadRequest.objects.waiting().filter(rung_at__lte=now - RING_AGAIN)
    chosen = list(forgotten.order_by("asked_at", "pk").values_list("pk", flat=True)[:limit])
    ReadRequest.objects.filter(pk__in=chosen).update(rung_at=now)
    return chosen


def answer(read_id: int, *, clock: Clock) -> float | None:
    """Read the source. Return the seconds after which to try again; None: it is answered."""
    asked = ReadRequest.objects.waiting().filter(pk=read_id)
    found = asked.select_related("source__page", "source__workspace", "asked_by").first()
    if found is None:
        return None
    said = _look(found, clock)
    now = clock()
    if said is None and now - found.asked_at < PATIENCE and found.source.ended_at is None:
        ReadRequest.objects.filter(pk=found.pk).update(rung_at=now)
        return TRY_AGAIN_SECONDS
    outcome, reason = said or ("", "")
    asked.update(finished_at=now, outcome=outcome, reason=reason)
    return None


def _look(found: ReadRequest, clock: Clock) -> tuple[str, str] | None:
    """Return outcome and reason of a look. None: it could not be made now."""
    source = found.source
    if source.ended_at is not None:
        return None
    if source.page.host_id:
        look = polling.poll_page(source.page, clock=clock, by=found.asked_by)
        return (look.outcome, look.reason) if look else None
    mailbox = Mailbox.objects.filter(source=source).first()
    if mailbox is None:
        return None
    Mailbox.objects.filter(pk=mailbox.pk).update(due_at=clock())
    checked_at = source.page.last_checked_at
    mail_reading.read_mailbox(mailbox.pk, clock=clock)
    source.page.refresh_from_db()
    if source.page.last_checked_at == checked_at:
        return None  # another worker has the folder
    return source.page.last_outcome, source.page.health_reason
