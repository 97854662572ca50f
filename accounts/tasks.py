"""Mail, one task per row. Running one twice is harmless: the row is claimed first."""

from celery import shared_task
from django.utils import timezone

from accounts.operations import mailing


@shared_task(ignore_result=True, acks_late=True, time_limit=120)
def deliver_message(*, message_id: int) -> None:
    mailing.deliver_message(message_id, now=timezone.now())


@shared_task(ignore_result=True, acks_late=True, time_limit=120)
def deliver_invitation(*, invitation_id: int) -> None:
    mailing.deliver_invitation(invitation_id, now=timezone.now())
