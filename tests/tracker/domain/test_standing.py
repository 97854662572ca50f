from dataclasses import replace

import pytest

from tests.tracker.domain.saying import day, noon, read, say
from tracker.domain.standing import (
    Cell,
    cell,
    overall,
    overtakes,
    services_of,
    standing,
    still_said,
)
from tracker.domain.statements import Expected
from tracker.enums import Basis, DomainState, Level, ServiceDomain

ORDERS, SHIPPING = ServiceDomain.ORDERS, ServiceDomain.SHIPPING


def levels(*statements, domain=ORDERS, service=""):
    return cell(domain, service, standing(statements).statements).level


def test_f11_a_page_that_falls_silent_leaves_its_last_word_and_marks_it():
    stopped = say("orders", "stopped", "10-19")

    found = still_said([read("10-20", stopped), read("10-25"), read("10-26")])

    assert found == [replace(stopped, unsaid_since=noon("10-25"))]


def test_a_new_word_on_a_domain_replaces_the_page_s_old_ones_on_it():
    old = say("orders", "stopped", "10-19")
    new = say("orders", "partial", "10-29")
    mail = say("email", "stopped", "10-19")

    found = still_said([read("10-29", new), read("10-19", old, mail)])

    assert found == [new, replace(mail, unsaid_since=noon("10-29"))]


def test_a_word_on_one_service_leaves_the_other_standing():
    both = say("orders", "stopped", "10-19", services=["A", "B"])
    only_a = say("orders", "resumed", "10-29", services=["A"], evidence="a")
    a_and_b = say("orders", "resumed", "10-30", services=["A", "B"])

    assert len(still_said([read("10-19", both), read("10-29", only_a)])) == 2
    assert still_said([read("10-19", both), read("10-30", a_and_b)]) == [a_and_b]


def test_f11_an_old_version_that_came_back_counts_for_nothing():
    new = say("orders", "stopped", "10-31")
    old = say("orders", "normal", "10-01")

    found = still_said([read("10-31", new), read("11-01", old, is_restored=True)])

    assert found == [new]


def test_t3_what_was_taken_back_no_longer_stands():
    first = say("orders", "stopped", "10-19", notice=1)
    second = say("shipping", "resumed", "10-29", notice=2)

    found = still_said(
        [read("10-29", first, second), read("10-30", first, withdrawn=frozenset({2}))]
    )

    assert found == [first]


def test_several_pages_are_merged_by_day_and_scope():
    press = say("orders", "stopped", "10-19", page=1)
    status = say("orders", "partial", "10-29", page=2)
    mail = say("email", "stopped", "10-19", page=3)

    found = standing([press, status, mail])

    assert found.statements == (status, mail)
    assert [(one.statement, one.by) for one in found.overtaken] == [(press, status)]


def test_news_never_stands_beside_the_official_word():
    official = say("orders", "stopped", "10-19")
    news = say("orders", "resumed", "10-30", page=2, folder="news")

    assert standing([official, news]).statements == (official,)


@pytest.mark.parametrize(
    ("newer", "older", "expected"),
    [
        (("orders", "resumed", {}), ("orders", "stopped", {}), True),
        (("shipping", "resumed", {}), ("orders", "stopped", {}), False),
        (("orders", "partial", {"limits": ["items"]}), ("orders", "stopped", {}), False),
        (
            ("orders", "partial", {"limits": ["items"]}),
            ("orders", "stopped", {"limits": ["items"]}),
            True,
        ),
        (
            ("orders", "resumed", {"services": ["A"]}),
            ("orders", "stopped", {"services": ["A", "B"]}),
            False,
        ),
        (
            ("orders", "resumed", {"services": ["A", "B"]}),
            ("orders", "stopped", {"services": ["A"]}),
            True,
        ),
        (("orders", "resumed", {"services": ["A"]}), ("orders", "stopped", {}), False),
        (("orders", "resumed", {"channel": "web"}), ("orders", "stopped", {}), False),
        (
            ("orders", "resumed", {"items": ["pens", "ink"]}),
            ("orders", "stopped", {"items": ["pens"]}),
            True,
        ),
        (("orders", "resumed", {"items": ["pens"]}), ("orders", "stopped", {}), False),
        # plans: a restart that came true or was told anew, a stop called off or begun
        (("orders", "resumed", {}), ("orders", "planned_resume", {}), True),
        (("orders", "planned_resume", {}), ("orders", "planned_resume", {}), True),
        (("orders", "stopped", {}), ("orders", "planned_resume", {}), False),
        (("orders", "partial", {}), ("orders", "planned_resume", {}), False),
        (("orders", "cancelled", {}), ("orders", "planned_stop", {}), True),
        (("orders", "normal", {}), ("orders", "planned_stop", {}), False),
        (("orders", "planned_resume", {}), ("orders", "stopped", {}), False),
    ],
)
def test_a_newer_word_overtakes_what_lies_inside_its_scope(newer, older, expected):
    (domain, state, scope), (old_domain, old_state, old_scope) = newer, older

    found = overtakes(
        say(domain, state, "10-30", page=2, **scope),
        say(old_domain, old_state, "10-19", **old_scope),
    )

    assert found is expected


def test_statements_of_one_reading_stand_together():
    stopped = say("orders", "stopped", "10-29")
    fax = say("orders", "partial", "10-29", channel="fax")

    assert not overtakes(stopped, fax)
    assert levels(stopped, fax) is Level.LIMITED


@pytest.mark.parametrize(
    ("statements", "level"),
    [
        ([], Level.UNKNOWN),
        ([("orders", "stopped", {})], Level.DOWN),
        ([("orders", "normal", {})], Level.UP),
        ([("orders", "resumed", {})], Level.UP),
        ([("orders", "degraded", {})], Level.LIMITED),
        ([("orders", "unknown", {})], Level.UNKNOWN),
        ([("orders", "cancelled", {})], Level.UNKNOWN),  # no word on the present
        ([("orders", "planned_stop", {})], Level.UNKNOWN),
        ([("orders", "planned_resume", {})], Level.DOWN),  # it does not run yet
        ([("orders", "normal", {"limits": ["areas"]})], Level.UP),  # as usual, less a few
        ([("orders", "resumed", {"limits": ["areas"]})], Level.LIMITED),
        ([("orders", "stopped", {"limits": ["items"]})], Level.LIMITED),
        ([("orders", "stopped", {}), ("orders", "partial", {"channel": "fax"})], Level.LIMITED),
        ([("orders", "resumed", {}), ("orders", "stopped", {"items": ["pens"]})], Level.LIMITED),
        ([("orders", "unknown", {}), ("orders", "normal", {"limits": ["areas"]})], Level.LIMITED),
        ([("orders", "normal", {}), ("orders", "unknown", {"limits": ["areas"]})], Level.UP),
    ],
)
def test_a_level_is_weighed_so_that_nothing_looks_better_by_accident(statements, level):
    said = [say(domain, state, "10-29", **scope) for domain, state, scope in statements]

    assert levels(*said) is level


def test_a_cell_says_what_it_rests_on():
    resumed = say("orders", "resumed", "10-29", evidence="all")
    pens = say("orders", "stopped", "10-29", items=["pens"])
    plan = say("orders", "planned_resume", "10-30", by="12-07", items=["pens"])

    found = cell(ORDERS, "", standing([resumed, pens, plan]).statements)

    assert found == Cell(
        ORDERS,
        level=Level.LIMITED,
        state=DomainState.PARTIAL,
        basis=Basis.OFFICIAL,
        deciding=(resumed, pens),
        exceptions=(pens,),
        plans=(plan,),
    )
    assert found.told_on == day("10-29")
    assert not found.is_unsaid
    assert plan.expected.deadline == day("12-07")


def test_an_announced_restart_alone_implies_the_stop():
    plan = say("orders", "planned_resume", "10-30", by="12-07")

    found = cell(ORDERS, "", [plan])

    assert (found.basis, found.state, found.deciding) == (
        Basis.IMPLIED,
        DomainState.STOPPED,
        (plan,),
    )


def test_a_service_is_judged_by_what_reaches_it():
    general = say("orders", "stopped", "10-19")
    only_b = say("orders", "resumed", "10-29", services=["B"], page=2)

    assert levels(general, only_b, service="A") is Level.DOWN
    assert levels(general, only_b, service="B") is Level.UP
    assert services_of([general, only_b]) == ["B"]
    assert services_of([general, only_b], SHIPPING) == []


def test_services_that_differ_make_the_domain_limited():
    a = say("orders", "resumed", "10-29", services=["A"])
    b = say("orders", "stopped", "10-19", services=["B"], page=2)

    found = overall(ORDERS, standing([a, b]).statements)

    assert (found.level, found.state, found.deciding) == (
        Level.LIMITED,
        DomainState.PARTIAL,
        (a, b),
    )


def test_services_that_agree_give_the_domain_their_level():
    a = say("orders", "stopped", "10-29", services=["A"])
    b = say("orders", "stopped", "10-19", services=["B"], page=2)

    assert overall(ORDERS, standing([a, b]).statements).level is Level.DOWN
    assert overall(SHIPPING, [a]) == Cell(SHIPPING)


def test_an_open_ended_promise_is_due_by_its_first_day():
    assert Expected(day("12-01"), None).deadline == day("12-01")
