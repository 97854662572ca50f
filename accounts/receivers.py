"""What follows when Django or allauth say that something happened."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts.middleware import SEEN


@receiver(user_logged_in)
def start_trace(request: HttpRequest, **_more: Any) -> None:
    """Count the trace of a session from its sign-in on."""
    request.session[SEEN] = int(timezone.now().timestamp())
