"""English time expressions, read on Thursday 20 June 2024, told in Japan's time."""

from datetime import date

import pytest

from tracker.domain.dates import english
from tracker.domain.dates.values import Bound

WRITTEN_ON = date(2024, 6, 20)


def stamp(at):
    return f"{at:%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("All sellers could pay again at 5:19 AM ET", "2024-06-20T18:19", "2024-06-20T18:19"),
        ("the weekend of June 24-27", "2024-06-24T00:00", "2024-06-27T00:00"),
        ("Since Thursday, May 21, the depot", "2024-05-21T00:00", "2024-05-21T00:00"),
        ("Jun 12, 02:00 - 04:00 UTC", "2024-06-12T11:00", "2024-06-12T13:00"),
        ("from July 4 to July 6", "2024-07-04T00:00", "2024-07-06T00:00"),
        ("until 12 August 2026 at 18:00 BST", "2026-08-13T02:00", "2026-08-13T02:00"),
        ("10:00 PM and 11:30 PM PST on July 11", "2024-07-12T14:00", "2024-07-12T15:30"),
        ("between 23:00 and 01:00 JST tonight", "2024-06-20T23:00", "2024-06-21T01:00"),
        ("2024-07-01 will do", "2024-07-01T00:00", "2024-07-01T00:00"),
        ("in early July", "2024-07-01T00:00", "2024-07-10T00:00"),
        ("mid-August", "2024-08-11T00:00", "2024-08-20T00:00"),
        ("next week", "2024-06-24T00:00", "2024-06-30T00:00"),
        ("this month", "2024-06-01T00:00", "2024-06-30T00:00"),
        ("the end of the year", "2024-06-20T00:00", "2024-12-31T00:00"),
        ("tomorrow", "2024-06-21T00:00", "2024-06-21T00:00"),
        ("last Monday", "2024-06-17T00:00", "2024-06-17T00:00"),
        ("on Friday", "2024-06-21T00:00", "2024-06-21T00:00"),
        ("in the coming days", "2024-06-20T00:00", "2024-06-27T00:00"),
        ("at noon UTC", "2024-06-20T21:00", "2024-06-20T21:00"),
    ],
)
def test_find_resolves_the_words_to_a_stretch(text, first, last):
    span = english.find(text, WRITTEN_ON)[0]

    assert (stamp(span.first), stamp(span.last)) == (first, last)


@pytest.mark.parametrize("text", ["We may ship late", "we march on", "37 items", "February 31"])
def test_find_takes_no_verb_or_number_for_a_day(text):
    assert english.find(text, WRITTEN_ON) == []


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("by the end of June", Bound.LATEST),
        ("since June 3", Bound.SINCE),
        ("July 3 or later", Bound.ONWARD),
        ("It was June 3", Bound.AT),
    ],
)
def test_bound_is_read_from_the_words_around(text, bound):
    assert english.find(text, WRITTEN_ON)[0].bound is bound


def test_clock_time_without_a_zone_takes_the_one_that_is_given():
    span = english.find("Payments failed at 13:00", WRITTEN_ON, "Europe/London")[0]

    assert stamp(span.first) == "2024-06-20T21:00"
