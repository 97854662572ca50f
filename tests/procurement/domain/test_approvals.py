from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.domain.approvals import (
    Budget,
    ChangedRequestError,
    Difference,
    MayNotDecideError,
    Progress,
    Vote,
    can_take_back,
    check_version,
    differences,
    progress,
    seat_for,
    urgency_of,
    version_of,
)
from procurement.domain.routes import Deputising, People, Route, Step, Subject, seat
from procurement.enums import Bar, Decision, RequestState, Seating, Urgency

NOW = datetime(2025, 10, 24, 3, 0, tzinfo=UTC)
TODAY = date(2025, 10, 24)
BEGIN, END = date(2025, 10, 20), date(2025, 10, 31)
REQUESTER, MANAGER, HEAD, DEPUTY, EDITOR, OUTSIDER = 1, 2, 3, 4, 5, 99
PEOPLE = People(REQUESTER, frozenset(range(1, 7)), TODAY, fallbacks=(6,))
SUBJECT = Subject(80_000)
SERIAL = Route("serial", (Step((MANAGER,)), Step((HEAD,))))
PARALLEL = Route("parallel", (Step((MANAGER, HEAD), Seating.ALL),))
EITHER = Route("either", (Step((MANAGER, HEAD), Seating.ANY),))


def seated(route, people=PEOPLE):
    return seat(route, SUBJECT, people)


def yes(step, who):
    return Vote(step, who, who, Decision.APPROVE)


@pytest.mark.parametrize(
    ("route", "votes", "expected"),
    [
        (SERIAL, [], Progress(RequestState.PENDING, 0, (MANAGER,))),
        (SERIAL, [yes(0, MANAGER)], Progress(RequestState.PENDING, 1, (HEAD,))),
        (SERIAL, [yes(1, HEAD)], Progress(RequestState.PENDING, 0, (MANAGER,))),
        (SERIAL, [yes(0, MANAGER), yes(1, HEAD)], Progress(RequestState.APPROVED, None)),
        (PARALLEL, [yes(0, HEAD)], Progress(RequestState.PENDING, 0, (MANAGER,))),
        (PARALLEL, [yes(0, HEAD), yes(0, MANAGER)], Progress(RequestState.APPROVED, None)),
        (EITHER, [yes(0, HEAD)], Progress(RequestState.APPROVED, None)),
        (
            PARALLEL,
            [yes(0, HEAD), Vote(0, MANAGER, MANAGER, Decision.REFUSE)],
            Progress(RequestState.REFUSED, None),
        ),
        (
            SERIAL,
            [Vote(0, MANAGER, MANAGER, Decision.RETURN)],
            Progress(RequestState.RETURNED, None),
        ),
        (
            SERIAL,
            [Vote(0, MANAGER, MANAGER, Decision.ASK)],
            Progress(RequestState.PENDING, 0, (MANAGER,)),
        ),
    ],
)
def test_votes_come_to_what_the_route_says(route, votes, expected):
    assert progress(seated(route), votes) == expected


def test_a6_a_step_without_seats_is_never_passed():
    stuck = seated(None, replace(PEOPLE, fallbacks=()))

    assert progress(stuck, [yes(0, MANAGER)]) == Progress(RequestState.PENDING, 0, ())


def test_a_deputy_votes_on_the_seat_of_the_approver():
    people = replace(PEOPLE, deputisings=(Deputising(MANAGER, DEPUTY, BEGIN, END),))
    route = seated(SERIAL, people)

    vote = seat_for(DEPUTY, route, people, [], amount=80_000)

    assert vote == Vote(0, MANAGER, DEPUTY, Decision.APPROVE)
    assert progress(route, [vote]).step == 1


@pytest.mark.parametrize(
    ("person", "changes", "bar"),
    [
        (REQUESTER, {}, Bar.REQUESTER),
        (EDITOR, {"editors": frozenset({EDITOR})}, Bar.EDITOR),
        (DEPUTY, {"deputisings": (Deputising(REQUESTER, DEPUTY, BEGIN, END),)}, Bar.DEPUTISED),
        (DEPUTY, {"deputisings": (Deputising(REQUESTER, DEPUTY, BEGIN, BEGIN),)}, Bar.DEPUTISED),
        (HEAD, {}, Bar.NOT_SEATED),
        (OUTSIDER, {}, Bar.NOT_A_MEMBER),
        (
            DEPUTY,
            {"deputisings": (Deputising(MANAGER, DEPUTY, BEGIN, END, most_amount=100),)},
            Bar.OVER_LIMIT,
        ),
    ],
)
def test_a1_who_may_not_decide_is_told_why(person, changes, bar):
    people = replace(PEOPLE, **changes)

    with pytest.raises(MayNotDecideError) as caught:
        seat_for(person, seated(SERIAL, people), people, [], amount=80_000)

    assert caught.value.bar == bar


def test_a_decided_request_has_no_seat_left():
    route = seated(EITHER)

    with pytest.raises(MayNotDecideError):
        seat_for(HEAD, route, PEOPLE, [yes(0, MANAGER)], amount=1)


persons = st.integers(1, 6)


@given(
    requester=persons,
    editors=st.frozensets(persons, max_size=2),
    approvers=st.lists(persons, min_size=1, max_size=3, unique=True),
    pairs=st.lists(st.tuples(persons, persons), max_size=4),
)
def test_a1_no_combination_of_routes_and_deputies_lets_a_barred_person_decide(
    requester, editors, approvers, pairs
):
    people = People(
        requester,
        frozenset(range(1, 7)),
        TODAY,
        editors=editors,
        deputisings=tuple(Deputising(one, other, BEGIN, END) for one, other in pairs),
        fallbacks=(1, 2),
    )
    route = seat(Route("any", (Step(tuple(approvers), Seating.ALL),)), SUBJECT, people)

    holders = {who for step in route.steps for one in step.seats for who in one.holders}

    assert requester not in holders
    assert not holders & people.barred
    for person, _again in product(people.barred, range(1)):
        with pytest.raises(MayNotDecideError):
            seat_for(person, route, people, [], amount=1)


def test_a3_a_changed_request_answers_with_the_difference():
    read = {"amount": 80_000, "supplier": "Minato", "lines": [["pen", 10]]}
    now = {"amount": 90_000, "supplier": "Minato", "lines": [["pen", 10]], "note": "急ぎ"}

    check_version(version_of(read), read, read)
    with pytest.raises(ChangedRequestError) as caught:
        check_version(version_of(read), now, read)

    assert caught.value.differences == (
        Difference("amount", 80_000, 90_000),
        Difference("note", None, "急ぎ"),
    )


def test_version_does_not_depend_on_the_order_of_what_was_shown():
    assert version_of({"a": 1, "b": 2}) == version_of({"b": 2, "a": 1})
    assert version_of({"a": 1}) != version_of({"a": "1"})
    assert differences({"a": 1}, {"a": 1}) == ()


@pytest.mark.parametrize(
    ("now", "dispatched_at", "left"),
    [
        (NOW, None, timedelta(minutes=10)),
        (NOW + timedelta(minutes=4), None, timedelta(minutes=6)),
        (NOW + timedelta(minutes=10), None, None),
        (NOW + timedelta(hours=2), None, None),
        (NOW - timedelta(hours=2), None, timedelta(minutes=10)),  # the clock was set back
        (NOW + timedelta(minutes=1), NOW, None),
    ],
)
def test_t1_an_approval_can_be_taken_back_for_ten_minutes_or_until_dispatch(
    now, dispatched_at, left
):
    assert can_take_back(decided_at=NOW, dispatched_at=dispatched_at, now=now) == left


@pytest.mark.parametrize(
    ("hours", "urgency"),
    [(0, Urgency.FRESH), (23, Urgency.FRESH), (24, Urgency.REMIND), (48, Urgency.ESCALATE)],
)
def test_waiting_requests_are_reminded_of_and_then_escalated(hours, urgency):
    assert urgency_of(NOW - timedelta(hours=hours), now=NOW) == urgency


def test_budget_says_what_is_left_after_what_was_promised():
    budget = Budget(500_000, 300_000, 150_000, date(2025, 10, 31))

    assert (budget.left_amount, budget.left_after(80_000)) == (50_000, -30_000)
