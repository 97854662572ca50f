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
    """Mail everything that is due and return how many letters went out."""
    now = clock()
    waiting = Message.objects.waiting_for_mail(now=now).order_by("mail_due_at", "pk")
    invited = Invitation.objects.waiting_for_mail(now=now).order_by("mail_due_at", "pk")
    sent = [
        mailing.deliver_message(pk, now=clock())
        for pk in list(waiting.values_list("pk", flat=True)[:MOST])
    ]
    sent += [
        mailing.deliver_invitation(pk, now=clock())
        for pk in list(invited.values_list("pk", flat=True)[:MOST])
    ]
    return sum(sent)
