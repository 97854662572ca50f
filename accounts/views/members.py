"""The members of a company: invite, change a role, end a membership."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import WorkspaceRequest, confirmed, workspace_view
from accounts.enums import ADMINISTRATORS, EVERYBODY, Role
from accounts.forms.company import EndMembershipForm, InvitationForm, RoleForm
from accounts.forms.strict import posted
from accounts.models import Invitation, Membership, Message
from accounts.operations import invitations, memberships
from accounts.operations.invitations import InvitationError
from accounts.operations.memberships import LastAdministratorError


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_view(EVERYBODY, writers=ADMINISTRATORS)
@confirmed
def member_list(request: WorkspaceRequest) -> HttpResponse:
    """Show who belongs to the company; a POST invites somebody."""
    if request.method != "POST":
        return _page(request, InvitationForm())
    form = posted(InvitationForm, request)
    if form.is_valid():
        try:
            invitation = invitations.invite(
                request.workspace,
                email=form.cleaned_data["email"],
                role=Role(form.cleaned_data["role"]),
                by=request.user,
                now=timezone.now(),
            )
        except InvitationError as error:
            form.add_error("email", str(error))
        else:
            messages.success(
                request,
                _("An invitation is on its way to %(email)s.") % {"email": invitation.email},
            )
            return redirect("accounts:member-list", slug=request.workspace.slug)
    return _page(request, form)


@require_POST
@workspace_view(ADMINISTRATORS)
@confirmed
def member_role(request: WorkspaceRequest, membership_id: int) -> HttpResponse:
    member = _member(request, membership_id)
    form = posted(RoleForm, request)
    if not form.is_valid():
        messages.error(request, _("Choose one of the roles. Nothing was changed."))
        return redirect("accounts:member-list", slug=request.workspace.slug)
    try:
        memberships.change_role(
            member, Role(form.cleaned_data["role"]), by=request.user, now=timezone.now()
        )
    except LastAdministratorError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("%(person)s has another role from now on.") % {"person": member.user}
        )
    return redirect("accounts:member-list", slug=request.workspace.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_view(ADMINISTRATORS)
@confirmed
def member_end(request: WorkspaceRequest, membership_id: int) -> HttpResponse:
    """Ask once, naming the person, then end the membership."""
    member = _member(request, membership_id)
    form = posted(EndMembershipForm, request) if request.method == "POST" else EndMembershipForm()
    if request.method == "POST" and form.is_valid():
        try:
            memberships.end(
                member, by=request.user, reason=form.cleaned_data["reason"], now=timezone.now()
            )
        except LastAdministratorError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("%(person)s is no longer a member.") % {"person": member.user}
            )
            return redirect("accounts:member-list", slug=request.workspace.slug)
    told = {"form": form, "member": member}
    return render(request, "accounts/member_end.html", told, status=422 if form.errors else 200)


@require_POST
@workspace_view(ADMINISTRATORS)
def invitation_withdraw(request: WorkspaceRequest, invitation_id: int) -> HttpResponse:
    rows = Invitation.objects.filter(workspace=request.workspace)
    invitation = get_object_or_404(rows, pk=invitation_id)
    try:
        invitations.withdraw(invitation, by=request.user, now=timezone.now())
    except InvitationError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("The invitation of %(email)s is withdrawn.") % {"email": invitation.email}
        )
    return redirect("accounts:member-list", slug=request.workspace.slug)


def _member(request: WorkspaceRequest, membership_id: int) -> Membership:
    current = Membership.objects.current().filter(workspace=request.workspace)
    return get_object_or_404(current.select_related("user", "workspace"), pk=membership_id)


def _page(request: WorkspaceRequest, form: InvitationForm) -> HttpResponse:
    members = request.workspace.memberships.current().select_related("user")
    pending = request.workspace.invitations.pending().select_related("invited_by")
    secured = Authenticator.objects.filter(type=Authenticator.Type.TOTP)
    lost = Message.objects.in_workspace(request.workspace).exclude(mail_failed_at=None)
    told = {
        "form": form,
        "members": members.order_by("user__name", "user__email", "pk"),
        "secured": set(
            secured.filter(user__in=members.values("user")).values_list("user_id", flat=True)
        ),
        "invitations": pending.order_by("-invited_at", "-pk"),
        "lost_mail": lost.select_related("recipient").order_by("-mail_failed_at", "-pk")[:20],
        "roles": Role.choices,
        "may_change": request.membership.role in ADMINISTRATORS,
        "now": timezone.now(),
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/member_list.html", told, status=status)
