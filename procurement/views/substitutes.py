"""Substitute orders: the original beside its alternates, sent with one reason, ordered once."""

from collections.abc import Callable
from datetime import datetime
from secrets import token_urlsafe

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY
from accounts.forms.strict import posted
from procurement.domain.ordersheet import OrderSheet, as_csv, as_text
from procurement.domain.routes import Subject
from procurement.enums import BUYERS, SubmitWay
from procurement.forms.response import SubstituteForm
from procurement.operations import emergencies, substituting, switching
from procurement.operations.emergencies import OverAllowanceError
from procurement.operations.open_lines import LineState, line_states
from procurement.operations.reorders import Candidate, candidates
from procurement.operations.routing import is_approval_needed, route_for
from procurement.operations.sheets import as_xlsx
from procurement.operations.submissions import OtherContentError, once
from procurement.operations.substituting import (
    MARK,
    Draft,
    NotApprovedError,
    amount_of,
    sheet_of,
)
from procurement.templatetags.money import yen
from procurement.views.lookup import order_of, substitute_of
from reconciliation.models import Order
from tracker.models import Disruption

SHEETS: dict[str, tuple[str, Callable[[OrderSheet], str | bytes]]] = {
    "csv": ("text/csv; charset=utf-8", lambda sheet: MARK + as_csv(sheet)),
    "txt": ("text/plain; charset=utf-8", as_text),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
}


@require_http_methods(["GET", "POST"])
@workspace_view(BUYERS)
def substitute_add(request: WorkspaceRequest, order_id: int) -> HttpResponse:
    original = order_of(request, order_id)
    now = timezone.now()
    lines = line_states(original.supplier, [original])
    options = candidates(original.supplier, lines, expected_on=original.promised_on, now=now)
    if request.method != "POST":
        form = SubstituteForm(initial={"key": token_urlsafe(16)})
        return _page(request, original, lines, options, form)
    form = posted(SubstituteForm, request)
    if not form.is_valid():
        return _page(request, original, lines, options, form, status=422)
    try:
        return redirect(_submit(request, original, options, form, now=now))
    except OtherContentError:
        form.add_error(None, _("This form was sent before with other content. Load it again."))
        return _page(request, original, lines, options, form, status=409)
    except OverAllowanceError as error:
        left = {"left": yen(error.left_amount)}
        form.add_error(
            None, _("Nothing was ordered: only %(left)s may still be bought at once.") % left
        )
        return _page(request, original, lines, options, form, status=422)


@require_GET
@workspace_view(EVERYBODY)
def substitute_detail(request: WorkspaceRequest, substitute_id: int) -> HttpResponse:
    substitute = substitute_of(request, substitute_id)
    context = {
        "substitute": substitute,
        "lines": substitute.lines.order_by("line_number"),
        "amount": amount_of(substitute),
        "may_buy": request.membership.role in BUYERS,
        "sheet": as_text(sheet_of(substitute, by=request.membership, now=timezone.now())),
    }
    return render(request, "procurement/substitute_detail.html", context)


@require_POST
@workspace_view(BUYERS)
def substitute_dispatch(request: WorkspaceRequest, substitute_id: int) -> HttpResponse:
    substitute = substitute_of(request, substitute_id)
    try:
        substituting.dispatch(substitute, by=request.membership, now=timezone.now())
        messages.success(request, _("Ordered. The order sheet is kept with the order."))
    except NotApprovedError:
        if substitute_of(request, substitute_id).order is None:
            messages.error(request, _("It is not approved yet, so nothing was ordered."))
        else:
            messages.info(request, _("It was ordered before; there is one order."))
    return redirect("procurement:substitute-detail", request.workspace.slug, substitute.pk)


@require_GET
@workspace_view(EVERYBODY)
def substitute_sheet(request: WorkspaceRequest, substitute_id: int, form: str) -> HttpResponse:
    if form not in SHEETS:
        raise Http404
    substitute = substitute_of(request, substitute_id)
    kind, write = SHEETS[form]
    body = write(sheet_of(substitute, by=request.membership, now=timezone.now()))
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="order-{substitute.pk}.{form}"'
    return response


@require_GET
@workspace_view(EVERYBODY)
def substitute_print(request: WorkspaceRequest, substitute_id: int) -> HttpResponse:
    substitute = substitute_of(request, substitute_id)
    now = timezone.now()
    context = {
        "substitute": substitute,
        "sheet": sheet_of(substitute, by=request.membership, now=now),
        "amount": amount_of(substitute),
        "now": now,
    }
    return render(request, "procurement/substitute_print.html", context)


def _submit(
    request: WorkspaceRequest,
    original: Order,
    options: list[Candidate],
    form: SubstituteForm,
    *,
    now: datetime,
) -> str:
    """Write and ask once per key, and return where that leads."""
    said = form.cleaned_data
    chosen = next((one for one in options if one.supplier.pk == said["supplier"]), None)
    if chosen is None:
        raise Http404
    disruptions = Disruption.objects.in_workspace(request.workspace).open()
    disruption = disruptions.filter(supplier=original.supplier).order_by("-started_at").first()
    draft = Draft(original, chosen, disruption, said["reason"], others=options)

    send = emergencies.buy_at_once if said["way"] == SubmitWay.AT_ONCE else substituting.submit

    def act() -> str:
        substitute = send(draft, by=request.membership, now=now)
        if disruption is not None:
            items = [line.state.item for line in chosen.mapped if line.state.item]
            switching.switch(items, disruption=disruption, by=request.membership, now=now)
        return reverse(
            "procurement:substitute-detail", args=[request.workspace.slug, substitute.pk]
        )

    content = f"{original.pk} {said['supplier']} {said['way']} {said['reason']}"
    return once(request.membership, said["key"], content, act, now=now)


def _page(
    request: WorkspaceRequest,
    original: Order,
    lines: list[LineState],
    options: list[Candidate],
    form: SubstituteForm,
    *,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "original": original,
        "lines": lines,
        "options": [
            (
                one,
                _route_preview(request, original, one),
                emergencies.judge(request.workspace, one.amount, today=today),
            )
            for one in options
        ],
        "form": form,
    }
    return render(request, "procurement/substitute_add.html", context, status=status)


def _route_preview(request: WorkspaceRequest, original: Order, one: Candidate) -> str:
    """Say which way this amount will go, before anything is sent."""
    if not is_approval_needed(request.workspace, one.amount, today=timezone.localdate()):
        return _("No approval is needed for this amount")
    subject = Subject(one.amount, original.department, supplier=one.supplier.name)
    route = route_for(request.workspace, subject)
    if route is None:
        return _("No route fits: the named fallback decides")
    return _("This amount goes to: %(route)s") % {"route": route.name}
