"""What the clock asks of accounts. Running a task twice is harmless."""

from celery import shared_task
from django.utils import timezone

from accounts.operations import anchors


@shared_task(ignore_result=True, acks_late=True, time_limit=280, soft_time_limit=240)
def export_audit_heads() -> None:
    """Keep the head of every audit chain in a file, once a day, and tell those who answer."""
    anchors.export_daily(now=timezone.now())
