from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Workspace
from procurement.enums import ItemClass, Kinship, Priority
from tracker.models import Supplier


class ItemQuerySet(models.QuerySet["Item"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)


class Item(models.Model):
    """One thing that the company uses, whoever sells it."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="items")
    code = models.CharField(_("our item code"), max_length=80)
    name = models.CharField(_("item name"), max_length=200)
    jan = models.CharField(_("JAN code"), max_length=14, blank=True)
    category = models.CharField(_("category"), max_length=80, blank=True)
    unit = models.CharField(_("smallest unit"), max_length=20, blank=True)
    item_class = models.CharField(
        _("class"), max_length=1, choices=ItemClass, default=ItemClass.IMPORTANT
    )
    priority = models.CharField(
        _("priority"), max_length=16, choices=Priority, default=Priority.ORDINARY
    )
    is_made_to_order = models.BooleanField(_("name-printed or made to order"), default=False)
    stock_quantity = models.DecimalField(  # None: not counted
        _("our own stock"), max_digits=15, decimal_places=3, null=True, blank=True
    )
    counted_on = models.DateField(_("counted on"), null=True, blank=True)
    daily_use = models.DecimalField(  # None: not known
        _("use per day"), max_digits=15, decimal_places=3, null=True, blank=True
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "code"], name="item_code_once_per_workspace"
            ),
            models.CheckConstraint(condition=~Q(code=""), name="item_has_code"),
        ]

    def __str__(self) -> str:
        return self.name


class SupplierTerms(models.Model):
    """How a company can buy from one supplier: money, the four axes, and the way in and out."""

    supplier = models.OneToOneField(Supplier, on_delete=models.PROTECT, related_name="terms")
    minimum_amount = models.BigIntegerField(_("minimum order"), default=0)
    ceiling_amount = models.BigIntegerField(_("order limit"), null=True, blank=True)
    freight_amount = models.BigIntegerField(_("freight"), default=0)
    free_from_amount = models.BigIntegerField(_("free freight from"), null=True, blank=True)
    ordering = models.TextField(_("ordering: shop, phone, FAX"), blank=True)
    delivery = models.TextField(_("delivery: fastest area, how delays are told"), blank=True)
    billing = models.TextField(_("billing: post or data, closing day, payment"), blank=True)
    support = models.TextField(_("support: channel, hours, cancel and refund"), blank=True)
    joining = models.TextField(_("joining and leaving, changing addresses"), blank=True)
    source = models.CharField(_("where the terms are written"), max_length=200, blank=True)
    cancel_fee_amount = models.BigIntegerField(  # None: not found in the terms
        _("cancellation fee per order"), null=True, blank=True
    )
    allows_direct_cancel = models.BooleanField(_("direct-ship can be cancelled"), null=True)
    allows_made_cancel = models.BooleanField(_("made-to-order can be cancelled"), null=True)
    renews_on = models.DateField(_("contract renews on"), null=True, blank=True)
    notice_days = models.PositiveSmallIntegerField(_("notice in days"), default=0)
    minimum_from = models.DateField(_("minimum spend counts from"), null=True, blank=True)
    minimum_spend_amount = models.BigIntegerField(_("minimum spend"), null=True, blank=True)
    accepted_days = models.PositiveSmallIntegerField(  # None: we have not said
        _("days late that we accept"), null=True, blank=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum_amount__gte=0, freight_amount__gte=0),
                name="terms_not_negative",
            )
        ]

    def __str__(self) -> str:
        return f"{self.supplier}"


class OfferQuerySet(models.QuerySet["Offer"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)


class Offer(models.Model):
    """What one supplier asks for one item, or for goods that can stand in for it.

    Units: pack_price without tax in the currency's minor unit; pack_size is how many of the
    item's smallest unit one pack replaces, so that units are converted in one place.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="offers")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="offers")
    kinship = models.CharField(
        _("compared with the item"), max_length=10, choices=Kinship, default=Kinship.SAME
    )
    item_code = models.CharField(_("item code of the supplier"), max_length=80)
    item_name = models.CharField(_("name at the supplier"), max_length=200, blank=True)
    pack_price = models.BigIntegerField(_("price per pack"))
    pack_size = models.PositiveIntegerField(_("units in a pack"), default=1)
    pack_unit = models.CharField(_("unit of a pack"), max_length=20, blank=True)
    minimum_packs = models.PositiveIntegerField(_("minimum lot"), default=1)
    most_packs = models.PositiveIntegerField(_("stock at the supplier"), null=True, blank=True)
    pack_points = models.PositiveIntegerField(_("points per pack"), default=0)
    lead_days = models.PositiveSmallIntegerField(_("days to delivery"))
    areas = models.CharField(_("delivery areas"), max_length=200, blank=True)  # empty: everywhere
    is_approved = models.BooleanField(_("approved as an alternate"), default=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "supplier", "item_code"], name="offer_once_per_item_code"
            ),
            models.CheckConstraint(
                condition=Q(pack_price__gte=0, pack_size__gte=1, minimum_packs__gte=1),
                name="offer_of_whole_packs",
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gt=F("valid_from")),
                name="offer_valid_span",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_name or self.item} ({self.supplier})"

    @property
    def unit_price(self) -> Decimal:
        """The price of the item's smallest unit."""
        return Decimal(self.pack_price) / self.pack_size
