from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from reconciliation.enums import (
    OPEN_IMPORT_STATES,
    STATEMENT_KINDS,
    FileFault,
    ImportKind,
    ImportState,
    QuarantineState,
)
from reconciliation.models.file import StoredFile
from tracker.models import Supplier

# Of the company and the supplier of a row that came in a batch: the batch's own are checked by the
# database; checking and indexing them again for each of a million rows would double the cost.
IN_BATCH: dict[str, Any] = {"db_index": False, "db_constraint": False}


class ImportProfile(models.Model):
    """How the files of one supplier (or one bank account) and one kind are read, as corrected by
    hand the last time: column headings by field, and what the file itself does not say."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey(
        Supplier, null=True, on_delete=models.PROTECT, related_name="import_profiles"
    )
    account = models.CharField(_("account"), max_length=80, blank=True)  # of a statement
    kind = models.CharField(max_length=14, choices=ImportKind)
    mapping = models.JSONField(default=dict)  # field -> heading
    options = models.JSONField(default=dict)  # see domain.columns.Options
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "kind"],
                condition=Q(supplier__isnull=False),
                name="profile_once_per_supplier",
            ),
            models.UniqueConstraint(
                fields=["workspace", "kind", "account"],
                condition=Q(supplier__isnull=True),
                name="profile_once_per_account",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier or self.account} {self.get_kind_display()}"


class Ledger(models.Model):
    """The version of what is known of one supplier, or of all statements (supplier None).

    Whoever applies or undoes an import raises it; a check made against an older one is made again.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey(Supplier, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier"], condition=Q(supplier__isnull=False), name="ledger_of_supplier"
            ),
            models.UniqueConstraint(
                fields=["workspace"],
                condition=Q(supplier__isnull=True),
                name="ledger_of_statements",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workspace_id}/{self.supplier_id} v{self.version}"


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)

    def open(self) -> Self:
        return self.filter(state__in=OPEN_IMPORT_STATES)

    def applied(self) -> Self:
        return self.filter(state=ImportState.APPLIED)


class ImportBatch(models.Model):
    """One file brought in: what it is, how it was read, what its rows are against what was known.

    Rows are written with their batch while it is read; they count once it is APPLIED, all at once.
    """

    workspace = models.ForeignKey(
        Workspace, on_delete=models.PROTECT, related_name="import_batches"
    )
    supplier = models.ForeignKey(
        Supplier, null=True, on_delete=models.PROTECT, related_name="import_batches"
    )
    account = models.CharField(max_length=80, blank=True)
    kind = models.CharField(_("kind"), max_length=14, choices=ImportKind)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="import_batches")
    corrects = models.ForeignKey(  # whose quarantined rows this file brings back
        "self", null=True, on_delete=models.PROTECT, related_name="corrections"
    )
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.UPLOADED)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    layout = models.JSONField(default=dict)  # encoding, separator, sheet, header row
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    question = models.CharField(  # what a person has to answer before reading
        max_length=20, choices=FileFault, blank=True
    )
    refusal = models.CharField(  # why the file as a whole was refused
        max_length=20, choices=FileFault, blank=True
    )
    refusal_detail = models.CharField(max_length=200, blank=True)
    warnings = models.JSONField(default=list)
    read_position = models.PositiveIntegerField(default=0)  # last row that is safely stored
    row_count = models.PositiveIntegerField(default=0)  # data rows in the file
    skipped_count = models.PositiveIntegerField(default=0)  # titles, totals, blank, repeated heads
    new_count = models.PositiveIntegerField(default=0)
    changed_count = models.PositiveIntegerField(default=0)
    known_count = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)
    sums = models.JSONField(default=dict)  # field -> our sum, and the file's own where it has one
    ledger_version = models.PositiveIntegerField(default=0)  # that it was compared with
    applied_at = models.DateTimeField(null=True)
    applied_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(supplier__isnull=False)
                | Q(kind__in=[*sorted(STATEMENT_KINDS), ImportKind.TRACKING]),
                name="batch_has_supplier",
            ),
            models.CheckConstraint(
                condition=~Q(state=ImportState.APPLIED) | Q(applied_at__isnull=False),
                name="batch_applied_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["workspace", "-created_at"], name="batch_newest_first")]

    def __str__(self) -> str:
        return f"{self.pk} {self.get_kind_display()}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_IMPORT_STATES

    @property
    def is_checked(self) -> bool:
        return self.state == ImportState.CHECKED

    @property
    def is_applied(self) -> bool:
        return self.state == ImportState.APPLIED


class QuarantinedRow(models.Model):
    """One row of a file that could not be read or accepted: its cells as they came, and why."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    batch = models.ForeignKey(
        ImportBatch, on_delete=models.PROTECT, related_name="quarantined_rows", db_index=False
    )
    source_row = models.PositiveIntegerField()
    cells = models.JSONField()  # as in the file
    faults = models.JSONField()  # list of {field, column, text, reason, detail}
    state = models.CharField(
        max_length=10, choices=QuarantineState, default=QuarantineState.WAITING
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "source_row"], name="quarantine_once_per_row")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} row {self.source_row}"
