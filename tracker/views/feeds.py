"""A supplier's timeline as an Atom feed, at an address that is signed for one member."""

import unicodedata

from django.contrib import messages
from django.core import signing
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY
from accounts.models import Membership
from accounts.operations.feeds import revoke
from accounts.reader import in_company
from tracker.models import Supplier
from tracker.operations import timeline
from tracker.operations.timeline import Event
from tracker.views.lookup import supplier_of

SALT = "tracker.timeline-feed"


def path_of(membership: Membership, supplier: Supplier) -> str:
    """Return the member's own address of a supplier's feed."""
    token = signing.dumps([membership.pk, membership.feed_version, supplier.pk], salt=SALT)
    return reverse("tracker:timeline-feed", args=[membership.workspace.slug, token])


@require_safe
def timeline_feed(request: HttpRequest, slug: str, feed_token: str) -> HttpResponse:
    membership, supplier = _opened(slug, feed_token)
    events = timeline.read(supplier, timeline.pages_of(supplier)).events
    with in_company(membership.workspace), override(membership.user.language):
        feed = _feed(request, supplier, membership)
        for event in events:
            _add(feed, request, supplier, event)
    response = HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml")
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
@workspace_view(EVERYBODY)
def feed_revoke(request: WorkspaceRequest, supplier_id: int) -> HttpResponse:
    """Make all feed addresses of this member worthless; new ones are shown at once."""
    supplier = supplier_of(request, supplier_id)
    revoke(request.membership, now=timezone.now())
    messages.success(request, _("The old feed addresses no longer work."))
    return redirect("tracker:supplier-detail", request.workspace.slug, supplier.pk)


def _opened(slug: str, token: str) -> tuple[Membership, Supplier]:
    """Return whose address it is and what it shows.

    Raises: Http404 for a forged or revoked address, and for people who are no longer members.
    """
    try:
        membership_id, version, supplier_id = signing.loads(token, salt=SALT)
    except (BadSignature, ValueError) as error:
        raise Http404 from error
    memberships = Membership.objects.current().select_related("workspace", "user")
    membership = memberships.filter(
        pk=membership_id, feed_version=version, workspace__slug=slug
    ).first()
    if membership is None:
        raise Http404
    supplier = Supplier.objects.in_workspace(membership.workspace).filter(pk=supplier_id).first()
    if supplier is None:
        raise Http404
    return membership, supplier


def _feed(request: HttpRequest, supplier: Supplier, membership: Membership) -> Atom1Feed:
    path = reverse("tracker:supplier-detail", args=[membership.workspace.slug, supplier.pk])
    return Atom1Feed(
        title=f"{plain(supplier.name)} · {plain(membership.workspace.name)}",
        link=request.build_absolute_uri(path),
        description="",
        feed_url=request.build_absolute_uri(),
        language=membership.user.language,
    )


def _add(feed: Atom1Feed, request: HttpRequest, supplier: Supplier, event: Event) -> None:
    slug = supplier.workspace.slug
    if event.change:
        path = reverse("tracker:change-detail", args=[slug, supplier.pk, event.change.pk])
        tier = event.source.get_folder_display() if event.source else ""
        title = f"[{tier}] {event.change.get_kind_display()}: {event.change.title}"
        body = event.change.reason
    else:
        assert event.record is not None  # noqa: S101 - an event is one of the two
        path = reverse("tracker:record-detail", args=[slug, supplier.pk, event.record.pk])
        title = event.record.get_kind_display()
        body = event.record.body
    link = request.build_absolute_uri(path)
    feed.add_item(
        title=plain(title),
        link=link,
        description=plain(body),
        unique_id=link,
        pubdate=event.moment,
        updateddate=event.moment,
    )


def plain(text: str) -> str:
    """Return the text without characters that XML cannot carry."""
    return "".join(
        char for char in text if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs")
    )
