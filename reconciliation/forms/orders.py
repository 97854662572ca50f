"""Forms of the order list and of decisions on an order."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reconciliation.enums import OrderDecision


class OrderFilterForm(forms.Form):
    """Which orders are shown."""

    q = forms.CharField(label=_("Order number"), max_length=80, required=False)
    show = forms.ChoiceField(
        label=_("Show"),
        choices=[("", _("All")), ("open", _("Not fully delivered"))],
        required=False,
    )


class DecisionForm(forms.Form):
    """What is done with an order, and why."""

    decision = forms.ChoiceField(
        label=_("Decision"), choices=OrderDecision, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Reason"), max_length=1000)
