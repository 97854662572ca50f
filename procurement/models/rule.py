from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from procurement.enums import EmergencyKind
from procurement.models.item import Item
from tracker.models import Disruption, Supplier


class EmergencyRuleQuerySet(models.QuerySet["EmergencyRule"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)

    def standing(self) -> Self:
        """Keep rules that nobody has withdrawn, those that have run out too."""
        return self.filter(withdrawn_at=None)


class EmergencyRule(models.Model):
    """An ordering rule for the time of a disruption, with an owner and an end; withdrawn by a
    person, one by one, with a reason."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    disruption = models.ForeignKey(
        Disruption, null=True, on_delete=models.PROTECT, related_name="emergency_rules"
    )
    kind = models.CharField(_("rule"), max_length=14, choices=EmergencyKind)
    supplier = models.ForeignKey(Supplier, null=True, on_delete=models.PROTECT, related_name="+")
    amount = models.BigIntegerField(_("amount"), null=True)
    weekdays = models.JSONField(default=list)  # 0 is Monday
    ratio = models.DecimalField(
        _("times the usual stock"), max_digits=4, decimal_places=2, default=1
    )
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdraw_reason = models.TextField(blank=True)
    told_at = models.DateTimeField(null=True)  # somebody was told that its time is over

    objects = EmergencyRuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="emergency_rule_ends"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None)
                | Q(withdrawn_by__isnull=False) & ~Q(withdraw_reason=""),
                name="emergency_rule_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_on}"


class SwitchedItemQuerySet(models.QuerySet["SwitchedItem"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)

    def away(self) -> Self:
        return self.filter(returned_at=None)


class SwitchedItem(models.Model):
    """One item that is bought elsewhere for the time being, until it goes back."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="switches")
    disruption = models.ForeignKey(
        Disruption, on_delete=models.PROTECT, related_name="switched_items"
    )
    switched_at = models.DateTimeField()
    switched_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    is_stock_shown = models.BooleanField(_("stock is shown"), default=False)
    is_delivery_measured = models.BooleanField(_("delivery was measured"), default=False)
    is_contact_back = models.BooleanField(_("FAX and mail are back"), default=False)
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = SwitchedItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(returned_at=None), name="switched_item_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item}"
