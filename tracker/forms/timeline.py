"""Forms of suppliers, their timeline and their disruptions."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from tracker.enums import (
    Agreement,
    Folder,
    Observed,
    ObservedResult,
    RecordKind,
    ServiceDomain,
)
from tracker.fields import DateInput, MomentField
from tracker.models import Change, Supplier, TimelineRecord
from tracker.operations.disruptions import Opening
from tracker.operations.records import Draft
from tracker.operations.suppliers import Card


def people_of(workspace: Workspace) -> Any:
    """Return the members who may be put in charge of something."""
    members = User.objects.filter(memberships__workspace=workspace, memberships__ended_at=None)
    return members.order_by("name", "pk")


class SupplierForm(forms.Form):
    name = forms.CharField(label=_("Supplier name"), max_length=120)
    customer_number = forms.CharField(
        label=_("Our customer number"),
        max_length=40,
        required=False,
        help_text=_("Asked for in every inquiry to the supplier."),
    )
    website = forms.URLField(
        label=_("Website"), max_length=500, required=False, assume_scheme="https"
    )
    usual_lead_days = forms.IntegerField(
        label=_("Usual days to delivery"),
        min_value=0,
        max_value=365,
        required=False,
        help_text=_("From order to delivery; full recovery is judged by it."),
    )
    note = forms.CharField(label=_("Remarks"), widget=forms.Textarea, required=False)

    def __init__(self, *args: Any, workspace: Workspace, own_pk: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = Supplier.objects.in_workspace(workspace).exclude(pk=own_pk)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if self.others.filter(name=name).exists():
            raise forms.ValidationError(_("A supplier of this name is already there."))
        return name

    def card(self) -> Card:
        return Card(**self.cleaned_data)


# What each kind of record asks for; the names in capitals are required.
ASKED = {
    RecordKind.NOTE: ("BODY", "happened_at"),
    RecordKind.OBSERVATION: ("OBSERVED", "RESULT", "body", "happened_at", "retry_at"),
    RecordKind.ACTION: ("BODY", "happened_at"),
    RecordKind.CHECK: ("body", "happened_at"),
    RecordKind.CROSS_CHECK: ("AGREEMENT", "BODY", "happened_at"),
    RecordKind.PLANNED: ("HAPPENED_AT", "BODY"),
}


class RecordForm(forms.Form):
    """One form for all kinds of records; the kind decides which fields it has."""

    observed = forms.ChoiceField(label=_("What was looked at"), choices=Observed)
    result = forms.ChoiceField(label=_("Result"), choices=ObservedResult, widget=forms.RadioSelect)
    agreement = forms.ChoiceField(
        label=_("News and official word"), choices=Agreement, widget=forms.RadioSelect
    )
    body = forms.CharField(label=_("Text"), max_length=4000, widget=forms.Textarea)
    happened_at = MomentField(label=_("When"), help_text=_("Left empty it is now."))
    retry_at = MomentField(
        label=_("Look again at"), help_text=_("When it is time, it appears under Today.")
    )

    def __init__(self, *args: Any, kind: RecordKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        asked = {name.lower(): name.isupper() for name in ASKED[kind]}
        self.fields = {name: field for name, field in self.fields.items() if name in asked}
        for name, is_required in asked.items():
            self.fields[name].required = is_required
        if kind is RecordKind.CHECK:
            self.fields["body"].help_text = _("Left empty it says: looked, no change.")
        if kind is RecordKind.PLANNED:
            self.fields["happened_at"].help_text = ""

    def draft(
        self, *, corrects: TimelineRecord | None, change: Change | None, now: datetime
    ) -> Draft:
        said = {name: value for name, value in self.cleaned_data.items() if value}
        return Draft(
            kind=self.kind, corrects=corrects, change=change, **({"happened_at": now} | said)
        )


class DisruptionForm(forms.Form):
    title = forms.CharField(
        label=_("Title"), max_length=120, help_text=_("For example: orders stopped (ransomware)")
    )
    started_at = MomentField(label=_("Started at"))
    stopped_at = MomentField(label=_("Full stop at"), required=False)
    cause = forms.CharField(
        label=_("Published cause"),
        max_length=200,
        required=False,
        help_text=_("Only what the supplier itself has published."),
    )
    owner = forms.ModelChoiceField(
        label=_("In charge"), queryset=User.objects.none(), required=False
    )

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_of(workspace)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        started_at, stopped_at = cleaned.get("started_at"), cleaned.get("stopped_at")
        if started_at and stopped_at and stopped_at < started_at:
            self.add_error("stopped_at", _("The full stop cannot come before the start."))
        return cleaned

    def opening(self) -> Opening:
        return Opening(**self.cleaned_data)


class DisruptionCloseForm(forms.Form):
    closed_at = MomentField(label=_("Closed at"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea,
        help_text=_("What shows that supply is back to normal."),
    )

    def __init__(self, *args: Any, started_at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.started_at = started_at

    def clean_closed_at(self) -> datetime:
        closed_at: datetime = self.cleaned_data["closed_at"]
        if closed_at < self.started_at:
            raise forms.ValidationError(_("The end cannot come before the start."))
        return closed_at


class TimelineFilterForm(forms.Form):
    """What of a timeline is shown; an entry that cannot be read filters nothing."""

    KINDS = [
        ("", _("Everything")),
        ("said", _("Words of the supplier and news")),
        ("health", _("Whether sources can be read")),
        ("own", _("Our own records")),
        *((kind.value, kind.label) for kind in RecordKind),
    ]
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, required=False)
    folder = forms.ChoiceField(
        label=_("Tier"), choices=[("", _("All")), *Folder.choices], required=False
    )
    since = forms.DateField(label=_("From"), widget=DateInput, required=False)
    until = forms.DateField(label=_("To"), widget=DateInput, required=False)


class BoardFilterForm(forms.Form):
    """What of the board is shown; an entry that cannot be read filters nothing."""

    SHOWN = [
        ("", _("All")),
        ("disrupted", _("Disrupted")),
        ("down", _("Something stopped")),
        ("limited", _("Something limited")),
        ("worse", _("Getting worse")),
        ("set", _("Set by us")),
        ("troubled", _("With sources that cannot be read")),
    ]
    q = forms.CharField(label=_("Name"), max_length=100, required=False)
    show = forms.ChoiceField(label=_("Show"), choices=SHOWN, required=False)
    domain = forms.ChoiceField(
        label=_("Service"), choices=[("", _("All")), *ServiceDomain.choices], required=False
    )
    on = forms.DateField(label=_("As known on"), widget=DateInput, required=False)

    def known_at(self, *, now: datetime) -> datetime | None:
        """Return the end of the day that is asked for. None: the board of now."""
        return known_at(self.cleaned_data.get("on"), now=now)


def known_at(day: date | None, *, now: datetime) -> datetime | None:
    """Return the last moment of an earlier day in the company's zone. None: today, or no day."""
    if day is None or day >= timezone.localdate(now):
        return None
    return start_of(day + timedelta(days=1)) - timedelta(microseconds=1)


def start_of(day: Any) -> datetime:
    """Return the first moment of a day in the company's zone."""
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
