"""The moment at which the rows of an import begin to count, and its undo."""

from django.db import transaction
from django.db.models import F

from accounts.models import User
from accounts.operations import audit
from accounts.operations.audit import Actor
from reconciliation.enums import ImportState, JobPhase, QuarantineState
from reconciliation.models import ImportBatch, Ledger, QuarantinedRow
from reconciliation.operations import comparing, summarising
from reconciliation.operations.jobs import Hold


class OutdatedCheckError(Exception):
    """Something was applied or undone since the check; the file has to be checked again."""


class UndoBlockedError(Exception):
    """A later import builds on this one."""

    def __init__(self, later: ImportBatch) -> None:
        super().__init__(later.pk)
        self.later = later


class WrongStateError(Exception):
    """The import is no longer in the state that the work began from."""


def apply(hold: Hold, batch: ImportBatch, *, by: User) -> None:
    """Let the rows of a checked import count, all at once.

    Raises: OutdatedCheckError, with nothing changed; WrongStateError.
    """
    if batch.state == ImportState.CHECKED:
        with transaction.atomic():
            hold.keep(phase=JobPhase.APPLYING, done=0, total=batch.new_count + batch.changed_count)
            _apply(hold, batch, by)
    elif batch.state != ImportState.APPLIED:
        raise WrongStateError
    batch.refresh_from_db()
    summarising.summarise(hold, batch)


def _apply(hold: Hold, batch: ImportBatch, by: User) -> None:
    _raise_ledger(batch, from_version=batch.ledger_version)
    if batch.changed_count:
        comparing.end_replaced(batch)
    now = hold.clock()
    changed = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.CHECKED).update(
        state=ImportState.APPLIED, applied_at=now, applied_by=by
    )
    if not changed:
        raise WrongStateError
    _settle_corrected(batch)
    audit.record(
        "import.applied",
        batch,
        actor=Actor.person(by),
        now=now,
        workspace=batch.workspace,
        after={
            "new": batch.new_count,
            "changed": batch.changed_count,
            "known": batch.known_count,
            "refused": batch.refused_count,
        },
    )


def undo(hold: Hold, batch: ImportBatch, *, by: User) -> None:
    """Let the rows of an applied import no longer count, and those that they replaced again.

    Raises: UndoBlockedError when a later import builds on this one; WrongStateError.
    """
    if batch.state == ImportState.APPLIED:
        with transaction.atomic():
            hold.keep(phase=JobPhase.APPLYING, done=0)
            _undo(hold, batch, by)
    elif batch.state != ImportState.UNDONE:
        raise WrongStateError
    batch.refresh_from_db()
    summarising.summarise(hold, batch)


def _undo(hold: Hold, batch: ImportBatch, by: User) -> None:
    ledger = Ledger.objects.get(supplier=batch.supplier, workspace=batch.workspace)
    _raise_ledger(batch, from_version=ledger.version)
    if later := comparing.is_built_upon(batch):
        raise UndoBlockedError(later)
    comparing.revive_replaced(batch)
    now = hold.clock()
    changed = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.APPLIED).update(
        state=ImportState.UNDONE, undone_at=now, undone_by=by
    )
    if not changed:
        raise WrongStateError
    audit.record("import.undone", batch, actor=Actor.person(by), now=now, workspace=batch.workspace)


def _raise_ledger(batch: ImportBatch, *, from_version: int) -> None:
    ledger = Ledger.objects.filter(
        supplier=batch.supplier, workspace=batch.workspace, version=from_version
    )
    if not ledger.update(version=F("version") + 1):
        raise OutdatedCheckError


def _settle_corrected(batch: ImportBatch) -> None:
    """Close the quarantined rows that this file has brought back."""
    corrected = batch.layout.get("corrected_rows", [])
    if batch.corrects_id and corrected:
        waiting = QuarantinedRow.objects.filter(
            batch_id=batch.corrects_id, state=QuarantineState.WAITING
        )
        for start in range(0, len(corrected), 500):
            part = corrected[start : start + 500]
            waiting.filter(source_row__in=part).update(state=QuarantineState.RETURNED)
