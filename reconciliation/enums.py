"""Every set of choices of this package."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from reconciliation.choices import (
    HOLDERS,
    IMPORTERS,
    OPEN_IMPORT_STATES,
    OPEN_JOB_STATES,
    SETTLERS,
    STATEMENT_KINDS,
    UNSETTLED_STATES,
    AllotmentRule,
    CellFault,
    DecisionKind,
    Direction,
    DiscrepancyState,
    EvidenceArea,
    EvidenceKind,
    FaultyPaper,
    FileFault,
    FileSafety,
    FileType,
    ImportField,
    ImportKind,
    ImportState,
    JobFault,
    JobKind,
    JobPhase,
    JobState,
    MatchScope,
    NextAction,
    OrderDecision,
    PartState,
    PaymentMethod,
    QuarantineState,
    Resolution,
    SixDigits,
    TaxBasis,
    TaxClass,
    TaxUnit,
    TrackingStage,
    TransactionKind,
    TransactionStatus,
    UsualCause,
)


class DiscrepancyKind(TextChoices):
    """The ways orders, shipments and transactions disagree; the first 25 are the taxonomy."""

    ORPHAN_BILLING = "ORPHAN_BILLING", _("Billed without an order")
    CANCELLED_BILLED = "CANCELLED_BILLED", _("Billed although cancelled")
    BILLED_NOT_SHIPPED = "BILLED_NOT_SHIPPED", _("Billed, not shipped")
    BILLED_OVER_SHIPPED = "BILLED_OVER_SHIPPED", _("Billed more than shipped")
    SHIPPED_NOT_BILLED = "SHIPPED_NOT_BILLED", _("Shipped, not billed")
    SHIPPED_OVER_ORDER = "SHIPPED_OVER_ORDER", _("Shipped more than ordered")
    BACKORDER_OVERDUE = "BACKORDER_OVERDUE", _("Delivery overdue")
    RECEIPT_UNCONFIRMED = "RECEIPT_UNCONFIRMED", _("Receipt not confirmed")
    DUPLICATE_INVOICE = "DUPLICATE_INVOICE", _("Billed twice")
    DUPLICATE_PAYMENT = "DUPLICATE_PAYMENT", _("Paid twice")
    REORDER_DOUBLE = "REORDER_DOUBLE", _("Original and re-order both billed")
    PRICE_VARIANCE = "PRICE_VARIANCE", _("Unit price differs")
    TAX_CLASS_WRONG = "TAX_CLASS_WRONG", _("Wrong tax rate")
    TAX_ROUNDING = "TAX_ROUNDING", _("Tax rounded differently")
    DISCOUNT_MISSING = "DISCOUNT_MISSING", _("Discount missing")
    SHIPPING_FEE_WRONG = "SHIPPING_FEE_WRONG", _("Freight differs")
    REFUND_MISSING = "REFUND_MISSING", _("Refund missing")
    REFUND_PENDING = "REFUND_PENDING", _("Refund on its way")
    REFUND_LATE = "REFUND_LATE", _("Refund late")
    REFUND_SHORT = "REFUND_SHORT", _("Refund too small")
    REFUND_OVER = "REFUND_OVER", _("Refund too large")
    POINTS_NOT_RETURNED = "POINTS_NOT_RETURNED", _("Points not returned")
    CREDIT_NOTE_MISSING = "CREDIT_NOTE_MISSING", _("Credit note missing")
    ACCRUAL_NOT_REVERSED = "ACCRUAL_NOT_REVERSED", _("Accrual not reversed")
    SETTLEMENT_DIFF = "SETTLEMENT_DIFF", _("Transfer differs")
    PAYMENT_DIFF = "PAYMENT_DIFF", _("Payment differs from what is open")


class Leg(TextChoices):
    """The three things that are compared."""

    ORDERS = "orders", _("Orders")
    SHIPMENTS = "shipments", _("Shipments")
    TRANSACTIONS = "transactions", _("Transactions")


class RoundingMode(TextChoices):
    """How an issuer cuts the fraction of a yen off its consumption tax."""

    DOWN = "down", _("Rounded down")
    HALF_UP = "half_up", _("Rounded half up")
    UP = "up", _("Rounded up")


class NoticeKind(TextChoices):
    """States that are worth saying and accuse nobody."""

    LEG_MISSING = "LEG_MISSING", _("No data yet")
    ROW_REFUSED = "ROW_REFUSED", _("Waits for refused rows")
    PAYMENT_WAITING = "PAYMENT_WAITING", _("Payment waits for its bank line")
    BANK_UNALLOCATED = "BANK_UNALLOCATED", _("Bank line without a payment")
    SECOND_PAYMENT_PENDING = "SECOND_PAYMENT_PENDING", _("Second payment announced")
    PROVISIONAL_BILL = "PROVISIONAL_BILL", _("Provisional bill")
    REFUND_UNALLOCATED = "REFUND_UNALLOCATED", _("Refund without an order line")


__all__ = [
    "HOLDERS",
    "IMPORTERS",
    "OPEN_IMPORT_STATES",
    "OPEN_JOB_STATES",
    "SETTLERS",
    "STATEMENT_KINDS",
    "UNSETTLED_STATES",
    "AllotmentRule",
    "CellFault",
    "DecisionKind",
    "Direction",
    "DiscrepancyKind",
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
    "Leg",
    "MatchScope",
    "NextAction",
    "NoticeKind",
    "OrderDecision",
    "PartState",
    "PaymentMethod",
    "QuarantineState",
    "Resolution",
    "RoundingMode",
    "SixDigits",
    "TaxBasis",
    "TaxClass",
    "TaxUnit",
    "TrackingStage",
    "TransactionKind",
    "TransactionStatus",
    "UsualCause",
]
