"""Forms of approval routes, the fallback and budgets."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import WRITERS
from accounts.models import Membership, User, Workspace
from procurement.domain.routes import Subject
from procurement.enums import Seating
from procurement.models import ApprovalPolicy, ApprovalRoute
from procurement.operations.routes import BudgetPlan, Plan, PlannedStep
from tracker.enums import RecoveryStage
from tracker.models import Supplier

STEPS = (1, 2, 3)  # more than three in a row delay more than they protect
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def deciders(workspace: Workspace) -> Any:
    """Return the people who may decide at all."""
    members = Membership.objects.current().filter(workspace=workspace, role__in=WRITERS)
    return User.objects.filter(pk__in=members.values("user")).order_by("name", "pk")


def names_of(text: str) -> list[str]:
    """Return the names in a line, set apart by commas of any kind."""
    parts = text.replace("、", ",").replace("，", ",").split(",")
    return [part.strip() for part in parts if part.strip()]


class RouteForm(forms.Form):
    """A route: what it is for, and up to three steps one after another."""

    name = forms.CharField(label=_("Name"), max_length=80)
    position = forms.IntegerField(
        label=_("Place in the list"),
        min_value=1,
        initial=1,
        help_text=_("The first route that fits is taken."),
    )
    from_amount = forms.IntegerField(label=_("From (yen)"), min_value=0, initial=0)
    below_amount = forms.IntegerField(
        label=_("Below (yen)"), min_value=1, required=False, help_text=_("Empty: without a limit.")
    )
    departments = forms.CharField(
        label=_("Departments"),
        max_length=500,
        required=False,
        help_text=_("Set apart by commas; empty: all."),
    )
    categories = forms.CharField(
        label=_("Categories"),
        max_length=500,
        required=False,
        help_text=_("Set apart by commas; empty: all."),
    )
    suppliers = forms.ModelMultipleChoiceField(
        label=_("Suppliers"), queryset=Supplier.objects.none(), required=False
    )
    stages = forms.MultipleChoiceField(
        label=_("Recovery stages"), choices=RecoveryStage, required=False
    )

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        suppliers = Supplier.objects.in_workspace(workspace).active().order_by("name", "pk")
        self.fields["suppliers"].queryset = suppliers  # type: ignore[attr-defined]
        for number in STEPS:
            self.fields[f"approvers_{number}"] = forms.ModelMultipleChoiceField(
                label=_("Step %(number)s: approvers") % {"number": number},
                queryset=deciders(workspace),
                required=number == 1,
            )
            self.fields[f"seating_{number}"] = forms.ChoiceField(
                label=_("Step %(number)s: how many have to agree") % {"number": number},
                choices=Seating,
                initial=Seating.ANY,
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        below, begin = said.get("below_amount"), said.get("from_amount") or 0
        if below is not None and below <= begin:
            self.add_error("below_amount", _("The upper end has to lie above the lower one."))
        return said

    def plan(self) -> Plan:
        said = self.cleaned_data
        steps = [
            PlannedStep(tuple(said[f"approvers_{number}"]), Seating(said[f"seating_{number}"]))
            for number in STEPS
            if said[f"approvers_{number}"]
        ]
        conditions = {
            "departments": names_of(said["departments"]),
            "categories": names_of(said["categories"]),
            "suppliers": [supplier.name for supplier in said["suppliers"]],
            "stages": list(said["stages"]),
        }
        return Plan(
            name=said["name"],
            position=said["position"],
            from_amount=said["from_amount"],
            below_amount=said["below_amount"],
            conditions={kind: names for kind, names in conditions.items() if names},
            steps=tuple(steps),
        )


def initial_of(route: ApprovalRoute) -> dict[str, Any]:
    """Return what a form for rewriting a route begins with."""
    conditions = route.conditions
    found: dict[str, Any] = {
        "name": route.name,
        "position": route.position,
        "from_amount": route.from_amount,
        "below_amount": route.below_amount,
        "departments": ", ".join(conditions.get("departments", [])),
        "categories": ", ".join(conditions.get("categories", [])),
        "stages": conditions.get("stages", []),
        "suppliers": Supplier.objects.in_workspace(route.workspace).filter(
            name__in=conditions.get("suppliers", [])
        ),
    }
    for step in route.steps.order_by("position"):
        found[f"approvers_{step.position}"] = step.approvers.all()
        found[f"seating_{step.position}"] = step.seating
    return found


class PolicyForm(forms.Form):
    """From which amount approval is asked, and who decides where no route fits."""

    threshold_amount = forms.IntegerField(label=_("Approval from (yen)"), min_value=0)
    fallbacks = forms.ModelMultipleChoiceField(
        label=_("Fallback"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("Empty: the managers, then the administrators."),
    )

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        policy = ApprovalPolicy.objects.filter(workspace=workspace).first()
        kwargs["initial"] = {
            "threshold_amount": policy.threshold_amount if policy else 0,
            "fallbacks": policy.fallbacks.all() if policy else [],
        }
        super().__init__(*args, **kwargs)
        self.fields["fallbacks"].queryset = deciders(workspace)  # type: ignore[attr-defined]


class PreviewForm(forms.Form):
    """A request to try out, before anybody asks."""

    amount = forms.IntegerField(label=_("Amount (yen)"), min_value=0)
    department = forms.CharField(label=_("Department"), max_length=80, required=False)
    category = forms.CharField(label=_("Category"), max_length=80, required=False)
    supplier = forms.ModelChoiceField(
        label=_("Supplier"), queryset=Supplier.objects.none(), required=False
    )
    stage = forms.ChoiceField(
        label=_("Recovery stage"), choices=[("", "―"), *RecoveryStage.choices], required=False
    )

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        suppliers = Supplier.objects.in_workspace(workspace).active().order_by("name", "pk")
        self.fields["supplier"].queryset = suppliers  # type: ignore[attr-defined]

    def subject(self) -> Subject:
        said = self.cleaned_data
        supplier = said["supplier"].name if said["supplier"] else ""
        return Subject(
            said["amount"], said["department"], said["category"], supplier, said["stage"]
        )


class BudgetForm(forms.Form):
    """What one department may spend in one period."""

    department = forms.CharField(label=_("Department"), max_length=80)
    from_on = forms.DateField(label=_("From"), widget=DAY)
    until_on = forms.DateField(label=_("Until, not included"), widget=DAY)
    amount = forms.IntegerField(label=_("Budget (yen)"), min_value=0)
    spent_amount = forms.IntegerField(
        label=_("Spent (yen)"),
        min_value=0,
        initial=0,
        help_text=_("As accounts know it; approved requests are taken off by themselves."),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("from_on") and said.get("until_on") and said["until_on"] <= said["from_on"]:
            self.add_error("until_on", _("The end has to lie after the start."))
        return said

    def plan(self) -> BudgetPlan:
        return BudgetPlan(**self.cleaned_data)
