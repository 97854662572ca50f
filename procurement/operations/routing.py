"""From rows to the people and routes that the approval rules think about."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.enums import WRITERS, Role
from accounts.models import Membership, Workspace
from procurement.domain.minimum_operation import threshold
from procurement.domain.routes import (
    Deputising,
    People,
    Route,
    SeatedRoute,
    Step,
    Subject,
    find_route,
    seat,
)
from procurement.enums import Seating
from procurement.models import ApprovalPolicy, ApprovalRequest, ApprovalRoute, Deputy
from procurement.operations.rules import plain_rules
from tracker.enums import RecoveryStage

A_DAY = timedelta(days=1)


def people_for(request: ApprovalRequest, *, now: datetime) -> People:
    """Return everybody who matters for a request today.

    Whoever has voted keeps their seat, so that an approval outlives the approver.
    """
    votes = request.votes.filter(revision=request.revision)
    voted = set(votes.values_list("seat_id", flat=True))
    editors = set(request.versions.values_list("made_by_id", flat=True))
    return _people(
        request.workspace,
        requester=request.requester_id,
        editors=editors,
        voted=voted,
        asked_on=timezone.localdate(request.asked_at),
        today=timezone.localdate(now),
    )


def preview_people(workspace: Workspace, requester: int, *, now: datetime) -> People:
    """Return the people of a request that is not asked yet."""
    today = timezone.localdate(now)
    return _people(
        workspace, requester=requester, editors=(), voted=(), asked_on=today, today=today
    )


def route_for(workspace: Workspace, subject: Subject) -> Route | None:
    """Return the route that a new request takes. None: no route fits."""
    return find_route(_routes(workspace), subject)


def seat_today(request: ApprovalRequest, people: People) -> SeatedRoute:
    """Seat people on the route that the request was given when it was asked (A7)."""
    return seat(from_row(request.route), Subject(request.amount), people)


def is_approval_needed(workspace: Workspace, amount: int, *, today: date) -> bool:
    """Return whether an order has to be asked for, emergency rules considered."""
    policy = ApprovalPolicy.objects.filter(workspace=workspace).first()
    usual = policy.threshold_amount if policy else 0
    return amount >= threshold(usual, plain_rules(workspace), today)


def to_row(route: Route | None) -> dict[str, Any]:
    """Return a route as it is kept with a request; empty: none fitted."""
    if route is None:
        return {}
    steps = [{"approvers": list(s.approvers), "seating": str(s.seating)} for s in route.steps]
    return {"name": route.name, "steps": steps}


def from_row(row: dict[str, Any]) -> Route | None:
    if not row:
        return None
    steps = [Step(tuple(s["approvers"]), Seating(s["seating"])) for s in row["steps"]]
    return Route(row["name"], tuple(steps))


def _routes(workspace: Workspace) -> list[Route]:
    rows = ApprovalRoute.objects.in_workspace(workspace).current().order_by("position", "pk")
    return [_route(row) for row in rows.prefetch_related("steps__approvers")]


def _route(row: ApprovalRoute) -> Route:
    steps = sorted(row.steps.all(), key=lambda step: step.position)
    return Route(
        name=row.name,
        steps=tuple(
            Step(tuple(sorted(user.pk for user in step.approvers.all())), Seating(step.seating))
            for step in steps
        ),
        from_amount=row.from_amount,
        below_amount=row.below_amount,
        departments=frozenset(row.conditions.get("departments", ())),
        categories=frozenset(row.conditions.get("categories", ())),
        suppliers=frozenset(row.conditions.get("suppliers", ())),
        stages=frozenset(row.conditions.get("stages", ())),
    )


def _people(
    workspace: Workspace,
    *,
    requester: int,
    editors: Collection[int],
    voted: Collection[int],
    asked_on: date,
    today: date,
) -> People:
    members = Membership.objects.current().filter(workspace=workspace, role__in=WRITERS)
    current = set(members.values_list("user_id", flat=True))
    return People(
        requester=requester,
        current=frozenset(current | set(voted)),
        today=today,
        editors=frozenset(editors),
        deputisings=_deputisings(workspace, since=asked_on),
        fallbacks=_fallbacks(workspace),
    )


def _deputisings(workspace: Workspace, *, since: date) -> tuple[Deputising, ...]:
    """Return who stood in for whom on any day since, or is going to.

    Revoking takes effect the next day, so that nobody is freed of it just before deciding.
    """
    rows = Deputy.objects.in_workspace(workspace).filter(until_on__gt=since).order_by("pk")
    found = []
    for row in rows:
        until_on = row.until_on
        if row.revoked_at is not None:
            until_on = min(until_on, timezone.localdate(row.revoked_at) + A_DAY)
        if until_on > since:
            found.append(
                Deputising(row.principal_id, row.deputy_id, row.from_on, until_on, row.most_amount)
            )
    return tuple(found)


def _fallbacks(workspace: Workspace) -> tuple[int, ...]:
    """Return the named people; without any, managers and then administrators."""
    policy = ApprovalPolicy.objects.filter(workspace=workspace).first()
    named = policy.fallbacks.order_by("pk").values_list("pk", flat=True) if policy else ()
    if named:
        return tuple(named)
    members = Membership.objects.current().filter(workspace=workspace)
    rows = members.filter(role__in=[Role.MANAGER, Role.ADMINISTRATOR]).order_by("pk")
    ordered = sorted(rows, key=lambda row: (row.role != Role.MANAGER, row.pk))
    return tuple(row.user_id for row in ordered)


def conditions_of(row: ApprovalRoute) -> list[str]:
    """Return what a route asks for beside the amount, as names."""
    stages = [str(RecoveryStage(code).label) for code in row.conditions.get("stages", ())]
    kinds = ("departments", "categories", "suppliers")
    return [*(name for kind in kinds for name in row.conditions.get(kind, ())), *stages]
