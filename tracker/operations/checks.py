"""The check log: runs of looks at a page that brought the same."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from accounts.models import User
from tracker.enums import CheckOutcome
from tracker.models import CheckSpan, Page


def log(
    page: Page, outcome: CheckOutcome, *, at: datetime, reason: str = "", by: User | None = None
) -> None:
    """Note one look: the running span grows when it said the same, else a new one begins."""
    latest = CheckSpan.objects.filter(page=page, is_latest=True)
    same = latest.filter(outcome=outcome, reason=reason, checked_by=by)
    if same.update(last_at=at, check_count=F("check_count") + 1):
        return
    latest.update(is_latest=False)
    CheckSpan.objects.create(
        page=page, outcome=outcome, reason=reason, first_at=at, last_at=at, checked_by=by
    )


def log_unchanged(pages: Sequence[Page], *, at: datetime) -> None:
    """Note that none of the pages said anything new, in as few statements as possible."""
    running = [page.pk for page in pages if page.last_outcome == CheckOutcome.UNCHANGED]
    same = CheckSpan.objects.filter(page__in=running, is_latest=True, checked_by=None)
    grown = same.update(last_at=at, check_count=F("check_count") + 1) if running else 0
    if grown < len(running):  # a person looked in between, or the log was pruned
        for page in pages:
            _log_if_missed(page, at)
        return
    for page in pages:
        if page.last_outcome != CheckOutcome.UNCHANGED:
            log(page, CheckOutcome.UNCHANGED, at=at)


def _log_if_missed(page: Page, at: datetime) -> None:
    latest = CheckSpan.objects.filter(page=page, is_latest=True, last_at=at)
    if not latest.exists():
        log(page, CheckOutcome.UNCHANGED, at=at)
