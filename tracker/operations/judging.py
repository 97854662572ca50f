"""What people set over the reading: verdicts on claims, levels, facts told directly."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.operations import audit
from accounts.operations.audit import Actor
from tracker.enums import DomainState, Level, ReviewVerdict, ServiceDomain
from tracker.models import Claim, ClaimReview, ManualFact, Override, Supplier
from tracker.operations import states


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict as a person gives it. "" for domain or state: as it was read."""

    verdict: ReviewVerdict
    domain: ServiceDomain | str = ""
    state: DomainState | str = ""
    expected_first: date | None = None
    expected_last: date | None = None
    reason: str = ""
    is_locked: bool = False
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """A level as a person sets it."""

    domain: ServiceDomain
    level: Level
    reason: str
    expires_at: datetime
    service: str = ""
    is_locked: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """What somebody at the supplier said."""

    domain: ServiceDomain
    level: Level
    told_by: str
    told_at: datetime
    text: str
    service: str = ""


def review(
    supplier: Supplier, claim: Claim, verdict: Verdict, *, by: User, now: datetime
) -> ClaimReview:
    """Judge a claim for one company; what was judged before is kept and replaced."""
    workspace = supplier.workspace
    current = ClaimReview.objects.filter(workspace=workspace, claim=claim, replaced_at=None)
    with transaction.atomic():
        before = current.select_for_update().first()
        current.update(replaced_at=now)
        row = ClaimReview.objects.create(
            workspace=workspace,
            claim=claim,
            verdict=verdict.verdict,
            domain=verdict.domain,
            state=verdict.state,
            expected_first=verdict.expected_first,
            expected_last=verdict.expected_last,
            reason=verdict.reason,
            is_locked=verdict.is_locked,
            expires_at=verdict.expires_at,
            reviewed_by=by,
            reviewed_at=now,
        )
        after = {
            "verdict": verdict.verdict,
            "domain": verdict.domain,
            "state": verdict.state,
            "expected_first": verdict.expected_first,
            "expected_last": verdict.expected_last,
            "sentence": claim.evidence,
        }
        was = {"verdict": before.verdict} if before else None
        _record("claim.reviewed", row, by, now, (was, after), verdict.reason)
        states.refresh(supplier, now=now)
    return row


def take_back(supplier: Supplier, row: ClaimReview, *, by: User, now: datetime) -> None:
    """Undo a verdict: the claim counts as it was read."""
    with transaction.atomic():
        open_row = ClaimReview.objects.filter(pk=row.pk, replaced_at=None)
        if open_row.update(replaced_at=now):
            was = {"verdict": row.verdict}
            _record("claim.review_undone", row, by, now, (was, None), "")
        states.refresh(supplier, now=now)


def set_level(supplier: Supplier, setting: Setting, *, by: User, now: datetime) -> Override:
    """Set a level over what was read, with a reason and an end."""
    with transaction.atomic():
        row = Override.objects.create(
            workspace=supplier.workspace,
            supplier=supplier,
            domain=setting.domain,
            service=setting.service,
            level=setting.level,
            reason=setting.reason,
            is_locked=setting.is_locked,
            set_by=by,
            set_at=now,
            expires_at=setting.expires_at,
        )
        after = {
            "supplier": supplier.name,
            "domain": setting.domain,
            "service": setting.service,
            "level": setting.level,
            "until": setting.expires_at,
        }
        _record("level.set", row, by, now, (None, after), setting.reason)
        states.refresh(supplier, now=now)
    return row


def end_level(row: Override, *, by: User, now: datetime) -> None:
    """Take a level back that was set by hand."""
    with transaction.atomic():
        running = Override.objects.filter(pk=row.pk, ended_at=None)
        if running.update(ended_at=now):
            was = {"level": row.level, "until": row.expires_at}
            _record("level.ended", row, by, now, (was, {"ended_at": now}), "")
        states.refresh(row.supplier, now=now)


def add_fact(supplier: Supplier, fact: Fact, *, by: User, now: datetime) -> ManualFact:
    """Keep what the supplier said directly; it stands beside its pages and changes no level."""
    with transaction.atomic():
        row = ManualFact.objects.create(
            workspace=supplier.workspace,
            supplier=supplier,
            domain=fact.domain,
            service=fact.service,
            level=fact.level,
            told_by=fact.told_by,
            told_at=fact.told_at,
            text=fact.text,
            recorded_by=by,
            recorded_at=now,
        )
        after = {
            "supplier": supplier.name,
            "domain": fact.domain,
            "told_by": fact.told_by,
            "text": fact.text,
        }
        _record("fact.added", row, by, now, (None, after), "")
    return row


def _record(
    action: str,
    row: ClaimReview | Override | ManualFact,
    by: User,
    now: datetime,
    change: tuple[dict[str, Any] | None, dict[str, Any] | None],
    reason: str,
) -> None:
    """Append the audit entry of a judgement: (before, after), and why."""
    before, after = change
    audit.record(
        action,
        row,
        actor=Actor.person(by),
        now=now,
        workspace=row.workspace,
        before=before,
        after=after,
        reason=reason,
    )
