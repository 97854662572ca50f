from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from reconciliation.enums import ImportState, OrderDecision, TaxBasis, TaxClass
from reconciliation.models.batch import IN_BATCH, ImportBatch
from tracker.models import Supplier


class OrderQuerySet(models.QuerySet["Order"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)

    def listed(self) -> Self:
        """Keep orders that some applied file still tells of."""
        return self.filter(line_count__gt=0)

    def unfinished(self) -> Self:
        return self.filter(open_quantity__gt=0)


class Order(models.Model):
    """One order at one supplier. It stays when its lines are replaced or undone, so that notes
    and evidence keep their place; its totals are a summary of the current lines."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="orders")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="orders")
    key = models.CharField(max_length=80)  # the number as it is compared
    number = models.CharField(_("order number"), max_length=80)  # as first printed
    own_number = models.CharField(_("our own number"), max_length=80, blank=True)
    ordered_on = models.DateField(_("ordered on"), null=True, blank=True)  # earliest line
    promised_on = models.DateField(_("promised for"), null=True, blank=True)  # latest open line
    department = models.CharField(_("department"), max_length=80, blank=True)
    currency = models.CharField(max_length=3, default="JPY")
    line_count = models.PositiveIntegerField(default=0)
    net_amount = models.BigIntegerField(null=True, blank=True)  # None: some line has no price
    open_quantity = models.DecimalField(max_digits=18, decimal_places=3, default=0)

    objects = OrderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier", "key"], name="order_once_per_supplier"),
            models.CheckConstraint(condition=~Q(key=""), name="order_has_key"),
        ]
        indexes = [
            models.Index(fields=["workspace", "-ordered_on", "-id"], name="order_newest_first"),
        ]

    def __str__(self) -> str:
        return self.number


class OrderLineQuerySet(models.QuerySet["OrderLine"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)

    def current(self) -> Self:
        """Keep what applied files say and no later file has replaced."""
        return self.filter(ended_by=None, batch__state=ImportState.APPLIED)

    def of(self, order: Order) -> Self:
        return self.filter(supplier_id=order.supplier_id, order_key=order.key)


class OrderLine(models.Model):
    """One line of an order, as one row of one file tells it; written once.

    Its papers find it by supplier, order key and line number, because they often come before it.
    Units: quantities in `unit`, prices per unit, amounts in the currency's minor unit.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+", **IN_BATCH)
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="+", **IN_BATCH)
    batch = models.ForeignKey(
        ImportBatch, on_delete=models.PROTECT, related_name="order_lines", db_index=False
    )
    source_row = models.PositiveIntegerField()  # in the file, counted as a spreadsheet does
    ended_by = models.ForeignKey(
        ImportBatch, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    order_number = models.CharField(max_length=80)
    order_key = models.CharField(max_length=80)
    line_number = models.PositiveIntegerField()
    own_number = models.CharField(max_length=80, blank=True)
    ordered_on = models.DateField(null=True)
    promised_on = models.DateField(null=True)
    promised_text = models.CharField(max_length=80, blank=True)  # 未定, 12月上旬: not a date
    department = models.CharField(max_length=80, blank=True)
    person = models.CharField(max_length=80, blank=True)
    item_code = models.CharField(max_length=80, blank=True)
    item_name = models.CharField(max_length=200, blank=True)
    quantity = models.DecimalField(max_digits=15, decimal_places=3)
    unit = models.CharField(max_length=20, blank=True)
    unit_price = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    discount_amount = models.BigIntegerField(null=True)  # None: none is stated
    points_amount = models.BigIntegerField(null=True)
    net_amount = models.BigIntegerField(null=True)  # as the file says; None: it does not
    line_amount = models.BigIntegerField(null=True)  # that, or quantity x price less discount
    currency = models.CharField(max_length=3)
    tax_class = models.CharField(max_length=10, choices=TaxClass)
    tax_rate = models.PositiveSmallIntegerField(null=True)  # per cent; None: not stated
    tax_basis = models.CharField(max_length=10, choices=TaxBasis)
    cancelled_quantity = models.DecimalField(max_digits=15, decimal_places=3, null=True)
    cancelled_on = models.DateField(null=True)
    replaces_number = models.CharField(max_length=80, blank=True)  # the order it stands in for
    replaces_line_number = models.PositiveIntegerField(null=True)
    is_direct = models.BooleanField(null=True)  # shipped by the maker; None: not stated
    delivery_place = models.CharField(max_length=200, blank=True)
    state_text = models.CharField(max_length=80, blank=True)  # the supplier's own word

    objects = OrderLineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "source_row"], name="order_line_once_per_row"),
            models.CheckConstraint(condition=~Q(order_key=""), name="order_line_has_order"),
        ]
        indexes = [
            models.Index(
                fields=["supplier", "order_key", "line_number", "batch"], name="order_line_key"
            ),
            models.Index(fields=["ended_by"], condition=~Q(ended_by=None), name="order_line_ended"),
            models.Index(
                fields=["supplier", "item_code", "department", "quantity"],
                condition=~Q(item_code=""),
                name="order_line_goods",
            ),
            models.Index(
                fields=["supplier", "replaces_number", "order_key"],
                condition=~Q(replaces_number=""),
                name="order_line_replaces",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_number}-{self.line_number}"


class OrderDecided(models.Model):
    """One decision on one order, with its reason; the newest holds, none is changed."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="decisions")
    decision = models.CharField(_("decision"), max_length=10, choices=OrderDecision)
    reason = models.TextField(_("reason"))
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="order_decided_with_reason")
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.decision}"
