"""How to make what the addresses of this package name, in a member's own company."""

from django.utils import timezone

from accounts.models import Membership
from reconciliation.enums import EvidenceArea, EvidenceKind, ImportState
from reconciliation.models import Evidence, ImportBatch, Order, ShipmentLine
from reconciliation.operations import evidence, files, uploads
from tests.factories import (
    DiscrepancyFactory,
    HoldFactory,
    ImportBatchFactory,
    JobFactory,
    OrderFactory,
    ShipmentLineFactory,
    ToleranceFactory,
)

CONTENT = "注文番号,数量\nPO1,2\n".encode()


def batch_of(member: Membership) -> ImportBatch:
    stored = files.store(
        [CONTENT],
        label="orders.csv",
        workspace=member.workspace,
        by=member.user,
        now=timezone.now(),
    )
    return ImportBatchFactory(
        workspace=member.workspace,
        file=stored,
        state=ImportState.CHECKED,
        applied_at=None,
        layout={"format": "text", "encoding": "utf-8", "separator": ",", "header_row": 1},
        row_count=1,
    )


def evidence_of(member: Membership) -> Evidence:
    found = Evidence.objects.in_workspace(member.workspace).filter(title="The matrix's").first()
    if found:
        return found
    now = timezone.now()
    stored = files.store(
        [b"%PDF-1.7"], label="a.pdf", workspace=member.workspace, by=member.user, now=now
    )
    facts = evidence.Facts(
        kind=EvidenceKind.INVOICE,
        area=EvidenceArea.BILLING,
        title="The matrix's",
        counterparty="例示商事",
        obtained_at=now,
    )
    return evidence.add(member.workspace, facts, file=stored, by=member.user, now=now)


def link_of(member: Membership) -> int:
    """Attach the evidence to an order."""
    order = OrderFactory(workspace=member.workspace)
    return evidence.link(evidence_of(member), order, by=member.user, now=timezone.now()).pk


def upload_of(member: Membership) -> int:
    said = uploads.Announced("a.csv", "mark", 4)
    return uploads.start(member.workspace, said, by=member.user, now=timezone.now()).pk


def order_of(member: Membership) -> Order:
    """Return the order that papers of the matrix belong to; the same one each time."""
    found = Order.objects.in_workspace(member.workspace).filter(key="MATRIX").first()
    return found or OrderFactory(workspace=member.workspace, number="MATRIX", key="MATRIX")


def paper_of(member: Membership) -> ShipmentLine:
    order = order_of(member)
    mine = {"workspace": member.workspace, "supplier": order.supplier, "order_key": order.key}
    return ShipmentLineFactory(**mine)


TARGETS = {
    "batch_id": lambda member: batch_of(member).pk,
    "job_id": lambda member: JobFactory(workspace=member.workspace).pk,
    "order_id": lambda member: order_of(member).pk,
    "evidence_id": lambda member: evidence_of(member).pk,
    "link_id": link_of,
    "upload_id": upload_of,
    "discrepancy_id": lambda member: DiscrepancyFactory(workspace=member.workspace).pk,
    "hold_id": lambda member: HoldFactory(workspace=member.workspace).pk,
    "tolerance_id": lambda member: ToleranceFactory(workspace=member.workspace).pk,
    "suffix": lambda member: "csv",
    "paper": lambda member: "shipment",
    "paper_id": lambda member: paper_of(member).pk,
    "act": lambda member: "0" * 32,
    "number": lambda member: 1,
}
