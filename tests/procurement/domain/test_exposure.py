from datetime import date
from decimal import Decimal

from procurement.domain.exposure import Party, affected_parties, dependents
from procurement.domain.impact import LineImpact
from procurement.enums import ImpactReason, ImpactStatus


def hit(key, amount, status=ImpactStatus.POTENTIAL):
    day, zero = date(2025, 10, 28), Decimal(0)
    reason = ImpactReason.ANNOUNCED
    return LineImpact(key, status, reason, day, amount, amount, zero, zero, None, None, None)


def test_affected_parties_leave_out_whom_nothing_hits():
    pairs = [
        ("総務部", hit(1, 300)),
        ("総務部", hit(2, None, ImpactStatus.CONFIRMED)),
        ("看護部", hit(3, 900)),
        ("経理部", hit(4, 5000, ImpactStatus.NONE)),
    ]

    assert affected_parties(pairs) == [
        Party("看護部", ImpactStatus.POTENTIAL, 1, 900),
        Party("総務部", ImpactStatus.CONFIRMED, 2, 300),
    ]


def test_dependents_are_found_at_second_hand_and_in_circles():
    buys_through = {2: {1}, 3: {2}, 1: {3}, 4: {9}}

    assert dependents(1, buys_through) == {2, 3}
    assert dependents(4, buys_through) == set()
