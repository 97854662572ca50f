from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from reconciliation.enums import (
    AllotmentRule,
    DiscrepancyKind,
    MatchScope,
    PartState,
    RoundingMode,
)
from reconciliation.models.job import Job
from reconciliation.models.order import Order
from reconciliation.models.transaction import Transaction
from tracker.models import Supplier


class MatchPart(models.Model):
    """One of the equal parts of a match; whoever is free takes the next one."""

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="match_parts")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=8, choices=MatchScope)
    first_key = models.CharField(max_length=80, blank=True)  # of a range [first, last)
    last_key = models.CharField(max_length=80, blank=True)  # "": to the end
    row_count = models.PositiveIntegerField(default=0)  # order lines, as far as is known
    state = models.CharField(max_length=8, choices=PartState, default=PartState.WAITING)
    lease_until = models.DateTimeField(null=True)
    token = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["job", "supplier", "first_key"], name="match_part_once_per_job"
            )
        ]

    def __str__(self) -> str:
        return f"{self.job_id} {self.supplier_id} {self.first_key}"


class MatchRun(models.Model):
    """What one match of one supplier's papers, or of a part of them, came to. Appended."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="match_runs")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="match_runs")
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="match_runs")
    scope = models.CharField(max_length=8, choices=MatchScope)
    as_of = models.DateField()
    ran_at = models.DateTimeField()
    order_count = models.PositiveIntegerField()
    line_count = models.PositiveIntegerField()
    found_count = models.PositiveIntegerField()  # new ones
    changed_count = models.PositiveIntegerField()
    reopened_count = models.PositiveIntegerField()
    closed_count = models.PositiveIntegerField()
    same_count = models.PositiveIntegerField()
    tolerated_count = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)  # rows that could not be judged
    notices = models.JSONField(default=dict)  # kind of notice -> [how many, sum]
    habits = models.JSONField(default=dict)  # rounding and links, as the papers show them

    class Meta:
        indexes = [models.Index(fields=["supplier", "-ran_at"], name="match_run_newest")]

    def __str__(self) -> str:
        return f"{self.supplier_id} {self.ran_at}"


class MatchTerms(models.Model):
    """What one supplier's papers are judged by. None: the usual, or as the papers show it.

    Units: days; fees in minor units of the currency.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    supplier = models.OneToOneField(Supplier, on_delete=models.PROTECT, related_name="match_terms")
    billing_lag_days = models.PositiveSmallIntegerField(
        _("days until the bill"), null=True, blank=True
    )
    receipt_lag_days = models.PositiveSmallIntegerField(
        _("days until receipt is confirmed"), null=True, blank=True
    )
    refund_promise_days = models.PositiveSmallIntegerField(
        _("days until a promised refund"), null=True, blank=True
    )
    delivery_promise_days = models.PositiveSmallIntegerField(
        _("days until delivery when none is promised"), null=True, blank=True
    )
    rounding = models.CharField(
        _("how the supplier rounds tax"), max_length=8, choices=RoundingMode, blank=True
    )
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"terms of {self.supplier_id}"


class ToleranceQuerySet(models.QuerySet["Tolerance"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)


class Tolerance(models.Model):
    """A limit below which a difference of one kind is not reported. Ended, never changed.

    Units: amount in minor units; percent_points in hundredths of a per cent. None is no limit of
    that sort, 0 tolerates nothing. Valid in [valid_from, valid_until); None: still valid.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="tolerances")
    supplier = models.ForeignKey(  # None: for all of them
        Supplier, null=True, blank=True, on_delete=models.PROTECT, related_name="tolerances"
    )
    kind = models.CharField(_("kind"), max_length=32, choices=DiscrepancyKind)
    category = models.CharField(  # "": for all of them
        _("item codes that begin with"), max_length=40, blank=True
    )
    amount = models.PositiveBigIntegerField(_("up to this amount"), null=True, blank=True)
    percent_points = models.PositiveIntegerField(_("up to this share"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=400)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = ToleranceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=False) | Q(percent_points__isnull=False),
                name="tolerance_has_a_limit",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="tolerance_ends_after_its_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} {self.percent_points}"


class ExpectedRefund(models.Model):
    """What should come back for one order line, and what did; renewed by every match.

    Units: amounts in minor units. promised_by: the last day of the oldest open announcement.
    """

    workspace = models.ForeignKey(
        Workspace, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey(
        Supplier, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="expected_refunds")
    order_key = models.CharField(max_length=80)
    line_number = models.PositiveIntegerField()
    quantity = models.DecimalField(max_digits=15, decimal_places=3)
    due_amount = models.BigIntegerField()
    promised_amount = models.BigIntegerField()
    promised_by = models.DateField(null=True)
    received_amount = models.BigIntegerField()
    short_amount = models.BigIntegerField()
    over_amount = models.BigIntegerField()
    offset_amount = models.BigIntegerField()
    points_due = models.BigIntegerField()
    points_returned = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="JPY")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "order_key", "line_number"], name="refund_once_per_line"
            )
        ]
        indexes = [
            models.Index(
                fields=["workspace", "promised_by", "id"],
                condition=Q(short_amount__gt=0),
                name="refund_awaited",
            )
        ]

    def __str__(self) -> str:
        return f"{self.order_key}-{self.line_number} {self.due_amount}"


class PayeeAlias(models.Model):
    """How banks and cards write one supplier, learned from what a person confirmed."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="payee_aliases")
    spelling = models.CharField(max_length=200)
    learned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    learned_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "spelling"], name="payee_spelling_once")
        ]

    def __str__(self) -> str:
        return self.spelling


class SettlementLink(models.Model):
    """How much of one bank or card line pays one invoice. A link that was undone stays.

    Units: amount in minor units, before the fee that the payee bears, which is on the first link.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="+")
    transaction = models.ForeignKey(
        Transaction, on_delete=models.PROTECT, related_name="settlement_links"
    )
    document_key = models.CharField(max_length=80)
    document_number = models.CharField(max_length=80)
    amount = models.BigIntegerField()
    fee_amount = models.BigIntegerField(default=0)
    rule = models.CharField(max_length=12, choices=AllotmentRule)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    undone_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["transaction", "document_key"],
                condition=Q(undone_at=None),
                name="settlement_link_once",
            )
        ]
        indexes = [models.Index(fields=["supplier", "document_key"], name="settlement_of_document")]

    def __str__(self) -> str:
        return f"{self.transaction_id} {self.document_number}"
