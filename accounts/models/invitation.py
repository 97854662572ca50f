from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models.mailing import Mailed, MailedQuerySet
from accounts.models.user import User
from accounts.models.workspace import Workspace


class InvitationQuerySet(MailedQuerySet["Invitation"]):
    def open(self, *, now: datetime) -> Self:
        """Keep invitations that can still be accepted."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now)

    def waiting_for_mail(self, *, now: datetime) -> Self:
        return super().waiting_for_mail(now=now).pending()

    def pending(self) -> Self:
        """Keep invitations that nobody answered, expired ones too."""
        return self.filter(accepted_at=None, withdrawn_at=None)


class Invitation(Mailed):
    """A place in a workspace that was offered to an e-mail address."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    language = models.CharField(max_length=5, default="ja")  # of the mail and the new person
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "email"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="invitation_once_per_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.get_role_display()}"
