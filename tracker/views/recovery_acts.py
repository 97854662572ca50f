"""What people add on the recovery page: levels set, test orders, facts told, exceptions."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import WRITERS
from accounts.operations.audit import Actor
from tracker.enums import STAGE_DECIDERS, VerificationKind
from tracker.forms.recovery import (
    CheckForm,
    CheckStepsForm,
    ExceptionForm,
    FactForm,
    OverrideForm,
    VerificationForm,
)
from tracker.models import Supplier
from tracker.operations import judging, life, measures
from tracker.operations.life import Act
from tracker.operations.pictures import picture
from tracker.views.lookup import (
    check_of,
    disruption_of,
    exception_of,
    override_of,
    posted,
    supplier_of,
)


@require_http_methods(["GET", "POST"])
@workspace_view(STAGE_DECIDERS)
def override_set(request: WorkspaceRequest, supplier_id: int) -> HttpResponse:
    supplier, now = supplier_of(request, supplier_id), timezone.now()
    asked = {name: request.GET.get(name, "") for name in ("domain", "service")}
    services = picture(supplier, at=now).services
    form = OverrideForm(posted(request), services=services, now=now, initial=asked)
    if form.is_valid():
        judging.set_level(supplier, form.setting(), by=request.user, now=now)
        return _back(request, supplier, _("Set. It lies visibly over what was read."))
    return _ask(request, supplier, form, title=_("Set a level over what was read"))


@require_POST
@workspace_view(STAGE_DECIDERS)
def override_end(request: WorkspaceRequest, override_id: int) -> HttpResponse:
    row = override_of(request, override_id)
    judging.end_level(row, by=request.user, now=timezone.now())
    return _back(request, row.supplier, _("Ended. What was read counts again."))


@require_http_methods(["GET", "POST"])
@workspace_view(WRITERS)
def check_add(request: WorkspaceRequest, supplier_id: int) -> HttpResponse:
    supplier, now = supplier_of(request, supplier_id), timezone.now()
    form = CheckForm(
        posted(request),
        supplier=supplier,
        services=picture(supplier, at=now).services,
        initial={"placed_on": timezone.localdate(now)},
    )
    if form.is_valid():
        actor = Actor.person(request.user)
        measures.place(form.check(by=request.user), actor=actor, now=now)
        return _back(request, supplier, _("The test order is tracked."))
    return _ask(request, supplier, form, title=_("Track a test order"))


@require_http_methods(["GET", "POST"])
@workspace_view(WRITERS)
def check_note(request: WorkspaceRequest, check_id: int) -> HttpResponse:
    check = check_of(request, check_id)
    form = CheckStepsForm(posted(request), check=check)
    if form.is_valid():
        measures.note_steps(
            check,
            form.steps(),
            note=form.cleaned_data["note"],
            actor=Actor.person(request.user),
            now=timezone.now(),
        )
        return _back(request, check.supplier, _("Saved."))
    return _ask(request, check.supplier, form, title=_("How far the test order has come"))


@require_http_methods(["GET", "POST"])
@workspace_view(WRITERS)
def fact_add(request: WorkspaceRequest, supplier_id: int) -> HttpResponse:
    supplier, now = supplier_of(request, supplier_id), timezone.now()
    services = picture(supplier, at=now).services
    form = FactForm(posted(request), services=services, initial={"told_at": now})
    if form.is_valid():
        judging.add_fact(supplier, form.fact(), by=request.user, now=now)
        return _back(request, supplier, _("Kept beside what the pages say; it changes no level."))
    return _ask(request, supplier, form, title=_("What the supplier told us directly"))


@require_POST
@workspace_view(STAGE_DECIDERS)
def attack_mark(request: WorkspaceRequest, disruption_id: int) -> HttpResponse:
    disruption = disruption_of(request, disruption_id)
    is_attack = not disruption.is_attack
    life.mark_attack(disruption, is_attack=is_attack, act=Act(request.user, timezone.now()))
    said = {
        True: _("From now on more has to be verified before normal work."),
        False: _("No longer treated as an attack."),
    }
    return _back(request, disruption.supplier, said[is_attack])


@require_http_methods(["GET", "POST"])
@workspace_view(WRITERS)
def exception_add(request: WorkspaceRequest, disruption_id: int) -> HttpResponse:
    disruption = disruption_of(request, disruption_id)
    form = ExceptionForm(posted(request))
    if form.is_valid():
        life.except_(disruption, **form.cleaned_data, act=Act(request.user, timezone.now()))
        return _back(request, disruption.supplier, _("The exception is followed until settled."))
    return _ask(request, disruption.supplier, form, title=_("Note what stays apart"))


@require_POST
@workspace_view(WRITERS)
def exception_settle(request: WorkspaceRequest, exception_id: int) -> HttpResponse:
    row = exception_of(request, exception_id)
    life.settle(row, Act(request.user, timezone.now()))
    return _back(request, row.disruption.supplier, _("The exception is settled."))


@require_http_methods(["GET", "POST"])
@workspace_view(WRITERS)
def verification_add(request: WorkspaceRequest, disruption_id: int) -> HttpResponse:
    disruption = disruption_of(request, disruption_id)
    form = VerificationForm(posted(request), initial={"kind": request.GET.get("kind", "")})
    if form.is_valid():
        kind = VerificationKind(form.cleaned_data["kind"])
        act = Act(request.user, timezone.now(), form.cleaned_data["note"])
        life.confirm(disruption, kind, act)
        return _back(request, disruption.supplier, _("Confirmed, with its ground."))
    return _ask(request, disruption.supplier, form, title=_("Confirm one thing"))


def _ask(
    request: WorkspaceRequest, supplier: Supplier, form: Form, *, title: str | Promise
) -> HttpResponse:
    """Show a form, or show it again with what was wrong."""
    context = {"supplier": supplier, "form": form, "title": title}
    status = 422 if form.is_bound else 200
    return render(request, "tracker/recovery_form.html", context, status=status)


def _back(request: WorkspaceRequest, supplier: Supplier, words: str | Promise) -> HttpResponse:
    messages.success(request, str(words))
    return redirect("tracker:recovery", request.workspace.slug, supplier.pk)
