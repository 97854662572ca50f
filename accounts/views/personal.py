"""A person's own settings and sessions."""

from typing import cast

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.domain.browsers import browser_name
from accounts.forms.personal import PersonalSettingsForm
from accounts.forms.strict import posted
from accounts.models import User
from accounts.operations import people, sign_ins


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def personal_settings(request: HttpRequest) -> HttpResponse:
    user = User.objects.get(pk=cast(User, request.user).pk)
    if request.method == "POST":
        form = posted(PersonalSettingsForm, request, instance=user)
        if form.is_valid():
            people.change_settings(user, now=timezone.now(), **form.cleaned_data)
            with translation.override(user.language):
                messages.success(request, _("Your settings are saved."))
            return redirect("accounts:personal-settings")
    else:
        form = PersonalSettingsForm(instance=user)
    told = {
        "form": form,
        "sessions": _sessions(request),
        "has_second_factor": is_mfa_enabled(request.user),
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/personal_settings.html", told, status=status)


@require_POST
@login_required
def session_end(request: HttpRequest, session_id: int) -> HttpResponse:
    own = UserSession.objects.filter(user=cast(User, request.user))
    session = get_object_or_404(own, pk=session_id)
    sign_ins.end_session(session, by=cast(User, request.user), now=timezone.now())
    messages.success(request, _("The session is ended."))
    return redirect("accounts:personal-settings")


@require_POST
@login_required
def session_end_others(request: HttpRequest) -> HttpResponse:
    user, key = cast(User, request.user), request.session.session_key or ""
    sign_ins.end_other_sessions(user, key, now=timezone.now())
    messages.success(request, _("Every other session is ended."))
    return redirect("accounts:personal-settings")


def _sessions(request: HttpRequest) -> list[dict[str, object]]:
    sessions = sign_ins.open_sessions(cast(User, request.user), now=timezone.now())
    return [
        {
            "session": session,
            "browser": browser_name(session.user_agent),
            "is_this": session.session_key == request.session.session_key,
        }
        for session in sessions
    ]
