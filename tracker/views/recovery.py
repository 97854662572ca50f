"""How far a supplier has recovered: what is known, what is proposed, and a person's decision."""

from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY, WRITERS
from tracker.enums import STAGE_DECIDERS, RecoveryStage
from tracker.forms.recovery import DecisionForm, OutlookForm
from tracker.operations import plots, recovery
from tracker.operations.pictures import Picture
from tracker.operations.recovery import OutdatedProposalError, UnmeasuredStageError
from tracker.operations.standpoint import Standpoint, standpoint
from tracker.views.lookup import supplier_of


@require_GET
@workspace_view(EVERYBODY)
def recovery_detail(request: WorkspaceRequest, supplier_id: int) -> HttpResponse:
    supplier, now = supplier_of(request, supplier_id), timezone.now()
    asked = OutlookForm(request.GET)
    at = asked.known_at(now=now)
    found = standpoint(supplier, service=asked.service_name, at=at or now)
    return _page(request, found, asked, known_at=at)


@require_POST
@workspace_view(STAGE_DECIDERS)
def recovery_decide(request: WorkspaceRequest, supplier_id: int) -> HttpResponse:
    supplier, now = supplier_of(request, supplier_id), timezone.now()
    asked = OutlookForm(request.POST)
    found = standpoint(supplier, service=asked.service_name, at=now)
    form = DecisionForm(request.POST, proposed=found.recovery.assessment.proposed or "")
    if form.is_valid() and _is_decided(request, found.seen, form):
        messages.success(request, _("The stage is decided and kept with what was shown."))
        path = reverse("tracker:recovery", args=[request.workspace.slug, supplier.pk])
        return redirect(
            f"{path}?{urlencode({'service': found.service})}" if found.service else path
        )
    return _page(request, found, asked, form=form)


def _is_decided(request: WorkspaceRequest, seen: Picture, form: DecisionForm) -> bool:
    """Decide, or put on the form why it could not be done."""
    said = form.cleaned_data
    try:
        recovery.decide(
            seen,
            RecoveryStage(said["stage"]),
            mark=said["mark"],
            reason=said["reason"],
            by=request.user,
            service=said["service"],
        )
    except OutdatedProposalError:
        words = _("More has become known since you looked. Nothing was decided; look again.")
        form.add_error(None, words)
    except UnmeasuredStageError as error:
        missing = _(", ").join(str(one.label) for one in error.missing)
        words = _("An announcement alone moves no stage. Not measured yet: %(missing)s")
        form.add_error("stage", words % {"missing": missing})
    return form.is_valid()


def _page(
    request: WorkspaceRequest,
    found: Standpoint,
    asked: OutlookForm,
    *,
    known_at: datetime | None = None,
    form: DecisionForm | None = None,
) -> HttpResponse:
    role = request.membership.role
    context = {
        "supplier": found.seen.supplier,
        "found": found,
        "plots": plots.plots(found.seen),
        "asked": asked,
        "known_at": known_at,
        "known_on": asked.cleaned_data.get("on") if known_at else None,
        "form": _decision(found, form),
        "may_decide": role in STAGE_DECIDERS and known_at is None,
        "may_write": role in WRITERS and known_at is None,
    }
    status = 422 if form and form.errors else 200
    return render(request, "tracker/recovery.html", context, status=status)


def _decision(found: Standpoint, sent: DecisionForm | None) -> DecisionForm:
    """Return the form to decide with; one that was sent back names what is shown now."""
    proposed = found.recovery.assessment.proposed or RecoveryStage.STOPPED
    fresh = {"mark": found.recovery.mark, "service": found.service}
    if sent is None:
        return DecisionForm(initial={"stage": proposed, **fresh}, proposed=proposed)
    sent.data = dict(sent.data.items()) | fresh
    return sent
