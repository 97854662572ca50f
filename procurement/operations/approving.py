"""Asking, deciding, amending and taking back: each is one conditional update with its record."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import MessageUrgency
from accounts.models import Membership, User
from accounts.operations import audit, messages
from accounts.operations.audit import Actor
from procurement.domain.approvals import (
    MayNotDecideError,
    Progress,
    can_take_back,
    check_version,
    progress,
    seat_for,
    version_of,
)
from procurement.domain.approvals import Vote as PlainVote
from procurement.domain.routes import Route, Subject
from procurement.enums import Bar, Decision, RequestState
from procurement.models import ApprovalRequest, RequestVersion, Vote
from procurement.operations.routing import people_for, route_for, seat_today, to_row
from tracker.models import Disruption

MAIL_SALT = "procurement.approval"
MAIL_AGE = timedelta(days=14)
TRIES = 5  # two people on two seats of one step may pass each other this often
FINAL = frozenset({RequestState.APPROVED, RequestState.REFUSED, RequestState.RETURNED})


class AlreadyDecidedError(Exception):
    """Somebody was first. The request says who and when."""

    def __init__(self, request: ApprovalRequest) -> None:
        super().__init__(f"{request.pk} is {request.state}")
        self.request = request


class TooLateError(Exception):
    """The time to take an approval back is over, or the order has gone out."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for. `shown` is all that a decider will read of it."""

    title: str
    subject: Subject
    shown: Mapping[str, Any]
    disruption: Disruption | None = None
    needed_on: date | None = None
    is_review: bool = False

    def for_review(self, *, by_day: date | None) -> "Wish":
        """Return the wish as one to look at afterwards, by a day."""
        return replace(self, needed_on=by_day, is_review=True)


def ask(wish: Wish, *, by: Membership, now: datetime) -> ApprovalRequest:
    """Ask for approval; the route that fits today is kept with the request (A7)."""
    route = route_for(by.workspace, wish.subject)
    with transaction.atomic():
        request = ApprovalRequest.objects.create(
            workspace=by.workspace,
            title=wish.title[:200],
            amount=wish.subject.amount,
            department=wish.subject.department,
            disruption=wish.disruption,
            requester=by.user,
            asked_at=now,
            needed_on=wish.needed_on,
            is_review=wish.is_review,
            version=version_of(wish.shown),
            route=to_row(route),
        )
        _keep_version(request, wish.shown, made_by=by.user, now=now)
        _record("approval.asked", request, by.user, now, {"amount": request.amount})
        _renew_waiting(request, now=now)
        _tell_approvers(request, now=now)
    return request


def decide(
    request: ApprovalRequest,
    decision: Decision,
    *,
    by: Membership,
    version: str,
    comment: str = "",
    now: datetime,
) -> ApprovalRequest:
    """Decide on the seat of a person, and say what the request is now.

    Raises: MayNotDecideError; ChangedRequestError when another version was read;
        AlreadyDecidedError when somebody was first.
    """
    for _attempt in range(TRIES):
        fresh = ApprovalRequest.objects.select_related("workspace").get(pk=request.pk)
        try:
            if _decide_once(fresh, decision, by=by, version=version, comment=comment, now=now):
                return fresh
        except MayNotDecideError:
            if not _has_moved(fresh):
                raise  # otherwise the votes were read after somebody else's decision
    raise AlreadyDecidedError(ApprovalRequest.objects.get(pk=request.pk))


def amend(
    request: ApprovalRequest,
    wish: Wish,
    *,
    by: Membership,
    now: datetime,
) -> ApprovalRequest:
    """Change what is asked for; earlier votes no longer count, and the editor cannot decide.

    Raises: AlreadyDecidedError when it is decided, or changed by somebody else meanwhile.
    """
    with transaction.atomic():
        open_states = [RequestState.PENDING, RequestState.RETURNED]
        still = ApprovalRequest.objects.filter(
            pk=request.pk, revision=request.revision, state__in=open_states
        )
        route = to_row(route_for(by.workspace, wish.subject))
        count = still.update(
            revision=request.revision + 1,
            version=version_of(wish.shown),
            amount=wish.subject.amount,
            title=wish.title[:200],
            route=route,
            state=RequestState.PENDING,
            vote_count=0,
            decided_at=None,
            decided_by=None,
            reminded_at=None,
            escalated_at=None,
        )
        if not count:
            raise AlreadyDecidedError(ApprovalRequest.objects.get(pk=request.pk))
        request.refresh_from_db()
        _keep_version(request, wish.shown, made_by=by.user, now=now)
        _record("approval.amended", request, by.user, now, {"revision": request.revision})
        _renew_waiting(request, now=now)
        _tell_approvers(request, now=now)
    return request


def take_back(request: ApprovalRequest, *, by: Membership, now: datetime) -> None:
    """Take an approval back while it can be; the request waits again for all votes.

    Raises: TooLateError; MayNotDecideError for anybody but who decided.
    """
    if request.decided_by_id != by.user_id:
        raise MayNotDecideError(Bar.NOT_SEATED)
    decided_at = request.decided_at
    if decided_at is None or not can_take_back(
        decided_at=decided_at, dispatched_at=request.dispatched_at, now=now
    ):
        raise TooLateError
    with transaction.atomic():
        held = ApprovalRequest.objects.filter(
            pk=request.pk, state=RequestState.APPROVED, dispatched_at=None, decided_at=decided_at
        )
        if not held.update(
            state=RequestState.PENDING,
            revision=request.revision + 1,
            vote_count=0,
            decided_at=None,
            decided_by=None,
            settled_at=None,
        ):
            raise TooLateError
        before = request.versions.get(revision=request.revision)
        request.refresh_from_db()
        _keep_version(request, before.shown, made_by=before.made_by, now=now)
        _record("approval.taken_back", request, by.user, now, {"revision": request.revision})
        _renew_waiting(request, now=now)


def withdraw(request: ApprovalRequest, *, by: Membership, now: datetime) -> None:
    """Stop asking. Raises: AlreadyDecidedError."""
    with transaction.atomic():
        pending = ApprovalRequest.objects.filter(
            pk=request.pk, requester=by.user, state=RequestState.PENDING
        )
        if not pending.update(state=RequestState.TAKEN_BACK):
            raise AlreadyDecidedError(ApprovalRequest.objects.get(pk=request.pk))
        request.refresh_from_db()
        request.waiting_for.clear()
        _record("approval.withdrawn", request, by.user, now, {})


def claim_dispatch(request: ApprovalRequest, *, by: User, now: datetime) -> bool:
    """Take an approved request for ordering. False: it was not approved, or is ordered already.

    Belongs in the transaction that makes the order.
    """
    approved = ApprovalRequest.objects.filter(
        pk=request.pk, state=RequestState.APPROVED, dispatched_at=None
    )
    if not approved.update(state=RequestState.DISPATCHED, dispatched_at=now):
        return False
    request.refresh_from_db()
    _record("approval.dispatched", request, by, now, {})
    return True


def record_refusal(
    request: ApprovalRequest, error: MayNotDecideError, *, by: Membership, now: datetime
) -> None:
    """Write down that somebody tried to decide who may not (A1)."""
    with transaction.atomic():
        _record("approval.refused_person", request, by.user, now, {"bar": str(error.bar)})


def shown_of(request: ApprovalRequest, version: str) -> dict[str, Any]:
    """Return what was shown under a mark; nothing when it was never shown."""
    row = request.versions.filter(version=version).order_by("-revision").first()
    return dict(row.shown) if row else {}


def plain_votes(request: ApprovalRequest) -> list[PlainVote]:
    """Return the votes of the revision that stands, in the order in which they were made."""
    rows = request.votes.filter(revision=request.revision).order_by("pk")
    return [PlainVote(v.step, v.seat_id, v.person_id, Decision(v.decision)) for v in rows]


def standing(request: ApprovalRequest, *, now: datetime) -> Progress:
    """Return where a request stands today."""
    return progress(seat_today(request, people_for(request, now=now)), plain_votes(request))


def _decide_once(
    request: ApprovalRequest,
    decision: Decision,
    *,
    by: Membership,
    version: str,
    comment: str,
    now: datetime,
) -> bool:
    """Try one conditional update. False: somebody else moved the request, so look again."""
    people = people_for(request, now=now)
    route, votes = seat_today(request, people), plain_votes(request)
    if by.user_id in people.barred:
        seat_for(by.user_id, route, people, votes, amount=request.amount)
    if request.state != RequestState.PENDING:
        raise AlreadyDecidedError(request)
    shown = request.versions.get(revision=request.revision).shown
    check_version(version, shown, shown_of(request, version))
    seat = seat_for(by.user_id, route, people, votes, amount=request.amount)
    vote = PlainVote(seat.step, seat.seat, seat.person, decision)
    after = progress(route, [*votes, vote])
    with transaction.atomic():
        if not _claim(request, after, by=by.user, now=now):
            return False
        Vote.objects.create(
            request=request,
            revision=request.revision,
            version=version,
            step=vote.step,
            seat_id=vote.seat,
            person=by.user,
            decision=decision,
            comment=comment,
            made_at=now,
        )
        request.refresh_from_db()
        after_words = {"decision": str(decision), "version": version, "seat": vote.seat}
        _record("approval.decided", request, by.user, now, after_words, reason=comment)
        _renew_waiting(request, now=now)
        _tell_requester(request, decision, by=by, now=now)
    return True


def _has_moved(request: ApprovalRequest) -> bool:
    """Return whether somebody has decided or changed the request since it was read."""
    same = ApprovalRequest.objects.filter(
        pk=request.pk, revision=request.revision, vote_count=request.vote_count
    )
    return not same.exists()


def _claim(request: ApprovalRequest, after: Progress, *, by: User, now: datetime) -> bool:
    """The one conditional update that decides: who comes second finds the count moved on."""
    unmoved = ApprovalRequest.objects.filter(
        pk=request.pk,
        state=RequestState.PENDING,
        revision=request.revision,
        vote_count=request.vote_count,
    )
    values: dict[str, Any] = {"vote_count": request.vote_count + 1, "state": after.state}
    if after.state in FINAL:
        values |= {"decided_at": now, "decided_by": by}
    return unmoved.update(**values) == 1


def _keep_version(
    request: ApprovalRequest, shown: Mapping[str, Any], *, made_by: User, now: datetime
) -> None:
    RequestVersion.objects.create(
        request=request,
        revision=request.revision,
        version=version_of(shown),
        shown=dict(shown),
        made_by=made_by,
        made_at=now,
    )


def _record(
    action: str,
    request: ApprovalRequest,
    by: User,
    now: datetime,
    after: dict[str, Any],
    reason: str = "",
) -> None:
    audit.record(
        action,
        request,
        actor=Actor.person(by),
        now=now,
        workspace=request.workspace,
        after=after,
        reason=reason,
    )


def _renew_waiting(request: ApprovalRequest, *, now: datetime) -> None:
    """Keep on the row whom the request waits for, deputies included, for lists and badges."""
    people = people_for(request, now=now)
    route = seat_today(request, people)
    now_at = progress(route, plain_votes(request))
    step = now_at.step if request.state == RequestState.PENDING else None
    seats = route.steps[step].seats if step is not None else ()
    holders = {who for seat in seats if seat.approver in now_at.open_seats for who in seat.holders}
    request.waiting_for.set(holders)


def _tell_approvers(request: ApprovalRequest, *, now: datetime) -> list[int]:
    waiting = request.waiting_for.values_list("pk", flat=True)
    members = Membership.objects.current().filter(workspace=request.workspace, user__in=waiting)
    return messages.tell(
        members.select_related("user", "workspace"),
        urgency=MessageUrgency.NOW,
        subject=_("Approval is asked of you"),
        body=_("A request waits for your decision. Open it to see what, how much and why."),
        path=mailed_path_of(request),
        cause=f"approval:{request.pk}:{request.revision}:{request.vote_count}",
        now=now,
    )


def _tell_requester(
    request: ApprovalRequest, decision: Decision, *, by: Membership, now: datetime
) -> None:
    if request.state == RequestState.PENDING and decision != Decision.ASK:
        _tell_approvers(request, now=now)
        return
    members = Membership.objects.current().filter(
        workspace=request.workspace, user=request.requester
    )
    messages.tell(
        members.select_related("user", "workspace"),
        urgency=MessageUrgency.NOW,
        subject=_("Your request was answered"),
        body=_("Somebody has decided or asked about your request. Open it to see what to do next."),
        path=path_of(request),
        cause=f"approval-answer:{request.pk}:{request.revision}:{request.vote_count}",
        now=now,
    )


def path_of(request: ApprovalRequest) -> str:
    return reverse("procurement:approval-detail", args=[request.workspace.slug, request.pk])


def mailed_path_of(request: ApprovalRequest) -> str:
    """Return the signed address that a mail gives. It names the version that the mail was about,
    lets nobody in, and wears out."""
    mark = signing.dumps({"request": request.pk, "version": request.version}, salt=MAIL_SALT)
    return reverse("procurement:approval-from-mail", args=[request.workspace.slug, mark])


def read_mark(mark: str) -> tuple[int, str]:
    """Return request and version of a mailed address. Raises: signing.BadSignature."""
    said = signing.loads(mark, salt=MAIL_SALT, max_age=MAIL_AGE)
    return said["request"], said["version"]


def route_name(route: Route | None) -> str:
    """Return the name of a route; empty where the named fallback decides."""
    return route.name if route else ""
