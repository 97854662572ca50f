"""Forms of the response: checklists, substitute orders, emergency rules, switching back."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from procurement.domain.checklists import ANSWERS
from procurement.enums import (
    ChecklistAnswer,
    ChecklistResult,
    ChecklistStep,
    EmergencyKind,
    SubmitWay,
)
from tracker.forms.timeline import people_of
from tracker.models import Supplier

WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


class ChecklistForm(forms.Form):
    """The five answers, and the result where the person decides."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    result = forms.ChoiceField(
        label=_("Result"),
        choices=[("", _("Not decided yet")), *ChecklistResult.choices],
        required=False,
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for step in ChecklistStep:
            offered = [*ANSWERS[step], ChecklistAnswer.NOT_KNOWN]
            self.fields[step.value] = forms.ChoiceField(
                label=step.label,
                choices=[(answer.value, answer.label) for answer in offered],
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"{step.value}_note"] = forms.CharField(
                label=_("Evidence: document, name, time of the call"),
                max_length=500,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("result") and not said.get("reason"):
            self.add_error("reason", _("Say why, so that it can be followed later."))
        return said

    def given(self) -> dict[ChecklistStep, tuple[ChecklistAnswer, str]]:
        """Return answer and note of every step that has an answer."""
        said = self.cleaned_data
        return {
            step: (ChecklistAnswer(said[step.value]), said[f"{step.value}_note"])
            for step in ChecklistStep
            if said.get(step.value)
        }


class SubstituteForm(forms.Form):
    """Which alternate is taken, and why. The key makes a second sending recognisable."""

    supplier = forms.IntegerField(widget=forms.HiddenInput)
    way = forms.ChoiceField(label=_("Way"), choices=SubmitWay, required=False)
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class RuleForm(forms.Form):
    """An emergency rule: what, from when to when, who answers for it."""

    kind = forms.ChoiceField(label=_("Rule"), choices=EmergencyKind)
    amount = forms.IntegerField(
        label=_("Amount (yen)"),
        min_value=1,
        required=False,
        help_text=_("For the threshold and the allowance."),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Order days"),
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For fixed order days: two of them."),
    )
    ratio = forms.DecimalField(
        label=_("Times the usual stock"),
        initial=1,
        min_value=1,
        max_value=9,
        decimal_places=2,
        required=False,
    )
    supplier = forms.ModelChoiceField(
        label=_("Supplier"), queryset=Supplier.objects.none(), required=False
    )
    owner = forms.ModelChoiceField(label=_("Answers for it"), queryset=User.objects.none())
    starts_on = forms.DateField(
        label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=_("Until, not included"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        kwargs["initial"] = {"starts_on": timezone.localdate(), "ratio": 1}
        super().__init__(*args, **kwargs)
        suppliers = Supplier.objects.in_workspace(workspace).active().order_by("name", "pk")
        self.fields["supplier"].queryset = suppliers  # type: ignore[attr-defined]
        self.fields["owner"].queryset = people_of(workspace)  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why something ends."""

    reason = forms.CharField(label=_("Reason"), max_length=500)


class ToldForm(forms.Form):
    """Whom in the department somebody has told."""

    told_to = forms.CharField(label=_("Told whom"), max_length=200)


class ReturnForm(forms.Form):
    """What was checked at an item's own supplier, and whether it goes back."""

    is_stock_shown = forms.BooleanField(label=_("Stock is shown"), required=False)
    is_delivery_measured = forms.BooleanField(label=_("Delivery was measured"), required=False)
    is_contact_back = forms.BooleanField(label=_("FAX and mail are back"), required=False)
    goes_back = forms.BooleanField(label=_("Switch back now"), required=False)
