"""Routes, the fallback and budgets as managers set them; a route is ended and written anew."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import Membership, User, Workspace
from accounts.operations import audit
from accounts.operations.audit import Actor
from procurement.domain.routes import SeatedRoute, Subject, seat
from procurement.enums import Seating
from procurement.models import ApprovalPolicy, ApprovalRoute, Budget, RouteStep
from procurement.operations.budgets import budget_left
from procurement.operations.routing import preview_people, route_for


class EndedRouteError(Exception):
    """Somebody has ended or rewritten the route before."""


@dataclass(frozen=True, slots=True)
class PlannedStep:
    approvers: tuple[User, ...]
    seating: Seating


@dataclass(frozen=True, slots=True)
class Plan:
    """What a person wants a route to be. Shapes: conditions are lists of names by kind."""

    name: str
    position: int
    from_amount: int
    below_amount: int | None
    conditions: Mapping[str, list[str]]
    steps: tuple[PlannedStep, ...]


@dataclass(frozen=True, slots=True)
class BudgetPlan:
    department: str
    from_on: date
    until_on: date
    amount: int
    spent_amount: int


def write_route(
    plan: Plan, *, by: Membership, now: datetime, replaces: ApprovalRoute | None = None
) -> ApprovalRoute:
    """Write a route, and end the one that it replaces; requests in flight keep theirs (A7).

    Raises: EndedRouteError.
    """
    with transaction.atomic():
        if replaces is not None:
            end_route(replaces, by=by, now=now)
        route = ApprovalRoute.objects.create(
            workspace=by.workspace,
            name=plan.name,
            position=plan.position,
            from_amount=plan.from_amount,
            below_amount=plan.below_amount,
            conditions=dict(plan.conditions),
            created_by=by.user,
            created_at=now,
        )
        for number, step in enumerate(plan.steps, start=1):
            row = RouteStep.objects.create(route=route, position=number, seating=step.seating)
            row.approvers.set(step.approvers)
        steps = [[str(user) for user in step.approvers] for step in plan.steps]
        _record(
            "approval_route.written",
            route,
            by,
            now,
            {"name": plan.name, "from": plan.from_amount, "steps": steps},
        )
    return route


def end_route(route: ApprovalRoute, *, by: Membership, now: datetime) -> None:
    """End a route. Raises: EndedRouteError."""
    with transaction.atomic():
        if not ApprovalRoute.objects.current().filter(pk=route.pk).update(ended_at=now):
            raise EndedRouteError
        _record("approval_route.ended", route, by, now, {"name": route.name})


def set_policy(
    threshold_amount: int, fallbacks: Collection[User], *, by: Membership, now: datetime
) -> None:
    """Set from which amount approval is asked, and who decides where no route does."""
    with transaction.atomic():
        policy, _is_new = ApprovalPolicy.objects.update_or_create(
            workspace=by.workspace, defaults={"threshold_amount": threshold_amount}
        )
        policy.fallbacks.set(fallbacks)
        names = [str(user) for user in fallbacks]
        _record(
            "approval_policy.changed",
            policy,
            by,
            now,
            {"threshold_amount": threshold_amount, "fallbacks": names},
        )


def set_budget(plan: BudgetPlan, *, by: Membership, now: datetime) -> Budget:
    """Set what a department may spend in a period that begins on a day."""
    with transaction.atomic():
        row, _is_new = Budget.objects.update_or_create(
            workspace=by.workspace,
            department=plan.department,
            from_on=plan.from_on,
            defaults={
                "until_on": plan.until_on,
                "amount": plan.amount,
                "spent_amount": plan.spent_amount,
            },
        )
        after = {
            "department": plan.department,
            "amount": plan.amount,
            "spent_amount": plan.spent_amount,
        }
        _record("budget.set", row, by, now, after)
    return row


def preview(subject: Subject, *, by: Membership, now: datetime) -> SeatedRoute:
    """Return the way that such a request of this person would take today."""
    people = preview_people(by.workspace, by.user_id, now=now)
    return seat(route_for(by.workspace, subject), subject, people)


def budgets_with_left(workspace: Workspace, *, today: date) -> list[tuple[Budget, int | None]]:
    """Return the budgets, the newest first, with what is left of those that run today."""
    rows = Budget.objects.in_workspace(workspace).order_by("-from_on", "department", "pk")[:200]
    return [
        (
            row,
            budget_left(workspace, row.department, today=today)
            if row.from_on <= today < row.until_on
            else None,
        )
        for row in rows
    ]


def _record(action: str, row: Any, by: Membership, now: datetime, after: Mapping[str, Any]) -> None:
    audit.record(
        action,
        row,
        actor=Actor.person(by.user),
        now=now,
        workspace=by.workspace,
        after=dict(after),
    )
