"""Forms of limits and terms."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Workspace
from reconciliation.models import MatchTerms, Tolerance
from tracker.models import Supplier


class ToleranceForm(forms.ModelForm):  # type: ignore[type-arg]
    """A limit for one kind; what is left empty holds for all."""

    percent = forms.DecimalField(
        label=gettext_lazy("Up to this share (%)"),
        min_value=0,
        max_value=100,
        decimal_places=2,
        required=False,
    )

    class Meta:
        model = Tolerance
        fields = ["kind", "supplier", "category", "amount", "valid_from", "reason"]
        widgets = {"valid_from": forms.DateInput(attrs={"type": "date"})}

    field_order = ["kind", "amount", "percent", "supplier", "category", "valid_from", "reason"]

    def __init__(self, *args: Any, workspace: Workspace, **more: Any) -> None:
        super().__init__(*args, **more)
        suppliers = self.fields["supplier"]
        assert isinstance(suppliers, forms.ModelChoiceField)  # noqa: S101 - a foreign key
        mine = Supplier.objects.in_workspace(workspace).order_by("name", "pk")
        suppliers.queryset = mine
        suppliers.empty_label = _("All suppliers")
        suppliers.label = _("Supplier")

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        percent: Decimal | None = cleaned.pop("percent", None)
        cleaned["percent_points"] = None if percent is None else int(percent * 100)
        if cleaned.get("amount") is None and percent is None:
            self.add_error("amount", _("Say an amount, a share, or both."))
        return cleaned


class TermsForm(forms.ModelForm):  # type: ignore[type-arg]
    """By what one supplier's papers are judged; empty is the usual."""

    class Meta:
        model = MatchTerms
        fields = [
            "billing_lag_days",
            "receipt_lag_days",
            "refund_promise_days",
            "delivery_promise_days",
            "rounding",
        ]
