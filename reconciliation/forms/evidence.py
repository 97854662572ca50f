"""Forms of evidence: adding, changing with a reason, searching."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Workspace
from reconciliation.domain.reading import CellError, read_amount
from reconciliation.enums import EvidenceArea, EvidenceKind
from reconciliation.operations.evidence import Facts, Search
from tracker.fields import MomentField
from tracker.models import Supplier

BLANK = [("", _("All"))]


class YenField(forms.CharField):
    """An amount as people type it: 1,234 or ￥１，２３４."""

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]  # text in, yen out
        text = super().to_python(value) or ""
        try:
            return read_amount(text)
        except CellError as error:
            raise forms.ValidationError(error.fault.label) from error


class EvidenceForm(forms.Form):
    """What a piece of evidence shows."""

    kind = forms.ChoiceField(label=_("Kind"), choices=EvidenceKind)
    area = forms.ChoiceField(label=_("Belongs to"), choices=EvidenceArea)
    title = forms.CharField(label=_("What it is"), max_length=200)
    supplier = forms.ModelChoiceField(
        label=_("Supplier"), queryset=Supplier.objects.none(), required=False
    )
    counterparty = forms.CharField(
        label=_("Counterparty"),
        max_length=120,
        help_text=_("The name as it stands on the paper."),
    )
    dealt_on = forms.DateField(
        label=_("Date of the transaction"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    amount = YenField(
        label=_("Amount (yen)"),
        required=False,
        help_text=_("Leave it empty when the paper shows none."),
    )
    obtained_at = MomentField(label=_("Obtained at"))
    obtained_from = forms.CharField(
        label=_("Obtained from"),
        max_length=300,
        required=False,
        help_text=_("Address of the page, sender of the mail, name on the phone."),
    )
    is_provisional = forms.BooleanField(
        label=_("Provisional: the real paper is still to come"), required=False
    )
    file = forms.FileField(label=_("File"), required=False)
    body = forms.CharField(
        label=_("Content"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("For a call: with whom, what was said and promised, by when."),
    )

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        suppliers = Supplier.objects.in_workspace(workspace).order_by("name", "pk")
        self.fields["supplier"].queryset = suppliers  # type: ignore[attr-defined]  # it is a model choice

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.asks_for_content and not cleaned.get("file") and not cleaned.get("body"):
            self.add_error("file", _("Choose a file, or write the content below."))
        return cleaned

    asks_for_content = True

    def facts(self) -> Facts:
        said = {name: self.cleaned_data[name] for name in self.cleaned_data}
        names = Facts.__dataclass_fields__
        return Facts(**{name: value for name, value in said.items() if name in names})


class RevisionForm(EvidenceForm):
    """The same, with the reason why it changes."""

    reason = forms.CharField(label=_("Reason for the change"), max_length=500)
    asks_for_content = False


class SearchForm(forms.Form):
    """Date, amount and counterparty, in ranges and together."""

    since = forms.DateField(
        label=_("Date from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Date to"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    at_least = YenField(label=_("Amount from"), required=False)
    at_most = YenField(label=_("Amount to"), required=False)
    counterparty = forms.CharField(label=_("Counterparty"), max_length=120, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[*BLANK, *EvidenceKind.choices], required=False
    )
    area = forms.ChoiceField(
        label=_("Belongs to"), choices=[*BLANK, *EvidenceArea.choices], required=False
    )

    def search(self) -> Search:
        """Return the conditions that could be read; the others are shown as errors."""
        self.is_valid()
        return Search(**{name: value for name, value in self.cleaned_data.items() if value != ""})
