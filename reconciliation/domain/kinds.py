"""What each kind of discrepancy is: its condition, the paper at fault, the stake, what to do.

Symbols, per order line: O ordered, X cancelled, E = O - X; S shipped, R returned, N = S - R,
V confirmed received; B billed, C credited, NB = B - C, Bp billed on settled invoices; P unit
price, D discount, U points, r tax rate; Q to be refunded = max(0, Bp - N) if X or R;
F refunds settled, Fp announced; g(n) = n with tax; due = g(Q·P - ⌊D·Q/O⌋) - ⌊U·Q/O⌋.

Source: docs/decisions/0040-three-way-match.md.
"""

from dataclasses import dataclass

from reconciliation.enums import DiscrepancyKind as Kind
from reconciliation.enums import FaultyPaper as Paper
from reconciliation.enums import NextAction as Do
from reconciliation.enums import UsualCause as Cause


@dataclass(frozen=True)
class KindFacts:
    """One row of the taxonomy. condition and stake are formulas in the symbols above."""

    paper: Paper
    cause: Cause
    action: Do
    condition: str
    stake: str


FACTS: dict[Kind, KindFacts] = {
    Kind.ORPHAN_BILLING: KindFacts(
        Paper.INVOICE,
        Cause.NUMBER_RETYPED,
        Do.PROVE_ORDER,
        "NB > 0, (order, line) ∉ orders",
        "g(net)",
    ),
    Kind.CANCELLED_BILLED: KindFacts(
        Paper.INVOICE,
        Cause.BACKUP_WITHOUT_CANCELLATIONS,
        Do.REISSUE,
        "Q = 0, X > 0, NB > max(N, E)",
        "g((NB - max(N, E))·P)",
    ),
    Kind.BILLED_NOT_SHIPPED: KindFacts(
        Paper.INVOICE,
        Cause.BILLED_ON_ORDER_DATE,
        Do.ASK_SHIP_OR_CREDIT,
        "Q = 0, S = 0, NB > 0",
        "g(net)",
    ),
    Kind.BILLED_OVER_SHIPPED: KindFacts(
        Paper.INVOICE,
        Cause.PART_BILLED_IN_FULL,
        Do.PAY_RECEIVED,
        "Q = 0, S > 0, NB > N",
        "g((NB - N)·P)",
    ),
    Kind.SHIPPED_NOT_BILLED: KindFacts(
        Paper.MISSING_INVOICE,
        Cause.BILLING_STILL_DOWN,
        Do.ACCRUE,
        "N > NB",
        "g((N - NB)·P)",
    ),
    Kind.SHIPPED_OVER_ORDER: KindFacts(
        Paper.SHIPMENT, Cause.WAREHOUSE_QUEUE, Do.KEEP_OR_RETURN, "N > E", "g((N - E)·P)"
    ),
    Kind.BACKORDER_OVERDUE: KindFacts(
        Paper.ORDER, Cause.NOT_ALLOCATED, Do.CHASE_DELIVERY, "S < E, NB ≤ N", "g((E - S)·P)"
    ),
    Kind.RECEIPT_UNCONFIRMED: KindFacts(
        Paper.RECEIPT, Cause.SLIP_NOT_ENTERED, Do.CONFIRM_RECEIPT, "V < S", "g((S - V)·P)"
    ),
    Kind.DUPLICATE_INVOICE: KindFacts(
        Paper.LATER_INVOICE,
        Cause.REISSUED,
        Do.WITHDRAW_LATER,
        "X = 0, NB > N, B > E, 2 × (qty, P)",
        "g(⌈(NB - N) / qty⌉ × net)",
    ),
    Kind.DUPLICATE_PAYMENT: KindFacts(
        Paper.PAYMENT,
        Cause.PAID_BY_TWO_WAYS,
        Do.REFUND_PAYMENT,
        "≥ 2, Σ > total",
        "Σ - total",
    ),
    Kind.REORDER_DOUBLE: KindFacts(
        Paper.ORDER, Cause.ORDERED_AGAIN, Do.CHOOSE_ONE, "X < O, NB > 0, NB′ > 0", "g(net)"
    ),
    Kind.PRICE_VARIANCE: KindFacts(
        Paper.INVOICE,
        Cause.OLD_PRICE_LIST,
        Do.CORRECT_PRICE,
        "|Σ(qty·price) - NB·P| > 0.5 %",
        "g(Σ(qty·price) - NB·P)",
    ),
    Kind.TAX_CLASS_WRONG: KindFacts(
        Paper.INVOICE, Cause.FOOD_FLAG_LOST, Do.CORRECT_TAX, "r′ ≠ r", "t(net, r′) - t(net, r)"
    ),
    Kind.TAX_ROUNDING: KindFacts(
        Paper.INVOICE, Cause.SPREADSHEET, Do.NOTE_ROUNDING, "t ≠ t(Σ net, r)", "t - t(Σ net, r)"
    ),
    Kind.DISCOUNT_MISSING: KindFacts(
        Paper.INVOICE, Cause.COUPON_LOST, Do.ASK_CREDIT, "D′ < ⌊D·NB/O⌋", "g(⌊D·NB/O⌋ - D′)"
    ),
    Kind.SHIPPING_FEE_WRONG: KindFacts(
        Paper.INVOICE, Cause.SEVERAL_PARCELS, Do.ASK_CREDIT, "Σ > agreed", "g(Σ - agreed)"
    ),
    Kind.REFUND_MISSING: KindFacts(
        Paper.REFUND, Cause.REFUND_RUN_SKIPPED, Do.ASK_REFUND, "Q > 0, F = Fp = 0, due > 0", "due"
    ),
    Kind.REFUND_PENDING: KindFacts(
        Paper.NONE, Cause.REFUND_QUEUE, Do.WAIT, "Q > 0, Fp > 0, ≤ 30 days", "Fp"
    ),
    Kind.REFUND_LATE: KindFacts(
        Paper.REFUND, Cause.REFUND_FORGOTTEN, Do.CHASE_REFUND, "Q > 0, Fp > 0, > 30 days", "Fp"
    ),
    Kind.REFUND_SHORT: KindFacts(
        Paper.REFUND, Cause.PART_LEFT_OUT, Do.ASK_REST, "Q > 0, 0 < F < due, Fp = 0", "due - F"
    ),
    Kind.REFUND_OVER: KindFacts(
        Paper.REFUND, Cause.REFUNDED_TWICE, Do.REPORT_EXCESS, "F > due", "F - due"
    ),
    Kind.POINTS_NOT_RETURNED: KindFacts(
        Paper.POINTS, Cause.POINTS_EXPIRED, Do.REGRANT_POINTS, "Q > 0, U′ < ⌊U·Q/O⌋", "⌊U·Q/O⌋ - U′"
    ),
    Kind.CREDIT_NOTE_MISSING: KindFacts(
        Paper.CREDIT_NOTE,
        Cause.MONEY_WITHOUT_PAPER,
        Do.ASK_RETURN_INVOICE,
        "Q > 0, F = due, C < Q, g ≥ 10,000",
        "t(Q·P - ⌊D·Q/O⌋, r)",
    ),
    Kind.ACCRUAL_NOT_REVERSED: KindFacts(
        Paper.JOURNAL,
        Cause.ACCRUED_AND_BOOKED,
        Do.REVERSE,
        "Acc > 0, (B > 0, NB ≥ N) ∨ X = O",
        "Acc",
    ),
    Kind.SETTLEMENT_DIFF: KindFacts(
        Paper.BANK_LINE,
        Cause.INVOICE_LEFT_OUT,
        Do.FIND_GAP,
        "Σ - bank ∉ {0, 220, 440, 660}",
        "|Σ - bank|",
    ),
    Kind.PAYMENT_DIFF: KindFacts(
        Paper.PAYMENT, Cause.PART_PAID, Do.FIND_GAP, "1 ×, Σ ≠ open", "Σ - open"
    ),
}
