"""A page that cannot be read: its last state stays and ages, and its keepers are told."""

from datetime import datetime, timedelta

from django.db.models import F
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.enums import MessageUrgency
from accounts.models import Membership
from accounts.operations import messages
from tracker.domain.watch import HOSTS_THAT_MEAN_US
from tracker.enums import ChangeKind, CheckOutcome, PageHealth
from tracker.models import Change, Page, Source
from tracker.operations import checks, pace
from tracker.operations.looking import Look

LATELY = timedelta(minutes=30)
TOLD_AFTER = 2  # misses in a row; one may be chance
HEALTH = {
    CheckOutcome.UNREADABLE: PageHealth.UNREADABLE,
    CheckOutcome.UNREACHABLE: PageHealth.UNREACHABLE,
    CheckOutcome.REFUSED: PageHealth.REFUSED,
}
SUBJECTS = {
    ChangeKind.LOST: _("“{name}” cannot be read"),
    ChangeKind.FOUND: _("“{name}” can be read again"),
}
BODIES = {
    ChangeKind.LOST: _(
        "{supplier}: two looks in a row brought nothing readable. The last known state stays and "
        "ages. Please look at the page yourself, or change the source."
    ),
    ChangeKind.FOUND: _("{supplier}: the page is being read again. There is nothing to do."),
}


def record(look: Look) -> None:
    """Note a look that could not be read. Nothing that was known before is touched."""
    page, at = look.page, look.at
    miss_count = page.miss_count + 1
    due_at = pace.next_due(page.interval, at=at, miss_count=miss_count)
    Page.objects.filter(pk=page.pk).update(
        last_checked_at=at,
        last_outcome=look.outcome,
        health=HEALTH[look.outcome],
        health_reason=look.reason,
        miss_count=F("miss_count") + 1,
        missed_since=page.missed_since or at,
        due_at=(max(due_at, look.retry_at or due_at) if page.host_id else None),
    )
    checks.log(page, look.outcome, at=at, reason=look.reason, by=look.by)
    if miss_count >= TOLD_AFTER and not was_told(page) and not is_our_network(look):
        _append(page, ChangeKind.LOST, at=at, reason=look.reason)
        _tell_keepers(page, ChangeKind.LOST, at=at)


def is_our_network(look: Look) -> bool:
    """Return True when nothing outside answers, so that no single site can be blamed.

    The health chip tells it once, for everybody.
    """
    if not look.is_on_the_way:
        return False
    lately = Page.objects.filter(last_checked_at__gt=look.at - LATELY).exclude(host=look.page.host)
    silent = lately.filter(health=PageHealth.UNREACHABLE).values("host").distinct().count()
    answering = lately.exclude(health=PageHealth.UNREACHABLE)
    return silent >= HOSTS_THAT_MEAN_US - 1 and not answering.exists()


def end(page: Page, *, at: datetime) -> None:
    """Note that a page can be read again."""
    if page.miss_count >= TOLD_AFTER and was_told(page):
        _append(page, ChangeKind.FOUND, at=at, reason="")
        _tell_keepers(page, ChangeKind.FOUND, at=at)
    Page.objects.filter(pk=page.pk).update(miss_count=0, missed_since=None, health_reason="")


def was_told(page: Page) -> bool:
    """Return True when the timeline already says that the page was lost."""
    ends = Change.objects.filter(page=page, kind__in=[ChangeKind.LOST, ChangeKind.FOUND])
    last = ends.order_by("-seen_at", "-pk").first()
    return last is not None and last.kind == ChangeKind.LOST


def _append(page: Page, kind: ChangeKind, *, at: datetime, reason: str) -> None:
    Change.objects.create(page=page, kind=kind, seen_at=at, title=str(page)[:200], reason=reason)


def _tell_keepers(page: Page, kind: ChangeKind, *, at: datetime) -> None:
    sources = Source.objects.current().filter(page=page, keeper__isnull=False)
    for source in sources.select_related("workspace", "supplier"):
        keepers = Membership.objects.current().filter(
            workspace=source.workspace, user=source.keeper_id
        )
        messages.tell(
            keepers.select_related("user", "workspace"),
            urgency=MessageUrgency.TODAY,
            subject=format_lazy(SUBJECTS[kind], name=source.name),
            body=format_lazy(BODIES[kind], supplier=source.supplier.name),
            path=f"{source.workspace.path}sources/{source.pk}/",
            cause=f"{kind}:{source.pk}:{at:%Y%m%d%H%M}",
            now=at,
        )
