"""One order's checklist: five answers with their evidence, and the decision."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY
from accounts.forms.strict import posted
from procurement.domain.checklists import UnansweredStepError, UnfitResultError, propose
from procurement.enums import BUYERS, ChecklistAnswer, ChecklistResult, ChecklistStep
from procurement.forms.response import ChecklistForm, ToldForm
from procurement.models import Checklist, FollowUp
from procurement.operations import checklists
from procurement.operations.checklists import ChangedChecklistError, answers_of
from procurement.views.lookup import checklist_of


@require_GET
@workspace_view(EVERYBODY)
def checklist_list(request: WorkspaceRequest) -> HttpResponse:
    rows = Checklist.objects.in_workspace(request.workspace).select_related("order__supplier")
    context = {
        "open": rows.open().order_by("opened_at", "pk")[:200],
        "closed": rows.exclude(closed_at=None).order_by("-closed_at", "-pk")[:50],
    }
    return render(request, "procurement/checklist_list.html", context)


@require_http_methods(["GET", "POST"])
@workspace_view(EVERYBODY, writers=BUYERS)
def checklist_detail(request: WorkspaceRequest, checklist_id: int) -> HttpResponse:
    checklist = checklist_of(request, checklist_id)
    if request.method != "POST":
        return _page(request, checklist, _form(checklist))
    form = posted(ChecklistForm, request)
    if not form.is_valid():
        return _page(request, checklist, form, status=422)
    return _save(request, checklist, form)


@require_POST
@workspace_view(BUYERS)
def department_told(request: WorkspaceRequest, follow_up_id: int) -> HttpResponse:
    rows = FollowUp.objects.filter(checklist__workspace=request.workspace)
    follow_up = get_object_or_404(rows.select_related("checklist__workspace"), pk=follow_up_id)
    form = posted(ToldForm, request)
    if form.is_valid():
        checklists.tell_department(
            follow_up,
            told_to=form.cleaned_data["told_to"],
            by=request.membership,
            now=timezone.now(),
        )
        messages.success(request, _("Recorded: the department knows."))
    else:
        messages.error(request, _("Say whom you have told."))
    return redirect("procurement:checklist-detail", request.workspace.slug, follow_up.checklist_id)


def _save(request: WorkspaceRequest, checklist: Checklist, form: ChecklistForm) -> HttpResponse:
    """Keep the answers that changed, then the result; what was refused says why."""
    now = timezone.now()
    checklist.revision = form.cleaned_data["revision"]
    before = answers_of(checklist)
    try:
        for step, (given, note) in form.given().items():
            old = before.get(step)
            if old is None or old.answer != given or note:
                checklists.answer(checklist, step, given, by=request.membership, note=note, now=now)
        if form.cleaned_data["result"]:
            return _close(request, checklist, form)
    except ChangedChecklistError:
        form.add_error(None, _("Somebody else has answered meanwhile. Their answers are below."))
        return _page(request, checklist_of(request, checklist.pk), form, status=409)
    messages.success(request, _("The answers are kept."))
    return redirect("procurement:checklist-detail", request.workspace.slug, checklist.pk)


def _close(request: WorkspaceRequest, checklist: Checklist, form: ChecklistForm) -> HttpResponse:
    said = form.cleaned_data
    try:
        verdict = checklists.close(
            checklist,
            ChecklistResult(said["result"]),
            by=request.membership,
            reason=said["reason"],
            now=timezone.now(),
        )
    except UnansweredStepError as error:
        names = "、".join(str(step.label) for step in error.steps)
        form.add_error(None, _("Still to be answered: %(names)s") % {"names": names})
        return _page(request, checklist, form, status=422)
    except UnfitResultError as error:
        form.add_error("result", str(error.reason.label))
        return _page(request, checklist, form, status=422)
    for warning in verdict.warnings:
        messages.warning(request, warning.label)
    messages.success(request, _("The decision is recorded."))
    if verdict.result == ChecklistResult.SUBSTITUTE:
        return redirect("procurement:substitute-add", request.workspace.slug, checklist.order_id)
    return redirect("procurement:checklist-detail", request.workspace.slug, checklist.pk)


def _form(checklist: Checklist) -> ChecklistForm:
    initial: dict[str, object] = {"revision": checklist.revision}
    initial |= {step.value: entry.answer for step, entry in answers_of(checklist).items()}
    return ChecklistForm(initial=initial)


def _page(
    request: WorkspaceRequest, checklist: Checklist, form: ChecklistForm, *, status: int = 200
) -> HttpResponse:
    entries = answers_of(checklist)
    answers = {step: ChecklistAnswer(entry.answer) for step, entry in entries.items()}
    steps = [
        (form[step.value], form[f"{step.value}_note"], entries.get(step)) for step in ChecklistStep
    ]
    follow_ups = checklist.follow_ups.order_by("due_on", "pk")
    context = {
        "checklist": checklist,
        "order": checklist.order,
        "form": form,
        "steps": steps,
        "proposal": propose(answers),
        "inquiries": checklist.inquiries.order_by("due_at", "pk"),
        "follow_ups": follow_ups,
        "told_form": ToldForm(),
        "history": checklist.entries.select_related("answered_by").order_by("-pk"),
        "may_buy": request.membership.role in BUYERS,
    }
    return render(request, "procurement/checklist_detail.html", context, status=status)
