"""What waits for one person today, what came since they looked, what was done."""

from dataclasses import dataclass, fields
from datetime import datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.enums import WRITERS, MessageUrgency
from accounts.models import AuditEntry, Membership, Message
from tracker.enums import RELEASE_ORDER, STAGE_DECIDERS, RecordKind
from tracker.models import (
    Change,
    Disruption,
    DisruptionProposal,
    Page,
    ServiceState,
    Source,
    StageDecision,
    Supplier,
    TimelineRecord,
)
from tracker.operations.board import TROUBLED

MOST = 20  # of each kind; what is beyond is on the board and in the lists
NEWS_WITHIN = timedelta(days=2)
MISSES_BEFORE_TOLD = 2


@dataclass(frozen=True, slots=True)
class Turn:
    """Everything that waits for one member.

    Shapes: each list is sorted most urgent first; `checks` are suppliers whose daily check is
        due, `retries` observations to be repeated, `proposals` stops that nobody has answered,
        `stages` disrupted suppliers that moved since a person last decided their stage.
    """

    messages: list[Message]
    sources: list[Source]
    checks: list[Supplier]
    retries: list[TimelineRecord]
    proposals: list[DisruptionProposal]
    stages: list[Supplier]

    @property
    def count(self) -> int:
        return sum(len(getattr(self, kind.name)) for kind in fields(self))


def turn_of(membership: Membership, *, now: datetime) -> Turn:
    """Return what waits for the member; what they may not do does not wait for them."""
    may_write = membership.role in WRITERS
    return Turn(
        messages=_messages(membership),
        sources=_sources(membership),
        checks=_checks(membership, now) if may_write else [],
        retries=_retries(membership, now) if may_write else [],
        proposals=_proposals(membership) if may_write else [],
        stages=_stages(membership) if membership.role in STAGE_DECIDERS else [],
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


def _proposals(membership: Membership) -> list[DisruptionProposal]:
    """Return stops of which nobody has said yet whether they are a disruption."""
    waiting = DisruptionProposal.objects.in_workspace(membership.workspace).waiting()
    active = waiting.filter(supplier__archived_at=None)
    return list(active.select_related("supplier", "claim").order_by("proposed_at", "pk")[:MOST])


def _stages(membership: Membership) -> list[Supplier]:
    """Return disrupted suppliers whose ordering or shipping moved after the last decision."""
    decided = StageDecision.objects.filter(supplier=OuterRef("pk"), service="", domain="")
    last = decided.order_by("-decided_at").values("decided_at")[:1]
    states = ServiceState.objects.whole().filter(domain__in=RELEASE_ORDER[:2])
    mine = states.filter(supplier=OuterRef("pk"))
    moved = Exists(mine.filter(changed_at__gt=OuterRef("decided_at")))
    opened = Disruption.objects.open().filter(supplier=OuterRef("pk"))
    suppliers = Supplier.objects.in_workspace(membership.workspace).active()
    return list(
        suppliers.annotate(decided_at=Subquery(last))
        .filter(Exists(opened), moved | Q(Exists(mine), decided_at=None))
        .order_by("name", "pk")[:MOST]
    )
