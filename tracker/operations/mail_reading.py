"""One look into one mail folder: claim it, ask for what is new, take each mail in once."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.enums import MessageUrgency
from accounts.models import Membership
from accounts.operations import messages
from tracker.enums import CheckOutcome, FetchReason, PageHealth
from tracker.models import Mailbox, Page, Snapshot
from tracker.operations import checks, intake, mailboxes, misses, pace
from tracker.operations.intake import UnreadableContentError
from tracker.operations.looking import Look
from tracker.sources import imap
from tracker.sources.errors import SourceError
from tracker.sources.imap import MailBatch

Clock = Callable[[], datetime]
REFUSALS = frozenset({FetchReason.MAIL_REFUSED, FetchReason.ADDRESS_REFUSED})


def read_mailbox(mailbox_id: int, *, clock: Clock) -> MailBatch | None:
    """Take in what is new in a folder. None: it was taken or not due, or could not be read.

    Raises: LostMailboxError when the claim was lost meanwhile; what was taken in before stays.
    """
    mailbox = mailboxes.claim(mailbox_id, now=clock())
    if mailbox is None:
        return None
    try:
        batch = _fetch(mailbox)
    except SourceError as error:
        _record_miss(mailbox, FetchReason(error.reason), now=clock())
        return None
    for uid in sorted([mail.uid for mail in batch.mails] + list(batch.oversized_uids)):
        _take_in(mailbox, batch, uid, now=clock())
    _record_look(mailbox, batch, now=clock())
    return batch


def _fetch(mailbox: Mailbox) -> MailBatch:
    """Return what came after the last mail; all of a folder that was made anew."""
    folder = mailboxes.folder_of(mailbox)
    after_uid = mailbox.last_uid
    while True:
        batch = imap.fetch_mail(
            folder,
            door=mailboxes.open_door(),
            after_uid=after_uid,
            authorities=settings.MAIL_AUTHORITIES,
        )
        if not after_uid or batch.uid_validity == mailbox.uid_validity:
            return batch
        after_uid = 0  # every number means another mail now; those known are not kept twice


def _take_in(mailbox: Mailbox, batch: MailBatch, uid: int, *, now: datetime) -> None:
    """Keep one mail and remember that it was taken, wholly or not at all."""
    raw = next((mail.raw for mail in batch.mails if mail.uid == uid), None)
    with transaction.atomic():
        mailboxes.hold(mailbox)
        ours = Mailbox.objects.filter(pk=mailbox.pk)
        ours.update(last_uid=uid, uid_validity=batch.uid_validity)
        if raw is None:
            _set_aside(mailbox, FetchReason.TOO_LARGE, uid, now=now)
        elif not _is_known(mailbox, raw):
            try:
                intake.take_in(mailbox.source, raw, intake.MAIL_TYPE, by=None, now=now)
            except UnreadableContentError as error:
                _set_aside(mailbox, error.reason, uid, now=now)


def _is_known(mailbox: Mailbox, raw: bytes) -> bool:
    kept = Snapshot.objects.filter(page=mailbox.source.page_id)
    return kept.filter(raw_sha256=sha256(raw).digest()).exists()


def _set_aside(mailbox: Mailbox, reason: str, uid: int, *, now: datetime) -> None:
    """Leave a mail where it is, and let the keeper look at it there."""
    source = mailbox.source
    checks.log(source.page, CheckOutcome.UNREADABLE, at=now, reason=reason)
    keepers = Membership.objects.current().filter(
        workspace=source.workspace_id, user=source.keeper_id
    )
    messages.tell(
        keepers.select_related("user", "workspace"),
        urgency=MessageUrgency.TODAY,
        subject=format_lazy(_("A mail for “{name}” cannot be read"), name=source.name),
        body=_("It was left unread where it lies. Please open it in your mail program."),
        path=f"{source.workspace.path}sources/{source.pk}/",
        cause=f"mail:{source.pk}:{mailbox.uid_validity}:{uid}",
        now=now,
    )


def _record_look(mailbox: Mailbox, batch: MailBatch, *, now: datetime) -> None:
    page = mailbox.source.page
    with transaction.atomic():
        mailboxes.hold(mailbox)
        if page.miss_count:
            misses.end(page, at=now)
        seen = {"last_checked_at": now, "last_read_at": now, "health": PageHealth.READABLE}
        if not batch.mails:
            seen["last_outcome"] = CheckOutcome.UNCHANGED
            checks.log(page, CheckOutcome.UNCHANGED, at=now)
        Page.objects.filter(pk=page.pk).update(**seen)
        is_more = len(batch.mails) + len(batch.oversized_uids) == imap.DEFAULT_LIMITS.message_count
        due_at = now if is_more else pace.next_due(mailbox.source.interval, at=now)
        mailboxes.release(mailbox, due_at=due_at, error="")


def _record_miss(mailbox: Mailbox, reason: FetchReason, *, now: datetime) -> None:
    """Note that the folder could not be read; what was known stays and ages."""
    page = mailbox.source.page
    outcome = CheckOutcome.REFUSED if reason in REFUSALS else CheckOutcome.UNREACHABLE
    with transaction.atomic():
        mailboxes.hold(mailbox)
        misses.record(Look(page, now, outcome, reason))
        due_at = pace.next_due(mailbox.source.interval, at=now, miss_count=page.miss_count + 1)
        mailboxes.release(mailbox, due_at=due_at, error=reason)
