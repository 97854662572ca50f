"""What orders, shipments and transactions say."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TransactionKind(TextChoices):
    """What one row of the transaction history says."""

    INVOICE = "invoice", _("Invoice line")
    INVOICE_TAX = "invoice_tax", _("Tax of an invoice")
    CREDIT_NOTE = "credit_note", _("Credit note line")
    PAYMENT = "payment", _("Payment")
    REFUND = "refund", _("Refund")
    POINTS_USE = "points_use", _("Points used")
    POINTS_RETURN = "points_return", _("Points returned")
    ACCRUAL = "accrual", _("Accrual")
    FEE = "fee", _("Fee")
    BANK_LINE = "bank_line", _("Bank line")
    CARD_LINE = "card_line", _("Card line")
    CARD_SETTLEMENT = "card_settlement", _("Card bill paid from the bank")


class TransactionStatus(TextChoices):
    """How sure a transaction is. UNSTATED: the file does not say."""

    CONFIRMED = "confirmed", _("Confirmed")
    PROVISIONAL = "provisional", _("Provisional")
    PENDING = "pending", _("Announced, not settled")
    SETTLED = "settled", _("Settled")
    CANCELLED = "cancelled", _("Cancelled")
    UNSTATED = "unstated", _("Not stated")


class PaymentMethod(TextChoices):
    BANK = "bank", _("Bank transfer")
    DIRECT_DEBIT = "direct_debit", _("Direct debit")
    CARD = "card", _("Card")
    POINTS = "points", _("Points")
    CASH = "cash", _("Cash")
    OTHER = "other", _("Other")
    UNSTATED = "unstated", _("Not stated")


class TaxClass(TextChoices):
    """Which consumption tax a line falls under. UNSTATED: only the rate, or nothing, is known."""

    STANDARD = "standard", _("Standard rate")
    REDUCED = "reduced", _("Reduced rate")
    FORMER = "former", _("Former rate")
    EXEMPT = "exempt", _("Tax-exempt")
    OUTSIDE = "outside", _("Outside the scope of tax")
    UNSTATED = "unstated", _("Not stated")


class TaxBasis(TextChoices):
    """Whether prices contain the tax; never left to be guessed later."""

    EXCLUDED = "excluded", _("Prices without tax")
    INCLUDED = "included", _("Prices with tax")
    UNSTATED = "unstated", _("Not stated")


class Direction(TextChoices):
    OUT = "out", _("Delivery")
    RETURN = "return", _("Return")


class TrackingStage(TextChoices):
    """The one scale that the words of all carriers are brought to."""

    REGISTERED = "registered", _("Registered")
    IN_TRANSIT = "in_transit", _("On its way")
    OUT_FOR_DELIVERY = "out_for_delivery", _("Out for delivery")
    EXCEPTION = "exception", _("Delivery failed")
    HELD = "held", _("Held by the carrier")
    DELIVERED = "delivered", _("Delivered")
    RETURNED = "returned", _("Sent back")
    NOT_FOUND = "not_found", _("Not found")
    UNKNOWN = "unknown", _("Unknown word")


class OrderDecision(TextChoices):
    """What we decided for an order that the supplier has not finished."""

    CONTINUE = "continue", _("Keep waiting")
    CANCEL = "cancel", _("Cancel")
    SUBSTITUTE = "substitute", _("Buy elsewhere")
