# ruff: noqa: S608 - table and column names are those of our own models, ids are formatted as :d
"""The columns that a match reads of each paper, as SQL for both databases.

What a file states with tax is brought to what it is without tax; nothing else is reckoned here.
"""

from reconciliation.enums import (
    ImportState,
    Leg,
    TaxBasis,
    TransactionKind,
    TransactionStatus,
)

TABLES = {
    Leg.ORDERS: "reconciliation_orderline",
    Leg.SHIPMENTS: "reconciliation_shipmentline",
    Leg.TRANSACTIONS: "reconciliation_transaction",
}
CURRENCY = "JPY"  # the only one whose tax and fees have rules
WITH_TAX = f"r.tax_basis = '{TaxBasis.INCLUDED}'"
NET_PRICE = (
    f"CASE WHEN {WITH_TAX} THEN round(r.unit_price * 100.0 / (100 + r.tax_rate), 4) "
    "ELSE r.unit_price END"
)
# the tax of an amount that contains it is cut toward zero, as most issuers do
INNER_TAX = "coalesce(r.tax_amount, r.amount * r.tax_rate / (100 + r.tax_rate))"
NET = (
    f"CASE WHEN r.net_amount IS NOT NULL OR r.kind <> '{TransactionKind.INVOICE}' "
    f"THEN r.net_amount WHEN {WITH_TAX} THEN r.amount - {INNER_TAX} "
    f"WHEN r.tax_basis = '{TaxBasis.EXCLUDED}' THEN r.amount END"
)
SETTLES = f"('{TransactionKind.PAYMENT}', '{TransactionKind.REFUND}')"
STATUS = (
    f"CASE WHEN r.status = '{TransactionStatus.UNSTATED}' THEN '' "
    f"WHEN r.status = '{TransactionStatus.CONFIRMED}' AND r.kind IN {SETTLES} "
    f"THEN '{TransactionStatus.SETTLED}' ELSE r.status END"
)


COLUMNS_OF = {
    Leg.ORDERS: {
        "row": "r.id",
        "order_no": "r.order_key",
        "line_no": "r.line_number",
        "order_date": "r.ordered_on",
        "promised_date": "r.promised_on",
        "dept": "r.department",
        "item_code": "r.item_code",
        "qty": "r.quantity",
        "unit_price": NET_PRICE,
        "discount": "r.discount_amount",
        "points": "r.points_amount",
        "tax_rate": "r.tax_rate",
        "cancel_qty": "r.cancelled_quantity",
        "orig_order_no": "r.replaces_number",
        "orig_line_no": "r.replaces_line_number",
    },
    Leg.SHIPMENTS: {
        "row": "r.id",
        "order_no": "r.order_key",
        "line_no": "r.line_number",
        "item_code": "r.item_code",
        "ship_date": "r.shipped_on",
        "direction": "r.direction",
        "qty": "r.quantity",
        "received_qty": "r.received_quantity",
    },
    Leg.TRANSACTIONS: {
        "row": "r.id",
        "txn_type": "r.kind",
        "txn_date": "r.occurred_on",
        "doc_no": "r.document_key",
        "order_no": "r.order_key",
        "line_no": "r.line_number",
        "item_code": "r.item_code",
        "qty": "r.quantity",
        "unit_price": NET_PRICE,
        "discount": "r.discount_amount",
        "net": NET,
        "tax_rate": "r.tax_rate",
        "tax": "r.tax_amount",
        "amount": "r.amount",
        "status": STATUS,
        "settle_no": "r.settlement_number",
    },
}
# texts that may hold anything; the other ones are keys, codes of ours, numbers and dates
LOOSE = frozenset({"r.department", "r.item_code", "r.replaces_number", "r.settlement_number"})
# kinds that the match has no rule for, or that are read through their links
UNREAD = (TransactionKind.FEE, TransactionKind.CARD_LINE, TransactionKind.CARD_SETTLEMENT)
_UNREAD = ", ".join(f"'{kind}'" for kind in UNREAD)


def current(workspace: int) -> str:
    """Return the condition that a row counts: its import is applied, no later one ended it."""
    return (
        "r.ended_by_id IS NULL AND r.batch_id IN (SELECT id FROM reconciliation_importbatch "
        f"WHERE state = '{ImportState.APPLIED}' AND workspace_id = {workspace:d})"
    )


def read_rows(leg: Leg) -> str:
    """Return the condition that a row of a leg is one that the match reads."""
    if leg is Leg.SHIPMENTS:
        return "TRUE"
    told = f"r.currency = '{CURRENCY}'"
    if leg is Leg.ORDERS:
        return told
    return f"{told} AND r.kind NOT IN ({_UNREAD}) AND r.status <> '{TransactionStatus.CANCELLED}'"
