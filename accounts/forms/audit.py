from django import forms
from django.utils.translation import gettext_lazy as _


class AuditFilterForm(forms.Form):
    """What narrows the audit record down; all of it is optional."""

    person = forms.CharField(label=_("Person"), max_length=120, required=False)
    action = forms.CharField(label=_("Act"), max_length=60, required=False)
    target = forms.CharField(label=_("Object"), max_length=80, required=False)
    since = forms.DateField(
        label=_("From date"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("To date"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
