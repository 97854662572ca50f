from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import Workspace
from reconciliation.enums import (
    ImportState,
    PaymentMethod,
    TaxBasis,
    TaxClass,
    TransactionKind,
    TransactionStatus,
)
from reconciliation.models.batch import IN_BATCH, ImportBatch
from tracker.models import Supplier


class TransactionQuerySet(models.QuerySet["Transaction"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)

    def current(self) -> Self:
        """Keep what applied files say and no later file has replaced."""
        return self.filter(ended_by=None, batch__state=ImportState.APPLIED)

    def of_orders(self) -> Self:
        """Keep rows that name an order; only with this does an order's index serve a query."""
        return self.exclude(order_key="")


class Transaction(models.Model):
    """One row of the transaction history: a line of an invoice or credit note, the tax of an
    invoice at one rate, a payment, a refund, points, an accrual, a bank or card line.

    Units: amounts in the currency's minor unit. On bank and card lines money that left us is
    positive and money that came in is negative; everywhere else the amount is as printed.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+", **IN_BATCH)
    supplier = models.ForeignKey(  # None: a statement line, until it is settled
        Supplier, null=True, on_delete=models.PROTECT, related_name="+", **IN_BATCH
    )
    batch = models.ForeignKey(
        ImportBatch, on_delete=models.PROTECT, related_name="transactions", db_index=False
    )
    source_row = models.PositiveIntegerField()
    ended_by = models.ForeignKey(
        ImportBatch, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    row_key = models.CharField(max_length=200)  # what makes the row the same in a later file
    occurrence = models.PositiveIntegerField(default=1)  # two equal rows are two transactions
    kind = models.CharField(max_length=16, choices=TransactionKind)
    transaction_number = models.CharField(max_length=80, blank=True)
    occurred_on = models.DateField()
    due_on = models.DateField(null=True)
    document_number = models.CharField(max_length=80, blank=True)
    document_key = models.CharField(max_length=80, blank=True)
    order_number = models.CharField(max_length=80, blank=True)
    order_key = models.CharField(max_length=80, blank=True)
    line_number = models.PositiveIntegerField(null=True)
    item_code = models.CharField(max_length=80, blank=True)
    quantity = models.DecimalField(max_digits=15, decimal_places=3, null=True)
    unit_price = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    discount_amount = models.BigIntegerField(null=True)
    net_amount = models.BigIntegerField(null=True)
    tax_class = models.CharField(max_length=10, choices=TaxClass)
    tax_rate = models.PositiveSmallIntegerField(null=True)  # per cent; None: not stated
    tax_basis = models.CharField(max_length=10, choices=TaxBasis)
    tax_amount = models.BigIntegerField(null=True)
    amount = models.BigIntegerField()
    balance_amount = models.BigIntegerField(null=True)  # of the account, after the line
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=11, choices=TransactionStatus)
    method = models.CharField(max_length=12, choices=PaymentMethod)
    settlement_number = models.CharField(max_length=80, blank=True)
    payee = models.CharField(max_length=200, blank=True)  # as printed, often half-width kana
    description = models.CharField(max_length=200, blank=True)
    registration_number = models.CharField(max_length=20, blank=True)  # T + 13 digits
    account = models.CharField(max_length=80, blank=True)  # of a statement line

    objects = TransactionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "source_row"], name="transaction_once_per_row"
            ),
            models.CheckConstraint(
                condition=Q(supplier__isnull=False)
                | Q(
                    kind__in=[
                        TransactionKind.BANK_LINE,
                        TransactionKind.CARD_LINE,
                        TransactionKind.CARD_SETTLEMENT,
                    ]
                ),
                name="transaction_has_supplier",
            ),
        ]
        indexes = [
            models.Index(fields=["supplier", "row_key", "batch"], name="transaction_key"),
            models.Index(
                fields=["supplier", "order_key"],
                condition=~Q(order_key=""),
                name="transaction_order",
            ),
            models.Index(
                fields=["supplier", "document_key"],
                condition=~Q(document_key=""),
                name="transaction_document",
            ),
            models.Index(
                fields=["workspace", "settlement_number"],
                condition=~Q(settlement_number=""),
                name="transaction_settlement",
            ),
            models.Index(
                fields=["workspace", "row_key", "batch"],
                condition=Q(supplier__isnull=True),
                name="transaction_statement_key",
            ),
            models.Index(
                fields=["ended_by"], condition=~Q(ended_by=None), name="transaction_ended"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.document_number or self.order_number} {self.amount}"
