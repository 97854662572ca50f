"""From two readings of a page to what happened to its notices, kept for good."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from tracker.domain import difference, lifecycle, notices
from tracker.domain.difference import Difference
from tracker.domain.document import Document
from tracker.domain.lifecycle import NoticeEvent
from tracker.domain.notices import Notice as ReadNotice
from tracker.enums import ChangeKind, CheckOutcome, NoticeState, PageHealth
from tracker.models import Change, Notice, Page, Snapshot
from tracker.operations import archive, checks, links, misses, pace, reading, standing_notices
from tracker.operations.looking import Look

STATES = {
    ChangeKind.POSTED: NoticeState.POSTED,
    ChangeKind.EDITED: NoticeState.EDITED,
    ChangeKind.RESOLVED: NoticeState.RESOLVED,
    ChangeKind.WITHDRAWN: NoticeState.WITHDRAWN,
}
KEPT_CURRENT = ("identity", "number", "title", "url", "changed_at", "snapshot")
FRAME_ONLY = "frame"  # nothing happened to any notice; a value of NoiseReason


@dataclass(frozen=True, slots=True)
class Preparation:
    """Everything about one new content that can be worked out before anything is written."""

    document: Document
    notices: tuple[ReadNotice, ...]
    previous: Snapshot | None
    previous_raw: bytes = b""
    events: tuple[NoticeEvent, ...] = ()

    @property
    def is_news(self) -> bool:
        """Whether something happened that anybody should know."""
        return self.previous is None or any(
            event.kind is not ChangeKind.COSMETIC for event in self.events
        )

    @property
    def cosmetic_reason(self) -> str:
        """Why the change is none, as a value of NoiseReason; "" when it is news."""
        if self.is_news:
            return ""
        return next((event.reason for event in self.events if event.reason), FRAME_ONLY)


def prepare(look: Look) -> Preparation:
    """Split the new content into notices and compare them with those of the version before."""
    document, previous = look.document, look.previous
    assert document is not None  # noqa: S101 - of a look that is new
    standing = notices.split(document, captured_on=reading.day_of(look.at))
    if previous is None:
        return Preparation(document, standing, None)
    raw = archive.raw_of(previous)
    before: tuple[ReadNotice, ...] = ()  # mails and entries by hand add up, none replaces another
    if look.page.owner_id is None:
        before = standing_notices.of(previous, raw)
    return Preparation(document, standing, previous, raw, lifecycle.compare(before, standing))


def record(look: Look, prepared: Preparation) -> list[Change]:
    """Keep the snapshot and append what it changes. Runs inside the caller's transaction.

    Returns what happened to notices; see operations.twins for what to do with it.
    """
    if look.page.miss_count:
        misses.end(look.page, at=look.at)
    snapshot = _keep_snapshot(look, prepared)
    if prepared.previous is None:
        _record_first(look, snapshot, prepared)
    made = [_record_event(look, event, snapshot, prepared) for event in prepared.events]
    if prepared.previous and not prepared.events:
        _append(look, ChangeKind.COSMETIC, snapshot, prepared, reason=FRAME_ONLY)
    standing_notices.keep(snapshot, prepared.document, prepared.notices, text=look.text)
    _keep_page(look, prepared)
    outcome, reason = outcome_of(look, prepared), prepared.cosmetic_reason
    checks.log(look.page, outcome, at=look.at, reason=reason, by=look.by)
    links.follow(look.page, prepared.notices, now=look.at)
    return made


def outcome_of(look: Look, prepared: Preparation) -> CheckOutcome:
    """Return what the look brought, now that the notices were compared."""
    return look.outcome if prepared.is_news else CheckOutcome.COSMETIC


def _keep_snapshot(look: Look, prepared: Preparation) -> Snapshot:
    previous, document = prepared.previous, prepared.document
    base = archive.base_for(previous)
    return Snapshot.objects.create(
        page=look.page,
        version=previous.version + 1 if previous else 1,
        base=base,
        taken_at=look.at,
        taken_by=look.by,
        content_type=look.content_type[:120],
        charset=document.charset,
        raw=archive.pack(look.body, against=prepared.previous_raw if base else b""),
        raw_sha256=sha256(look.body).digest(),
        text=archive.pack(look.text.encode(), against=look.body),
        text_sha256=look.text_sha256,
        updated_at=document.updated_at,
        published_on=document.published_on,
        faults=",".join(document.faults)[:200],
        read_due_at=look.at,
    )


def _record_first(look: Look, snapshot: Snapshot, prepared: Preparation) -> None:
    """Take in the notices that stand on the page already; they are no news of today."""
    unique = {notice.key: notice for notice in prepared.notices}
    Notice.objects.bulk_create([_notice_row(look, notice, snapshot) for notice in unique.values()])
    _append(look, ChangeKind.FIRST_READ, snapshot, prepared)


def _record_event(
    look: Look, event: NoticeEvent, snapshot: Snapshot, prepared: Preparation
) -> Change:
    kind = event.kind
    notice = _keep_notice(look, event, kind, snapshot)
    before = event.before.lines if event.before else ()
    found = difference.diff(before, event.after.lines if event.after else ())
    return _append(look, kind, snapshot, prepared, notice=notice, event=event, found=found)


def _keep_notice(look: Look, event: NoticeEvent, kind: ChangeKind, snapshot: Snapshot) -> Notice:
    """Return the row of the notice, brought up to date."""
    shown = event.after or event.before
    assert shown is not None  # noqa: S101 - an event has at least one side
    fresh = _notice_row(look, shown, snapshot)
    rows = Notice.objects.filter(page=look.page)
    known = (
        rows.filter(identity=fresh.identity).first()
        or rows.filter(identity=identity_of(event.key)).first()
    )
    if known is None:
        fresh.state = STATES.get(kind, NoticeState.POSTED)
        fresh.save(force_insert=True)
        return fresh
    known.state = STATES.get(kind, NoticeState(known.state))
    for name in KEPT_CURRENT:
        setattr(known, name, getattr(fresh, name))
    known.save(update_fields=["state", *KEPT_CURRENT])
    return known


def _notice_row(look: Look, notice: ReadNotice, snapshot: Snapshot) -> Notice:
    return Notice(
        page=look.page,
        identity=identity_of(notice.key),
        number=notice.number,
        title=(notice.title or str(look.page))[:200],
        url=notice.url,
        posted_on=notice.posted_on,
        seen_at=look.at,
        changed_at=look.at,
        snapshot=snapshot,
    )


def identity_of(key: str) -> int:
    """Return 64 bits of a notice's key, as a signed number that both databases keep."""
    return int.from_bytes(sha256(key.encode()).digest()[:8], signed=True)


def _append(
    look: Look, kind: ChangeKind, snapshot: Snapshot, prepared: Preparation, **about: Any
) -> Change:
    """Append one change; `about` names the notice, the event, the difference, the reason."""
    event: NoticeEvent | None = about.get("event")
    found: Difference | None = about.get("found")
    shown = (event.after or event.before) if event else None
    document = prepared.document
    return Change.objects.create(
        page=look.page,
        notice=about.get("notice"),
        kind=kind,
        seen_at=look.at,
        told_at=document.updated_at if shown is None else None,
        told_on=(shown.updated_on or shown.posted_on) if shown else document.published_on,
        title=((shown.title if shown else document.title) or str(look.page))[:200],
        reason=(event.reason or "") if event else about.get("reason", ""),
        is_late=event.is_late if event else False,
        before=prepared.previous,
        after=snapshot,
        difference=archive.pack(found.to_json().encode()) if found else b"",
        added_count=found.added_count if found else 0,
        removed_count=found.removed_count if found else 0,
    )


def _keep_page(look: Look, prepared: Preparation) -> None:
    """Bring the page's row up to what was just read."""
    page = look.page
    Page.objects.filter(pk=page.pk).update(
        title=(page.title or prepared.document.title)[:300],
        etag=look.etag,
        last_modified=look.last_modified,
        body_print=look.body_print,
        text_sha256=look.text_sha256,
        text_length=len(look.text),
        health=PageHealth.READABLE,
        last_outcome=outcome_of(look, prepared),
        last_checked_at=look.at,
        last_read_at=look.at,
        last_changed_at=look.at if prepared.is_news else page.last_changed_at,
        updated_at=prepared.document.updated_at,
        due_at=pace.next_due(page.interval, at=look.at) if page.host_id else None,
        is_heavy=page.is_heavy or prepared.document.format == "pdf",
    )
