from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.domain.exposure import exposure_by_due_date, touched_items, worst_status
from procurement.domain.impact import Cover, LineImpact, OpenLine, Scope, Situation, judge_lines
from procurement.enums import ImpactReason, ImpactStatus, OwnFact, Priority
from tracker.enums import Level

TODAY = date(2025, 10, 24)
DUE = date(2025, 10, 28)
PAST = date(2025, 10, 21)
DOWN = Scope("shipping", Level.DOWN)
UP = Scope("shipping", Level.UP)
LINE = OpenLine(1, "A-1", "pen", Decimal(10), 1000, DUE)


def judge(*scopes, line=LINE, cover=None):
    return judge_lines(Situation(scopes, TODAY, cover or {}), [line])[0]


@pytest.mark.parametrize(
    ("scopes", "changes", "expected"),
    [
        ([], {}, (ImpactStatus.NONE, ImpactReason.OUTSIDE_SCOPE)),
        ([DOWN], {}, (ImpactStatus.POTENTIAL, ImpactReason.ANNOUNCED)),
        ([Scope("fax", Level.DOWN)], {}, (ImpactStatus.NONE, ImpactReason.OUTSIDE_SCOPE)),
        (
            [Scope("orders", Level.LIMITED)],
            {},
            (ImpactStatus.POTENTIAL, ImpactReason.ANNOUNCED),
        ),
        (
            [Scope("orders", Level.UNKNOWN)],
            {},
            (ImpactStatus.POTENTIAL, ImpactReason.SCOPE_UNKNOWN),
        ),
        ([DOWN], {"due_on": PAST}, (ImpactStatus.CONFIRMED, ImpactReason.OVERDUE)),
        ([DOWN], {"fact": OwnFact.HELD}, (ImpactStatus.CONFIRMED, ImpactReason.HELD)),
        (
            [UP],
            {"fact": OwnFact.CANCELLED},
            (ImpactStatus.CONFIRMED, ImpactReason.CANCELLED_BY_SUPPLIER),
        ),
        ([DOWN], {"fact": OwnFact.SHIPPED}, (ImpactStatus.NONE, ImpactReason.ON_ITS_WAY)),
        ([DOWN], {"fact": OwnFact.GIVEN_UP}, (ImpactStatus.NONE, ImpactReason.GIVEN_UP)),
        ([UP], {"was_hit": True}, (ImpactStatus.RESTORED, ImpactReason.RESUMED)),
        ([UP], {}, (ImpactStatus.NONE, ImpactReason.OUTSIDE_SCOPE)),
        ([UP], {"due_on": PAST}, (ImpactStatus.NONE, ImpactReason.OUTSIDE_SCOPE)),
        (
            [UP],
            {"was_hit": True, "due_on": PAST},
            (ImpactStatus.CONFIRMED, ImpactReason.OVERDUE),
        ),
        (
            [UP, Scope("orders", Level.DOWN)],
            {"was_hit": True},
            (ImpactStatus.POTENTIAL, ImpactReason.ANNOUNCED),
        ),
        (
            [Scope("shipping", Level.UP, item_groups=frozenset({"case"}))],
            {"was_hit": True},
            (ImpactStatus.POTENTIAL, ImpactReason.SCOPE_UNKNOWN),
        ),
    ],
)
def test_status_says_what_our_papers_and_the_notice_allow(scopes, changes, expected):
    impact = judge(*scopes, line=replace(LINE, **changes))

    assert (impact.status, impact.reason) == expected


@pytest.mark.parametrize(
    ("limit", "changes", "status"),
    [
        ({"item_groups": frozenset({"case"})}, {"item_group": "case"}, ImpactStatus.POTENTIAL),
        ({"item_groups": frozenset({"case"})}, {"item_group": "single"}, ImpactStatus.NONE),
        ({"item_groups": frozenset({"case"})}, {}, ImpactStatus.POTENTIAL),  # not known
        ({"areas": frozenset({"大阪府"})}, {"area": "東京都"}, ImpactStatus.NONE),
        ({"customers": frozenset({"care"})}, {"customer": "care"}, ImpactStatus.POTENTIAL),
        ({"hours": (time(9), time(12))}, {"wanted_at": time(12)}, ImpactStatus.NONE),
        ({"hours": (time(9), time(12))}, {"wanted_at": time(9)}, ImpactStatus.POTENTIAL),
        ({"hours": (time(22), time(5))}, {"wanted_at": time(3)}, ImpactStatus.POTENTIAL),
        ({"hours": (time(22), time(5))}, {"wanted_at": time(6)}, ImpactStatus.NONE),
        ({"hours": (time(22), time(5))}, {}, ImpactStatus.POTENTIAL),  # not known
    ],
)
def test_scope_limits_reach_only_what_they_name(limit, changes, status):
    assert judge(replace(DOWN, **limit), line=replace(LINE, **changes)).status == status


@pytest.mark.parametrize(
    ("back_on", "changes", "expected"),
    [
        (None, {}, (None, None, None)),
        (None, {"due_on": PAST, "accepted_days": 2}, (None, None, True)),
        (None, {"due_on": PAST, "accepted_days": 3}, (None, None, None)),
        (date(2025, 11, 4), {"due_on": None}, (None, None, None)),
        (date(2025, 11, 4), {"lead_days": 2}, (date(2025, 11, 6), 9, None)),
        (date(2025, 11, 4), {"accepted_days": 7}, (date(2025, 11, 4), 7, False)),
        (date(2025, 11, 4), {"accepted_days": 6}, (date(2025, 11, 4), 7, True)),
        (date(2025, 10, 25), {"accepted_days": 0}, (DUE, 0, False)),
    ],
)
def test_delay_is_measured_against_what_we_accept(back_on, changes, expected):
    impact = judge(replace(DOWN, back_on=back_on), line=replace(LINE, **changes))

    assert (impact.expected_on, impact.delay_days, impact.is_beyond_accepted) == expected


def test_several_promises_count_only_when_all_are_known():
    early = replace(DOWN, back_on=date(2025, 11, 1))
    late = Scope("orders", Level.DOWN, back_on=date(2025, 11, 8))

    assert judge(early, late).expected_on == date(2025, 11, 8)
    assert judge(early, late, replace(DOWN, domain="sales")).expected_on is None


@pytest.mark.parametrize(
    ("cover", "amount", "expected"),
    [
        ({}, 1000, (1000, 0, 0)),
        ({"pen": Cover(Decimal(4))}, 1000, (600, 4, 0)),
        ({"pen": Cover(Decimal(4), Decimal(3))}, 1000, (300, 4, 3)),
        ({"pen": Cover(Decimal(4), None)}, 1000, (0, 4, 6)),
        ({"pen": Cover(Decimal(40), None)}, 1000, (0, 10, 0)),
        ({"pen": Cover(Decimal(4))}, None, (None, 4, 0)),
        ({"pen": Cover(Decimal(3))}, 999, (700, 3, 0)),
    ],
)
def test_cover_comes_from_own_stock_before_other_suppliers(cover, amount, expected):
    impact = judge(DOWN, line=replace(LINE, amount=amount), cover=cover)

    assert (impact.uncovered_amount, impact.own_quantity, impact.alternate_quantity) == expected


def test_medical_use_is_covered_before_earlier_and_larger_orders():
    ordinary = replace(LINE, key=2, due_on=TODAY, amount=9000)
    key_customer = replace(LINE, key=3, priority=Priority.KEY_CUSTOMER)
    medical = replace(LINE, key=4, priority=Priority.MEDICAL)
    situation = Situation((DOWN,), TODAY, {"pen": Cover(Decimal(15))})

    impacts = judge_lines(situation, [ordinary, key_customer, medical])

    assert [(impact.key, impact.own_quantity) for impact in impacts] == [(4, 10), (3, 5), (2, 0)]


def test_exposure_counts_unpriced_lines_apart_and_undated_last():
    lines = [
        LINE,
        replace(LINE, key=2, amount=None),
        replace(LINE, key=3, due_on=None, amount=50),
        replace(LINE, key=4, fact=OwnFact.SHIPPED),
    ]
    situation = Situation((DOWN,), TODAY, {"pen": Cover(Decimal(5))})

    totals = exposure_by_due_date(judge_lines(situation, lines))

    assert [(day, vars_of(total)) for day, total in totals.items()] == [
        (DUE, (2, 1, 1000, 500)),
        (None, (1, 0, 50, 50)),
    ]


def vars_of(total):
    return (total.line_count, total.unpriced_count, total.amount, total.uncovered_amount)


lines_of_two_items = st.lists(
    st.builds(
        OpenLine,
        key=st.integers(1, 10**6),
        order=st.sampled_from(["A", "B", "C"]),
        item=st.sampled_from(["pen", "paper"]),
        quantity=st.integers(1, 50).map(Decimal),
        amount=st.one_of(st.none(), st.integers(0, 10**13)),
        due_on=st.sampled_from([None, PAST, DUE]),
        priority=st.sampled_from(Priority),
    ),
    unique_by=lambda line: line.key,
    max_size=12,
)


@given(lines_of_two_items, st.sampled_from(["A", "B"]))
def test_judging_touched_items_again_equals_judging_everything(lines, order):
    cover = {"pen": Cover(Decimal(30), Decimal(20)), "paper": Cover(Decimal(5), None)}
    situation = Situation((DOWN,), TODAY, cover)
    whole = {impact.key: impact for impact in judge_lines(situation, lines)}

    items = touched_items(lines, {order})
    part = judge_lines(situation, [line for line in lines if line.item in items])

    assert all(whole[impact.key] == impact for impact in part)
    assert {line.key for line in lines if line.order == order} <= {impact.key for impact in part}


@given(lines_of_two_items)
def test_uncovered_never_exceeds_the_amount(lines):
    cover = {"pen": Cover(Decimal(7), Decimal(1))}

    for impact in judge_lines(Situation((DOWN,), TODAY, cover), lines):
        assert impact.amount is None or 0 <= impact.uncovered_amount <= impact.amount


def test_worst_status_of_nothing_is_none():
    assert worst_status([]) == ImpactStatus.NONE
    assert isinstance(judge(DOWN), LineImpact)
    assert worst_status([judge(DOWN), judge(UP)]) == ImpactStatus.POTENTIAL
