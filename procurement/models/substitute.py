from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from procurement.models.approval import ApprovalRequest
from procurement.models.item import Offer
from reconciliation.models import Order
from tracker.models import Disruption, Supplier


class SubstituteOrderQuerySet(models.QuerySet["SubstituteOrder"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)


class SubstituteOrder(models.Model):
    """An order elsewhere for one that a disruption holds up, from draft to dispatch."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="substitutes")
    number = models.CharField(max_length=80)
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="substitutes")
    original = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="substitutes")
    disruption = models.ForeignKey(
        Disruption, null=True, on_delete=models.PROTECT, related_name="substitutes"
    )
    request = models.OneToOneField(
        ApprovalRequest, null=True, on_delete=models.PROTECT, related_name="substitute"
    )
    department = models.CharField(max_length=80, blank=True)
    delivery_place = models.CharField(max_length=200, blank=True)
    freight_amount = models.BigIntegerField(default=0)
    note = models.TextField(_("note"), blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    order = models.OneToOneField(  # what it became when it was dispatched
        Order, null=True, on_delete=models.PROTECT, related_name="substitute"
    )

    objects = SubstituteOrderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "number"], name="substitute_number_once_per_workspace"
            ),
            models.CheckConstraint(condition=~Q(number=""), name="substitute_has_number"),
        ]

    def __str__(self) -> str:
        return self.number


class SubstituteLine(models.Model):
    """One line of a substitute order and the line of the original that it stands in for."""

    substitute = models.ForeignKey(SubstituteOrder, on_delete=models.PROTECT, related_name="lines")
    line_number = models.PositiveIntegerField()
    original = models.ForeignKey(  # None: the order that the whole stands in for
        Order, null=True, on_delete=models.PROTECT, related_name="+"
    )
    replaces_line_number = models.PositiveIntegerField()
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")
    item_code = models.CharField(max_length=80)  # as offered at the time
    item_name = models.CharField(max_length=200)
    pack_count = models.PositiveIntegerField()
    pack_price = models.BigIntegerField()
    pack_size = models.PositiveIntegerField()
    unit = models.CharField(max_length=20, blank=True)
    arrives_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["substitute", "line_number"], name="substitute_line_once"
            ),
            models.CheckConstraint(condition=Q(pack_count__gte=1), name="substitute_line_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.substitute_id}-{self.line_number}"

    @property
    def amount(self) -> int:
        return self.pack_count * self.pack_price

    @property
    def replaces_number(self) -> str:
        order = self.original or self.substitute.original
        return order.number


class Submission(models.Model):
    """One form that orders, approves or cancels, as it was first answered: the same key again
    gets the same answer, another content under it is refused (A4)."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    content = models.CharField(max_length=64)  # hash of what was sent
    answer = models.CharField(max_length=300)  # where the first one led
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "person", "key"], name="submission_once")
        ]

    def __str__(self) -> str:
        return self.key
