"""Forgetting what a sample company watched. Real companies keep their history."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import AuditAnchor, AuditEntry, Message, Workspace
from tracker.models import (
    Change,
    CheckSpan,
    Claim,
    ClaimReview,
    CompanyDay,
    Disruption,
    DisruptionEvent,
    DisruptionProposal,
    Mailbox,
    MaintenanceWindow,
    ManualFact,
    MeasuredCheck,
    Notice,
    Override,
    Page,
    Reading,
    ResidualException,
    SeriesPoint,
    ServiceState,
    ServiceStateSpan,
    Snapshot,
    Source,
    StageDecision,
    Supplier,
    TimelineRecord,
    Verification,
    Visit,
    WindowSlot,
    WindowTask,
)


class NotASampleError(Exception):
    """Only a sample company may be forgotten."""


def forget(workspace: Workspace) -> None:
    """Remove a sample company's suppliers, records, messages and audit chain, and the pages that
    nobody else follows. Runs inside the caller's transaction.

    Raises: NotASampleError for a real company.
    """
    if not workspace.is_sample:
        raise NotASampleError(str(workspace))
    for rows in _rows_of(workspace):
        rows._raw_delete(rows.db)
    followed = Exists(Source.objects.filter(page=OuterRef("pk")))
    through_list = Exists(Source.objects.filter(page=OuterRef("parent")))
    lonely = list(Page.objects.exclude(followed).exclude(through_list).values_list("pk", flat=True))
    _remove_pages(lonely)


def _rows_of(workspace: Workspace) -> list[QuerySet[Any]]:
    """Return what belongs to the workspace, what points to others first."""
    found: list[QuerySet[Any]] = [
        *_judgements_of(workspace),
        TimelineRecord.objects.filter(workspace=workspace, corrects__isnull=False),
        TimelineRecord.objects.filter(workspace=workspace),
        Visit.objects.filter(supplier__workspace=workspace),
        Disruption.objects.filter(workspace=workspace),
        Mailbox.objects.filter(workspace=workspace),
        Source.objects.filter(workspace=workspace),
        Supplier.objects.filter(workspace=workspace),
        Message.objects.filter(workspace=workspace),
        AuditAnchor.objects.filter(workspace=workspace),
        AuditEntry.objects.filter(workspace=workspace),
    ]
    return found


def _judgements_of(workspace: Workspace) -> list[QuerySet[Any]]:
    """Return what was judged, decided and planned, what points to others first."""
    windows = MaintenanceWindow.objects.filter(workspace=workspace)
    of_disruption = {"disruption__workspace": workspace}
    return [
        ServiceState.objects.filter(workspace=workspace),
        ServiceStateSpan.objects.filter(workspace=workspace),
        Override.objects.filter(workspace=workspace),
        ManualFact.objects.filter(workspace=workspace),
        ClaimReview.objects.filter(workspace=workspace),
        StageDecision.objects.filter(workspace=workspace),
        MeasuredCheck.objects.filter(workspace=workspace),
        WindowTask.objects.filter(window__workspace=workspace),
        WindowSlot.objects.filter(window__workspace=workspace),
        windows.exclude(replaces=None),
        windows,
        CompanyDay.objects.filter(workspace=workspace),
        DisruptionProposal.objects.filter(workspace=workspace),
        DisruptionEvent.objects.filter(**of_disruption),
        ResidualException.objects.filter(**of_disruption),
        Verification.objects.filter(**of_disruption),
        Disruption.objects.filter(workspace=workspace).exclude(merged_into=None),
    ]


def _remove_pages(page_ids: list[int]) -> None:
    found: list[QuerySet[Any]] = [
        Claim.objects.filter(reading__page__in=page_ids),
        SeriesPoint.objects.filter(reading__page__in=page_ids),
        Reading.withdrawn.through.objects.filter(reading__page__in=page_ids),
        Reading.objects.filter(page__in=page_ids),
        Change.objects.filter(page__in=page_ids),
        Notice.objects.filter(page__in=page_ids),
        CheckSpan.objects.filter(page__in=page_ids),
        Snapshot.objects.filter(page__in=page_ids),
        Page.objects.filter(pk__in=page_ids, parent__isnull=False),
        Page.objects.filter(pk__in=page_ids),
    ]
    for rows in found:
        rows._raw_delete(rows.db)
