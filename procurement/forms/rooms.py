"""Forms of the room of one disruption."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from procurement.models import LineImpact
from reconciliation.models import Order
from tracker.models import Disruption


class ChosenOrdersForm(forms.Form):
    """Orders that are hit: some of them, or all."""

    order = forms.ModelMultipleChoiceField(
        label=_("Orders"), queryset=Order.objects.none(), required=False
    )
    is_all = forms.BooleanField(label=_("All orders that are hit"), required=False)

    def __init__(self, *args: Any, disruption: Disruption, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hit = LineImpact.objects.filter(disruption=disruption).hit().order_by()
        self.hit = hit.values_list("order_id", flat=True).distinct()
        own = Order.objects.in_workspace(disruption.workspace).filter(supplier=disruption.supplier)
        self.fields["order"].queryset = own  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("is_all") and not said.get("order"):
            self.add_error("order", _("Choose at least one order that is hit."))
        return said

    def chosen(self) -> list[int]:
        """Return the ids of the chosen orders, sorted."""
        if self.cleaned_data["is_all"]:
            return sorted(self.hit)
        return sorted(order.pk for order in self.cleaned_data["order"])
