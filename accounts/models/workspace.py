from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import WorkspaceColour
from accounts.models.user import User


class WorkspaceQuerySet(models.QuerySet["Workspace"]):
    def of(self, user: User) -> Self:
        """Keep the workspaces that the user is a member of today."""
        return self.filter(memberships__user=user, memberships__ended_at=None)


class Workspace(models.Model):
    """One client company: its suppliers, orders, people, and nobody else's."""

    slug = models.SlugField(_("address"), max_length=40, unique=True)
    name = models.CharField(_("company name"), max_length=120)
    colour = models.CharField(
        _("colour"), max_length=10, choices=WorkspaceColour, default=WorkspaceColour.BLUE
    )
    time_zone = models.CharField(_("time zone"), max_length=40, default="Asia/Tokyo")
    uses_japanese_era = models.BooleanField(_("show Japanese era years"), default=False)
    check_at = models.TimeField(_("daily check at"), null=True, blank=True)
    is_sample = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = WorkspaceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Where the company's own pages begin."""
        return f"/w/{self.slug}/"
