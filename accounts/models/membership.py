from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import ADMINISTRATORS, Role
from accounts.models.user import User
from accounts.models.workspace import Workspace


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> Self:
        return self.filter(ended_at=None, user__is_active=True)


class Membership(models.Model):
    """One person's place in one workspace, from when to when."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    started_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    feed_version = models.PositiveIntegerField(default=1)  # raising it revokes the feed addresses

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "user"],
                condition=models.Q(ended_at=None),
                name="membership_once_per_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"

    @property
    def is_administrator(self) -> bool:
        return self.role in ADMINISTRATORS
