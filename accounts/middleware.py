"""What every request of a person has in common: language, the trace of the session, privacy."""

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control

from accounts.client import client_address
from accounts.models import User

TRACE_EVERY = 300  # seconds; writing at each request would cost a disk sync per page
SEEN = "seen_at"  # when the trace was last written, kept in the session itself


class PersonalSettingsMiddleware:
    """Show a signed-in person every page in the language of their settings."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return self.get_response(request)


class SessionTraceMiddleware:
    """Keep when and from where each session was last used, so that its person can see it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            self._trace(request)
        return self.get_response(request)

    def _trace(self, request: HttpRequest) -> None:
        now = timezone.now()
        if now.timestamp() - request.session.get(SEEN, 0) < TRACE_EVERY:
            return
        request.session[SEEN] = int(now.timestamp())
        session = UserSession.objects.filter(session_key=request.session.session_key)
        session.update(last_seen_at=now, ip=client_address(request))


class PrivatePagesMiddleware:
    """Let no page be kept by a shared cache or by the browser of whoever comes next."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response
