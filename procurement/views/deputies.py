"""Who decides in my place while I am away."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import WRITERS
from accounts.forms.strict import posted
from procurement.forms.approvals import DeputyForm
from procurement.models import Deputy
from procurement.operations import deputies
from procurement.views.lookup import deputy_of


@require_http_methods(["GET", "POST"])
@workspace_view(WRITERS)
def deputy_list(request: WorkspaceRequest) -> HttpResponse:
    own: dict[str, Any] = {"workspace": request.workspace, "own": request.user}
    is_post = request.method == "POST"
    form = posted(DeputyForm, request, **own) if is_post else DeputyForm(**own)
    if is_post and form.is_valid():
        said = form.cleaned_data
        deputies.name_deputy(
            said["deputy"],
            by=request.membership,
            from_on=said["from_on"],
            until_on=said["until_on"] + timedelta(days=1),
            most_amount=said["most_amount"],
            now=timezone.now(),
        )
        messages.success(request, _("The deputy is named."))
        return redirect("procurement:deputy-list", request.workspace.slug)
    rows = Deputy.objects.in_workspace(request.workspace).filter(principal=request.user)
    newest = rows.select_related("deputy").order_by("-from_on", "-pk")[:50]
    context = {
        "form": form,
        "deputies": [(row, row.until_on - timedelta(days=1)) for row in newest],
    }
    return render(
        request, "procurement/deputy_list.html", context, status=422 if form.is_bound else 200
    )


@require_POST
@workspace_view(WRITERS)
def deputy_revoke(request: WorkspaceRequest, deputy_id: int) -> HttpResponse:
    row = deputy_of(request, deputy_id)
    deputies.revoke_deputy(row, by=request.membership, now=timezone.now())
    messages.success(request, _("The deputy is no longer in your place from tomorrow."))
    return redirect("procurement:deputy-list", request.workspace.slug)
