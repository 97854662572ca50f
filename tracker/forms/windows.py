"""Forms of planned stops and of the company's own days."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from tracker.enums import CompanyDayKind
from tracker.fields import MomentField, TimeInput
from tracker.forms.timeline import people_of
from tracker.models import MaintenanceWindow, Supplier
from tracker.operations.company_days import DayDraft
from tracker.operations.window_rows import TEXTS, told_by

WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]
TIMES = ("start_at", "end_at", "reserve_start_at", "reserve_end_at")


class WindowForm(forms.Form):
    """What is known of a planned stop."""

    supplier = forms.ModelChoiceField(label=_("Supplier"), queryset=Supplier.objects.none())
    purpose = forms.CharField(label=_("Purpose"), max_length=300)
    start_at = MomentField(label=_("Begins at"))
    end_at = MomentField(label=_("Ends at"))
    reserve_start_at = MomentField(label=_("Reserve from"), required=False)
    reserve_end_at = MomentField(label=_("Reserve until"), required=False)
    rollback_rule = forms.CharField(
        label=_("Roll-back rule"),
        widget=forms.Textarea,
        required=False,
        help_text=_("What the supplier does when the work goes wrong."),
    )
    contact = forms.CharField(
        label=_("Contact"),
        max_length=300,
        required=False,
        help_text=_("Whom to call when a service does not come back."),
    )
    improvement = forms.CharField(
        label=_("What gets better"), widget=forms.Textarea, required=False
    )

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        suppliers = Supplier.objects.in_workspace(workspace).active().order_by("name", "pk")
        self.fields["supplier"].queryset = suppliers  # type: ignore[attr-defined]

    @classmethod
    def of(cls, data: Any, window: MaintenanceWindow) -> "WindowForm":
        """Return the form of a window that is there; its supplier stays."""
        initial = {name: getattr(window, name) for name in (*TEXTS, *TIMES)}
        form = cls(data, workspace=window.workspace, initial=initial)
        del form.fields["supplier"]
        form.fields["purpose"].required = False
        return form

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        self._order(said, "start_at", "end_at")
        self._order(said, "reserve_start_at", "reserve_end_at")
        if bool(said.get("reserve_start_at")) != bool(said.get("reserve_end_at")):
            self.add_error("reserve_end_at", _("A reserve needs both its start and its end."))
        return said

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in TEXTS}

    def told(self) -> dict[str, Any]:
        """Return the window in the form in which a reading keeps it, without slots."""
        said = self.cleaned_data
        names = {
            "start": "start_at",
            "end": "end_at",
            "reserve_start": "reserve_start_at",
            "reserve_end": "reserve_end_at",
        }
        moments = {name: said[field].isoformat() for name, field in names.items() if said[field]}
        return self.texts() | moments

    def moved(self, window: MaintenanceWindow) -> dict[str, Any] | None:
        """Return the window at its new times with its slots. None: the times stay."""
        if all(self.cleaned_data[name] == getattr(window, name) for name in TIMES):
            return None
        shift = self.cleaned_data["start_at"] - window.start_at
        return told_by(window, shift=shift) | self.told()

    def _order(self, said: dict[str, Any], first: str, last: str) -> None:
        start, end = said.get(first), said.get(last)
        if start and end and end <= start:
            self.add_error(last, _("The end must come after the start."))


class SlotForm(forms.Form):
    """One row of a planned stop: when, which service, what happens, what to do instead."""

    start_at = MomentField(label=_("Begins at"))
    end_at = MomentField(label=_("Ends at"))
    group = forms.CharField(label=_("Group"), max_length=80, required=False)
    service = forms.CharField(label=_("Service"), max_length=300)
    behaviour = forms.CharField(label=_("What happens meanwhile"), max_length=500, required=False)
    alternative = forms.CharField(label=_("What to do instead"), max_length=1000, required=False)
    condition = forms.CharField(
        label=_("Condition"),
        max_length=500,
        required=False,
        help_text=_("For example: only with a contract for electronic money."),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        start, end = said.get("start_at"), said.get("end_at")
        if start and end and end <= start:
            self.add_error("end_at", _("The end must come after the start."))
        return said


class TaskForm(forms.Form):
    owner = forms.ModelChoiceField(label=_("In charge"), queryset=User.objects.none())
    due_at = MomentField(label=_("To be done by"))

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_of(workspace)  # type: ignore[attr-defined]


def _whole(value: str) -> int | None:
    return int(value) if value else None


class CompanyDayForm(forms.Form):
    """One day or hour of ours; neither weekday nor day of the month: every day."""

    kind = forms.ChoiceField(label=_("Kind"), choices=CompanyDayKind)
    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("For example: cut-off for next-day delivery")
    )
    weekday = forms.TypedChoiceField(
        label=_("Weekday"),
        choices=[("", _("any")), *WEEKDAYS],
        coerce=_whole,
        empty_value=None,
        required=False,
    )
    day_of_month = forms.IntegerField(
        label=_("Day of the month"),
        min_value=1,
        max_value=31,
        required=False,
        help_text=_("31 is the last day of every month."),
    )
    at = forms.TimeField(
        label=_("Time"), widget=TimeInput, required=False, help_text=_("Left empty: all day.")
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        is_daily = said.get("weekday") is None and said.get("day_of_month") is None
        if is_daily and said.get("at") is None and not self.errors:
            self.add_error("at", _("Name a weekday, a day of the month or a time."))
        if said.get("weekday") is not None and said.get("day_of_month") is not None:
            self.add_error("day_of_month", _("Choose a weekday or a day of the month, not both."))
        return said

    def draft(self) -> DayDraft:
        return DayDraft(**self.cleaned_data)


class CalendarForm(forms.Form):
    """What of the calendar is shown; an entry that cannot be read filters nothing."""

    supplier = forms.ModelChoiceField(
        label=_("Supplier"),
        queryset=Supplier.objects.none(),
        required=False,
        empty_label=_("All"),
    )
    gone = forms.BooleanField(label=_("Also what is over or called off"), required=False)

    def __init__(self, *args: Any, suppliers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supplier"].queryset = suppliers  # type: ignore[attr-defined]
