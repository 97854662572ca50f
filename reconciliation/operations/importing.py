"""A file from its arrival to the moment its check begins: layout, heading, mapping, profile."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction

from accounts.models import User, Workspace
from accounts.operations import audit
from accounts.operations.audit import Actor
from reconciliation.domain.columns import warnings_of
from reconciliation.domain.converting import Options
from reconciliation.domain.headers import HEADER_WITHIN, Header, find_header, missing_fields
from reconciliation.enums import (
    FileFault,
    ImportField,
    ImportKind,
    ImportState,
    JobKind,
    TransactionKind,
)
from reconciliation.models import ImportBatch, ImportProfile, Job, StoredFile
from reconciliation.operations import files, jobs
from reconciliation.sources import tables
from reconciliation.sources.errors import FileError
from tracker.models import Supplier

SHOWN_ROWS = 20
ASKED_ROWS = 500  # of which columns are judged before a person looks at them
FIXED_KINDS = {
    ImportKind.BILLING: TransactionKind.INVOICE,
    ImportKind.BANK: TransactionKind.BANK_LINE,
    ImportKind.CARD: TransactionKind.CARD_LINE,
}
ASKABLE = frozenset({FileFault.ENCODING_UNKNOWN, FileFault.NO_HEADER, FileFault.COLUMNS_MISSING})


class ForeignFileError(Exception):
    """The same bytes were imported for another company of this person."""

    def __init__(self, company: str) -> None:
        super().__init__(company)
        self.company = company


class NotNowError(Exception):
    """The import is not in a state in which this can be done."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person says about a file. Empty values: nothing was said."""

    encoding: str = ""
    sheet: str = ""
    header_row: int | None = None
    mapping: Mapping[str, str] | None = None  # field -> heading
    options: Options | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """The first real rows under the headings, and what the columns were taken for."""

    headings: tuple[str, ...]
    columns: Mapping[ImportField, int]
    rows: list[list[str]]
    first_row: int


def receive(  # noqa: PLR0913 - a file comes with as much as is known of it
    stored: StoredFile,
    *,
    kind: ImportKind,
    supplier: Supplier | None,
    by: User,
    now: datetime,
    account: str = "",
    corrects: ImportBatch | None = None,
) -> ImportBatch:
    """Open an import for a stored file and find out how it is to be read.

    `corrects` is the import whose refused rows the file brings back.

    Raises: ForeignFileError when the file belongs to another company of the person.
    """
    refuse_foreign(stored, by=by)
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            workspace=stored.workspace,
            supplier=supplier,
            account=account,
            kind=kind,
            corrects=corrects,
            file=stored,
            created_by=by,
            created_at=now,
        )
        audit.record(
            "import.received",
            batch,
            actor=Actor.person(by),
            now=now,
            workspace=batch.workspace,
            after={"file": stored.label, "sha256": stored.sha256, "kind": kind},
        )
    look(batch, Answers())
    return batch


def refuse_foreign(stored: StoredFile, *, by: User) -> None:
    """Raises: ForeignFileError when another company of the person has applied the same bytes."""
    others = ImportBatch.objects.applied().filter(
        file__sha256=stored.sha256, workspace__in=Workspace.objects.of(by)
    )
    other = others.exclude(workspace=stored.workspace).select_related("workspace").first()
    if other is not None:
        raise ForeignFileError(other.workspace.name)


def twin_of(batch: ImportBatch) -> ImportBatch | None:
    """Return an applied import of the very same bytes, if there is one."""
    applied = ImportBatch.objects.in_workspace(batch.workspace).applied()
    return (
        applied.filter(file__sha256=batch.file.sha256, kind=batch.kind).exclude(pk=batch.pk).first()
    )


def look(batch: ImportBatch, answers: Answers) -> None:
    """Work out layout, heading and columns, with what a person says going first.

    What cannot be worked out becomes the question of the import, or its refusal.
    """
    if batch.state not in (ImportState.UPLOADED, ImportState.ASKING, ImportState.CHECKED):
        raise NotNowError
    try:
        _work_out(batch, answers)
    except FileError as error:
        is_question = error.fault in ASKABLE
        batch.state = ImportState.ASKING if is_question else ImportState.REFUSED
        batch.question = error.fault if is_question else ""
        batch.refusal = "" if is_question else error.fault
        batch.refusal_detail = error.detail
    batch.save()


def _work_out(batch: ImportBatch, answers: Answers) -> None:
    profile = profile_of(batch)
    options = answers.options or Options.from_json(
        profile.options if profile else _first_options(batch)
    )
    batch.options = options.as_json()
    mapping = (
        answers.mapping if answers.mapping is not None else (profile.mapping if profile else {})
    )
    batch.mapping = dict(mapping)
    with files.open_bytes(batch.file) as file:
        layout = tables.find_layout(
            file, batch.file.file_type, encoding=answers.encoding, sheet=answers.sheet
        )
        batch.layout = layout.as_json()
        head = list(islice(tables.rows(file, layout, near=batch.created_at.date()), ASKED_ROWS))
    header = _header(head, batch, answers)
    batch.layout |= {"header_row": header.row}
    batch.mapping = {name.value: header.headings[at] for name, at in header.columns.items()}
    batch.warnings = warnings_of(head[header.row :], header.columns)
    batch.state, batch.question, batch.refusal = ImportState.ASKING, "", ""
    if header.missing(ImportKind(batch.kind)):
        batch.question = FileFault.COLUMNS_MISSING


def _header(head: list[list[str]], batch: ImportBatch, answers: Answers) -> Header:
    kind = ImportKind(batch.kind)
    if answers.header_row:
        row = head[answers.header_row - 1 : answers.header_row]
        found = find_header(row, kind, mapping=batch.mapping, wanted=0)
        if found:
            return Header(answers.header_row, found.headings, found.columns)
    found = find_header(head[:HEADER_WITHIN], kind, mapping=batch.mapping)
    if found is None:
        raise FileError(FileFault.NO_HEADER)
    return found


def _first_options(batch: ImportBatch) -> dict[str, Any]:
    fixed = FIXED_KINDS.get(ImportKind(batch.kind))
    return {"transaction_kind": fixed.value} if fixed else {}


def profile_of(batch: ImportBatch) -> ImportProfile | None:
    """Return how such files were read the last time."""
    profiles = ImportProfile.objects.filter(workspace=batch.workspace, kind=batch.kind)
    return profiles.filter(supplier=batch.supplier, account=batch.account).first()


def preview(batch: ImportBatch) -> Preview:
    """Return the first rows of the file as the check would read them."""
    header_row = batch.layout.get("header_row", 0)
    with files.open_bytes(batch.file) as file:
        layout = tables.Layout.from_json(batch.layout)
        rows = tables.rows(file, layout, near=batch.created_at.date())
        head = list(islice(rows, header_row + SHOWN_ROWS))
    headings = tuple(head[header_row - 1]) if header_row else ()
    return Preview(headings, columns_of(batch, headings), head[header_row:], header_row + 1)


def columns_of(batch: ImportBatch, headings: tuple[str, ...]) -> dict[ImportField, int]:
    """Return field -> position under the import's mapping, which is exact by now."""
    return {
        ImportField(name): headings.index(heading)
        for name, heading in batch.mapping.items()
        if heading in headings
    }


def start_check(batch: ImportBatch, *, by: User, now: datetime) -> Job:
    """Remember the mapping as the profile and queue the check.

    Raises: NotNowError while something is still to be answered; JobAlreadyRunningError.
    """
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        columns = {ImportField(name): 0 for name in batch.mapping}
        if batch.state not in (ImportState.ASKING, ImportState.CHECKED) or batch.question:
            raise NotNowError
        if missing_fields(ImportKind(batch.kind), columns):
            raise NotNowError
        ImportProfile.objects.update_or_create(
            workspace=batch.workspace,
            supplier=batch.supplier,
            account=batch.account,
            kind=batch.kind,
            defaults={
                "mapping": batch.mapping,
                "options": batch.options,
                "changed_by": by,
                "changed_at": now,
            },
        )
        job = jobs.start(JobKind.CHECK_IMPORT, batch, by=by, now=now)
        batch.state = ImportState.READING
        batch.save(update_fields=["state"])
    return job


def start_apply(batch: ImportBatch, *, by: User, now: datetime) -> Job:
    """Queue the moment at which the rows begin to count.

    Raises: NotNowError when the import is not checked; JobAlreadyRunningError.
    """
    return _start(batch, JobKind.APPLY_IMPORT, ImportState.CHECKED, by=by, now=now)


def start_undo(batch: ImportBatch, *, by: User, now: datetime) -> Job:
    """Queue the undo of an applied import. Raises: NotNowError; JobAlreadyRunningError."""
    return _start(batch, JobKind.UNDO_IMPORT, ImportState.APPLIED, by=by, now=now)


def _start(
    batch: ImportBatch, kind: JobKind, state: ImportState, *, by: User, now: datetime
) -> Job:
    with transaction.atomic():
        found = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if found.state != state:
            raise NotNowError
        return jobs.start(kind, found, by=by, now=now)


def discard(batch: ImportBatch, *, by: User, now: datetime) -> None:
    """Put away an import that was not applied; its file and its quarantine stay.

    Raises: NotNowError when it is applied or being worked on.
    """
    with transaction.atomic():
        found = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        busy = Job.objects.open().filter(batch=found).exists()
        if busy or found.state not in (
            ImportState.UPLOADED,
            ImportState.ASKING,
            ImportState.CHECKED,
        ):
            raise NotNowError
        found.state = ImportState.DISCARDED
        found.save(update_fields=["state"])
        audit.record(
            "import.discarded", found, actor=Actor.person(by), now=now, workspace=found.workspace
        )
