"""Forms of approvals: deciding, and standing in for somebody."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from procurement.enums import Decision
from tracker.forms.timeline import people_of


class DecisionForm(forms.Form):
    """What a person decides, of the version that they have read."""

    decision = forms.ChoiceField(label=_("Decision"), choices=Decision)
    version = forms.CharField(max_length=64, widget=forms.HiddenInput)
    comment = forms.CharField(
        label=_("Comment"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed for everything but an approval."),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("decision") != Decision.APPROVE and not said.get("comment"):
            self.add_error("comment", _("Say in a few words why, so that the other can act on it."))
        return said


class DeputyForm(forms.Form):
    """Who stands in for me, from when to when. Next week is filled in."""

    deputy = forms.ModelChoiceField(label=_("Deputy"), queryset=User.objects.none())
    from_on = forms.DateField(
        label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until_on = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    most_amount = forms.IntegerField(
        label=_("Up to (yen)"), min_value=1, required=False, help_text=_("Empty: without a limit.")
    )

    def __init__(self, *args: Any, workspace: Workspace, own: User, **kwargs: Any) -> None:
        today = timezone.localdate()
        monday = today + timedelta(days=7 - today.weekday())
        kwargs["initial"] = {"from_on": monday, "until_on": monday + timedelta(days=4)}
        super().__init__(*args, **kwargs)
        others = people_of(workspace).exclude(pk=own.pk)
        self.fields["deputy"].queryset = others  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("from_on") and said.get("until_on") and said["until_on"] < said["from_on"]:
            self.add_error("until_on", _("The last day must not lie before the first."))
        return said
