"""The closed lists of records and imports, by noun. Everybody imports them from `enums`."""

from reconciliation.choices.columns import ImportField, SixDigits
from reconciliation.choices.evidence import EvidenceArea, EvidenceKind, FileSafety, FileType
from reconciliation.choices.faults import CellFault, FileFault, JobFault
from reconciliation.choices.importing import (
    IMPORTERS,
    OPEN_IMPORT_STATES,
    OPEN_JOB_STATES,
    STATEMENT_KINDS,
    ImportKind,
    ImportState,
    JobKind,
    JobPhase,
    JobState,
    QuarantineState,
)
from reconciliation.choices.kinds import FaultyPaper, NextAction, TaxUnit, UsualCause
from reconciliation.choices.papers import (
    Direction,
    OrderDecision,
    PaymentMethod,
    TaxBasis,
    TaxClass,
    TrackingStage,
    TransactionKind,
    TransactionStatus,
)
from reconciliation.choices.settling import AllotmentRule, DecisionKind, DiscrepancyState

__all__ = [
    "IMPORTERS",
    "OPEN_IMPORT_STATES",
    "OPEN_JOB_STATES",
    "STATEMENT_KINDS",
    "AllotmentRule",
    "CellFault",
    "DecisionKind",
    "Direction",
    "DiscrepancyState",
    "EvidenceArea",
    "EvidenceKind",
    "FaultyPaper",
    "FileFault",
    "FileSafety",
    "FileType",
    "ImportField",
    "ImportKind",
    "ImportState",
    "JobFault",
    "JobKind",
    "JobPhase",
    "JobState",
    "NextAction",
    "OrderDecision",
    "PaymentMethod",
    "QuarantineState",
    "SixDigits",
    "TaxBasis",
    "TaxClass",
    "TaxUnit",
    "TrackingStage",
    "TransactionKind",
    "TransactionStatus",
    "UsualCause",
]
