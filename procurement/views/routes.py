"""Who decides what: routes, the fallback, a try-out, and budgets."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY
from accounts.forms.strict import posted
from accounts.models import User
from procurement.domain.routes import SeatedRoute
from procurement.enums import RULE_MAKERS, RouteNote
from procurement.forms.routes import BudgetForm, PolicyForm, PreviewForm, RouteForm, initial_of
from procurement.models import ApprovalRoute
from procurement.operations import routes
from procurement.operations.routes import EndedRouteError
from procurement.operations.routing import conditions_of
from procurement.views.lookup import route_of


@require_GET
@workspace_view(EVERYBODY)
def route_list(request: WorkspaceRequest) -> HttpResponse:
    own = {"workspace": request.workspace}
    trial = PreviewForm(request.GET, **own) if "amount" in request.GET else PreviewForm(**own)
    rows = ApprovalRoute.objects.in_workspace(request.workspace).current()
    context = {
        "routes": [
            (row, conditions_of(row))
            for row in rows.prefetch_related("steps__approvers").order_by("position", "pk")
        ],
        "policy": PolicyForm(**own),
        "trial": trial,
        "way": _way(request, trial) if trial.is_bound and trial.is_valid() else None,
        "may_rule": request.membership.role in RULE_MAKERS,
    }
    return render(request, "procurement/route_list.html", context)


@require_http_methods(["GET", "POST"])
@workspace_view(RULE_MAKERS)
def route_add(request: WorkspaceRequest) -> HttpResponse:
    return _route_form(request, None)


@require_http_methods(["GET", "POST"])
@workspace_view(RULE_MAKERS)
def route_edit(request: WorkspaceRequest, route_id: int) -> HttpResponse:
    return _route_form(request, route_of(request, route_id))


@require_POST
@workspace_view(RULE_MAKERS)
def route_end(request: WorkspaceRequest, route_id: int) -> HttpResponse:
    posted(Form, request)
    try:
        routes.end_route(route_of(request, route_id), by=request.membership, now=timezone.now())
        messages.success(request, _("The route is ended; requests in flight keep it."))
    except EndedRouteError:
        messages.info(request, _("Somebody has ended the route before."))
    return redirect("procurement:route-list", request.workspace.slug)


@require_POST
@workspace_view(RULE_MAKERS)
def policy_set(request: WorkspaceRequest) -> HttpResponse:
    form = posted(PolicyForm, request, workspace=request.workspace)
    if form.is_valid():
        said = form.cleaned_data
        routes.set_policy(
            said["threshold_amount"],
            list(said["fallbacks"]),
            by=request.membership,
            now=timezone.now(),
        )
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("Write an amount in yen, and people of this company."))
    return redirect("procurement:route-list", request.workspace.slug)


@require_http_methods(["GET", "POST"])
@workspace_view(EVERYBODY, writers=RULE_MAKERS)
def budget_list(request: WorkspaceRequest) -> HttpResponse:
    is_post = request.method == "POST"
    form = posted(BudgetForm, request) if is_post else BudgetForm()
    if is_post and form.is_valid():
        routes.set_budget(form.plan(), by=request.membership, now=timezone.now())
        messages.success(request, _("The budget is set."))
        return redirect("procurement:budget-list", request.workspace.slug)
    context = {
        "form": form,
        "budgets": routes.budgets_with_left(request.workspace, today=timezone.localdate()),
        "may_rule": request.membership.role in RULE_MAKERS,
    }
    return render(request, "procurement/budget_list.html", context, status=422 if is_post else 200)


def _way(request: WorkspaceRequest, trial: PreviewForm) -> dict[str, Any]:
    """Return the steps with names, and what had to be done to find somebody."""
    found = routes.preview(trial.subject(), by=request.membership, now=timezone.now())
    people = User.objects.in_bulk(_people_of(found))
    steps = [
        (step.seating.label, [people[seat.approver] for seat in step.seats]) for step in found.steps
    ]
    return {"name": found.name, "steps": steps, "notes": [RouteNote(n).label for n in found.notes]}


def _people_of(found: SeatedRoute) -> set[int]:
    return {seat.approver for step in found.steps for seat in step.seats}


def _route_form(request: WorkspaceRequest, route: ApprovalRoute | None) -> HttpResponse:
    own: dict[str, Any] = {"workspace": request.workspace}
    is_post = request.method == "POST"
    initial = initial_of(route) if route else None
    form = posted(RouteForm, request, **own) if is_post else RouteForm(initial=initial, **own)
    if is_post and form.is_valid():
        try:
            routes.write_route(
                form.plan(), by=request.membership, now=timezone.now(), replaces=route
            )
            messages.success(request, _("The route holds for what is asked from now on."))
        except EndedRouteError:
            messages.warning(request, _("Somebody has changed the route before. Look again."))
        return redirect("procurement:route-list", request.workspace.slug)
    context = {"form": form, "route": route}
    return render(request, "procurement/route_form.html", context, status=422 if is_post else 200)
