"""The second factor's pages, with the audit entry in the same transaction as the change."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.operations import audit
from accounts.operations.audit import Actor

Page = Callable[..., HttpResponse]


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Our words, and keys that are worth nothing to whoever holds the database alone."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy(
            "This is not the code we expect. Type the newest one, before it expires."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def audited(view: Page) -> Page:
    """Write what a page did to the person's second factor into the chain, or undo it all."""

    @wraps(view)
    def page(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            before = _factors_of(request)
            response = view(request, **kwargs)
            after = _factors_of(request)
            if isinstance(request.user, User) and before != after:
                audit.record(
                    "person.second_factor_changed",
                    request.user,
                    actor=Actor.person(request.user),
                    now=timezone.now(),
                    before=before,
                    after=after,
                )
        return response

    return page


def _cipher() -> MultiFernet:
    """Return a cipher under SECRET_KEY that still reads what former keys wrote."""
    secrets = map(force_str, [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])
    keys = (sha256(f"accounts.second_factor:{secret}".encode()).digest() for secret in secrets)
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in keys])


def _factors_of(request: HttpRequest) -> dict[str, Any]:
    """Return kind and making of each factor, never its secret."""
    if not isinstance(request.user, User):
        return {}
    factors = Authenticator.objects.filter(user=request.user).order_by("pk")
    return {factor.type: factor.created_at.isoformat() for factor in factors}
