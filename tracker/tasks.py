"""What the clock and the queue ask of the tracker. A message only says "look"."""

from typing import Any

from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from tracker.enums import WatchPart
from tracker.operations import (
    clock,
    digesting,
    heartbeats,
    hosts,
    mail_reading,
    mailboxes,
    polling,
    post,
    read_requests,
)

MAIL_MESSAGE_SECONDS = 30  # a call for the mailer that nobody heard is worth nothing afterwards
DIGEST_MESSAGE_SECONDS = 30  # the same for what was read and not taken in
# The database was busy for longer than anybody waits, or away: rows are as before, try again.
WHEN_BUSY: dict[str, Any] = {
    "autoretry_for": (OperationalError,),
    "max_retries": 3,
    "retry_backoff": 2,  # seconds, doubling
    "retry_jitter": True,
}


@shared_task(ignore_result=True, time_limit=60, soft_time_limit=50)
def sweep() -> None:
    """Send a worker to every host that has something due, and one to the mail that waits.

    Two sweeps at once are harmless: whoever is sent claims rows first.
    """
    now = timezone.now()
    clock.mend(now=now)
    heartbeats.beat(WatchPart.SCHEDULER, now=now)
    for host_id, has_heavy in hosts.ring(now=now):
        queue = "reading" if has_heavy else "polls"
        poll_host.apply_async(kwargs={"host_id": host_id}, queue=queue)
    for mailbox_id in mailboxes.ring(now=now):
        read_mailbox.apply_async(kwargs={"mailbox_id": mailbox_id})
    for read_id in read_requests.ring(now=now):
        read_now.apply_async(kwargs={"read_id": read_id})
    if post.is_waited_for(now=now):
        deliver_mail.apply_async(expires=MAIL_MESSAGE_SECONDS)
    if digesting.is_waited_for(now=now):
        digest_readings.apply_async(expires=DIGEST_MESSAGE_SECONDS)


@shared_task(ignore_result=True, acks_late=True, time_limit=140, soft_time_limit=130, **WHEN_BUSY)
def poll_host(*, host_id: int) -> None:
    """Read what is due on one host. A second message for it finds nothing to claim."""
    visit = polling.poll_host(host_id, clock=timezone.now)
    heartbeats.beat(WatchPart.POLLER, now=timezone.now())
    if visit and visit.pause_seconds is not None:
        poll_host.apply_async(kwargs={"host_id": host_id}, countdown=visit.pause_seconds)


@shared_task(ignore_result=True, acks_late=True, time_limit=140, soft_time_limit=130)
def read_now(*, read_id: int) -> None:
    """Read a source for whom asked; wait a little where its host is being read."""
    seconds = read_requests.answer(read_id, clock=timezone.now)
    if seconds is not None:
        read_now.apply_async(kwargs={"read_id": read_id}, countdown=seconds)


@shared_task(ignore_result=True, acks_late=True, time_limit=140, soft_time_limit=130)
def read_mailbox(*, mailbox_id: int) -> None:
    """Take in what is new in one mail folder. A second message for it finds nothing to claim."""
    mail_reading.read_mailbox(mailbox_id, clock=timezone.now)


@shared_task(ignore_result=True, acks_late=True, time_limit=280, soft_time_limit=240)
def deliver_mail() -> None:
    """Mail whatever is due; each row is claimed by itself."""
    post.deliver_due(clock=timezone.now)
    heartbeats.beat(WatchPart.MAILER, now=timezone.now())


@shared_task(ignore_result=True, acks_late=True, time_limit=280, soft_time_limit=240, **WHEN_BUSY)
def digest_readings() -> None:
    """Read what was kept, and let every company take it in; each row is claimed by itself."""
    digesting.digest_due(now=timezone.now())
    if digesting.is_waited_for(now=timezone.now()):  # behind the polls that wait
        digest_readings.apply_async(expires=DIGEST_MESSAGE_SECONDS)


@shared_task(ignore_result=True, acks_late=True, time_limit=120, soft_time_limit=100, **WHEN_BUSY)
def keep_up() -> None:
    """Do what time brings: confirmed good news, ended overrides, lapsed acknowledgements."""
    digesting.keep_up(now=timezone.now())
