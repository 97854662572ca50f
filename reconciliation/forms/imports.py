"""Forms of an import: the file, and what it does not say itself."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from reconciliation.domain.converting import Options
from reconciliation.domain.fields import FIELDS, required_of
from reconciliation.domain.reading import MINOR_DIGITS
from reconciliation.enums import (
    STATEMENT_KINDS,
    ImportKind,
    SixDigits,
    TaxBasis,
    TransactionKind,
)
from reconciliation.models import ImportBatch, Upload
from reconciliation.operations.importing import Answers
from tracker.models import Supplier

PASTE_LIMIT = 2_000_000  # characters
ENCODINGS = [
    ("", _("Found out by itself")),
    ("utf-8", "UTF-8"),
    ("cp932", _("Windows Japanese (Shift_JIS)")),
    ("euc_jp", "EUC-JP"),
    ("iso2022_jp", "ISO-2022-JP"),
    ("utf-16", "UTF-16"),
]
NO_SUPPLIER_KINDS = STATEMENT_KINDS | {ImportKind.TRACKING}


class UploadForm(forms.Form):
    """A file, or a table copied from a screen, and whose it is."""

    kind = forms.ChoiceField(label=_("What the file holds"), choices=ImportKind)
    supplier = forms.ModelChoiceField(
        label=_("Supplier"),
        queryset=Supplier.objects.none(),
        required=False,
        help_text=_("Not needed for bank and card statements and carrier tracking."),
    )
    account = forms.CharField(
        label=_("Bank account or card"),
        max_length=80,
        required=False,
        help_text=_(
            "For statements: a name that you recognise it by, at most the last four digits."
        ),
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("CSV, TSV, Excel (XLSX) or Zengin. The original is kept as it is."),
    )
    pasted = forms.CharField(
        label=_("Or paste a table"),
        required=False,
        max_length=PASTE_LIMIT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    upload = forms.ModelChoiceField(  # what came in pieces, instead of a file
        queryset=Upload.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, workspace: Workspace, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Upload.objects.in_workspace(workspace).filter(started_by=by)
        self.fields["upload"].queryset = own  # type: ignore[attr-defined]  # it is a model choice
        suppliers = Supplier.objects.in_workspace(workspace).active().order_by("name", "pk")
        self.fields["supplier"].queryset = suppliers  # type: ignore[attr-defined]  # it is a model choice

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        kind = cleaned.get("kind")
        if kind in NO_SUPPLIER_KINDS:
            cleaned["supplier"] = None
        elif not cleaned.get("supplier"):
            self.add_error("supplier", _("Choose the supplier that the file comes from."))
        sent = cleaned.get("upload")
        if sent and not sent.is_whole:
            self.add_error("file", _("Part of the file is missing. Choose it again to go on."))
        elif not sent and not cleaned.get("file") and not (cleaned.get("pasted") or "").strip():
            self.add_error("file", _("Choose a file, or paste a table below."))
        return cleaned


class MappingForm(forms.Form):
    """Which column is what, and what the file leaves open."""

    encoding = forms.ChoiceField(label=_("Encoding"), choices=ENCODINGS, required=False)
    header_row = forms.IntegerField(
        label=_("Row of the heading"), min_value=1, max_value=500, required=False
    )
    currency = forms.ChoiceField(
        label=_("Currency"), choices=[(code, code) for code in MINOR_DIGITS], initial="JPY"
    )
    tax_basis = forms.ChoiceField(label=_("Prices"), choices=TaxBasis, initial=TaxBasis.UNSTATED)
    six_digits = forms.ChoiceField(
        label=_("Dates of six digits"), choices=SixDigits, initial=SixDigits.ASK
    )
    year = forms.IntegerField(
        label=_("Year of dates without a year"), min_value=1990, max_value=2100, required=False
    )
    transaction_kind = forms.ChoiceField(
        label=_("What every row is"),
        choices=[("", _("A column says it")), *TransactionKind.choices],
        required=False,
    )

    def __init__(
        self, *args: Any, batch: ImportBatch, headings: tuple[str, ...], **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", _said(batch))
        super().__init__(*args, **kwargs)
        choices = [("", "―"), *((heading, heading) for heading in headings if heading.strip())]
        self.required_names = {each.value for each in required_of(ImportKind(batch.kind))}
        self.column_names = []
        for each in FIELDS[ImportKind(batch.kind)]:
            name = f"column-{each.name.value}"
            self.column_names.append(name)
            self.fields[name] = forms.ChoiceField(
                label=each.name.label, choices=choices, required=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        used: set[str] = set()
        for name in self.column_names:
            heading = cleaned.get(name)
            if heading and heading in used:
                self.add_error(name, ValidationError(_("This column is assigned twice.")))
            used.add(heading or "")
        return cleaned

    def columns_found(self) -> list[Any]:
        """Return the fields that a column was found for, and those that must have one."""
        return [self[name] for name in self.column_names if self[name].value() or self._needs(name)]

    def columns_left(self) -> list[Any]:
        found = {field.name for field in self.columns_found()}
        return [self[name] for name in self.column_names if name not in found]

    def _needs(self, name: str) -> bool:
        return name.removeprefix("column-") in self.required_names

    def others(self) -> list[Any]:
        return [self[name] for name in self.fields if name not in self.column_names]

    def answers(self) -> Answers:
        said = self.cleaned_data
        kind = said["transaction_kind"]
        mapping = {
            name.removeprefix("column-"): said[name] for name in self.column_names if said[name]
        }
        return Answers(
            encoding=said["encoding"],
            header_row=said["header_row"],
            mapping=mapping or None,
            options=Options(
                currency=said["currency"],
                tax_basis=TaxBasis(said["tax_basis"]),
                six_digits=SixDigits(said["six_digits"]),
                year=said["year"],
                transaction_kind=TransactionKind(kind) if kind else None,
            ),
        )


def _said(batch: ImportBatch) -> dict[str, Any]:
    columns = {f"column-{name}": heading for name, heading in batch.mapping.items()}
    row = batch.layout.get("header_row")
    return {**batch.options, **columns, "header_row": row}
