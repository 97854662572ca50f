"""What allauth asks us: who may sign up, how attempts are counted, what is written down."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.client import client_address, known_device, remember_device
from accounts.models import User
from accounts.operations import people, sign_ins

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Sign-up is closed, attempts are counted by person and address, acts are audited."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy(
            "The e-mail address or the password is not right. Check both, or set a new password."
        ),
        "enter_current_password": gettext_lazy("Type your current password."),
        "incorrect_code": gettext_lazy(
            "This is not the code we expect. Type the newest one, before it expires."
        ),
        "incorrect_password": gettext_lazy("This is not your current password."),
        "too_many_login_attempts": gettext_lazy(
            "Too many attempts. Wait five minutes, or set a new password by mail."
        ),
        "rate_limited": gettext_lazy("Too many attempts. Wait a minute, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    # --- signing in ---

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count per person; a browser that the person has used before is counted apart."""
        email = str(credentials.get("email", "")).lower()
        device = known_device(request, email)
        return f"{email}:{device}" if device else email

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            email = str(credentials.get("email", ""))
            sign_ins.report_throttled(email, client_address(request), now=timezone.now())
            raise

    def reauthenticate(self, user: User, password: str) -> bool:
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    @transaction.atomic
    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        sign_ins.record(user, now=timezone.now())

    def post_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **more)
        remember_device(request, response, user.email)
        elsewhere = sign_ins.seen_elsewhere(
            user,
            request.session.session_key or "",
            client_address(request),
            now=timezone.now(),
        )
        if elsewhere:
            messages.warning(
                request,
                _(
                    "This sign-in is also in use at another address (%(address)s). If that is not "
                    "you, end the other session in the personal settings and change your password."
                )
                % {"address": elsewhere},
            )
        return response

    # --- passwords ---

    def set_password(self, user: User, password: str) -> None:
        people.set_password(user, password, now=timezone.now())

    # --- mail ---

    def format_email_subject(self, subject: str) -> str:
        return f"[Fukkyu] {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send at once, as the person waits for it.

        Raises: ImmediateHttpResponse with a page that says so when the mail server is away.
        """
        letter = self.render_mail(template_prefix, email, context | {"email": email})
        try:
            letter.send()
        except OSError as error:  # every SMTPException is one
            logger.warning("mail %s could not be sent: %s", template_prefix, error)
            page = render(self.request, "account/mail_away.html", status=503)
            raise ImmediateHttpResponse(page) from error

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the person by mail what was done to their sign-in, once it is really done."""
        request = self.request
        said = {"timestamp": timezone.now(), "ip": client_address(request), "user": user}

        def send() -> None:
            try:
                self.send_mail(template_prefix, user.email, said | (context or {}))
            except ImmediateHttpResponse:
                messages.warning(
                    request, _("It is done, but the mail that tells you so could not be sent.")
                )

        transaction.on_commit(send)
