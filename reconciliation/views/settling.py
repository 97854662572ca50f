"""What a person does with discrepancies: settle, undo, note, hold back, one or many."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import WRITERS
from accounts.htmx import wants_fragment
from reconciliation.enums import (
    HOLDERS,
    SETTLERS,
    DiscrepancyKind,
    Resolution,
)
from reconciliation.forms.matching import (
    BulkForm,
    NoteForm,
    ReasonForm,
    SettleForm,
)
from reconciliation.models import Discrepancy
from reconciliation.operations import holding, settling
from reconciliation.operations.settling import Doer
from reconciliation.views.discrepancy_rows import row_of
from reconciliation.views.lookup import discrepancy_of, hold_of
from reconciliation.views.matching import examined

BULK = 500  # ticked on one page or several


@require_POST
@workspace_view(SETTLERS)
def discrepancy_settle(request: WorkspaceRequest, discrepancy_id: int) -> HttpResponse:
    discrepancy = discrepancy_of(request, discrepancy_id)
    form = SettleForm(request.POST)
    if not form.is_valid():
        context = examined(request, discrepancy, settle_form=form)
        return render(request, "reconciliation/discrepancy_detail.html", context, status=422)
    resolution = Resolution(form.cleaned_data["resolution"])
    return _done(
        request,
        discrepancy,
        lambda doer: (
            settling.settle(
                [discrepancy.pk], doer, resolution=resolution, reason=form.cleaned_data["reason"]
            ).key
        ),
        _("Settled."),
    )


def _done(
    request: WorkspaceRequest,
    discrepancy: Discrepancy,
    act: Callable[[Doer], str],
    told: str,
) -> HttpResponse:
    """Do it, and answer with the row, or go back to where the reader was."""
    try:
        key = act(_doer(request))
    except settling.NothingToDoError:
        key, told = "", _("Somebody else was faster. Nothing was changed; look at it again.")
    if wants_fragment(request):
        fresh = discrepancy_of(request, discrepancy.pk)
        row = row_of(request, fresh, act=key)
        return render(request, "reconciliation/_discrepancy_row.html", {"row": row})
    undo = reverse("reconciliation:act-undo", args=[request.workspace.slug, key]) if key else ""
    messages.success(request, told, extra_tags=undo)
    return redirect("reconciliation:discrepancy-detail", request.workspace.slug, discrepancy.pk)


@require_POST
@workspace_view(SETTLERS)
def act_undo(request: WorkspaceRequest, act: str) -> HttpResponse:
    try:
        count = settling.undo(act, _doer(request))
    except settling.NothingToDoError:
        messages.warning(request, _("It was changed since. Nothing was taken back."))
    else:
        told = ngettext("%(count)s taken back.", "%(count)s taken back.", count)
        messages.success(request, told % {"count": count})
    if wants_fragment(request) and request.POST.get("row", "").isdecimal():
        fresh = discrepancy_of(request, int(request.POST["row"]))
        row = row_of(request, fresh)
        return render(request, "reconciliation/_discrepancy_row.html", {"row": row})
    return redirect("reconciliation:discrepancy-list", request.workspace.slug)


@require_POST
@workspace_view(WRITERS)
def discrepancy_note(request: WorkspaceRequest, discrepancy_id: int) -> HttpResponse:
    discrepancy = discrepancy_of(request, discrepancy_id)
    form = NoteForm(request.POST)
    if not form.is_valid():
        context = examined(request, discrepancy, note_form=form)
        return render(request, "reconciliation/discrepancy_detail.html", context, status=422)
    settling.note(discrepancy, _doer(request), text=form.cleaned_data["note"])
    if wants_fragment(request):
        row = row_of(request, discrepancy) | {"is_noted": True}
        return render(request, "reconciliation/_discrepancy_row.html", {"row": row})
    messages.success(request, _("The note is kept."))
    return redirect("reconciliation:discrepancy-detail", request.workspace.slug, discrepancy.pk)


@require_POST
@workspace_view(SETTLERS)
def discrepancy_bulk(request: WorkspaceRequest) -> HttpResponse:
    """Show the totals of what was ticked; settle it when they were seen."""
    asked = [int(pk) for pk in request.POST.getlist("ids") if pk.isdecimal()][:BULK]
    mine = Discrepancy.objects.in_workspace(request.workspace).unsettled()
    chosen = list(mine.filter(pk__in=asked).select_related("supplier", "order").order_by("kind"))
    if not chosen:
        messages.warning(request, _("Nothing is ticked that is still open."))
        return redirect("reconciliation:discrepancy-list", request.workspace.slug)
    known = [each.pk for each in chosen]
    is_sure = "resolution" in request.POST
    form = BulkForm(request.POST if is_sure else None, known=known, initial={"ids": known})
    if is_sure and form.is_valid():
        return _settle_all(request, form)
    context = {"chosen": chosen, "form": form, "groups": _groups(chosen)}
    return render(request, "reconciliation/discrepancy_bulk.html", context)


def _groups(chosen: list[Discrepancy]) -> list[dict[str, Any]]:
    kinds = dict.fromkeys(each.kind for each in chosen)
    return [
        {
            "kind": DiscrepancyKind(kind).label,
            "count": sum(each.kind == kind for each in chosen),
            "amount": sum(each.amount for each in chosen if each.kind == kind),
        }
        for kind in kinds
    ]


def _settle_all(request: WorkspaceRequest, form: BulkForm) -> HttpResponse:
    try:
        act = settling.settle(
            form.cleaned_data["ids"],
            _doer(request),
            resolution=Resolution(form.cleaned_data["resolution"]),
            reason=form.cleaned_data["reason"],
        )
    except settling.NothingToDoError:
        messages.warning(request, _("Nothing is ticked that is still open."))
    else:
        told = ngettext("%(count)s settled.", "%(count)s settled.", act.count)
        undo = reverse("reconciliation:act-undo", args=[request.workspace.slug, act.key])
        messages.success(request, told % {"count": act.count}, extra_tags=undo)
    return redirect("reconciliation:discrepancy-list", request.workspace.slug)


@require_POST
@workspace_view(HOLDERS)
def hold_place(request: WorkspaceRequest, discrepancy_id: int) -> HttpResponse:
    discrepancy = discrepancy_of(request, discrepancy_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        context = examined(request, discrepancy, reason_form=form)
        return render(request, "reconciliation/discrepancy_detail.html", context, status=422)
    try:
        holding.place(discrepancy, _doer(request), reason=form.cleaned_data["reason"])
        messages.success(request, _("The amount is held back."))
    except holding.AlreadyHeldError:
        messages.warning(request, _("It is held back already. Nothing was changed."))
    return redirect("reconciliation:discrepancy-detail", request.workspace.slug, discrepancy.pk)


@require_POST
@workspace_view(SETTLERS)
def hold_release(request: WorkspaceRequest, hold_id: int) -> HttpResponse:
    hold = hold_of(request, hold_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why the amount may be paid. Nothing was changed."))
    else:
        try:
            holding.release(hold, _doer(request), reason=form.cleaned_data["reason"])
            messages.success(request, _("The amount may be paid."))
        except holding.AlreadyHeldError:
            messages.warning(request, _("It was released already. Nothing was changed."))
        except holding.FourEyesError:
            messages.error(
                request, _("A large amount is released by another person than held it back.")
            )
    if hold.discrepancy_id:
        return redirect(
            "reconciliation:discrepancy-detail", request.workspace.slug, hold.discrepancy_id
        )
    return redirect("reconciliation:discrepancy-list", request.workspace.slug)


def _doer(request: WorkspaceRequest) -> Doer:
    return Doer(request.workspace, request.user, timezone.now())
