from reconciliation.models.batch import ImportBatch, ImportProfile, Ledger, QuarantinedRow
from reconciliation.models.discrepancy import Allotment, Discrepancy, DiscrepancyEntry, Hold
from reconciliation.models.evidence import Evidence, EvidenceLink, EvidenceVersion
from reconciliation.models.file import StoredFile
from reconciliation.models.job import Job
from reconciliation.models.match import (
    ExpectedRefund,
    MatchPart,
    MatchRun,
    MatchTerms,
    PayeeAlias,
    SettlementLink,
    Tolerance,
)
from reconciliation.models.order import Order, OrderDecided, OrderLine
from reconciliation.models.shipment import Shipment, ShipmentLine, TrackingEvent
from reconciliation.models.transaction import Transaction
from reconciliation.models.upload import Upload

__all__ = [
    "Allotment",
    "Discrepancy",
    "DiscrepancyEntry",
    "Evidence",
    "EvidenceLink",
    "EvidenceVersion",
    "ExpectedRefund",
    "Hold",
    "ImportBatch",
    "ImportProfile",
    "Job",
    "Ledger",
    "MatchPart",
    "MatchRun",
    "MatchTerms",
    "Order",
    "OrderDecided",
    "OrderLine",
    "PayeeAlias",
    "QuarantinedRow",
    "SettlementLink",
    "Shipment",
    "ShipmentLine",
    "StoredFile",
    "Tolerance",
    "TrackingEvent",
    "Transaction",
    "Upload",
]
