import pytest

from tests.tracker.domain.saying import noon, read, say
from tracker.domain.trends import spans, trend, worsened_at
from tracker.enums import Level, ServiceDomain, Trend

ORDERS, FAX = ServiceDomain.ORDERS, ServiceDomain.FAX
STOPPED = say("orders", "stopped", "10-19")
PARTIAL = say("orders", "partial", "10-29", channel="fax", page=2)
RESUMED = say("orders", "resumed", "12-03")
AGAIN = say("orders", "stopped", "12-10")


def history(*statements):
    readings = [read(one.told_on.isoformat(), one, page=one.page) for one in statements]
    return spans(readings, [ORDERS, FAX])


def test_spans_tell_how_a_domain_ran_as_it_was_known():
    found = history(STOPPED, say("orders", "stopped", "10-22"), PARTIAL, RESUMED)

    assert found[FAX] == []
    assert [(one.level, one.started_at, one.ended_at) for one in found[ORDERS]] == [
        (Level.DOWN, noon("10-19"), noon("10-29")),
        (Level.LIMITED, noon("10-29"), noon("12-03")),
        (Level.UP, noon("12-03"), None),
    ]
    assert found[ORDERS][-1].statement is RESUMED


@pytest.mark.parametrize(
    ("said", "growth", "now", "expected"),
    [
        ([STOPPED], [], "10-20", Trend.STEADY),  # the first word is no move
        ([STOPPED, PARTIAL], [], "10-30", Trend.BETTER),
        ([STOPPED, PARTIAL], [], "11-30", Trend.STEADY),  # long ago
        ([STOPPED, PARTIAL], ["a step"], "11-30", Trend.BETTER),  # but it widens
        ([STOPPED, RESUMED, AGAIN], [], "12-11", Trend.WORSE),
        ([], ["a step"], "12-11", Trend.STEADY),
    ],
)
def test_the_trend_is_the_last_move(said, growth, now, expected):
    assert trend(history(*said)[ORDERS], growth, now=noon(now)) is expected


def test_the_last_worsening_is_known():
    assert worsened_at(history(STOPPED, RESUMED)[ORDERS]) == noon("10-19")
    assert worsened_at(history(STOPPED, RESUMED, AGAIN)[ORDERS]) == noon("12-10")
    assert worsened_at(history(RESUMED)[ORDERS]) is None


def test_a_word_taken_back_leaves_the_domain_unknown_again():
    taken_back = say("orders", "stopped", "10-19", notice=5)
    readings = [read("10-19", taken_back), read("10-20", withdrawn=frozenset({5}))]

    assert [one.level for one in spans(readings, [ORDERS])[ORDERS]] == [Level.DOWN, Level.UNKNOWN]
    assert spans(readings, [ORDERS])[ORDERS][-1].statement is None
    assert trend(spans(readings, [ORDERS])[ORDERS], [], now=noon("10-21")) is Trend.STEADY
