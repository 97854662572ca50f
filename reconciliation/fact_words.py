"""What the numbers are called that a discrepancy is judged on."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIELDS: dict[str, Promise] = {
    "quantity": _("Quantity"),
    "received": _("Received"),
    "price": _("Unit price"),
    "rate": _("Tax rate (%)"),
    "discount": _("Discount"),
    "net": _("Amount without tax"),
    "ordered": _("Ordered"),
    "cancelled": _("Cancelled"),
    "expected": _("Ordered less cancelled"),
    "shipped": _("Shipped"),
    "returned": _("Returned"),
    "kept": _("Shipped less returned"),
    "confirmed": _("Receipt confirmed"),
    "billed": _("Billed"),
    "credited": _("Credited"),
    "standing": _("Billed less credited"),
    "paid": _("Paid"),
    "refundable": _("To be refunded"),
    "refunded": _("Refunded"),
    "announced": _("Refund announced"),
    "waiting_refund": _("Refund announced, in time"),
    "late_refund": _("Refund announced, late"),
    "due": _("Amount due back"),
    "allowed": _("May be billed"),
    "bill_count": _("Number of bills"),
    "days_since_shipment": _("Days since shipment"),
    "billing_lag_days": _("Days until the bill"),
    "receipt_lag_days": _("Days until receipt is confirmed"),
    "points_returned": _("Points returned"),
    "points_due": _("Points due back"),
    "refund_gross": _("Refund with tax"),
    "return_invoice_from": _("Return invoice needed from"),
    "accrued": _("Accrued"),
    "is_accrual_done": _("Bill has come, or cancelled"),
    "is_promise_past": _("Promised date is past"),
    "value_variance": _("Difference in value"),
    "billed_discount": _("Discount on the bill"),
    "billed_net": _("Billed without tax"),
    "credited_net": _("Credited without tax"),
    "has_other_rate": _("Another tax rate on a bill"),
    "yes": _("Yes"),
    "papers": _("Invoices"),
    "total": _("Total of the invoice"),
    "cash": _("Paid"),
    "points": _("Points used"),
    "tax_off": _("Tax differs by"),
    "netted": _("Netted credit notes"),
    "amount": _("Amount"),
}


def word(name: str) -> str:
    return str(FIELDS.get(name, name))
