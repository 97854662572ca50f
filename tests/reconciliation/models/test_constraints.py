"""What the database itself does not let in."""

import pytest
from django.db import IntegrityError, transaction

from reconciliation.enums import ImportKind, ImportState, JobState, TransactionKind
from reconciliation.models import OrderLine
from tests.factories import (
    DiscrepancyFactory,
    EvidenceFactory,
    HoldFactory,
    ImportBatchFactory,
    JobFactory,
    OrderFactory,
    OrderLineFactory,
    ShipmentLineFactory,
    SupplierFactory,
    TransactionFactory,
)
from tests.factories.reconciliation import MORNING

pytestmark = pytest.mark.django_db


@pytest.fixture
def supplier(workspace):
    return SupplierFactory(workspace=workspace)


def refused(make):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        make()
    return str(caught.value)


def test_one_order_per_number_and_supplier(supplier):
    OrderFactory(workspace=supplier.workspace, supplier=supplier, key="PO1")

    refused(lambda: OrderFactory(workspace=supplier.workspace, supplier=supplier, key="PO1"))


@pytest.mark.parametrize("factory", [OrderLineFactory, ShipmentLineFactory])
def test_a_line_belongs_to_an_order(factory):
    assert "has_order" in refused(lambda: factory(order_number="", order_key=""))


@pytest.mark.parametrize("factory", [OrderLineFactory, ShipmentLineFactory, TransactionFactory])
def test_q3_a_row_of_a_file_is_stored_once(factory):
    first = factory(source_row=7)

    refused(lambda: factory(batch=first.batch, source_row=7))


def test_only_statement_lines_have_no_supplier():
    TransactionFactory(
        supplier=None,
        kind=TransactionKind.BANK_LINE,
        batch__supplier=None,
        batch__kind=ImportKind.BANK,
    )

    name = refused(
        lambda: TransactionFactory(supplier=None, batch__supplier=None, batch__kind=ImportKind.BANK)
    )

    assert "transaction_has_supplier" in name


def test_only_statements_and_tracking_have_no_supplier():
    assert "batch_has_supplier" in refused(lambda: ImportBatchFactory(supplier=None))


def test_an_applied_import_says_when():
    made = lambda: ImportBatchFactory(state=ImportState.APPLIED, applied_at=None)  # noqa: E731

    assert "batch_applied_at_a_time" in refused(made)


def test_one_open_job_per_import():
    first = JobFactory()

    refused(lambda: JobFactory(batch=first.batch, workspace=first.workspace))


def test_a_job_that_is_over_says_when():
    assert "job_ended_when_over" in refused(lambda: JobFactory(state=JobState.DONE))


def test_one_discrepancy_per_identity():
    first = DiscrepancyFactory()

    refused(lambda: DiscrepancyFactory(workspace=first.workspace, identity=first.identity))


def test_a_hold_is_of_an_amount_with_a_reason_and_released_with_one():
    assert "hold_of_an_amount" in refused(lambda: HoldFactory(amount=0))
    assert "hold_with_reason" in refused(lambda: HoldFactory(reason=""))
    assert "hold_released_with_reason" in refused(lambda: HoldFactory(released_at=MORNING))


def test_evidence_does_not_replace_itself():
    evidence = EvidenceFactory()
    evidence.replaced_by = evidence

    assert "not_replaced_by_itself" in refused(evidence.save)


def test_current_lines_are_applied_and_not_replaced(workspace, supplier):
    kept = OrderLineFactory(workspace=workspace, supplier=supplier)
    later = ImportBatchFactory(workspace=workspace, supplier=supplier)
    OrderLineFactory(workspace=workspace, supplier=supplier, ended_by=later)
    OrderLineFactory(
        workspace=workspace,
        supplier=supplier,
        batch=ImportBatchFactory(workspace=workspace, supplier=supplier, state=ImportState.CHECKED),
    )

    assert list(OrderLine.objects.in_workspace(workspace).current()) == [kept]
