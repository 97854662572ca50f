"""What the holder of an invitation sees: take the place, as oneself or as somebody new."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.forms.personal import NewPersonForm
from accounts.forms.strict import posted
from accounts.models import Invitation, User
from accounts.operations import invitations
from accounts.operations.invitations import InvitationError


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """Show the offer; a POST takes it."""
    invitation = invitations.find(token)
    if invitation is None:
        raise Http404
    if not Invitation.objects.open(now=timezone.now()).filter(pk=invitation.pk).exists():
        return render(request, "accounts/invitation_gone.html", {"invitation": invitation})
    if isinstance(request.user, User):
        return _accept_as_oneself(request, invitation)
    if User.objects.filter(email=invitation.email).exists():
        told = {"invitation": invitation, "needs_sign_in": True}
        return render(request, "accounts/invitation_accept.html", told)
    return _accept_as_new_person(request, invitation)


def _accept_as_oneself(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    assert isinstance(request.user, User)  # noqa: S101 - the caller has looked
    error = ""
    if request.method == "POST":
        try:
            membership = invitations.accept(invitation, request.user, now=timezone.now())
        except InvitationError as refusal:
            error = str(refusal)
        else:
            return _welcome(request, membership.workspace.path, str(membership.workspace))
    elif request.user.email != invitation.email:
        error = invitations.meant_for_another(invitation)
    told = {"invitation": invitation, "error": error}
    return render(request, "accounts/invitation_accept.html", told, status=422 if error else 200)


def _accept_as_new_person(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    if request.method == "POST":
        form = posted(NewPersonForm, request, email=invitation.email)
    else:
        form = NewPersonForm(email=invitation.email)
    if request.method == "POST" and form.is_valid():
        try:
            membership = invitations.accept_as_new_person(
                invitation,
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password1"],
                now=timezone.now(),
            )
        except InvitationError as refusal:
            form.add_error(None, str(refusal))
        else:
            get_adapter(request).login(request, membership.user)
            return _welcome(request, membership.workspace.path, str(membership.workspace))
    told = {"invitation": invitation, "form": form}
    return render(
        request, "accounts/invitation_accept.html", told, status=422 if form.errors else 200
    )


def _welcome(request: HttpRequest, path: str, company: str) -> HttpResponse:
    messages.success(request, _("Welcome to %(company)s.") % {"company": company})
    return redirect(path)
