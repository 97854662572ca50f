"""Forms of a basket: which lines are bought elsewhere, and what counts more."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from procurement.models import LineImpact
from reconciliation.models import OrderLine
from tracker.models import Disruption

WEIGHTS = [
    ("1", _("Delivery first: everything as early as it can come")),
    ("0.5", _("Between: a day is worth one per cent of the price")),
    ("0", _("Cost first: dates are held, then the cheapest")),
]
MOST = 500  # lines that are split within ten seconds


class BasketForm(forms.Form):
    """Lines that are hit, and the weight between delivery and cost."""

    line = forms.MultipleChoiceField(label=_("Lines"), widget=forms.CheckboxSelectMultiple)
    weight = forms.ChoiceField(
        label=_("What counts"), choices=WEIGHTS, initial="0", widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, disruption: Disruption, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hit = LineImpact.objects.filter(disruption=disruption).hit()
        self.rows = list(hit.select_related("order").order_by("due_on", "order_id", "line_number"))
        self.supplier = disruption.supplier
        choices = [(key_of_row(row), str(row.order)) for row in self.rows]
        self.fields["line"].choices = choices  # type: ignore[attr-defined]

    def clean_line(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["line"]
        if len(chosen) > MOST:
            raise forms.ValidationError(
                _("Choose at most %(most)s lines at a time.") % {"most": MOST}
            )
        if len(self._places(chosen)) > 1:
            raise forms.ValidationError(_("Choose lines that go to one delivery place."))
        return chosen

    def _places(self, chosen: list[str]) -> set[str]:
        wanted = {
            (row.order.key, row.line_number) for row in self.rows if key_of_row(row) in chosen
        }
        lines = OrderLine.objects.current().filter(
            supplier=self.supplier, order_key__in={key for key, _line in wanted}
        )
        return {
            line.delivery_place for line in lines if (line.order_key, line.line_number) in wanted
        }


class DraftForm(forms.Form):
    """Why the proposed orders are placed."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


def key_of_row(row: LineImpact) -> str:
    return f"{row.order_id}-{row.line_number}"
