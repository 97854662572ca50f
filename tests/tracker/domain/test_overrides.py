import pytest

from tests.tracker.domain.saying import cells, noon, say
from tracker.domain.overrides import Overridden, Override, Review, overridden, reviewed
from tracker.enums import Basis, DomainState, Level, ReviewVerdict, ServiceDomain

ORDERS = ServiceDomain.ORDERS


def override(key=1, service="", **more):
    return Override(
        key, ORDERS, service, Level.LIMITED, set_at=noon("10-22"), expires_at=noon("10-30"), **more
    )


@pytest.mark.parametrize(
    ("found", "now", "holds"),
    [
        (override(), "10-23", True),
        (override(), "10-21", False),  # not set yet
        (override(), "10-30", False),  # expired
        (override(ended_at=noon("10-24")), "10-25", False),  # taken back
        (override(service="A"), "10-23", False),  # of another cell
    ],
)
def test_an_override_holds_from_when_it_is_set_until_it_ends(found, now, holds):
    cell = cells(say("orders", "stopped", "10-19"))[ORDERS]

    shown = overridden(cell, [found], now=noon(now))

    assert (shown.override is found) is holds
    assert (shown.cell.basis is Basis.OVERRIDE) is holds
    assert shown.said is cell


@pytest.mark.parametrize(("is_locked", "holds"), [(True, True), (False, False)])
def test_the_supplier_s_next_word_ends_an_override_unless_it_is_locked(is_locked, holds):
    cell = cells(say("orders", "stopped", "10-25"))[ORDERS]

    assert override(is_locked=is_locked).holds(cell, now=noon("10-26")) is holds


def test_the_newest_override_is_shown():
    cell = cells(say("orders", "stopped", "10-19"))[ORDERS]
    first, second = override(1), override(2)

    shown = overridden(cell, [second, first], now=noon("10-23"))

    assert (shown.override, shown.cell.level, shown.cell.state) == (second, Level.LIMITED, None)


def test_without_an_override_a_cell_is_what_was_said():
    cell = cells(say("orders", "stopped", "10-19"))[ORDERS]

    assert overridden(cell, [], now=noon("10-23")) == Overridden(cell, cell)


def test_reviews_take_out_and_set_right():
    kept = say("orders", "stopped", "10-19", key=1)
    wrong = say("orders", "resumed", "10-19", key=2)
    accepted = say("fax", "stopped", "10-19", key=3)
    dismissed = say("email", "stopped", "10-19", key=4)
    over = say("billing", "stopped", "10-19", key=5)
    reviews = {
        2: Review(ReviewVerdict.CORRECTED, DomainState.PARTIAL, ServiceDomain.SHIPPING),
        3: Review(ReviewVerdict.ACCEPTED),
        4: Review(ReviewVerdict.DISMISSED, expires_at=noon("10-30")),
        5: Review(ReviewVerdict.DISMISSED, expires_at=noon("10-20")),
    }

    found = reviewed([kept, wrong, accepted, dismissed, over], reviews, now=noon("10-25"))

    assert [(one.key, one.domain, one.state) for one in found] == [
        (1, "orders", "stopped"),
        (2, "shipping", "partial"),
        (3, "fax", "stopped"),
        (5, "billing", "stopped"),
    ]
