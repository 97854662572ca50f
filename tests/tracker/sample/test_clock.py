"""The story's clock moves, stops, steps and jumps."""

from datetime import datetime, timedelta

import pytest

from tracker.sample import story
from tracker.sample.clock import ClockError, StoryClock, next_event
from tracker.sample.manuscript import JST


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=JST)


def clock_at(text, **changes):
    return StoryClock(moment=at(text), read_at=100.0, **changes)


def test_a_paused_clock_stands_still():
    assert clock_at("2025-10-19T12:00").at(500.0).moment == at("2025-10-19T12:00")


def test_a_playing_clock_passes_story_hours_in_seconds():
    clock = clock_at("2025-10-19T12:00", pace=6.0, is_playing=True)

    assert clock.at(102.0).moment == at("2025-10-20T00:00")


def test_two_readings_pass_as_much_as_one():
    clock = clock_at("2025-10-30T12:00", is_playing=True)

    assert clock.at(113.0).at(150.0) == clock.at(150.0)


def test_unreadable_stretches_pass_at_half_the_pace():
    clock = clock_at("2025-11-01T20:00", pace=2.0, is_playing=True)  # the splash comes at 22:00

    assert clock.at(103.0).moment == at("2025-11-02T00:00")


def test_the_clock_stops_at_the_end():
    clock = clock_at("2026-02-16T17:00", is_playing=True).at(200.0)

    assert (clock.moment, clock.is_playing) == (story.ENDS_AT, False)


def test_the_whole_story_takes_about_ten_minutes():
    seconds = StoryClock.at_start(0.0).seconds_until(story.ENDS_AT)

    assert 570 < seconds < 660


def test_seconds_until_is_when_the_clock_gets_there():
    clock = StoryClock.at_start(0.0).play()
    seconds = clock.seconds_until(at("2025-11-28T15:30"))

    assert abs(clock.at(seconds).moment - at("2025-11-28T15:30")) < timedelta(seconds=1)


def test_step_goes_to_the_next_event_and_pauses():
    clock = clock_at("2025-11-28T00:00", is_playing=True).step()

    assert (clock.moment, clock.is_playing) == (at("2025-11-28T15:30"), False)


def test_step_after_the_last_event_goes_to_the_end():
    assert clock_at("2026-02-16T10:00").step().moment == story.ENDS_AT
    assert next_event(story.ENDS_AT) is None


def test_stepping_from_the_start_meets_every_moment_of_change():
    clock, met = StoryClock.at_start(0.0), []
    while clock.moment < story.ENDS_AT:
        clock = clock.step()
        met.append(clock.moment)

    assert met == [*sorted({event.at for event in story.events()}), story.ENDS_AT]


@pytest.mark.parametrize(
    ("act", "says"),
    [
        (lambda clock: clock.jump(at("2025-10-01T00:00")), "jump to between"),
        (lambda clock: clock.jump(at("2027-01-01T00:00")), "jump to between"),
        (lambda clock: clock.with_pace(0.0), "story hours per second"),
        (lambda clock: clock.with_pace(float("nan")), "story hours per second"),
        (lambda clock: clock.jump(story.ENDS_AT).play(), "the story is over"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(act, says):
    with pytest.raises(ClockError, match=says):
        act(StoryClock.at_start(0.0))


def test_kept_values_bring_the_clock_back_where_it_was():
    clock = clock_at("2025-12-03T10:00", pace=3.5, is_playing=True)

    assert StoryClock.from_values(clock.as_values(), now=100.0) == clock
