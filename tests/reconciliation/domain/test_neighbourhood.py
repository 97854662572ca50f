"""Parts of the books give what the whole gives; touched orders are matched alone."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from reconciliation.domain.explain import UnknownOrderLineError, explain_line
from reconciliation.domain.matching import match_legs
from reconciliation.domain.neighbourhood import (
    match_orders,
    merge_results,
    numbers_of,
    partition,
)
from reconciliation.enums import RoundingMode
from tests.reconciliation.domain.ledger import RULES, Books, paid_and_cancelled, told
from tests.reconciliation.domain.test_order_of_rows import books

FIXED = replace(RULES, rounding=RoundingMode.DOWN, links_kept=False)


def frames(result):
    return [result.discrepancies.rows(), result.additional.rows(), result.notices.rows()]


def several():
    """Five orders that share an invoice, a transfer and goods."""
    ledger = Books()
    for number in range(5):
        no = f"PO{number}"
        day = "2026-01-10" if number < 2 else "2026-02-24"
        ledger.order(10, no=no, item_code="PAPER", order_date=day)
        ledger.ship(10 - number, no=no, on="2026-02-25").bill(10, no=no, doc="INV1")
    ledger.bill(3, no="FAX1", doc="INV2").tax(500).pay(5_500, settle="B1").pay(5_500, settle="B1")
    return ledger.bank(10_000, settle="B1").refund(70, no="PO3")


@pytest.mark.parametrize("parts", [1, 2, 3, 7])
def test_partitions_merge_to_the_whole(parts):
    legs = several().legs()

    results = [
        match_orders(legs, partition(legs, part=part, of=parts), FIXED) for part in range(parts)
    ]

    assert frames(merge_results(results)) == frames(match_legs(legs, FIXED))


@settings(max_examples=25, deadline=None)
@given(ledger=books())
def test_any_books_of_one_order_are_one_part(ledger):
    legs = ledger.legs()

    results = [match_orders(legs, partition(legs, part=part, of=2), FIXED) for part in range(2)]

    assert frames(merge_results(results))[:2] == frames(match_legs(legs, FIXED))[:2]


def test_touched_orders_are_matched_alone():
    legs = several().legs()

    result = match_orders(legs, numbers_of(legs, ["po-4"]), FIXED)

    assert told(result.discrepancies) == [
        ("B1", "SETTLEMENT_DIFF", 1_000),
        ("INV1", "DUPLICATE_PAYMENT", 5_170 + 330),
        (1, "BILLED_OVER_SHIPPED", 440),
    ]


def answers(ledger, line=1):
    told_of = explain_line(ledger.legs(), FIXED, order_no="po1", line_no=line)
    return {answer.kind: answer for answer in told_of.answers}


def test_a_found_kind_shows_conditions_that_hold():
    answer = answers(paid_and_cancelled())["REFUND_MISSING"]

    assert answer.is_found
    assert answer.failing == ()
    assert [(check.left, check.left_value) for check in answer.checks] == [
        ("refundable", 10),
        ("refunded", 0),
        ("announced", 0),
        ("due", 1_100),
    ]


def test_a_kind_that_was_not_found_shows_what_failed():
    answer = answers(Books().order(10).ship(10, on="2026-03-25").bill(4))["SHIPPED_NOT_BILLED"]

    assert not answer.is_found
    assert [(c.left, c.sign, c.right, c.left_value, c.right_value) for c in answer.failing] == [
        ("days_since_shipment", ">", "billing_lag_days", 6, 10)
    ]


@settings(max_examples=15, deadline=None)
@given(ledger=books())
def test_every_found_kind_has_no_failing_condition_of_its_quantities(ledger):
    for line in range(1, 5):
        found = [answer for answer in answers(ledger, line).values() if answer.is_found]
        plain = {"SHIPPED_OVER_ORDER", "SHIPPED_NOT_BILLED", "BACKORDER_OVERDUE", "REFUND_MISSING"}
        assert [answer.failing for answer in found if answer.kind.value in plain] == [
            () for answer in found if answer.kind.value in plain
        ]


def test_a_line_that_is_in_no_order_is_said():
    with pytest.raises(UnknownOrderLineError):
        answers(Books().order(10), line=9)
