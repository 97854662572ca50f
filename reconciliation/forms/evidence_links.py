"""Forms that join a piece of evidence to what it speaks of, and to the paper that replaces it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Workspace
from reconciliation.domain.row_keys import number_key
from reconciliation.enums import EvidenceArea
from reconciliation.models import Discrepancy, Evidence, Order
from reconciliation.operations.evidence import Target
from tracker.models import Disruption, Supplier

SHOWN = 200  # pieces to choose from, newest first


class TargetFields(forms.Form):
    """An order by its number, a disruption by its title, a discrepancy by its number."""

    order = forms.CharField(label=_("Order number"), max_length=80, required=False)
    disruption = forms.ModelChoiceField(
        label=_("Disruption"), queryset=Disruption.objects.none(), required=False
    )
    discrepancy = forms.IntegerField(label=_("Discrepancy number"), min_value=1, required=False)

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workspace = workspace
        known = Disruption.objects.filter(workspace=workspace).order_by("-started_at", "-pk")
        self.fields["disruption"].queryset = known  # type: ignore[attr-defined]  # it is a model choice

    def clean_order(self) -> Order | None:
        text = self.cleaned_data["order"]
        if not text:
            return None
        own = Order.objects.in_workspace(self.workspace).filter(key=number_key(text))
        found = own.select_related("supplier").order_by("pk").first()
        if found is None:
            raise forms.ValidationError(_("No order has this number."))
        return found

    def clean_discrepancy(self) -> Discrepancy | None:
        number = self.cleaned_data["discrepancy"]
        if number is None:
            return None
        found = Discrepancy.objects.filter(workspace=self.workspace, pk=number).first()
        if found is None:
            raise forms.ValidationError(_("No discrepancy has this number."))
        return found

    def targets(self) -> list[Target]:
        names = ("order", "disruption", "discrepancy")
        return [self.cleaned_data[name] for name in names if self.cleaned_data.get(name)]


class LinkForm(TargetFields):
    """What a piece of evidence is attached to."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.targets():
            raise forms.ValidationError(_("Name an order, a disruption or a discrepancy."))
        return cleaned


class MailForm(TargetFields):
    """A mail as a file."""

    file = forms.FileField(
        label=_("Mail (.eml)"),
        help_text=_("Save the mail from your mail program as a file. Its attachments come along."),
    )
    area = forms.ChoiceField(label=_("Belongs to"), choices=EvidenceArea)
    supplier = forms.ModelChoiceField(
        label=_("Supplier"), queryset=Supplier.objects.none(), required=False
    )
    field_order = ("file", "area", "supplier", "order", "disruption", "discrepancy")

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, workspace=workspace, **kwargs)
        suppliers = Supplier.objects.in_workspace(workspace).order_by("name", "pk")
        self.fields["supplier"].queryset = suppliers  # type: ignore[attr-defined]  # it is a model choice


class ReplaceForm(forms.Form):
    """The real paper that has come for a provisional one."""

    paper = forms.ModelChoiceField(
        label=_("The paper that replaces it"), queryset=Evidence.objects.none()
    )

    def __init__(self, *args: Any, evidence: Evidence, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Evidence.objects.in_workspace(evidence.workspace).filter(replaced_by=None)
        newest = others.exclude(pk=evidence.pk).order_by("-obtained_at", "-pk").values("pk")[:SHOWN]
        found = Evidence.objects.filter(pk__in=list(newest.values_list("pk", flat=True)))
        self.fields["paper"].queryset = found.order_by("-obtained_at", "-pk")  # type: ignore[attr-defined]  # it is a model choice
