"""Approvals: the list, one card per request, and the two taps that decide it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY, WRITERS
from accounts.forms.strict import posted
from procurement.domain.approvals import (
    ChangedRequestError,
    MayNotDecideError,
    can_take_back,
    differences,
    seat_for,
    urgency_of,
)
from procurement.enums import Decision, RequestState, Urgency
from procurement.forms.approvals import DecisionForm
from procurement.models import ApprovalRequest
from procurement.operations import approving
from procurement.operations.approving import AlreadyDecidedError, TooLateError
from procurement.operations.exposures import standing_of
from procurement.operations.routing import people_for, seat_today
from procurement.views.lookup import approval_of
from procurement.views.shown import SaidDifference, said_differences

TONES = {Urgency.FRESH: "plain", Urgency.REMIND: "limited", Urgency.ESCALATE: "bad"}


@require_GET
@workspace_view(EVERYBODY)
def approval_list(request: WorkspaceRequest) -> HttpResponse:
    rows = ApprovalRequest.objects.in_workspace(request.workspace).select_related("requester")
    now = timezone.now()
    waiting = rows.pending().filter(waiting_for=request.user).order_by("asked_at", "pk")
    others = rows.exclude(pk__in=waiting).order_by("-asked_at", "-pk")[:50]
    context = {
        "waiting": [(row, *_urgency(row, now)) for row in waiting],
        "others": others,
    }
    return render(request, "procurement/approval_list.html", context)


@require_http_methods(["GET", "POST"])
@workspace_view(EVERYBODY, writers=WRITERS)
def approval_detail(request: WorkspaceRequest, request_id: int) -> HttpResponse:
    asked = approval_of(request, request_id)
    now = timezone.now()
    if request.method != "POST":
        form = DecisionForm(initial={"version": asked.version})
        changes = _changes(asked, read=request.GET.get("read", ""))
        return _card(request, asked, form, now=now, changes=changes)
    form = posted(DecisionForm, request)
    if not form.is_valid():
        return _card(request, asked, form, now=now, status=422)
    return _decide(request, asked, form, now=now)


@require_GET
@workspace_view(EVERYBODY)
def approval_from_mail(request: WorkspaceRequest, mark: str) -> HttpResponse:
    """Lead from a mail to the request, by sign-in as everywhere; say what changed since then."""
    try:
        number, version = approving.read_mark(mark)
    except signing.BadSignature as error:
        raise Http404 from error
    asked = approval_of(request, number)
    path = reverse("procurement:approval-detail", args=[request.workspace.slug, asked.pk])
    return redirect(path if version == asked.version else f"{path}?read={version}")


@require_GET
@workspace_view(EVERYBODY)
def approval_slip(request: WorkspaceRequest, request_id: int) -> HttpResponse:
    asked = approval_of(request, request_id)
    now = timezone.now()
    votes = asked.votes.filter(revision=asked.revision).select_related("person", "seat")
    context = {
        "asked": asked,
        "shown": asked.versions.get(revision=asked.revision).shown,
        "standing": standing_of(asked.disruption) if asked.disruption else None,
        "votes": votes.order_by("pk"),
        "waiting_for": asked.waiting_for.order_by("name", "pk"),
        "now": now,
    }
    return render(request, "procurement/approval_slip.html", context)


@require_POST
@workspace_view(WRITERS)
def approval_take_back(request: WorkspaceRequest, request_id: int) -> HttpResponse:
    asked = approval_of(request, request_id)
    now = timezone.now()
    try:
        approving.take_back(asked, by=request.membership, now=now)
        messages.success(request, _("The approval is taken back. The request waits again."))
    except TooLateError:
        messages.error(
            request, _("It is too late to take it back: the time is over or it was ordered.")
        )
    except MayNotDecideError as error:
        approving.record_refusal(asked, error, by=request.membership, now=now)
        messages.error(request, _("Only the person who decided can take it back."))
    return redirect("procurement:approval-detail", request.workspace.slug, asked.pk)


def _urgency(row: ApprovalRequest, now: datetime) -> tuple[str, str]:
    """Return how long it has waited in words, and the tone of their badge."""
    urgency = urgency_of(row.asked_at, now=now)
    return str(urgency.label), TONES[urgency]


def _decide(
    request: WorkspaceRequest, asked: ApprovalRequest, form: DecisionForm, *, now: datetime
) -> HttpResponse:
    said = form.cleaned_data
    try:
        approving.decide(
            asked,
            Decision(said["decision"]),
            by=request.membership,
            version=said["version"],
            comment=said["comment"],
            now=now,
        )
    except MayNotDecideError as error:
        approving.record_refusal(asked, error, by=request.membership, now=now)
        form.add_error(None, str(error.bar.label))
        return _card(request, asked, form, now=now, status=403)
    except ChangedRequestError as error:
        fresh = approval_of(request, asked.pk)
        form = DecisionForm(initial={"version": fresh.version})
        changes = said_differences(error.differences)
        return _card(request, fresh, form, now=now, status=409, differences=changes)
    except AlreadyDecidedError as error:
        return _card(request, approval_of(request, error.request.pk), form, now=now, status=409)
    messages.success(request, _("Your decision is recorded."))
    return redirect("procurement:approval-detail", request.workspace.slug, asked.pk)


def _changes(asked: ApprovalRequest, *, read: str) -> list[SaidDifference]:
    """Return what is different from the version that was read, or from the one before."""
    before = approving.shown_of(asked, read) if read else {}
    if not before and asked.revision > 1:
        before = asked.versions.get(revision=asked.revision - 1).shown
    now = asked.versions.get(revision=asked.revision).shown
    return said_differences(differences(before, now)) if before else []


def _card(
    request: WorkspaceRequest,
    asked: ApprovalRequest,
    form: DecisionForm,
    *,
    now: datetime,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    people = people_for(asked, now=now)
    route = seat_today(asked, people)
    votes = approving.plain_votes(asked)
    bar = None
    try:
        seat_for(request.membership.user_id, route, people, votes, amount=asked.amount)
    except MayNotDecideError as error:
        bar = error.bar
    context = {
        "asked": asked,
        "shown": asked.versions.get(revision=asked.revision).shown,
        "earlier": asked.versions.exclude(revision=asked.revision).order_by("-revision"),
        "votes": asked.votes.select_related("person", "seat").order_by("-pk"),
        "route": route,
        "waiting_for": asked.waiting_for.order_by("name", "pk"),
        "bar": bar,
        "may_decide": bar is None and asked.is_pending,
        "standing": standing_of(asked.disruption) if asked.disruption else None,
        "take_back_left": _left(request, asked, now),
        "form": form,
    }
    return render(request, "procurement/approval_detail.html", context | more, status=status)


def _left(request: WorkspaceRequest, asked: ApprovalRequest, now: datetime) -> Any:
    """Return for how long this person can still take it back. None: they cannot."""
    if asked.state != RequestState.APPROVED or asked.decided_by_id != request.user.pk:
        return None
    assert asked.decided_at is not None  # noqa: S101 - the database keeps it with the state
    return can_take_back(decided_at=asked.decided_at, dispatched_at=asked.dispatched_at, now=now)
