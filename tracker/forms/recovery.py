"""Forms of the recovery page: stages decided, levels set, test orders tracked."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tracker.enums import Level, RecoveryStage, ServiceDomain, VerificationKind
from tracker.fields import DateInput, MomentField
from tracker.forms.timeline import known_at
from tracker.models import MeasuredCheck, Supplier
from tracker.operations.judging import Fact, Setting
from tracker.operations.measures import STEPS

NAMELESS = [("", _("All services"))]


class OutlookForm(forms.Form):
    """Which service of a supplier is looked at, and as known on which day.

    What cannot be read asks for nothing: the supplier over all, now.
    """

    service = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)
    on = forms.DateField(label=_("As known on"), widget=DateInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_valid()

    @property
    def service_name(self) -> str:
        """The service that is asked for; "" for the supplier over all."""
        return str(self.cleaned_data.get("service", ""))

    def known_at(self, *, now: datetime) -> datetime | None:
        """Return the end of the day that is asked for. None: now."""
        return known_at(self.cleaned_data.get("on"), now=now)


class DecisionForm(forms.Form):
    """The stage that a person decides on what is shown; `mark` names what was shown."""

    stage = forms.ChoiceField(label=_("Stage"), choices=RecoveryStage)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("Needed when you decide otherwise than proposed."),
    )
    mark = forms.CharField(max_length=32, widget=forms.HiddenInput)
    service = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, proposed: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposed = proposed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_other = cleaned.get("stage") != self.proposed
        if "stage" in cleaned and is_other and not cleaned.get("reason"):
            self.add_error("reason", _("Say why you decide otherwise than proposed."))
        return cleaned


class OfServiceForm(forms.Form):
    """Asks for the brand that something is about."""

    service = forms.ChoiceField(label=_("Brand"), required=False)

    def __init__(self, *args: Any, services: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = _services(services)  # type: ignore[attr-defined]


class OverrideForm(OfServiceForm):
    domain = forms.ChoiceField(label=_("Service"), choices=ServiceDomain)
    level = forms.ChoiceField(label=_("State"), choices=Level)
    expires_at = MomentField(label=_("Until"), help_text=_("Then what was read counts again."))
    is_locked = forms.BooleanField(
        label=_("Keep even when the supplier says something new"), required=False
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea)
    field_order = ("domain", "service", "level", "expires_at", "is_locked", "reason")

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean_expires_at(self) -> datetime:
        expires_at: datetime = self.cleaned_data["expires_at"]
        if expires_at <= self.now:
            raise forms.ValidationError(_("The end lies in the past; choose a later moment."))
        return expires_at

    def setting(self) -> Setting:
        said = self.cleaned_data
        return Setting(
            domain=ServiceDomain(said["domain"]),
            level=Level(said["level"]),
            reason=said["reason"],
            expires_at=said["expires_at"],
            service=said["service"],
            is_locked=said["is_locked"],
        )


class CheckForm(OfServiceForm):
    """A test order as it is placed."""

    reference = forms.CharField(label=_("Order number"), max_length=60)
    goods = forms.CharField(
        label=_("What was ordered"), max_length=200, help_text=_("A small order of usual goods.")
    )
    placed_on = forms.DateField(label=_("Ordered on"), widget=DateInput)
    promised_on = forms.DateField(
        label=_("Delivery promised for"), widget=DateInput, required=False
    )
    field_order = ("reference", "goods", "service", "placed_on", "promised_on")

    def __init__(self, *args: Any, supplier: Supplier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.supplier = supplier

    def clean_reference(self) -> str:
        reference: str = self.cleaned_data["reference"]
        if MeasuredCheck.objects.filter(supplier=self.supplier, reference=reference).exists():
            raise forms.ValidationError(_("A test order with this number is already tracked."))
        return reference

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        placed_on, promised_on = cleaned.get("placed_on"), cleaned.get("promised_on")
        if placed_on and promised_on and promised_on < placed_on:
            self.add_error("promised_on", _("The promised day cannot lie before the order."))
        return cleaned

    def check(self, *, by: User) -> MeasuredCheck:
        return MeasuredCheck(
            workspace=self.supplier.workspace,
            supplier=self.supplier,
            recorded_by=by,
            **self.cleaned_data,
        )


class CheckStepsForm(forms.Form):
    """How far a test order has come; an empty day means not yet."""

    accepted_on = forms.DateField(label=_("Accepted on"), widget=DateInput, required=False)
    shipped_on = forms.DateField(label=_("Shipped on"), widget=DateInput, required=False)
    delivered_on = forms.DateField(label=_("Delivered on"), widget=DateInput, required=False)
    invoiced_on = forms.DateField(label=_("Invoice received on"), widget=DateInput, required=False)
    mailed_on = forms.DateField(label=_("E-mail received on"), widget=DateInput, required=False)
    failed_on = forms.DateField(
        label=_("Failed on"),
        widget=DateInput,
        required=False,
        help_text=_("For example cancelled by the supplier, or not delivered."),
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, check: MeasuredCheck, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(check, name) for name in (*STEPS, "failed_on", "note")}
        super().__init__(*args, **kwargs)
        self.check_row = check

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in (*STEPS, "failed_on"):
            on = cleaned.get(name)
            if on and on < self.check_row.placed_on:
                self.add_error(name, _("This cannot be before the order was placed."))
        return cleaned

    def steps(self) -> dict[str, Any]:
        """Return the days that are set to something else than they were."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "note"}


class FactForm(OfServiceForm):
    """What somebody at the supplier said to us."""

    domain = forms.ChoiceField(label=_("Service"), choices=ServiceDomain)
    level = forms.ChoiceField(label=_("State"), choices=Level)
    told_by = forms.CharField(label=_("Told by"), max_length=120)
    told_at = MomentField(label=_("Told at"))
    text = forms.CharField(label=_("What was said"), max_length=2000, widget=forms.Textarea)
    field_order = ("told_by", "told_at", "domain", "service", "level", "text")

    def fact(self) -> Fact:
        said = self.cleaned_data
        enums = {"domain": ServiceDomain(said["domain"]), "level": Level(said["level"])}
        return Fact(**(said | enums))


class ExceptionForm(forms.Form):
    text = forms.CharField(
        label=_("What stays apart"),
        max_length=200,
        help_text=_("For example the fax line, some direct-ship goods, one brand."),
    )
    domain = forms.ChoiceField(
        label=_("Service"),
        choices=[("", _("None in particular")), *ServiceDomain.choices],
        required=False,
    )


class VerificationForm(forms.Form):
    """One thing that is confirmed after an attack, with its ground."""

    kind = forms.ChoiceField(label=_("What"), choices=VerificationKind)
    note = forms.CharField(
        label=_("Ground"),
        max_length=300,
        help_text=_("The notice that states it, or what we compared and when."),
    )


def _services(names: list[str]) -> list[tuple[str, Any]]:
    return [*NAMELESS, *((name, name) for name in names)]
