"""The planned stops of a company as iCalendar, at an address that is signed for one member."""

from datetime import timedelta

from django.contrib import messages
from django.core import signing
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY
from accounts.models import Membership
from accounts.operations.feeds import revoke
from accounts.reader import in_company
from tracker.models import MaintenanceWindow
from tracker.operations import planned_calendar

SALT = "tracker.planned-feed"
SHOWN_BACK = timedelta(days=90)


def path_of(membership: Membership) -> str:
    """Return the member's own address of the calendar."""
    token = signing.dumps([membership.pk, membership.feed_version], salt=SALT)
    return reverse("tracker:planned-feed", args=[membership.workspace.slug, token])


@require_safe
def planned_feed(request: HttpRequest, slug: str, calendar_token: str) -> HttpResponse:
    membership = _opened(slug, calendar_token)
    now = timezone.now()
    windows = MaintenanceWindow.objects.in_workspace(membership.workspace)
    shown = windows.filter(end_at__gt=now - SHOWN_BACK).select_related("supplier")
    rows = shown.prefetch_related("slots").order_by("start_at", "pk")
    with in_company(membership.workspace), override(membership.user.language):
        content = planned_calendar.to_ical(
            rows, membership.workspace, link=request.build_absolute_uri, now=now
        )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Content-Disposition"] = f'inline; filename="planned-{slug}.ics"'
    return response


@require_POST
@workspace_view(EVERYBODY)
def planned_feed_revoke(request: WorkspaceRequest) -> HttpResponse:
    """Make all feed addresses of this member worthless; new ones are shown at once."""
    revoke(request.membership, now=timezone.now())
    messages.success(request, _("The old feed addresses no longer work."))
    return redirect("tracker:window-list", request.workspace.slug)


def _opened(slug: str, token: str) -> Membership:
    """Return whose address it is.

    Raises: Http404 for a forged or revoked address, and for people who are no longer members.
    """
    try:
        membership_id, version = signing.loads(token, salt=SALT)
    except (BadSignature, ValueError) as error:
        raise Http404 from error
    memberships = Membership.objects.current().select_related("workspace", "user")
    found = memberships.filter(pk=membership_id, feed_version=version, workspace__slug=slug)
    membership = found.first()
    if membership is None:
        raise Http404
    return membership
