"""Companies and their members."""

from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Workspace


class CompanyForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """What is asked when a company is made."""

    class Meta:
        model = Workspace
        fields = ("name", "colour")
        help_texts = {"colour": _("Shown on every page, so that two companies are never mixed up.")}
        widgets = {"colour": forms.RadioSelect}


class CompanySettingsForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """Everything that an administrator may change about a company."""

    class Meta:
        model = Workspace
        fields = ("name", "colour", "time_zone", "uses_japanese_era", "check_at")
        help_texts = {
            "colour": _("Shown on every page, so that two companies are never mixed up."),
            "time_zone": _("Times on screen and in mail are shown in this zone."),
            "check_at": _("When the daily check of suppliers is due; empty for no daily check."),
        }
        widgets = {
            "colour": forms.RadioSelect,
            "time_zone": forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
            "check_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def clean_time_zone(self) -> str:
        zone: str = self.cleaned_data["time_zone"]
        if zone not in available_timezones():
            raise ValidationError(_("Choose a zone from the list, such as Asia/Tokyo."))
        return zone


class InvitationForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.PURCHASER)

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        return email.lower()


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class EndMembershipForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("It is kept in the audit record.")
    )
