"""Writing down what looks at pages brought: snapshots, notices, changes, misses."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from django.db import transaction
from django.db.models import QuerySet

from tracker.enums import MISSES, CheckOutcome, PageHealth
from tracker.enums.reading import ReadProblem
from tracker.models import Host, Page
from tracker.operations import changes, checks, hosts, misses, pace, twins
from tracker.operations.looking import Look


def record(host: Host, looks: Sequence[Look]) -> None:
    """Write everything that one visit brought, wholly or not at all.

    Raises: LostLeaseError when the host was claimed by another worker meanwhile.
    """
    prepared = [(look, changes.prepare(look)) for look in looks if look.is_new]
    with transaction.atomic():
        hosts.hold(host)
        unchanged = [look for look in looks if look.outcome is CheckOutcome.UNCHANGED]
        _record_unchanged(unchanged)
        made = [change for look, ready in prepared for change in changes.record(look, ready)]
        twins.join(made)
        for look in looks:
            if look.outcome in MISSES:
                misses.record(look)


def _record_unchanged(looks: Sequence[Look]) -> None:
    """Write all that said nothing new: one UPDATE per interval among them."""
    back = [look for look in looks if look.page.miss_count]
    for look in back:
        misses.end(look.page, at=look.at)
    ordered = sorted(looks, key=attrgetter("page.interval"))
    for interval, group in groupby(ordered, key=attrgetter("page.interval")):
        same = list(group)
        at: datetime = same[-1].at
        pages = [look.page for look in same]
        Page.objects.filter(pk__in=[page.pk for page in pages]).update(
            last_checked_at=at,
            last_read_at=at,
            last_outcome=CheckOutcome.UNCHANGED,
            health=PageHealth.READABLE,
            due_at=pace.next_due(interval, at=at),
        )
        checks.log_unchanged(pages, at=at)
    for look in looks:
        if look.has_other_bytes:
            _keep_validators(look)


def _keep_validators(look: Look) -> None:
    """The text is the same but the bytes are not: remember what spares reading them again."""
    Page.objects.filter(pk=look.page.pk).update(
        body_print=look.body_print, etag=look.etag, last_modified=look.last_modified
    )


def set_aside(host: Host, pages: QuerySet[Page], *, at: datetime) -> None:
    """Note that a page ends every process that reads it, and let its neighbours go on."""
    looks = [Look(page, at, CheckOutcome.UNREADABLE, ReadProblem.READER_DIED) for page in pages]
    record(host, looks)
