from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from procurement.enums import Seating


class ApprovalPolicy(models.Model):
    """What holds for all approvals of one company: the usual threshold, and who decides where no
    route does. Without named people it is its managers, then its administrators."""

    workspace = models.OneToOneField(
        Workspace, on_delete=models.PROTECT, related_name="approval_policy"
    )
    threshold_amount = models.BigIntegerField(_("approval needed from"), default=0)
    fallbacks = models.ManyToManyField(User, related_name="+", blank=True)

    def __str__(self) -> str:
        return f"{self.workspace}"


class ApprovalRouteQuerySet(models.QuerySet["ApprovalRoute"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)

    def current(self) -> Self:
        return self.filter(ended_at=None)


class ApprovalRoute(models.Model):
    """One route: what it is for, and its steps. It is ended and written anew, never changed, so
    that a request in flight keeps the one it was given (A7)."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.PROTECT, related_name="approval_routes"
    )
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveIntegerField(default=1)  # the first that fits is taken
    from_amount = models.BigIntegerField(_("from"), default=0)
    below_amount = models.BigIntegerField(_("below"), null=True, blank=True)
    conditions = models.JSONField(default=dict)  # departments, categories, suppliers, stages
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = ApprovalRouteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(below_amount=None) | Q(below_amount__gt=F("from_amount")),
                name="approval_route_span",
            )
        ]

    def __str__(self) -> str:
        return self.name


class RouteStep(models.Model):
    """One step of a route and those who decide it side by side."""

    route = models.ForeignKey(ApprovalRoute, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveIntegerField()
    seating = models.CharField(max_length=3, choices=Seating, default=Seating.ANY)
    approvers = models.ManyToManyField(User, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["route", "position"], name="route_step_once")
        ]

    def __str__(self) -> str:
        return f"{self.route} {self.position}"


class DeputyQuerySet(models.QuerySet["Deputy"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)


class Deputy(models.Model):
    """One person stands in for another, from a day to before another, up to an amount."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="deputies")
    principal = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))  # the first day on which it no longer holds
    most_amount = models.BigIntegerField(_("up to"), null=True, blank=True)
    named_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = DeputyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gt=F("from_on")), name="deputy_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(principal=F("deputy")), name="deputy_is_somebody_else"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} for {self.principal}"


class BudgetQuerySet(models.QuerySet["Budget"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)


class Budget(models.Model):
    """What one department may spend in one period, and has spent as far as accounts know."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="budgets")
    department = models.CharField(_("department"), max_length=80)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    amount = models.BigIntegerField(_("budget"))
    spent_amount = models.BigIntegerField(_("spent"), default=0)

    objects = BudgetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "department", "from_on"], name="budget_once_per_period"
            ),
            models.CheckConstraint(
                condition=Q(until_on__gt=F("from_on")), name="budget_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.from_on}"
