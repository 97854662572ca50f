from dataclasses import replace
from datetime import date

import pytest

from procurement.domain.routes import (
    Deputising,
    People,
    Route,
    Seat,
    SeatedRoute,
    SeatedStep,
    Step,
    Subject,
    deputies_of,
    find_route,
    fits,
    is_over_limit,
    seat,
)
from procurement.enums import RouteNote, Seating

TODAY = date(2025, 10, 24)
BEGIN, END = date(2025, 10, 20), date(2025, 10, 31)
REQUESTER, MANAGER, HEAD, DEPUTY, FALLBACK, SPARE = 1, 2, 3, 4, 5, 6
PEOPLE = People(REQUESTER, frozenset(range(1, 7)), TODAY, fallbacks=(FALLBACK, SPARE))
SUBJECT = Subject(80_000, "総務部", "paper", "Minato", "stopped")
ROUTE = Route("manager", (Step((MANAGER,)),))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"from_amount": 80_000}, True),
        ({"from_amount": 80_001}, False),
        ({"below_amount": 80_001}, True),
        ({"below_amount": 80_000}, False),
        ({"departments": frozenset({"総務部"}), "stages": frozenset({"stopped"})}, True),
        ({"departments": frozenset({"経理部"})}, False),
        ({"categories": frozenset({"ink"})}, False),
        ({"suppliers": frozenset({"Umi"})}, False),
        ({"stages": frozenset({"operational"})}, False),
    ],
)
def test_a_route_fits_what_its_conditions_name(changes, expected):
    assert fits(replace(ROUTE, **changes), SUBJECT) == expected


def test_the_first_route_that_fits_is_taken():
    small = replace(ROUTE, name="small", below_amount=50_000)
    large = replace(ROUTE, name="large", from_amount=50_000)

    assert find_route([small, large, ROUTE], SUBJECT) == large
    assert find_route([small], SUBJECT) is None


def test_a_deputy_is_seated_beside_the_approver():
    people = replace(PEOPLE, deputisings=(Deputising(MANAGER, DEPUTY, BEGIN, END),))

    assert seat(ROUTE, SUBJECT, people) == SeatedRoute(
        "manager",
        (SeatedStep((Seat(MANAGER, (DEPUTY,)),), Seating.ANY),),
        (RouteNote.DEPUTY,),
    )


@pytest.mark.parametrize(
    "deputising",
    [
        Deputising(MANAGER, DEPUTY, BEGIN, TODAY),  # over today
        Deputising(MANAGER, DEPUTY, date(2025, 10, 25), END),  # from tomorrow
        Deputising(MANAGER, DEPUTY, BEGIN, END, most_amount=79_999),
        Deputising(MANAGER, MANAGER, BEGIN, END),  # oneself
        Deputising(MANAGER, REQUESTER, BEGIN, END),
        Deputising(MANAGER, 99, BEGIN, END),  # has left
        Deputising(HEAD, DEPUTY, BEGIN, END),
    ],
)
def test_a6_deputies_expired_above_their_limit_gone_or_barred_are_not_seated(deputising):
    people = replace(PEOPLE, deputisings=(deputising,))

    assert deputies_of(MANAGER, SUBJECT.amount, people) == ()


def test_a6_a_loop_of_deputies_leads_nowhere():
    loop = (Deputising(MANAGER, HEAD, BEGIN, END), Deputising(HEAD, MANAGER, BEGIN, END))
    people = replace(PEOPLE, deputisings=loop)

    assert deputies_of(MANAGER, 1, people) == (HEAD,)
    assert deputies_of(HEAD, 1, people) == (MANAGER,)


@pytest.mark.parametrize(
    ("route", "changes", "notes"),
    [
        (None, {}, (RouteNote.NO_ROUTE,)),
        (replace(ROUTE, steps=(Step(()),)), {}, (RouteNote.NO_ROUTE,)),
        (ROUTE, {"current": frozenset({1, 5, 6})}, (RouteNote.GONE,)),
        (ROUTE, {"requester": MANAGER}, (RouteNote.BARRED,)),
        (ROUTE, {"editors": frozenset({MANAGER})}, (RouteNote.BARRED,)),
        (
            ROUTE,
            {"deputisings": (Deputising(REQUESTER, MANAGER, BEGIN, BEGIN),)},
            (RouteNote.BARRED,),
        ),
    ],
)
def test_a6_what_cannot_be_decided_goes_to_the_named_fallback(route, changes, notes):
    seated = seat(route, SUBJECT, replace(PEOPLE, **changes))

    assert seated.steps == (SeatedStep((Seat(FALLBACK), Seat(SPARE)), Seating.ANY),)
    assert seated.notes == notes


@pytest.mark.parametrize("route", [None, ROUTE])
def test_a6_without_a_fallback_nobody_is_seated_and_nothing_passes(route):
    people = replace(PEOPLE, requester=MANAGER, fallbacks=(MANAGER,))

    seated = seat(route, SUBJECT, people)

    assert seated.steps == (SeatedStep((), Seating.ANY),)
    assert RouteNote.NOBODY in seated.notes


def test_a_step_of_all_replaces_the_one_who_left_by_the_fallback():
    both = Route("both", (Step((MANAGER, HEAD), Seating.ALL),))
    people = replace(PEOPLE, current=PEOPLE.current - {HEAD})

    assert seat(both, SUBJECT, people) == SeatedRoute(
        "both",
        (SeatedStep((Seat(MANAGER), Seat(FALLBACK, (SPARE,))), Seating.ALL),),
        (RouteNote.GONE,),
    )
    without = replace(people, fallbacks=(MANAGER,))
    assert seat(both, SUBJECT, without).steps == (SeatedStep((), Seating.ALL),)


def test_a_step_of_any_does_with_those_who_are_left():
    either = Route("either", (Step((MANAGER, HEAD)),))
    people = replace(PEOPLE, current=PEOPLE.current - {HEAD})

    assert seat(either, SUBJECT, people).steps == (SeatedStep((Seat(MANAGER),), Seating.ANY),)


@pytest.mark.parametrize(("limit", "expected"), [(None, False), (80_000, False), (79_999, True)])
def test_over_limit_is_said_only_of_a_deputy_of_today(limit, expected):
    people = replace(PEOPLE, deputisings=(Deputising(MANAGER, DEPUTY, BEGIN, END, limit),))

    assert is_over_limit(DEPUTY, 80_000, people) == expected
    assert not is_over_limit(HEAD, 80_000, people)
