"""Inviting people into a company, and their accepting."""

from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Invitation, Membership, User, Workspace
from accounts.operations import audit
from accounts.operations.audit import Actor

SALT = "accounts.invitation"
VALID_FOR = timedelta(days=7)


class InvitationError(Exception):
    """Why an invitation cannot be made or accepted, in the reader's words."""


def path_of(invitation: Invitation) -> str:
    """Return the address that lets its holder accept."""
    token = signing.dumps(invitation.pk, salt=SALT)
    return reverse("accounts:invitation-accept", kwargs={"token": token})


def meant_for_another(invitation: Invitation) -> str:
    """Return what to tell somebody who is signed in as another person than was invited."""
    return _("This invitation is for %(email)s. Sign out, then open it again.") % {
        "email": invitation.email
    }


def find(token: str) -> Invitation | None:
    """Return the invitation that a signed address names; None when the address is not ours."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    rows = Invitation.objects.select_related("workspace", "invited_by")
    return rows.filter(pk=pk).first()


@transaction.atomic
def invite(workspace: Workspace, *, email: str, role: Role, by: User, now: datetime) -> Invitation:
    """Offer a place to an address. The row waits for its mail.

    Raises: InvitationError when the address has a place or an open invitation already.
    """
    Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    email = email.strip().lower()
    if workspace.memberships.current().filter(user__email=email).exists():
        raise InvitationError(_("%(email)s is a member already.") % {"email": email})
    workspace.invitations.pending().filter(email=email, expires_at__lte=now).update(
        withdrawn_at=now
    )
    if workspace.invitations.pending().filter(email=email).exists():
        raise InvitationError(
            _("%(email)s has an open invitation. Withdraw it first to send a new one.")
            % {"email": email}
        )
    invitation = Invitation.objects.create(
        workspace=workspace,
        email=email,
        role=role,
        language=by.language,
        invited_by=by,
        invited_at=now,
        expires_at=now + VALID_FOR,
        mail_due_at=now,
    )
    audit.record(
        "invitation.sent",
        invitation,
        actor=Actor.person(by),
        now=now,
        workspace=workspace,
        after={"email": email, "role": role},
    )
    return invitation


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User, now: datetime) -> None:
    """Take an offer back. One that was answered meanwhile stays as it is.

    Raises: InvitationError when it was accepted or withdrawn before.
    """
    pending = Invitation.objects.pending().filter(pk=invitation.pk)
    if not pending.update(withdrawn_at=now):
        raise InvitationError(_("This invitation was accepted or withdrawn meanwhile."))
    audit.record(
        "invitation.withdrawn",
        invitation,
        actor=Actor.person(by),
        now=now,
        workspace=invitation.workspace,
        before={"email": invitation.email, "role": invitation.role},
    )


@transaction.atomic
def accept(invitation: Invitation, user: User, *, now: datetime) -> Membership:
    """Take the place that was offered.

    Raises: InvitationError when the offer is no longer open or the user is not who was invited.
    """
    if user.email != invitation.email:
        raise InvitationError(meant_for_another(invitation))
    taken = Invitation.objects.open(now=now).filter(pk=invitation.pk).update(accepted_at=now)
    if not taken:
        raise InvitationError(
            _("This invitation has been used or has expired. Ask the administrator for a new one.")
        )
    membership, _is_new = Membership.objects.get_or_create(
        workspace=invitation.workspace, user=user, ended_at=None, defaults={"role": invitation.role}
    )
    audit.record(
        "member.joined",
        membership,
        actor=Actor.person(user),
        now=now,
        workspace=invitation.workspace,
        after={"email": user.email, "role": membership.role},
    )
    return membership


@transaction.atomic
def accept_as_new_person(
    invitation: Invitation, *, name: str, password: str, now: datetime
) -> Membership:
    """Make the person who was invited and give them their place.

    Raises: InvitationError when the offer is no longer open, or the address has a person already.
    """
    if User.objects.filter(email=invitation.email).exists():
        raise InvitationError(_("You have a sign-in already. Sign in to accept."))
    user = User.objects.create_user(
        invitation.email, password, name=name, language=invitation.language
    )
    audit.record("person.added", user, actor=Actor.person(user), now=now)
    return accept(invitation, user, now=now)
