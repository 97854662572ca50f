"""A running story: what it shows, what it keeps, what it refuses."""

import json

import pytest

from tracker.sample import story
from tracker.sample.clock import ClockError
from tracker.sample.playing import Play, state

NOTICE_11 = "/tsugumino/news/20251128-01.html"


def test_a_page_appears_when_its_moment_has_come():
    play = Play(None, now=0.0)
    play.act({"action": "jump", "to": "2025-11-28T15:29"}, now=0.0)
    play.act({"action": "play"}, now=0.0)

    assert play.page(NOTICE_11, now=0.0) is None
    assert play.page(NOTICE_11, now=1.0).status == 200


def test_the_state_is_kept_and_taken_up_again(tmp_path):
    file = tmp_path / "deeper" / "story.json"
    Play(file, now=0.0).act({"action": "jump", "to": "2025-12-03"}, now=0.0)

    again = Play(file, now=7.0)

    assert again.clock(9.0).moment.isoformat() == "2025-12-03T00:00:00+09:00"
    assert list(file.parent.iterdir()) == [file]


def test_a_playing_story_does_not_go_on_while_nobody_serves_it(tmp_path):
    play = Play(tmp_path / "story.json", now=0.0, is_playing=True)
    play.keep(10.0)

    again = Play(tmp_path / "story.json", now=5000.0)

    assert again.clock(5000.0).moment == play.clock(10.0).moment
    assert again.clock(5000.0).is_playing


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"moment": "yesterday", "pace": 5, "is_playing": true}']
)
def test_a_broken_state_file_begins_the_story_anew(tmp_path, text):
    (tmp_path / "story.json").write_text(text)

    assert Play(tmp_path / "story.json", now=0.0).clock(0.0).moment == story.STARTS_AT


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ({}, "action is one of"),
        ({"action": "explode"}, "action is one of"),
        ({"action": ["play"]}, "action is one of"),
        ({"action": "jump"}, "jump needs `to`"),
        ({"action": "jump", "to": "soon"}, "jump needs `to`"),
        ({"action": "jump", "to": 5}, "jump needs `to`"),
        ({"action": "pace", "pace": "fast"}, "pace needs `pace`"),
        ({"action": "pace", "pace": True}, "pace needs `pace`"),
    ],
)
def test_commands_that_make_no_sense_are_refused_in_words(command, says):
    with pytest.raises(ClockError, match=says):
        Play(None, now=0.0).act(command, now=0.0)


def test_reset_returns_to_the_start_and_keeps_the_pace():
    play = Play(None, now=0.0, is_playing=True)
    play.act({"action": "pace", "pace": 9}, now=3.0)
    play.act({"action": "reset"}, now=4.0)

    clock = play.clock(99.0)

    assert (clock.moment, clock.pace, clock.is_playing) == (story.STARTS_AT, 9, False)


def test_the_state_tells_what_is_past_and_what_comes_next():
    play = Play(None, now=0.0)
    play.act({"action": "jump", "to": "2025-10-19T15:30"}, now=0.0)

    described = state(play.clock(0.0))

    assert json.loads(json.dumps(described)) == described
    assert [event["is_past"] for event in described["events"][:3]] == [True, True, False]
    assert described["next_event"]["path"] == "/tsugumino/shop/status.html"
    assert described["next_in_seconds"] == 0.1
    assert 0.0 < described["progress"] < 0.05


def test_at_the_end_nothing_comes_next():
    play = Play(None, now=0.0)
    play.act({"action": "jump", "to": story.ENDS_AT.isoformat()}, now=0.0)

    described = state(play.clock(0.0))

    assert (described["next_event"], described["next_in_seconds"]) == (None, None)
    assert described["progress"] == 1.0


@pytest.mark.parametrize(("is_playing", "seconds"), [(False, 30), (True, 22)])
def test_retry_after_follows_the_pace(is_playing, seconds):
    play = Play(None, now=0.0, is_playing=is_playing)
    play.act({"action": "jump", "to": "2025-11-23T00:00"}, now=0.0)

    page = play.page("/tsugumino/news/", now=0.0)

    assert page.status == 503
    assert play.retry_seconds(page, now=0.0) == seconds
