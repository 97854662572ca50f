"""The switch between Japanese and English."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.models import User


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language: with the person when signed in, with the browser always."""
    path = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        path = "/"
    response = HttpResponseRedirect(path)
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax")
        if isinstance(request.user, User):
            User.objects.filter(pk=request.user.pk).update(language=language)
    return response
