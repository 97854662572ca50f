from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Workspace


class SupplierQuerySet(models.QuerySet["Supplier"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)

    def active(self) -> Self:
        return self.filter(archived_at=None)


class Supplier(models.Model):
    """One company that a workspace buys from."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="suppliers")
    name = models.CharField(_("supplier name"), max_length=120)
    customer_number = models.CharField(_("our customer number"), max_length=40, blank=True)
    website = models.URLField(_("website"), max_length=500, blank=True)
    note = models.TextField(_("note"), blank=True)
    usual_lead_days = models.PositiveSmallIntegerField(  # None: nobody has said
        _("usual days to delivery"), null=True, blank=True
    )
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = SupplierQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "name"], name="supplier_name_once_per_workspace"
            )
        ]

    def __str__(self) -> str:
        return self.name
