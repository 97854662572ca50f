"""Long work of the response: how far it is, how to stop it, and where its result is."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY
from accounts.htmx import wants_fragment
from procurement.enums import BUYERS, ErrandKind
from procurement.forms.baskets import DraftForm
from procurement.operations import errands
from procurement.views.lookup import errand_of
from procurement.views.splits import shown_split


@require_GET
@workspace_view(EVERYBODY)
@vary_on_headers("HX-Request")
def errand_detail(request: WorkspaceRequest, errand_id: int) -> HttpResponse:
    errand = errand_of(request, errand_id)
    context: dict[str, Any] = {"errand": errand, "may_buy": request.membership.role in BUYERS}
    if errand.kind == ErrandKind.SPLIT and errand.is_done:
        context |= {"split": shown_split(errand), "draft_form": DraftForm()}
    name = "_errand_state" if wants_fragment(request) else "errand_detail"
    return render(request, f"procurement/{name}.html", context)


@require_POST
@workspace_view(BUYERS)
def errand_cancel(request: WorkspaceRequest, errand_id: int) -> HttpResponse:
    errand = errand_of(request, errand_id)
    if errands.ask_cancel(errand, by=request.membership, now=timezone.now()):
        messages.success(request, _("It will stop at the next step. What is done so far stays."))
    else:
        messages.info(request, _("It was over already. Nothing was changed."))
    return redirect("procurement:errand-detail", request.workspace.slug, errand.pk)
