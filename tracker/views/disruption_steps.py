"""Steps on a disruption as they are sent, and the answer to a proposal."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY, WRITERS
from tracker.forms.disruptions import RefuseForm
from tracker.forms.timeline import DisruptionForm
from tracker.models import DisruptionProposal
from tracker.operations import life
from tracker.operations.disruptions import AlreadyClosedError, StillOpenError
from tracker.operations.life import Act, AlreadyAnsweredError
from tracker.views.disruptions import detail_context
from tracker.views.lookup import disruption_of, proposal_of
from tracker.views.steps import STEPS, panel_of


@require_POST
@workspace_view(WRITERS)
def disruption_step(request: WorkspaceRequest, disruption_id: int, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    disruption, now = disruption_of(request, disruption_id), timezone.now()
    taken = STEPS[step]
    form = taken.form(request.POST, disruption=disruption, prefix=step)  # type: ignore[call-arg]
    if not form.is_valid():
        context = detail_context(request, disruption)
        sent_back = replace(panel_of(disruption, step, now=now), form=form, is_open=True)
        others = [one for one in context["panels"] if one.name != step]
        context["panels"] = [sent_back, *others]
        return render(request, "tracker/disruption_detail.html", context, status=422)
    try:
        act = Act(request.user, now, form.cleaned_data.get("note", ""))
        taken.perform(disruption, form, act)
        messages.success(request, str(taken.done))
    except (AlreadyClosedError, StillOpenError):
        messages.error(
            request, _("The disruption has changed meanwhile; nothing was done. Look again.")
        )
    return redirect("tracker:disruption-detail", request.workspace.slug, disruption.pk)


@require_http_methods(["GET", "POST"])
@workspace_view(EVERYBODY, writers=WRITERS)
def proposal_detail(request: WorkspaceRequest, proposal_id: int) -> HttpResponse:
    """Show what the supplier's page says; open the disruption, or say why it is none."""
    proposal = proposal_of(request, proposal_id)
    is_refusal = "refuse" in request.POST
    data = request.POST if request.method == "POST" else None
    opening = DisruptionForm(
        None if is_refusal else data,
        workspace=request.workspace,
        initial=_opening_of(proposal) | {"owner": request.user},
    )
    refusal = RefuseForm(data if is_refusal else None, prefix="refuse")
    form = refusal if is_refusal else opening
    if data is not None and form.is_valid():
        return _answer(request, proposal, form)
    context = {
        "proposal": proposal,
        "supplier": proposal.supplier,
        "opening": opening,
        "refusal": refusal,
        "may_write": request.membership.role in WRITERS,
    }
    status = 200 if data is None else 422
    return render(request, "tracker/proposal_detail.html", context, status=status)


def _answer(
    request: WorkspaceRequest, proposal: DisruptionProposal, form: DisruptionForm | RefuseForm
) -> HttpResponse:
    now = timezone.now()
    try:
        if isinstance(form, RefuseForm):
            life.refuse(proposal, Act(request.user, now, form.cleaned_data["reason"]))
            messages.success(request, _("Noted. The same words will not be proposed again."))
            return redirect("tracker:disruption-list", request.workspace.slug)
        disruption = life.accept(proposal, form.opening(), Act(request.user, now))
    except AlreadyAnsweredError:
        messages.error(request, _("Somebody else has answered this proposal meanwhile."))
        return redirect("tracker:proposal-detail", request.workspace.slug, proposal.pk)
    messages.success(
        request, _("The disruption is open. Its sources are read more often while it lasts.")
    )
    return redirect("tracker:disruption-detail", request.workspace.slug, disruption.pk)


def _opening_of(proposal: DisruptionProposal) -> dict[str, object]:
    """Return what the notice says of the start: a day at midnight, or when it was read."""
    claim = proposal.claim
    title = f"{claim.get_domain_display()}: {claim.get_state_display()}"
    return {"title": title, "started_at": life.start_of(claim, proposal)}
