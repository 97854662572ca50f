"""The one door into a workspace: a view says which roles may enter, and only members find it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, NoReturn, ParamSpec, Protocol, cast

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from accounts.enums import Role
from accounts.models import Membership, User, Workspace
from accounts.operations import audit
from accounts.operations.audit import Actor
from accounts.reader import in_company

Arguments = ParamSpec("Arguments")
COMPANY_COOKIE = "fukkyu_company"
COMPANY_AGE = 365 * 24 * 3600  # seconds


class WorkspaceRequest(HttpRequest):
    """A request of a member inside a workspace."""

    user: User
    htmx: HtmxDetails
    workspace: Workspace
    membership: Membership


View = Callable[Concatenate[WorkspaceRequest, Arguments], HttpResponse]


class GuardedView(Protocol):
    """A view that has passed through `workspace_view`; tests read its roles."""

    roles: frozenset[Role]

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse: ...


def workspace_view(
    roles: frozenset[Role], *, writers: frozenset[Role] | None = None
) -> Callable[[View[Arguments]], GuardedView]:
    """Admit current members of the workspace in the address whose role is listed.

    `writers` may send forms where fewer may than read; None: whoever may read may send.

    Raises: Http404 to anybody who is no member, as if the workspace did not exist;
        PermissionDenied to a member whose role is not listed.
    """
    senders = roles if writers is None else writers

    def guard(view: View[Arguments]) -> GuardedView:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            inside = cast(WorkspaceRequest, request)
            inside.membership = _membership(inside.user, slug)
            inside.workspace = inside.membership.workspace
            is_reading = request.method in ("GET", "HEAD")
            if inside.membership.role not in (roles if is_reading else senders):
                _refuse(inside, is_reading=is_reading)
            with in_company(inside.workspace):
                response = view(inside, **kwargs)  # type: ignore[call-arg]  # url arguments
            return _remember_company(inside, response)

        guarded.roles = roles  # type: ignore[attr-defined]
        return cast(GuardedView, guarded)

    return guard


def confirmed(view: View[Arguments]) -> View[Arguments]:
    """Ask an administrator once more who is there before a change of who may enter (SEC-03).

    An answer counts for five minutes, so that everyday work needs no administrator's session.
    """
    checked: View[Arguments] = reauthentication_required(allow_get=True)(view)
    return checked


def last_company(request: HttpRequest) -> str:
    """Return the slug of the company that this browser showed last; it may be gone by now."""
    return request.COOKIES.get(COMPANY_COOKIE, "")


def _remember_company(request: WorkspaceRequest, response: HttpResponse) -> HttpResponse:
    if last_company(request) != request.workspace.slug:
        response.set_cookie(
            COMPANY_COOKIE,
            request.workspace.slug,
            max_age=COMPANY_AGE,
            secure=settings.IS_HTTPS,
            httponly=True,
            samesite="Lax",
        )
    return response


def _refuse(request: WorkspaceRequest, *, is_reading: bool) -> NoReturn:
    """Refuse a role; an attempt to change something is written down."""
    if not is_reading:
        with transaction.atomic():
            audit.record(
                "access.refused",
                request.path[:80],
                actor=Actor.person(request.user),
                now=timezone.now(),
                workspace=request.workspace,
                after={"role": request.membership.role},
            )
    raise PermissionDenied


def _membership(user: User, slug: str) -> Membership:
    memberships = Membership.objects.current().select_related("workspace", "user")
    found = memberships.filter(user=user, workspace__slug=slug).first()
    if found is None:
        raise Http404
    return found
