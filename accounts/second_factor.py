"""The second factor's pages, with the audit entry in the same transaction as the change."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.operations import audit
from accounts.operations.audit import Actor
from accounts.sealing import cipher

PURPOSE = "accounts.second_factor"
Page = Callable[..., HttpResponse]


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Our words, and keys that are worth nothing to whoever holds the database alone."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy(
            "This is not the code we expect. Type the newest one, before it expires."
        ),
    }

    def encrypt(self, text: str) -> str:
        return cipher(PURPOSE).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher(PURPOSE).decrypt(encrypted_text.encode()).decode()


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


def _factors_of(request: HttpRequest) -> dict[str, Any]:
    """Return kind and making of each factor, never its secret."""
    if not isinstance(request.user, User):
        return {}
    factors = Authenticator.objects.filter(user=request.user).order_by("pk")
    return {factor.type: factor.created_at.isoformat() for factor in factors}
