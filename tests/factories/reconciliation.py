from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from reconciliation.enums import (
    Direction,
    EvidenceArea,
    EvidenceKind,
    FileSafety,
    FileType,
    ImportKind,
    ImportState,
    JobKind,
    PaymentMethod,
    TaxBasis,
    TaxClass,
    TransactionKind,
    TransactionStatus,
)
from reconciliation.models import (
    Discrepancy,
    Evidence,
    Hold,
    ImportBatch,
    Job,
    Order,
    OrderLine,
    ShipmentLine,
    StoredFile,
    Tolerance,
    Transaction,
)
from tests.factories.accounts import UserFactory, WorkspaceFactory
from tests.factories.tracker import SupplierFactory

MORNING = datetime(2026, 4, 1, 0, 0, tzinfo=UTC)  # 9:00 in Tokyo
own_supplier = factory.SubFactory(SupplierFactory, workspace=factory.SelfAttribute("..workspace"))


class StoredFileFactory(DjangoModelFactory):
    class Meta:
        model = StoredFile

    workspace = factory.SubFactory(WorkspaceFactory)
    name = factory.Sequence(lambda n: f"files/{n}")
    label = "orders.csv"
    sha256 = "0" * 64
    byte_count = 0
    type = FileType.CSV
    safety = FileSafety.NOT_SCANNED
    stored_by = factory.SubFactory(UserFactory)
    stored_at = MORNING


class ImportBatchFactory(DjangoModelFactory):
    class Meta:
        model = ImportBatch

    workspace = factory.SubFactory(WorkspaceFactory)
    supplier = own_supplier
    kind = ImportKind.ORDERS
    file = factory.SubFactory(StoredFileFactory, workspace=factory.SelfAttribute("..workspace"))
    state = ImportState.APPLIED
    created_by = factory.SubFactory(UserFactory)
    created_at = MORNING
    applied_at = MORNING


class OrderFactory(DjangoModelFactory):
    class Meta:
        model = Order

    workspace = factory.SubFactory(WorkspaceFactory)
    supplier = own_supplier
    number = factory.Sequence(lambda n: f"PO{n}")
    key = factory.LazyAttribute(lambda order: order.number)
    ordered_on = date(2026, 3, 1)
    line_count = 1
    net_amount = 1000


class OrderLineFactory(DjangoModelFactory):
    class Meta:
        model = OrderLine

    workspace = factory.SubFactory(WorkspaceFactory)
    supplier = own_supplier
    batch = factory.SubFactory(
        ImportBatchFactory,
        workspace=factory.SelfAttribute("..workspace"),
        supplier=factory.SelfAttribute("..supplier"),
    )
    source_row = factory.Sequence(lambda n: n + 2)
    order_number = factory.Sequence(lambda n: f"PO{n}")
    order_key = factory.LazyAttribute(lambda line: line.order_number)
    line_number = 1
    quantity = 2
    unit_price = 500
    currency = "JPY"
    tax_class = TaxClass.STANDARD
    tax_rate = 10
    tax_basis = TaxBasis.EXCLUDED


class ShipmentLineFactory(DjangoModelFactory):
    class Meta:
        model = ShipmentLine

    workspace = factory.SubFactory(WorkspaceFactory)
    supplier = own_supplier
    batch = factory.SubFactory(
        ImportBatchFactory,
        workspace=factory.SelfAttribute("..workspace"),
        supplier=factory.SelfAttribute("..supplier"),
        kind=ImportKind.SHIPMENTS,
    )
    source_row = factory.Sequence(lambda n: n + 2)
    row_key = factory.Sequence(lambda n: f"SH{n}|1||out")
    shipment_number = factory.Sequence(lambda n: f"SH{n}")
    order_number = "PO1"
    order_key = "PO1"
    line_number = 1
    shipped_on = date(2026, 3, 3)
    direction = Direction.OUT
    quantity = 2


class TransactionFactory(DjangoModelFactory):
    class Meta:
        model = Transaction

    workspace = factory.SubFactory(WorkspaceFactory)
    supplier = own_supplier
    batch = factory.SubFactory(
        ImportBatchFactory,
        workspace=factory.SelfAttribute("..workspace"),
        supplier=factory.SelfAttribute("..supplier"),
        kind=ImportKind.TRANSACTIONS,
    )
    source_row = factory.Sequence(lambda n: n + 2)
    row_key = factory.Sequence(lambda n: f"T{n}")
    kind = TransactionKind.INVOICE
    occurred_on = date(2026, 3, 5)
    amount = 1000
    currency = "JPY"
    tax_class = TaxClass.STANDARD
    tax_basis = TaxBasis.EXCLUDED
    status = TransactionStatus.CONFIRMED
    method = PaymentMethod.UNSTATED


class JobFactory(DjangoModelFactory):
    class Meta:
        model = Job

    workspace = factory.SubFactory(WorkspaceFactory)
    kind = JobKind.CHECK_IMPORT
    batch = factory.SubFactory(ImportBatchFactory, workspace=factory.SelfAttribute("..workspace"))
    started_by = factory.SubFactory(UserFactory)
    created_at = MORNING


class DiscrepancyFactory(DjangoModelFactory):
    class Meta:
        model = Discrepancy

    workspace = factory.SubFactory(WorkspaceFactory)
    supplier = own_supplier
    kind = "CANCELLED_BILLED"
    identity = factory.Sequence(lambda n: f"{n:064x}")
    amount = 1100
    found_at = MORNING
    changed_at = MORNING


class HoldFactory(DjangoModelFactory):
    class Meta:
        model = Hold

    workspace = factory.SubFactory(WorkspaceFactory)
    supplier = own_supplier
    document_number = "INV1"
    amount = 1100
    reason = "Billed after the cancellation."
    held_by = factory.SubFactory(UserFactory)
    held_at = MORNING


class ToleranceFactory(DjangoModelFactory):
    class Meta:
        model = Tolerance

    workspace = factory.SubFactory(WorkspaceFactory)
    kind = "PRICE_VARIANCE"
    amount = 100
    valid_from = date(2026, 1, 1)
    reason = "Agreed."
    made_by = factory.SubFactory(UserFactory)
    made_at = MORNING


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = Evidence

    workspace = factory.SubFactory(WorkspaceFactory)
    kind = EvidenceKind.INVOICE
    area = EvidenceArea.BILLING
    title = "Invoice of March"
    counterparty = "例示商事"
    dealt_on = date(2026, 3, 31)
    amount = 110_000
    obtained_at = MORNING
    keep_until = date(2036, 4, 1)
