"""What a column of a file can be."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ImportField(TextChoices):
    """What a column of a file can be."""

    ORDER_NUMBER = "order_number", _("Order number")
    OWN_NUMBER = "own_number", _("Our own order number")
    LINE_NUMBER = "line_number", _("Line number")
    ORDERED_ON = "ordered_on", _("Order date")
    PROMISED_ON = "promised_on", _("Promised date")
    DEPARTMENT = "department", _("Department")
    PERSON = "person", _("Ordered by")
    ITEM_CODE = "item_code", _("Item code")
    ITEM_NAME = "item_name", _("Item")
    QUANTITY = "quantity", _("Quantity")
    UNIT = "unit", _("Unit")
    UNIT_PRICE = "unit_price", _("Unit price")
    DISCOUNT = "discount_amount", _("Discount")
    POINTS = "points_amount", _("Points used")
    NET_AMOUNT = "net_amount", _("Amount without tax")
    TAX_RATE = "tax_rate", _("Tax rate")
    TAX_CLASS = "tax_class", _("Tax class")
    TAX_BASIS = "tax_basis", _("With or without tax")
    TAX_AMOUNT = "tax_amount", _("Consumption tax")
    AMOUNT = "amount", _("Amount")
    CURRENCY = "currency", _("Currency")
    CANCELLED_QUANTITY = "cancelled_quantity", _("Cancelled quantity")
    CANCELLED_ON = "cancelled_on", _("Cancelled on")
    REPLACES_NUMBER = "replaces_number", _("Replaces order")
    REPLACES_LINE = "replaces_line_number", _("Replaces line")
    DIRECT = "is_direct", _("Shipped by the maker")
    DELIVERY_PLACE = "delivery_place", _("Delivery address")
    STATE_TEXT = "state_text", _("Status as written")
    SHIPMENT_NUMBER = "shipment_number", _("Delivery note number")
    SHIPPED_ON = "shipped_on", _("Shipping date")
    DELIVERED_ON = "delivered_on", _("Delivery date")
    DIRECTION = "direction", _("Delivery or return")
    RECEIVED_QUANTITY = "received_quantity", _("Received quantity")
    CARRIER = "carrier", _("Carrier")
    TRACKING_NUMBER = "tracking_number", _("Tracking number")
    TRACKING_WORD = "word", _("Carrier's status")
    HAPPENED_ON = "happened_on", _("Date of the status")
    HAPPENED_TIME = "happened_time", _("Time of the status")
    PLACE = "place", _("Depot")
    TRANSACTION_NUMBER = "transaction_number", _("Transaction number")
    TRANSACTION_KIND = "kind", _("Kind of transaction")
    OCCURRED_ON = "occurred_on", _("Date")
    DUE_ON = "due_on", _("Payment due")
    DOCUMENT_NUMBER = "document_number", _("Invoice or document number")
    STATUS = "status", _("State of the transaction")
    METHOD = "method", _("Payment method")
    SETTLEMENT_NUMBER = "settlement_number", _("Settlement reference")
    PAYEE = "payee", _("Name of the other party")
    DESCRIPTION = "description", _("Description")
    MONEY_OUT = "money_out", _("Money out")
    MONEY_IN = "money_in", _("Money in")
    BALANCE = "balance_amount", _("Balance")
    REGISTRATION_NUMBER = "registration_number", _("Invoice registration number")
    CORRECTED_ROW = "corrected_row", _("Row in the original file")


class SixDigits(TextChoices):
    """How a date of six digits such as 080901 is meant."""

    ASK = "ask", _("Nobody has said")
    ERA = "era", _("Year of the Japanese era (08 = 2026)")
    WESTERN = "western", _("Last two digits of the year (26 = 2026)")
