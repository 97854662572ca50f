"""Forms of the queue: which discrepancies, and what is done with them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reconciliation.enums import DiscrepancyKind, DiscrepancyState, Resolution

LIST_NAMES = [
    ("", _("All")),
    ("undelivered", _("Charged but not delivered")),
    ("unbilled", _("Delivered but not billed")),
    ("refunds", _("Refunds awaited")),
    ("duplicates", _("Duplicates")),
    ("unprocessed", _("Unprocessed orders")),
    ("outage", _("Exceptions of the stop period")),
]


class QueueForm(forms.Form):
    """Which discrepancies are shown."""

    list = forms.ChoiceField(label=_("List"), choices=LIST_NAMES, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All kinds")), *DiscrepancyKind.choices], required=False
    )
    state = forms.ChoiceField(label=_("State"), choices=DiscrepancyState.choices, required=False)


class SettleForm(forms.Form):
    """How it was settled."""

    resolution = forms.ChoiceField(label=_("How it was settled"), choices=Resolution.choices)
    reason = forms.CharField(label=_("Remark"), max_length=1000, required=False)


class ReasonForm(forms.Form):
    """Why something is done, or what is to be remembered."""

    reason = forms.CharField(label=_("Reason"), max_length=1000)


class NoteForm(forms.Form):
    note = forms.CharField(label=_("Note"), max_length=2000)


class BulkForm(SettleForm):
    """Several discrepancies settled at once, after their totals were shown."""

    ids = forms.TypedMultipleChoiceField(coerce=int, widget=forms.MultipleHiddenInput)

    def __init__(self, *args: object, known: "list[int]", **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        field = self.fields["ids"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101 - defined above
        field.choices = [(pk, str(pk)) for pk in known]


class JoinForm(forms.Form):
    """The order line that a paper is put on."""

    line = forms.IntegerField(label=_("Line"), min_value=1, max_value=1_000_000)
