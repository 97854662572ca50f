"""Sending the mail that waits, and showing that somebody does."""

from collections.abc import Callable
from datetime import datetime, timedelta

from accounts.models import Invitation, Message
from accounts.operations import mailing
from tracker.enums import WatchPart
from tracker.models import Heartbeat

SIGN_OF_LIFE = timedelta(seconds=60)  # the mailer shows life this often, mail or no mail
MOST = 200  # letters in one go; the next tick takes the rest


def is_waited_for(*, now: datetime) -> bool:
    """Return True when mail is due, or the mailer has been silent for a while."""
    recent = Heartbeat.objects.filter(part=WatchPart.MAILER, beat_at__gt=now - SIGN_OF_LIFE)
    due = Message.objects.waiting_for_mail(now=now), Invitation.objects.waiting_for_mail(now=now)
    return not recent.exists() or any(rows.exists() for rows in due)


def deliver_due(*, clock: Callable[[], datetime]) -> int:
    """Mail everything that is due over one connection and return how many letters went out.

    When the mail server does not answer, the first letter bears the miss and the rest wait.
    """
    now = clock()
    sent = 0
    with mailing.open_line() as line:
        for deliver, pk in _due(now):
            sent += deliver(pk, line=line, now=clock())
            if line.is_dead:
                break
    return sent


def _due(now: datetime) -> list[tuple[Callable[..., bool], int]]:
    """Return how to send, and which row, the longest due first."""
    ways = (
        (mailing.deliver_message, Message.objects.waiting_for_mail(now=now)),
        (mailing.deliver_invitation, Invitation.objects.waiting_for_mail(now=now)),
    )
    return [
        (deliver, pk)
        for deliver, rows in ways
        for pk in rows.order_by("mail_due_at", "pk").values_list("pk", flat=True)[:MOST]
    ]
