"""Imports from literal files, run to where a test wants them."""

from django.utils import timezone

from reconciliation.enums import ImportKind
from reconciliation.models import ImportBatch, Job
from reconciliation.operations import files, importing, running
from tests.factories import SupplierFactory, UserFactory

ORDERS = "注文番号,明細番号,注文日,商品コード,商品名,数量,単価,税率\n"


class Desk:
    """A person of one company at one supplier who imports files."""

    def __init__(self, workspace, *, supplier=None, user=None):
        self.workspace = workspace
        self.supplier = supplier or SupplierFactory(workspace=workspace)
        self.user = user or UserFactory()

    def receive(self, content, *, kind=ImportKind.ORDERS, label="file.csv", account=""):
        data = content if isinstance(content, bytes) else content.encode()
        stored = files.store(
            [data], label=label, workspace=self.workspace, by=self.user, now=timezone.now()
        )
        statement = kind in (ImportKind.BANK, ImportKind.CARD, ImportKind.TRACKING)
        return importing.receive(
            stored,
            kind=kind,
            supplier=None if statement else self.supplier,
            by=self.user,
            now=timezone.now(),
            account=account,
        )

    def check(self, content, **options):
        """Return the import after its dry run."""
        batch = self.receive(content, **options)
        return self.recheck(batch)

    def recheck(self, batch):
        run(importing.start_check(batch, by=self.user, now=timezone.now()))
        return fresh(batch)

    def bring_in(self, content, **options):
        """Return the import after it was applied."""
        return self.apply(self.check(content, **options))

    def apply(self, batch):
        run(importing.start_apply(batch, by=self.user, now=timezone.now()))
        return fresh(batch)

    def undo(self, batch):
        run(importing.start_undo(batch, by=self.user, now=timezone.now()))
        return fresh(batch)


def run(job):
    """Work on a job until it is over."""
    while running.run(job.pk, clock=timezone.now):
        pass
    return Job.objects.get(pk=job.pk)


def fresh(batch):
    return ImportBatch.objects.get(pk=batch.pk)


def counts(batch):
    return (batch.new_count, batch.changed_count, batch.known_count, batch.refused_count)
