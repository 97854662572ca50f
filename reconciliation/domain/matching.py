"""The three-way match: three legs in, discrepancies out, the same whatever the order of rows."""

from dataclasses import dataclass, replace

import polars as pl
from polars import col

from reconciliation.domain.accruals import judge_accruals
from reconciliation.domain.charges import charge_orders, judge_charges, judge_orphans
from reconciliation.domain.documents import Documents, judge_documents, read_documents
from reconciliation.domain.findings import Place, placed, written
from reconciliation.domain.keys import DOCUMENT, KEY, ORDER, order_of
from reconciliation.domain.legs import Legs
from reconciliation.domain.lines import Lines, line_table
from reconciliation.domain.notices import notices_of
from reconciliation.domain.prices import judge_prices
from reconciliation.domain.quantities import judge_quantities, judge_receipts
from reconciliation.domain.refund_rules import judge_refunds
from reconciliation.domain.refunds import RefundedLines, read_refunds, unnamed_paybacks
from reconciliation.domain.reorders import judge_reorders
from reconciliation.domain.rules import MatchRules
from reconciliation.domain.transfers import judge_transfers
from reconciliation.enums import DiscrepancyKind as Kind
from reconciliation.enums import Leg

# what has to be known before a kind may accuse; the others need orders and transactions
ALL_LEGS = frozenset(Leg)
GOODS = frozenset({Leg.ORDERS, Leg.SHIPMENTS})
MONEY = frozenset({Leg.TRANSACTIONS})
BOOKS = frozenset({Leg.ORDERS, Leg.TRANSACTIONS})
LEGS_OF = dict.fromkeys(Kind, ALL_LEGS) | {
    Kind.ORPHAN_BILLING: BOOKS,
    Kind.SHIPPED_OVER_ORDER: GOODS,
    Kind.BACKORDER_OVERDUE: GOODS,
    Kind.RECEIPT_UNCONFIRMED: GOODS,
    Kind.PRICE_VARIANCE: BOOKS,
    Kind.TAX_CLASS_WRONG: BOOKS,
    Kind.DISCOUNT_MISSING: BOOKS,
    Kind.SHIPPING_FEE_WRONG: BOOKS,
    Kind.ACCRUAL_NOT_REVERSED: BOOKS,
    Kind.REORDER_DOUBLE: BOOKS,
    Kind.TAX_ROUNDING: MONEY,
    Kind.DUPLICATE_PAYMENT: MONEY,
    Kind.PAYMENT_DIFF: MONEY,
    Kind.SETTLEMENT_DIFF: MONEY,
}


@dataclass(frozen=True)
class MatchResult:
    """What a match says.

    Shapes: discrepancies and additional have order_no, line_no, doc_no, kind, amount, sorted
        by all of them; notices likewise, for states that accuse nobody.
    """

    discrepancies: pl.DataFrame
    additional: pl.DataFrame
    notices: pl.DataFrame


@dataclass(frozen=True)
class Judged:
    """What a match says before it is written out.

    Shapes: findings has key (null for papers), doc_no, kind, amount, place.
    """

    legs: Legs
    findings: pl.DataFrame
    lines: Lines
    documents: Documents
    refunded: RefundedLines
    waiting: pl.DataFrame

    def notices(self) -> pl.DataFrame:
        return notices_of(self.legs, self.documents, self.waiting)


def match_legs(legs: Legs, rules: MatchRules) -> MatchResult:
    """Judge three legs and write the answer out."""
    judged = judge_legs(legs, rules)
    findings = judged.findings
    names = _order_names(findings, legs)
    main = col("place") == Place.MAIN.value
    return MatchResult(
        discrepancies=written(findings.filter(main), names),
        additional=written(findings.filter(~main), names),
        notices=judged.notices(),
    )


def judge_legs(legs: Legs, rules: MatchRules) -> Judged:
    """Judge every order line, invoice, payment and transfer of three legs."""
    documents = read_documents(legs.parts, rules.rounding)
    refunded = read_refunds(legs.parts, documents, rules)
    lines = line_table(legs, documents, refunded, rules)
    back = unnamed_paybacks(lines.striking, legs.parts, documents)
    striking = _less_paybacks(lines.striking, back)
    given_back = pl.concat([refunded.given_back, back.select(DOCUMENT, "amount")])
    transfers, waiting = judge_transfers(legs.parts, rules.fees)
    found = [
        *_line_findings(legs, replace(lines, striking=striking), refunded, rules),
        *judge_documents(documents, legs.documents, given_back),
        transfers,
    ]
    return Judged(
        legs=legs,
        findings=_allowed(placed(pl.concat(found)), legs),
        lines=lines,
        documents=documents,
        refunded=refunded,
        waiting=waiting,
    )


def _line_findings(
    legs: Legs, lines: Lines, refunded: RefundedLines, rules: MatchRules
) -> list[pl.DataFrame]:
    orders, parts, odd = legs.orders, legs.parts, lines.striking
    mode, scales = lines.rounding, legs.scales
    charges = charge_orders(orders)
    return [
        *judge_quantities(odd, parts, scales=scales, mode=mode, rules=rules),
        *judge_refunds(odd, parts, refunded, mode=mode, rules=rules),
        *judge_prices(odd, parts, scales=scales, mode=mode, rules=rules),
        judge_receipts(odd, scales=scales, mode=mode, rules=rules),
        judge_accruals(odd, shipments_known=Leg.SHIPMENTS not in legs.missing),
        judge_reorders(orders, lines, legs.numbers),
        judge_charges(charges, parts, scales=scales, mode=mode),
        judge_orphans(orders, parts, mode),
    ]


def _less_paybacks(lines: pl.DataFrame, back: pl.DataFrame) -> pl.DataFrame:
    """Take what was given back of a second payment off the refunds of its line."""
    if back.is_empty():
        return lines
    joined = lines.join(back.select(KEY, "amount"), on=KEY, how="left")
    left = col("refunded") - col("amount").fill_null(0)
    return joined.with_columns(refunded=left).drop("amount")


def _allowed(findings: pl.DataFrame, legs: Legs) -> pl.DataFrame:
    """Drop what a missing leg may not accuse, and whatever waits for a refused row."""
    barred = [kind.value for kind, needed in LEGS_OF.items() if needed & legs.missing]
    kept = findings.filter(~col("kind").is_in(barred)) if barred else findings
    if legs.refused.is_empty():
        return kept
    key = col(KEY)
    line_waits = key.is_in(legs.withheld.keys.implode())
    order_waits = order_of(key).is_in(legs.withheld.orders.implode())
    waits = (line_waits | order_waits).fill_null(value=False)
    paper_waits = key.is_null() & col("doc_no").is_in(legs.withheld.doc_nos.implode())
    return kept.filter(~waits & ~paper_waits)


def _order_names(findings: pl.DataFrame, legs: Legs) -> pl.DataFrame:
    """Return the order number of each key as the orders file writes it, else as the bill does."""
    keys = findings.select(KEY).drop_nulls().unique()
    own = legs.orders.lazy().select(KEY, "order_no").join(keys.lazy(), on=KEY, how="semi").collect()
    rest = keys.join(own, on=KEY, how="anti").with_columns(order_of(col(KEY)).alias(ORDER))
    mine = legs.orders.lazy().filter(col(ORDER).is_in(rest[ORDER].implode()))
    known = mine.group_by(ORDER).agg(col("order_no").min()).collect()
    names = pl.concat([known, legs.strangers])
    return pl.concat([own, rest.join(names, on=ORDER, how="left").select(KEY, "order_no")])
