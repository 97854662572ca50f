import pytest

from tests.tracker.domain.saying import cells, day, say
from tracker.domain.conflicts import OBSERVED_DOMAINS, Word, between_pages, compare
from tracker.domain.standing import Cell, standing
from tracker.domain.statements import Scope
from tracker.enums import Difference, Disagreement, Level, Observed, ServiceDomain

ORDERS = ServiceDomain.ORDERS


def word(level, on="10-25", kind=Disagreement.NEWS, scope=None, domain=ORDERS):
    return Word(kind, 7, domain, level, day(on), "they say", scope or Scope())


@pytest.mark.parametrize(
    ("other", "differences"),
    [
        (word(Level.UP, "10-25"), (Difference.OTHER_IS_NEWER,)),
        (word(Level.UP, "10-01"), (Difference.OTHER_IS_OLDER,)),
        (word(Level.LIMITED, "10-19"), (Difference.SAME_DAY,)),
        (
            word(Level.UP, "10-25", scope=Scope(limits=frozenset({"items"}))),
            (Difference.OTHER_IS_NEWER, Difference.OTHER_SCOPE),
        ),
        (word(Level.UP, kind=Disagreement.OBSERVATION), (Difference.OTHER_IS_NEWER,)),
        (word(Level.UP, kind=Disagreement.FACT), (Difference.OTHER_IS_NEWER,)),
    ],
)
def test_a_contradiction_is_told_by_day_and_scope(other, differences):
    official = say("orders", "stopped", "10-19")

    found = compare(cells(official)[ORDERS], [other])

    assert [(one.official, one.other, one.differences) for one in found.conflicts] == [
        (official, other, differences)
    ]
    assert found.supporting == ()


def test_news_that_agree_support_the_official_word_and_change_nothing():
    cell = cells(say("orders", "stopped", "10-19"))[ORDERS]
    agreeing = word(Level.DOWN)

    found = compare(cell, [agreeing, word(Level.UNKNOWN), word(Level.UP, domain="fax")])

    assert (found.conflicts, found.supporting) == ((), (agreeing,))


def test_what_the_supplier_never_spoke_of_cannot_be_contradicted():
    assert compare(Cell(ORDERS), [word(Level.DOWN)]).conflicts == ()


def test_an_own_try_that_fails_is_no_contradiction_of_a_limited_service():
    cell = cells(say("orders", "partial", "10-19"))[ORDERS]

    assert compare(cell, [word(Level.DOWN, kind=Disagreement.OBSERVATION)]).conflicts == ()
    assert len(compare(cell, [word(Level.DOWN)]).conflicts) == 1


def test_pages_of_the_supplier_that_still_say_the_contrary_are_shown():
    press = say("orders", "stopped", "10-19", services=["A"], page=1)
    status = say("orders", "normal", "10-10", services=["A"], page=2)
    older = say("orders", "normal", "10-01", services=["A"], page=1)
    same = say("orders", "stopped", "10-12", services=["A"], page=3)
    history = say("orders", "normal", "10-08", services=["A"], page=4)

    (found,) = between_pages(standing([press, status, older, same, history]))

    assert (found.kind, found.service, found.level) == ("official_pages", "A", Level.DOWN)
    assert (found.official, found.other.text) == (press, "orders normal")


def test_plans_do_not_contradict_a_state():
    plan = say("orders", "planned_resume", "10-01", page=2)
    kept = say("orders", "resumed", "10-19")

    assert between_pages(standing([kept, plan])) == ()


def test_everything_that_can_be_observed_tests_a_domain():
    assert set(OBSERVED_DOMAINS) == set(Observed)
