"""Forms of items, offers and suppliers' terms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Workspace
from procurement.enums import CatalogueKind, ItemClass
from procurement.models import Item, Offer, SupplierTerms
from tracker.models import Supplier

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ItemFilterForm(forms.Form):
    """What the item list is narrowed to."""

    q = forms.CharField(label=_("Name or code"), max_length=80, required=False)
    item_class = forms.ChoiceField(
        label=_("Class"), choices=[("", _("All")), *ItemClass.choices], required=False
    )
    lack = forms.ChoiceField(
        label=_("Lack"),
        choices=[
            ("", _("All")),
            ("alternates", _("Fewer than two alternates")),
            ("stock", _("Below the safety stock")),
        ],
        required=False,
    )


class ItemForm(forms.ModelForm):  # type: ignore[type-arg]
    """One item of ours."""

    class Meta:
        model = Item
        fields = [
            "code",
            "name",
            "jan",
            "category",
            "unit",
            "item_class",
            "priority",
            "is_made_to_order",
            "stock_quantity",
            "counted_on",
            "daily_use",
        ]
        widgets = {"counted_on": DAY}

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workspace = workspace

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        twins = Item.objects.in_workspace(self.workspace).filter(code=code)
        if twins.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Another item has this code."))
        return code


class OfferForm(forms.ModelForm):  # type: ignore[type-arg]
    """What one supplier asks for an item."""

    class Meta:
        model = Offer
        fields = [
            "supplier",
            "kinship",
            "item_code",
            "item_name",
            "pack_price",
            "pack_size",
            "pack_unit",
            "minimum_packs",
            "most_packs",
            "pack_points",
            "lead_days",
            "areas",
            "is_approved",
            "valid_from",
            "valid_until",
        ]
        widgets = {"valid_from": DAY, "valid_until": DAY}
        help_texts = {
            "pack_price": _("Without tax, in yen."),
            "pack_size": _("How many of the item's smallest unit one pack replaces."),
            "most_packs": _("Empty: the supplier names no limit."),
            "areas": _("Empty: everywhere."),
            "valid_until": _("The first day on which it no longer holds."),
        }

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.item, self.instance.workspace = item, item.workspace
        suppliers = Supplier.objects.in_workspace(item.workspace).active().order_by("name", "pk")
        self.fields["supplier"].queryset = suppliers  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        twins = Offer.objects.filter(
            item=self.instance.item,
            supplier=said.get("supplier"),
            item_code=said.get("item_code", ""),
        )
        if twins.exclude(pk=self.instance.pk).exists():
            self.add_error("item_code", _("This supplier's code is registered for the item."))
        return said


class TermsForm(forms.ModelForm):  # type: ignore[type-arg]
    """How we can buy from one supplier: money, the four axes, the way in and out."""

    class Meta:
        model = SupplierTerms
        exclude = ["supplier"]  # noqa: DJ006 - all but what the address says
        widgets = {
            **{
                name: forms.Textarea(attrs={"rows": 2})
                for name in ("ordering", "delivery", "billing", "support", "joining")
            },
            "renews_on": DAY,
            "minimum_from": DAY,
        }
        field_classes = {
            "allows_direct_cancel": forms.NullBooleanField,
            "allows_made_cancel": forms.NullBooleanField,
        }


class CatalogueUploadForm(forms.Form):
    """A list of items or offers."""

    kind = forms.ChoiceField(label=_("What the file holds"), choices=CatalogueKind)
    file = forms.FileField(label=_("File"), help_text=_("CSV or Excel (XLSX)."))
