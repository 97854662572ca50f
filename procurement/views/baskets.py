"""A basket of held-up lines: chosen, split over suppliers as long work, drafted as orders."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import WorkspaceRequest, workspace_view
from accounts.forms.strict import posted
from procurement.enums import BUYERS, ErrandKind
from procurement.forms.baskets import BasketForm, DraftForm, key_of_row
from procurement.operations import errands, splitting
from procurement.operations.splitting import AlreadyDraftedError, OutdatedSplitError
from procurement.tasks import run_errand
from procurement.views.lookup import errand_of
from tracker.views.lookup import disruption_of


@require_http_methods(["GET", "POST"])
@workspace_view(BUYERS)
def basket_choose(request: WorkspaceRequest, disruption_id: int) -> HttpResponse:
    disruption = disruption_of(request, disruption_id)
    own: dict[str, Any] = {"disruption": disruption}
    is_post = request.method == "POST"
    form = posted(BasketForm, request, **own) if is_post else BasketForm(**own)
    if is_post and form.is_valid():
        about = {
            "disruption": disruption.pk,
            "lines": form.cleaned_data["line"],
            "weight": form.cleaned_data["weight"],
        }
        with transaction.atomic():
            errand = errands.start(
                ErrandKind.SPLIT, about, by=request.membership, now=timezone.now()
            )
            transaction.on_commit(partial(run_errand.delay, errand_id=errand.pk))
        return redirect("procurement:errand-detail", request.workspace.slug, errand.pk)
    chosen = set(form["line"].value() or [])
    context = {
        "form": form,
        "disruption": disruption,
        "rows": [(row, key_of_row(row), key_of_row(row) in chosen) for row in form.rows],
    }
    return render(
        request, "procurement/basket_choose.html", context, status=422 if is_post else 200
    )


@require_POST
@workspace_view(BUYERS)
def basket_draft(request: WorkspaceRequest, errand_id: int) -> HttpResponse:
    """Draft the orders that a split proposes."""
    errand = errand_of(request, errand_id)
    here = redirect("procurement:errand-detail", request.workspace.slug, errand.pk)
    form = posted(DraftForm, request)
    if errand.kind != ErrandKind.SPLIT or not errand.is_done:
        messages.warning(request, _("There is no split to draft orders from."))
        return here
    if not form.is_valid():
        messages.error(request, _("Say why, so that the approver can follow."))
        return here
    try:
        made = splitting.draft_orders(
            errand, reason=form.cleaned_data["reason"], by=request.membership, now=timezone.now()
        )
    except AlreadyDraftedError:
        messages.info(request, _("The orders were drafted before; there is one of each."))
        return here
    except OutdatedSplitError:
        messages.warning(
            request, _("Orders or offers have changed since. Nothing was drafted; split again.")
        )
        return here
    said = ngettext("%(count)s order was drafted.", "%(count)s orders were drafted.", len(made))
    messages.success(request, said % {"count": len(made)})
    return redirect("procurement:room", request.workspace.slug, errand.about["disruption"])
