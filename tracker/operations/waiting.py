"""What waits for one person today, what came since they looked, what was done."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.enums import WRITERS, MessageUrgency
from accounts.models import AuditEntry, Membership, Message
from tracker.enums import RecordKind
from tracker.models import Change, Disruption, Page, Source, Supplier, TimelineRecord
from tracker.operations.board import TROUBLED

MOST = 20  # of each kind; what is beyond is on the board and in the lists
NEWS_WITHIN = timedelta(days=2)
MISSES_BEFORE_TOLD = 2


@dataclass(frozen=True, slots=True)
class Turn:
    """Everything that waits for one member.

    Shapes: each list is sorted most urgent first; `checks` are suppliers whose daily check is
        due, `retries` observations to be repeated.
    """

    messages: list[Message]
    sources: list[Source]
    checks: list[Supplier]
    retries: list[TimelineRecord]

    @property
    def count(self) -> int:
        return len(self.messages) + len(self.sources) + len(self.checks) + len(self.retries)


def turn_of(membership: Membership, *, now: datetime) -> Turn:
    """Return what waits for the member; what they may not do does not wait for them."""
    may_write = membership.role in WRITERS
    return Turn(
        messages=_messages(membership),
        sources=_sources(membership),
        checks=_checks(membership, now) if may_write else [],
        retries=_retries(membership, now) if may_write else [],
    )


def news_since(membership: Membership, since: datetime) -> list[tuple[Change, Source]]:
    """Return the newest changes of all followed pages with the source that read them."""
    pages = Page.objects.followed_in(membership.workspace)
    changes = Change.objects.filter(page__in=pages).news().told_once(pages).since(since)
    newest = list(
        changes.select_related("page").defer("difference").order_by("-seen_at", "-pk")[:MOST]
    )
    followed = {change.page.parent_id or change.page_id for change in newest}
    followed |= {change.page_id for change in newest}
    sources = Source.objects.in_workspace(membership.workspace).current()
    by_page: dict[int, Source] = {
        source.page_id: source
        for source in sources.filter(page__in=followed).select_related("supplier")
    }
    pairs = [
        (change, by_page.get(change.page_id) or by_page.get(change.page.parent_id or 0))
        for change in newest
    ]
    return [(change, source) for change, source in pairs if source]


def done_today(membership: Membership, *, now: datetime) -> QuerySet[AuditEntry]:
    """Return what the member did since midnight of the company's day, newest first."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    entries = AuditEntry.objects.filter(
        workspace=membership.workspace, actor=membership.user, acted_at__gte=midnight
    )
    return entries.order_by("-acted_at", "-pk")[:MOST]


def _messages(membership: Membership) -> list[Message]:
    unread = Message.objects.unread().filter(
        workspace=membership.workspace, recipient=membership.user, urgency=MessageUrgency.NOW
    )
    return list(unread.order_by("-created_at", "-pk")[:MOST])


def _sources(membership: Membership) -> list[Source]:
    """Return sources that the member keeps and that could not be read twice in a row."""
    kept = Source.objects.in_workspace(membership.workspace).current()
    lost = kept.filter(
        keeper=membership.user,
        page__health__in=TROUBLED,
        page__miss_count__gte=MISSES_BEFORE_TOLD,
    )
    return list(lost.select_related("supplier", "page").order_by("page__missed_since", "pk")[:MOST])


def _checks(membership: Membership, now: datetime) -> list[Supplier]:
    """Return disrupted suppliers whose daily check is due and was not made today (TRK-17)."""
    check_at = membership.workspace.check_at
    here = timezone.localtime(now)
    if check_at is None or here.time() < check_at:
        return []
    midnight = timezone.make_aware(datetime.combine(here.date(), time.min))
    made = TimelineRecord.objects.filter(
        supplier=OuterRef("pk"), kind=RecordKind.CHECK, happened_at__gte=midnight
    )
    opened = Disruption.objects.open().filter(supplier=OuterRef("pk"))
    suppliers = Supplier.objects.in_workspace(membership.workspace).active()
    return list(suppliers.filter(Exists(opened), ~Exists(made)).order_by("name", "pk")[:MOST])


def _retries(membership: Membership, now: datetime) -> list[TimelineRecord]:
    """Return observations to be repeated, unless somebody has looked since (TRK-18)."""
    later = TimelineRecord.objects.filter(
        Q(happened_at__gt=OuterRef("happened_at")),
        supplier=OuterRef("supplier"),
        kind=RecordKind.OBSERVATION,
        observed=OuterRef("observed"),
    )
    records = TimelineRecord.objects.in_workspace(membership.workspace)
    due = records.filter(~Exists(later), retry_at__lte=now)
    return list(due.select_related("supplier", "author").order_by("retry_at", "pk")[:MOST])
