"""Forms of the review of what was read."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tracker.enums import DomainState, ReviewVerdict, ServiceDomain
from tracker.fields import DateInput, MomentField
from tracker.models import Claim, Supplier
from tracker.operations.judging import Verdict

AS_READ = [("", _("as it was read"))]


class ReviewForm(forms.Form):
    """A verdict on one claim; what is left empty stays as it was read."""

    verdict = forms.ChoiceField(
        label=_("Verdict"),
        choices=ReviewVerdict,
        widget=forms.RadioSelect,
        initial=ReviewVerdict.CORRECTED,
    )
    domain = forms.ChoiceField(
        label=_("Service"), choices=AS_READ + ServiceDomain.choices, required=False
    )
    state = forms.ChoiceField(
        label=_("State"), choices=AS_READ + DomainState.choices, required=False
    )
    expected_first = forms.DateField(label=_("Restart from"), widget=DateInput, required=False)
    expected_last = forms.DateField(label=_("Restart until"), widget=DateInput, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)
    is_locked = forms.BooleanField(
        label=_("Keep it when the page says something new of the same service"), required=False
    )
    expires_at = MomentField(
        label=_("Until"), required=False, help_text=_("Left empty: until somebody changes it.")
    )

    def __init__(self, data: QueryDict | None = None, *, claim: Claim, now: datetime) -> None:
        super().__init__(data, auto_id=f"claim{claim.pk}_%s")
        self.now = now

    def clean_expires_at(self) -> datetime | None:
        expires_at: datetime | None = self.cleaned_data["expires_at"]
        if expires_at and expires_at <= self.now:
            raise forms.ValidationError(_("This moment is already over."))
        return expires_at

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("expected_first"), said.get("expected_last")
        if first and last and last < first:
            self.add_error("expected_last", _("The end cannot come before the start."))
        is_correction = said.get("verdict") == ReviewVerdict.CORRECTED
        if is_correction and not (said.get("domain") or said.get("state") or first or last):
            self.add_error("state", _("Say what is right: the service, the state or the dates."))
        if (is_correction or said.get("is_locked")) and not said.get("reason"):
            self.add_error("reason", _("Say why, so that others can follow it later."))
        return said

    def judged(self) -> Verdict:
        said = self.cleaned_data
        if said["verdict"] == ReviewVerdict.CORRECTED:
            return Verdict(**said)
        kept = ("verdict", "reason", "is_locked", "expires_at")
        return Verdict(**{name: said[name] for name in kept})


class ClaimFilterForm(forms.Form):
    SHOWN = [
        ("", _("Waiting for a look")),
        ("reviewed", _("Looked at")),
        ("all", _("All that stands")),
    ]
    show = forms.ChoiceField(label=_("Show"), choices=SHOWN, required=False)
    supplier = forms.ModelChoiceField(
        label=_("Supplier"),
        queryset=Supplier.objects.none(),
        required=False,
        empty_label=_("All"),
    )

    def __init__(self, *args: Any, suppliers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supplier"].queryset = suppliers  # type: ignore[attr-defined]
