from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from procurement.domain.double_supply import Alarm, Supply, find_alarms, helpful_act
from procurement.enums import AlarmKind, HelpfulAct

ORIGINAL = Supply("A-1", 1, "Tsugumino", "jan:45", "総務部", Decimal(5), date(2025, 10, 18))
CANCELLED = replace(ORIGINAL, is_cancelled=True)
ELSEWHERE = Supply("B-7", 1, "Minato", "jan:45", "総務部", Decimal(5), date(2025, 10, 24))
SUBSTITUTE = replace(ELSEWHERE, replaces="A-1")


@pytest.mark.parametrize(
    ("changes", "act"),
    [
        ({"shipped_quantity": Decimal(5)}, HelpfulAct.REFUSE_RECEIPT),
        (
            {"shipped_quantity": Decimal(5), "delivered_quantity": Decimal(5)},
            HelpfulAct.RETURN_GOODS,
        ),
        ({"billed_amount": 900}, HelpfulAct.HOLD_PAYMENT),
        ({"shipped_quantity": Decimal(5), "is_made_to_order": True}, HelpfulAct.AGREE),
        ({"delivered_quantity": Decimal(5), "is_made_to_order": True}, HelpfulAct.AGREE),
    ],
)
def test_a9_cancelled_and_yet_coming_raises_an_alarm_with_the_act_that_helps(changes, act):
    alarms = find_alarms([replace(CANCELLED, **changes)])

    assert alarms == [Alarm(AlarmKind.CANCELLED_YET_COMING, "jan:45", ("A-1",), act)]


@pytest.mark.parametrize(
    ("supply", "act"),
    [
        (CANCELLED, HelpfulAct.STOP_SHIPMENT),
        (ORIGINAL, HelpfulAct.CANCEL_ONE),
        (replace(ORIGINAL, is_made_to_order=True), HelpfulAct.AGREE),
    ],
)
def test_helpful_act_of_what_has_not_left_yet(supply, act):
    assert helpful_act(supply) == act


def test_a9_substitute_and_original_both_coming_name_the_one_that_can_be_stopped():
    shipped = replace(ORIGINAL, shipped_quantity=Decimal(5))

    assert find_alarms([shipped, SUBSTITUTE]) == [
        Alarm(AlarmKind.SUBSTITUTE_AND_ORIGINAL, "jan:45", ("B-7", "A-1"), HelpfulAct.CANCEL_ONE)
    ]


def test_a9_cancelled_original_that_ships_after_all_meets_its_substitute():
    shipped = replace(CANCELLED, shipped_quantity=Decimal(5))

    kinds = [alarm.kind for alarm in find_alarms([shipped, SUBSTITUTE])]

    assert kinds == [AlarmKind.CANCELLED_YET_COMING, AlarmKind.SUBSTITUTE_AND_ORIGINAL]


@pytest.mark.parametrize(
    "supplies",
    [
        [CANCELLED],
        [CANCELLED, SUBSTITUTE],
        [ORIGINAL, replace(SUBSTITUTE, is_cancelled=True)],
        [ORIGINAL, replace(SUBSTITUTE, item="jan:99")],
        [ORIGINAL, replace(ELSEWHERE, place="看護部")],
        [ORIGINAL, replace(ELSEWHERE, supplier="Tsugumino")],
        [ORIGINAL, replace(ELSEWHERE, ordered_on=None)],
        [replace(ORIGINAL, ordered_on=None), ELSEWHERE],
        [ORIGINAL, replace(ELSEWHERE, ordered_on=date(2025, 11, 30))],
        [replace(ORIGINAL, item=""), replace(ELSEWHERE, item="")],
        [SUBSTITUTE],
    ],
)
def test_no_alarm_where_nothing_comes_twice(supplies):
    assert find_alarms(supplies) == []


def test_same_item_for_one_place_from_two_suppliers_raises_an_alarm():
    assert find_alarms([ORIGINAL, ELSEWHERE]) == [
        Alarm(AlarmKind.ORDERED_TWICE, "jan:45", ("A-1", "B-7"), HelpfulAct.CANCEL_ONE)
    ]


def test_a_substitute_of_unknown_item_still_meets_the_original_it_names():
    alarms = find_alarms([ORIGINAL, replace(SUBSTITUTE, item="")])

    assert [alarm.kind for alarm in alarms] == [AlarmKind.SUBSTITUTE_AND_ORIGINAL]


def test_the_same_facts_are_the_same_alarm_whatever_their_order():
    rows = [ORIGINAL, SUBSTITUTE, replace(ORIGINAL, order="C-3", supplier="Umi", line=2)]

    assert find_alarms(rows) == find_alarms(rows[::-1])
