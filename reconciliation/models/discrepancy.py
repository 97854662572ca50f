from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from reconciliation.enums import (
    UNSETTLED_STATES,
    AllotmentRule,
    DecisionKind,
    DiscrepancyKind,
    DiscrepancyState,
)
from reconciliation.models.order import Order
from reconciliation.models.shipment import ShipmentLine
from reconciliation.models.transaction import Transaction
from tracker.models import Supplier


class Allotment(models.Model):
    """How much of one paper row covers one order line, by which rule or person.

    A paper that names its order line itself covers it without a row here; a row is a link that
    the paper does not state, or one that a person undid. The line is named by its number, so that
    the link outlives a re-import. Source: docs/decisions/0043-match-of-the-database.md.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="allotments")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="allotments")
    line_number = models.PositiveIntegerField()
    shipment_line = models.ForeignKey(
        ShipmentLine, null=True, on_delete=models.PROTECT, related_name="allotments"
    )
    transaction = models.ForeignKey(
        Transaction, null=True, on_delete=models.PROTECT, related_name="allotments"
    )
    quantity = models.DecimalField(max_digits=15, decimal_places=3, null=True)
    amount = models.BigIntegerField(null=True)
    rule = models.CharField(max_length=12, choices=AllotmentRule)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    undone_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(shipment_line__isnull=False, transaction=None)
                | Q(shipment_line=None, transaction__isnull=False),
                name="allotment_of_one_paper",
            ),
            models.CheckConstraint(
                condition=~Q(rule=AllotmentRule.PERSON) | Q(made_by__isnull=False),
                name="allotment_by_hand_has_person",
            ),
            models.UniqueConstraint(
                fields=["shipment_line"],
                condition=Q(undone_at=None),
                name="allotment_once_per_shipment_line",
            ),
            models.UniqueConstraint(
                fields=["transaction"],
                condition=Q(undone_at=None),
                name="allotment_once_per_transaction",
            ),
        ]
        indexes = [models.Index(fields=["order", "line_number"], name="allotment_of_line")]

    def __str__(self) -> str:
        return f"{self.order_id}-{self.line_number} {self.rule}"


class DiscrepancyQuerySet(models.QuerySet["Discrepancy"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)

    def open(self) -> Self:
        return self.filter(state=DiscrepancyState.OPEN)

    def unsettled(self) -> Self:
        """Keep what is open or waits for its date."""
        return self.filter(state__in=UNSETTLED_STATES)


class Discrepancy(models.Model):
    """One way in which the papers disagree. Its identity is its kind and its documents, so that
    notes, owner and decisions survive a new match; it is closed by the match, never deleted."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.PROTECT, related_name="discrepancies", db_index=False
    )
    supplier = models.ForeignKey(  # found through discrepancy_of_order
        Supplier, on_delete=models.PROTECT, related_name="discrepancies", db_index=False
    )
    kind = models.CharField(_("kind"), max_length=32, choices=DiscrepancyKind)
    identity = models.CharField(max_length=64)  # hash of the kind and the documents
    order = models.ForeignKey(  # found through discrepancy_of_order
        Order, null=True, on_delete=models.PROTECT, related_name="discrepancies", db_index=False
    )
    order_key = models.CharField(max_length=80, blank=True)  # also of orders we do not have
    line_number = models.PositiveIntegerField(null=True)
    document_number = models.CharField(max_length=80, blank=True)
    is_main = models.BooleanField(default=True)  # False: a further fault of the same family
    amount = models.BigIntegerField()  # at stake, signed
    currency = models.CharField(max_length=3, default="JPY")
    facts = models.JSONField(default=dict)  # the quantities and papers it was judged on
    fingerprint = models.CharField(max_length=32, blank=True)  # of those facts
    dated_on = models.DateField(_("dated"), null=True)  # of the order line or document; its age
    is_provisional = models.BooleanField(default=False)  # a bill of the line is not final yet
    state = models.CharField(
        _("state"), max_length=10, choices=DiscrepancyState, default=DiscrepancyState.OPEN
    )
    owner = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    found_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    due_on = models.DateField(null=True)  # of a waiting one: from when it counts

    objects = DiscrepancyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "identity"], name="discrepancy_once_per_identity"
            )
        ]
        indexes = [
            models.Index(  # pages of one kind, the dearest first; counts, sums, ages per kind
                fields=["workspace", "state", "kind", "-amount", "-id", "dated_on", "is_main"],
                name="discrepancy_queue",
            ),
            models.Index(  # pages of all kinds, the dearest first
                fields=["workspace", "state", "-amount", "-id"], name="discrepancy_dearest"
            ),
            models.Index(  # sums per age
                fields=["workspace", "state", "dated_on", "kind", "amount"],
                name="discrepancy_age",
            ),
            models.Index(fields=["supplier", "order_key"], name="discrepancy_of_order"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.order_key or self.document_number}"


class DiscrepancyEntry(models.Model):
    """One thing that happened to a discrepancy; appended, with what it was and what it became."""

    discrepancy = models.ForeignKey(Discrepancy, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=DecisionKind)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(  # None: the match
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.TextField(blank=True)
    act = models.CharField(max_length=32, blank=True)  # the same for all that was done at once
    undoes = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="undone_by"
    )

    class Meta:
        indexes = [
            models.Index(fields=["discrepancy", "made_at"], name="discrepancy_history"),
            models.Index(fields=["act"], condition=~Q(act=""), name="discrepancy_act"),
        ]

    def __str__(self) -> str:
        return f"{self.discrepancy_id} {self.kind}"


class Hold(models.Model):
    """An amount that is not paid until somebody with the right releases it."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="holds")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="holds")
    discrepancy = models.ForeignKey(
        Discrepancy, null=True, on_delete=models.PROTECT, related_name="holds"
    )
    document_number = models.CharField(max_length=80)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="JPY")
    reason = models.TextField()
    held_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField()
    released_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True)
    release_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="hold_of_an_amount"),
            models.CheckConstraint(condition=~Q(reason=""), name="hold_with_reason"),
            models.CheckConstraint(
                condition=Q(released_at=None, released_by=None)
                | Q(released_at__isnull=False, released_by__isnull=False) & ~Q(release_reason=""),
                name="hold_released_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_number} {self.amount}"
