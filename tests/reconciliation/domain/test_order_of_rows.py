"""The result does not depend on the order of rows, nor on being asked again."""

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reconciliation.domain.ledger import PO, Books

LINES = st.integers(1, 4)
QUANTITIES = st.integers(0, 12)
DAYS = st.sampled_from(["2026-01-05", "2026-02-20", "2026-03-21", "2026-03-31"])


@st.composite
def books(draw):
    """Any books of a few lines: orders, part shipments, part bills, credits, refunds, payments."""
    ledger = Books()
    for line in range(1, 5):
        quantity = draw(st.integers(1, 12))
        ledger.order(
            quantity,
            draw(st.sampled_from([99, 105, 1_000])),
            line=line,
            cancel_qty=draw(st.integers(0, quantity)),
            discount=draw(st.integers(0, 50)),
            points=draw(st.integers(0, 30)),
            tax_rate=draw(st.sampled_from([8, 10])),
            item_code=draw(st.sampled_from(["A", "B"])),
            order_date=draw(DAYS),
        )
    for _ in range(draw(st.integers(1, 6))):
        ledger.ship(draw(QUANTITIES), line=draw(LINES), on=draw(DAYS))
    for number in range(draw(st.integers(1, 8))):
        doc = f"INV{number % 3}"
        ledger.bill(
            draw(st.integers(1, 12)),
            draw(st.sampled_from([99, 105])),
            line=draw(LINES),
            doc=doc,
            rate=draw(st.sampled_from([8, 10])),
            discount=draw(st.integers(0, 9)),
        )
        ledger.pay(draw(st.integers(1, 2_000)), doc=doc, settle=draw(st.sampled_from(["", "B1"])))
    for _ in range(draw(st.integers(0, 4))):
        line, amount = draw(LINES), draw(st.sampled_from([105, 500, 1_100]))
        ledger.credit(draw(QUANTITIES), 105, line=line, doc=draw(st.sampled_from(["C1", "C2"])))
        ledger.refund(
            amount, line=line, on=draw(DAYS), status=draw(st.sampled_from(["settled", "pending"]))
        )
    return ledger.bank(draw(st.integers(1, 9_000)), settle="B1")  # fmt: skip


def shuffled(ledger, seed):
    mixed = {}
    for name in ("orders", "shipments", "transactions"):
        rows = list(getattr(ledger, name))
        random.Random(seed).shuffle(rows)  # noqa: S311 - no secret
        mixed[name] = rows
    return replace(ledger, **mixed)


def files(ledger):
    result = ledger.match()
    return [result.discrepancies.rows(), result.additional.rows(), result.notices.rows()]


@settings(max_examples=60, deadline=None)
@given(ledger=books(), seed=st.integers(0, 1_000))
def test_shuffled_rows_give_the_same_files(ledger, seed):
    assert files(shuffled(ledger, seed)) == files(ledger)


@settings(max_examples=25, deadline=None)
@given(ledger=books())
def test_a_kind_is_found_once_per_line_and_a_family_once_in_the_main_file(ledger):
    result = ledger.match()

    keys = [row[:4] for row in (*result.discrepancies.rows(), *result.additional.rows())]
    assert len(keys) == len(set(keys))


@settings(max_examples=25, deadline=None)
@given(ledger=books())
def test_another_order_beside_it_changes_nothing(ledger):
    before = files(ledger)[:2]

    ledger.order(3, no="ZZ9", item_code="Z").ship(3, no="ZZ9").bill(3, no="ZZ9", doc="INV-ZZ9")

    assert files(ledger)[:2] == before
    assert PO in {row["order_no"] for row in ledger.orders}
