"""What a discrepancy means for the person who settles it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TaxUnit(TextChoices):
    """Over what a consumption tax was rounded. Per line is not permitted."""

    INVOICE = "invoice", _("once per invoice and rate")
    SLIP = "slip", _("once per delivery slip and rate")
    LINE = "line", _("line by line (not permitted)")


class FaultyPaper(TextChoices):
    """The paper that a discrepancy says is wrong or missing."""

    INVOICE = "invoice", _("Invoice")
    LATER_INVOICE = "later_invoice", _("Later invoice")
    MISSING_INVOICE = "missing_invoice", _("Missing invoice")
    SHIPMENT = "shipment", _("Shipment")
    ORDER = "order", _("Order")
    RECEIPT = "receipt", _("Our receipt record")
    PAYMENT = "payment", _("Payment")
    REFUND = "refund", _("Refund")
    POINTS = "points", _("Points ledger")
    CREDIT_NOTE = "credit_note", _("Missing credit note")
    JOURNAL = "journal", _("Our journal")
    BANK_LINE = "bank_line", _("Bank line or its allotment")
    NONE = "none", _("None yet")


class NextAction(TextChoices):
    """What to do about a discrepancy."""

    PROVE_ORDER = "prove_order", _("Hold payment and ask for the evidence of the order.")
    REISSUE = "reissue", _("Hold payment and ask for a corrected invoice or a credit note.")
    ASK_SHIP_OR_CREDIT = "ask_ship_or_credit", _("Hold payment; ask to ship, cancel or credit.")
    PAY_RECEIVED = "pay_received", _("Pay what was received; ask for a credit note for the rest.")
    ACCRUE = "accrue", _("Accrue provisionally and expect the invoice.")
    KEEP_OR_RETURN = "keep_or_return", _("Decide to keep or return before the bill comes.")
    CHASE_DELIVERY = "chase_delivery", _("Chase the delivery, or cancel it and look elsewhere.")
    CONFIRM_RECEIPT = "confirm_receipt", _("Ask the receiver to confirm; hold payment until then.")
    WITHDRAW_LATER = "withdraw_later", _("Hold the later invoice and ask for its withdrawal.")
    REFUND_PAYMENT = "refund_payment", _("Ask for the money back or offset it in the next bill.")
    CHOOSE_ONE = "choose_one", _("Decide which order stays; cancel or return the other.")
    CORRECT_PRICE = "correct_price", _("Ask for a correction, or approve if the order was wrong.")
    CORRECT_TAX = "correct_tax", _("Ask for a corrected qualified invoice; do not deduct before.")
    NOTE_ROUNDING = "note_rounding", _("Book as stated with a note; ask for a re-issue.")
    ASK_CREDIT = "ask_credit", _("Ask for a credit note.")
    ASK_REFUND = "ask_refund", _("Ask for the refund with order, cancellation and payment.")
    WAIT = "wait", _("Wait and watch the promised date.")
    CHASE_REFUND = "chase_refund", _("Chase the refund, or offset it if that was agreed.")
    ASK_REST = "ask_rest", _("Ask for the rest and show the computation.")
    REPORT_EXCESS = "report_excess", _("Report the excess and return or offset it.")
    REGRANT_POINTS = "regrant_points", _("Ask for the points to be granted again.")
    ASK_RETURN_INVOICE = "ask_return_invoice", _("Ask for the return invoice.")
    REVERSE = "reverse", _("Reverse the accrual.")
    FIND_GAP = "find_gap", _("Find the invoice that makes the gap, or leave it open.")


class UsualCause(TextChoices):
    """Where a discrepancy usually comes from while a supplier is down."""

    NUMBER_RETYPED = "number_retyped", _("Number typed again, or an order placed by fax")
    BACKUP_WITHOUT_CANCELLATIONS = (
        "backup_without_cancellations",
        _("Billing ran from a backup without the cancellations"),
    )
    BILLED_ON_ORDER_DATE = "billed_on_order_date", _("Billed on the order date; shipping log lost")
    PART_BILLED_IN_FULL = "part_billed_in_full", _("A part delivery was billed in full")
    BILLING_STILL_DOWN = "billing_still_down", _("The billing system is still down")
    WAREHOUSE_QUEUE = "warehouse_queue", _("Shipped from the warehouse's own queue, or directly")
    NOT_ALLOCATED = "not_allocated", _("Stock was not allocated again after the restart")
    SLIP_NOT_ENTERED = "slip_not_entered", _("Left at the door; the paper slip was not entered")
    REISSUED = "reissued", _("Bills were issued again under new numbers")
    PAID_BY_TWO_WAYS = "paid_by_two_ways", _("Paid by card, then by transfer from a re-sent bill")
    ORDERED_AGAIN = "ordered_again", _("Ordered again, and the first order came late after all")
    OLD_PRICE_LIST = "old_price_list", _("Old price list restored, or the contract price lost")
    FOOD_FLAG_LOST = "food_flag_lost", _("The mark for food was lost")
    SPREADSHEET = "spreadsheet", _("Billed from a spreadsheet in the emergency")
    COUPON_LOST = "coupon_lost", _("Coupons were not carried over")
    SEVERAL_PARCELS = "several_parcels", _("One order went out in several parcels")
    REFUND_RUN_SKIPPED = "refund_run_skipped", _("The refund run skipped the cancelled orders")
    REFUND_QUEUE = "refund_queue", _("Many refunds are waiting")
    REFUND_FORGOTTEN = "refund_forgotten", _("The refund was forgotten")
    PART_LEFT_OUT = "part_left_out", _("Fee, points, tax or part of the quantity left out")
    REFUNDED_TWICE = "refunded_twice", _("Refunded twice, or also for goods that came")
    POINTS_EXPIRED = "points_expired", _("Points expired during the stop")
    MONEY_WITHOUT_PAPER = "money_without_paper", _("The money came back without its paper")
    ACCRUED_AND_BOOKED = "accrued_and_booked", _("Accrued, then booked again with the invoice")
    INVOICE_LEFT_OUT = "invoice_left_out", _("An invoice left out, digits swapped, or an old fee")
    PART_PAID = "part_paid", _("Part paid, or paid from another total")
