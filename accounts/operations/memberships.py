"""Who belongs to a company, and as what."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Membership, User, Workspace
from accounts.operations import audit, people
from accounts.operations.audit import Actor


class LastAdministratorError(Exception):
    """The company would have nobody left who may add members."""

    def __init__(self) -> None:
        super().__init__(
            _("A company needs an administrator. Make somebody else administrator first.")
        )


@transaction.atomic
def change_role(membership: Membership, role: Role, *, by: User, now: datetime) -> None:
    """Give a member another role, from the next request on.

    Raises: LastAdministratorError.
    """
    member = _locked(membership)
    if member.role == role:
        return
    _keep_an_administrator(member)
    before, member.role = member.role, role
    member.save(update_fields=["role"])
    audit.record(
        "member.role_changed",
        member,
        actor=Actor.person(by),
        now=now,
        workspace=member.workspace,
        before={"role": before},
        after={"role": role},
    )


@transaction.atomic
def end(membership: Membership, *, by: User, reason: str, now: datetime) -> None:
    """End a membership: the company is gone for the person, and their sessions with it.

    Raises: LastAdministratorError.
    """
    member = _locked(membership)
    if member.ended_at is not None:
        return
    _keep_an_administrator(member)
    member.ended_at = now
    member.feed_version += 1  # feed addresses that the person kept are dead too
    member.save(update_fields=["ended_at", "feed_version"])
    people.end_sessions(member.user)
    audit.record(
        "member.removed",
        member,
        actor=Actor.person(by),
        now=now,
        workspace=member.workspace,
        before={"email": member.user.email, "role": member.role},
        reason=reason,
    )


def _locked(membership: Membership) -> Membership:
    """Return the membership as it is now; changes in one company wait for each other."""
    Workspace.objects.select_for_update(no_key=True).get(pk=membership.workspace_id)
    return Membership.objects.select_related("workspace", "user").get(pk=membership.pk)


def _keep_an_administrator(member: Membership) -> None:
    """Refuse to go on when the member is the only administrator left."""
    if member.role != Role.ADMINISTRATOR:
        return
    others = member.workspace.memberships.current().filter(role=Role.ADMINISTRATOR)
    if not others.exclude(pk=member.pk).exists():
        raise LastAdministratorError
