"""The room of one disruption: what is hit, who is in charge, what to do with each order."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Max, Min, Sum
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY, WRITERS
from accounts.forms.strict import posted
from procurement.domain.processes import judge_processes
from procurement.enums import BUYERS, ErrandKind
from procurement.forms.rooms import ChosenOrdersForm
from procurement.models import ApprovalRequest, Checklist, FollowUp, Inquiry, LineImpact
from procurement.operations import checklists, errands, impacts
from procurement.operations.exposures import departments_of, exposure_of, standing_of
from procurement.operations.switching import stage_of
from procurement.tasks import run_errand
from reconciliation.models import Order
from tracker.models import Disruption, TimelineRecord
from tracker.operations import life
from tracker.operations.life import Act
from tracker.views.lookup import disruption_of

SHOWN = 200  # orders on one screen
AT_ONCE = 200  # checklists while a person waits; more are long work


@require_GET
@workspace_view(EVERYBODY)
def room(request: WorkspaceRequest, disruption_id: int) -> HttpResponse:
    return render(request, "procurement/room.html", _facts(request, disruption_id))


@require_GET
@workspace_view(EVERYBODY)
def situation_sheet(request: WorkspaceRequest, disruption_id: int) -> HttpResponse:
    context = _facts(request, disruption_id) | {"now": timezone.now()}
    return render(request, "procurement/situation_sheet.html", context)


@require_POST
@workspace_view(BUYERS)
def room_judge(request: WorkspaceRequest, disruption_id: int) -> HttpResponse:
    disruption = disruption_of(request, disruption_id)
    count = impacts.refresh(disruption, now=timezone.now())
    said = ngettext("%(count)s open line was judged.", "%(count)s open lines were judged.", count)
    messages.success(request, said % {"count": count})
    return redirect("procurement:room", request.workspace.slug, disruption.pk)


@require_POST
@workspace_view(BUYERS)
def room_prepare(request: WorkspaceRequest, disruption_id: int) -> HttpResponse:
    """Open checklists: of one order and go there, of some, or of all as long work."""
    disruption = disruption_of(request, disruption_id)
    form = posted(ChosenOrdersForm, request, disruption=disruption)
    if not form.is_valid():
        messages.error(request, _("Choose at least one order that is hit."))
        return redirect("procurement:room", request.workspace.slug, disruption.pk)
    chosen = form.chosen()
    if len(chosen) > AT_ONCE:
        return _prepare_many(request, disruption, chosen)
    orders = Order.objects.in_workspace(request.workspace).filter(pk__in=chosen).order_by("pk")
    count = checklists.prepare(
        disruption.supplier,
        orders,
        disruption=disruption,
        by=request.membership,
        now=timezone.now(),
    )
    first = Checklist.objects.open().filter(order__in=chosen).order_by("pk").first()
    if first is not None and len(chosen) == 1:
        return redirect("procurement:checklist-detail", request.workspace.slug, first.pk)
    said = ngettext("%(count)s checklist is open.", "%(count)s checklists are open.", count)
    messages.success(request, said % {"count": count})
    return redirect("procurement:room", request.workspace.slug, disruption.pk)


@require_POST
@workspace_view(WRITERS)
def room_take(request: WorkspaceRequest, disruption_id: int) -> HttpResponse:
    """Put the person in charge and say that somebody is at it."""
    disruption = disruption_of(request, disruption_id)
    posted(Form, request)
    act = Act(request.user, timezone.now())
    life.take(disruption, request.user, act)
    life.acknowledge(disruption, act)
    messages.success(request, _("You are in charge now."))
    return redirect("procurement:room", request.workspace.slug, disruption.pk)


def _prepare_many(
    request: WorkspaceRequest, disruption: Disruption, orders: list[int]
) -> HttpResponse:
    about = {"disruption": disruption.pk, "orders": orders}
    with transaction.atomic():
        errand = errands.start(ErrandKind.PREPARE, about, by=request.membership, now=timezone.now())
        transaction.on_commit(partial(run_errand.delay, errand_id=errand.pk))
    return redirect("procurement:errand-detail", request.workspace.slug, errand.pk)


def _facts(request: WorkspaceRequest, disruption_id: int) -> dict[str, object]:
    disruption = disruption_of(request, disruption_id)
    stage, since = stage_of(disruption.supplier, today=timezone.localdate())
    return {
        "disruption": disruption,
        "supplier": disruption.supplier,
        "stage": stage,
        "stage_since": since,
        "standing": standing_of(disruption),
        "exposure": exposure_of(disruption),
        "departments": departments_of(disruption),
        "processes": judge_processes(impacts.levels_of(disruption.supplier)),
        "orders": _orders(disruption),
        "tasks": _tasks(disruption),
        "records": TimelineRecord.objects.filter(supplier=disruption.supplier)
        .select_related("author")
        .order_by("-happened_at", "-pk")[:10],
        "may_buy": request.membership.role in BUYERS,
        "may_take": request.membership.role in WRITERS and disruption.owner != request.user,
    }


def _orders(disruption: Disruption) -> list[dict[str, object]]:
    """Return the orders that are hit, the most urgent first, each with what is open of it."""
    hit = LineImpact.objects.filter(disruption=disruption).hit().order_by()
    rows = hit.values("order_id", "order__number", "order__department").annotate(
        worst=Min("status"),  # "confirmed" comes before "potential"
        due_on=Min("due_on"),
        delay_days=Max("delay_days"),
        lines=Count("pk"),
        total=Sum("amount"),
        uncovered=Sum("uncovered_amount"),
    )
    shown = list(rows.order_by("worst", "due_on", "order_id")[:SHOWN])
    ids = [row["order_id"] for row in shown]
    open_lists = Checklist.objects.filter(order__in=ids).order_by("pk")
    by_order = {row.order_id: row for row in open_lists}
    return [{**row, "checklist": by_order.get(row["order_id"]), "act": _act(row)} for row in shown]


def _act(row: Mapping[str, Any]) -> str:
    """Return the act that the figures speak for; the checklist decides."""
    if row["uncovered"] == 0 and row["total"]:
        return _("Buy elsewhere")
    return _("Check cancelling") if row["worst"] == "confirmed" else _("Wait")


def _tasks(disruption: Disruption) -> dict[str, object]:
    """Return what waits for people: questions, follow-ups, approvals, with their dates."""
    of_disruption = Checklist.objects.filter(disruption=disruption)
    inquiries = Inquiry.objects.waiting().filter(checklist__in=of_disruption)
    follow_ups = FollowUp.objects.waiting().filter(checklist__in=of_disruption)
    approvals = ApprovalRequest.objects.pending().filter(disruption=disruption)
    return {
        "open_count": of_disruption.open().count(),
        "inquiries": inquiries.select_related("checklist__order").order_by("due_at", "pk")[:20],
        "follow_ups": follow_ups.select_related("checklist__order").order_by("due_on", "pk")[:20],
        "approvals": approvals.select_related("requester").order_by("asked_at", "pk")[:20],
    }
