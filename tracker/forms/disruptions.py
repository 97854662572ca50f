"""Forms of what people do to a disruption and to the proposal of one."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tracker.fields import DateInput, MomentField
from tracker.forms.timeline import DisruptionForm, people_of
from tracker.models import Disruption
from tracker.operations.disruptions import Opening


class StepForm(forms.Form):
    """What every step asks: a remark, and the disruption it is about."""

    note = forms.CharField(label=_("Remark"), max_length=300, required=False)

    def __init__(self, *args: Any, disruption: Disruption, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.disruption = disruption


class OwnerForm(StepForm):
    owner = forms.ModelChoiceField(label=_("In charge"), queryset=User.objects.none())

    field_order = ["owner", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_of(self.disruption.workspace)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]


class _SinceStartForm(StepForm):
    """Ask for a moment that cannot lie before the disruption."""

    happened_at = MomentField(label=_("When"))

    field_order = ["happened_at", "note"]

    def clean_happened_at(self) -> datetime:
        happened_at: datetime = self.cleaned_data["happened_at"]
        if happened_at < self.disruption.started_at:
            raise forms.ValidationError(_("This cannot come before the start."))
        return happened_at


class RecoverForm(_SinceStartForm):
    note = forms.CharField(
        label=_("Ground"),
        max_length=300,
        help_text=_("What runs again, and how you know. The cause may still be looked into."),
    )


class FixForm(_SinceStartForm):
    note = forms.CharField(
        label=_("Ground"),
        max_length=300,
        help_text=_("What the supplier did so that it does not happen again."),
    )


class FollowUpForm(StepForm):
    on = forms.DateField(
        label=_("Notice expected on"),
        widget=DateInput,
        required=False,
        help_text=_("When the permanent fix will touch us again. Left empty: no more is expected."),
    )

    field_order = ["on", "note"]


class MergeForm(StepForm):
    into = forms.ModelChoiceField(label=_("Into"), queryset=Disruption.objects.none())
    note = forms.CharField(label=_("Reason"), max_length=300)

    field_order = ["into", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Disruption.objects.open().filter(supplier=self.disruption.supplier_id)
        self.fields["into"].queryset = (  # type: ignore[attr-defined]
            others.exclude(pk=self.disruption.pk).order_by("started_at", "pk")
        )


class SplitForm(DisruptionForm):
    """Ask for the part that goes its own way."""

    note = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, disruption: Disruption, **kwargs: Any) -> None:
        super().__init__(*args, workspace=disruption.workspace, **kwargs)

    def opening(self) -> Opening:
        return Opening(**{name: self.cleaned_data[name] for name in DisruptionForm.base_fields})


class ReopenForm(StepForm):
    note = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("What shows that it is not over.")
    )


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it does not concern you"),
        max_length=300,
        help_text=_("For example: we buy nothing in this range."),
    )


class DisruptionFilterForm(forms.Form):
    SHOWN = [("", _("Still open")), ("closed", _("Closed")), ("all", _("All"))]
    WHOSE = [("", _("Everybody's")), ("mine", _("Mine")), ("nobody", _("Nobody's"))]
    q = forms.CharField(label=_("Supplier or title"), max_length=100, required=False)
    show = forms.ChoiceField(label=_("Show"), choices=SHOWN, required=False)
    whose = forms.ChoiceField(label=_("In charge"), choices=WHOSE, required=False)
