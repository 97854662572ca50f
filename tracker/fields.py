"""Fields that several of our forms ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class MomentWidget(forms.SplitDateTimeWidget):
    """A day with its calendar and a time beside it, each with its name for screen readers."""

    def __init__(self) -> None:
        widgets = (
            DateInput({"aria-label": _("Day")}),
            TimeInput({"aria-label": _("Time")}),
        )
        forms.MultiWidget.__init__(self, widgets)


class MomentField(forms.SplitDateTimeField):
    """A moment in the company's own zone."""

    widget = MomentWidget
    default_error_messages = {
        "invalid_date": _("Enter a day such as 2025-10-19."),
        "invalid_time": _("Enter a time such as 14:02."),
    }
