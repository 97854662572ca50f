"""Reading what kept versions claim, apart from keeping them.

The visit that brings a version only keeps it; what it says to a buyer takes ten times as long to
read, and a reader that is slow, broken or killed must not keep the poller from its next page.
"""

from datetime import datetime, timedelta
from time import monotonic

from django.db import transaction
from django.db.models import F

from tracker.domain import notices
from tracker.enums import ChangeKind, CheckOutcome, PageKind
from tracker.enums.reading import ReadProblem
from tracker.models import Change, Notice, Snapshot
from tracker.operations import claim_reading, claims, misses, reading
from tracker.operations.changes import identity_of
from tracker.operations.claims import PreparedClaims
from tracker.operations.looking import Look

BATCH = 20  # versions claimed together
TURN_SECONDS = 5.0  # then the polls that wait have theirs
LEASE = timedelta(seconds=60)  # for a batch; about two seconds of work
MOST_TRIES = 3  # that ended without an end: the version kills its readers


def read_due(*, now: datetime) -> None:
    """Read what was kept and not read yet, oldest first, for one turn."""
    ends_at = monotonic() + TURN_SECONDS
    while monotonic() < ends_at and (batch := _claimed(now)):
        for snapshot in batch:
            _read(snapshot, now)


def _claimed(now: datetime) -> list[Snapshot]:
    """Take some versions for this run; one that was tried before is taken alone."""
    due = Snapshot.objects.unread(now=now).order_by("read_tries", "pk")
    rows = list(due.values_list("pk", "read_tries")[:BATCH])
    chosen = [pk for pk, tries in rows if tries == 0] or [pk for pk, _ in rows[:1]]
    taken = Snapshot.objects.unread(now=now).filter(pk__in=chosen)
    if not chosen or taken.update(read_due_at=now + LEASE, read_tries=F("read_tries") + 1) == 0:
        return []
    return list(Snapshot.objects.select_related("page").filter(pk__in=chosen).order_by("pk"))


def _read(snapshot: Snapshot, now: datetime) -> None:
    """Read one version and keep what it claims, once."""
    is_given_up = snapshot.read_tries > MOST_TRIES
    prepared = None if is_given_up else _prepared(snapshot)
    with transaction.atomic():
        waiting = Snapshot.objects.filter(pk=snapshot.pk, read_due_at__isnull=False)
        if not waiting.update(read_due_at=None):
            return  # another reader was faster
        if prepared is None:
            problem = ReadProblem.READER_DIED
            misses.record(Look(snapshot.page, now, CheckOutcome.UNREADABLE, problem))
        else:
            _record(snapshot, prepared)


def _prepared(snapshot: Snapshot) -> PreparedClaims:
    if snapshot.page.kind == PageKind.NOTICE_LIST:  # the pages behind its links are read themselves
        return PreparedClaims(told_on=snapshot.published_on)
    document = reading.read_snapshot(snapshot)
    today = reading.day_of(snapshot.taken_at)
    standing = notices.split(document, captured_on=today)
    return claim_reading.prepare(document, notices=standing, captured_on=today)


def _record(snapshot: Snapshot, prepared: PreparedClaims) -> None:
    """Keep what the version says, under its notices, and what it took back."""
    keys = {one.notice_key for one in prepared.claims if one.notice_key}
    identities = {identity_of(key): key for key in keys}
    rows = Notice.objects.filter(page=snapshot.page, identity__in=identities)
    gone = Change.objects.filter(after=snapshot, kind=ChangeKind.WITHDRAWN, notice__isnull=False)
    claims.record_claims(
        snapshot,
        prepared,
        notices={identities[row.identity]: row for row in rows},
        withdrawn=[change.notice for change in gone.select_related("notice") if change.notice],
    )
