from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tracker.domain.watch import Health, Reach, WatchState, judge
from tracker.enums import WatchPart

NOW = datetime(2025, 10, 19, 5, 2, tzinfo=UTC)
AGO = {seconds: NOW - timedelta(seconds=seconds) for seconds in (10, 61, 119, 121, 1800)}
ALIVE = dict.fromkeys(WatchPart, AGO[10])
REACH = Reach(
    page_count=4,
    host_count=3,
    silent_page_count=0,
    last_checked_at=AGO[10],
    silent_since=None,
    due_since=None,
)
SILENT = replace(REACH, silent_page_count=4, silent_since=AGO[121])
LATE = replace(REACH, due_since=AGO[1800])


@pytest.mark.parametrize(
    ("beats", "reach", "expected"),
    [
        (ALIVE, REACH, Health(WatchState.WATCHING, AGO[10])),
        (ALIVE, replace(REACH, last_checked_at=None), Health(WatchState.WAITING, None)),
        (ALIVE, replace(REACH, page_count=0), Health(WatchState.NOTHING_TO_WATCH, None)),
        (ALIVE, SILENT, Health(WatchState.CUT_OFF, AGO[10], AGO[121])),
        (ALIVE, replace(SILENT, host_count=2), Health(WatchState.WATCHING, AGO[10])),
        (ALIVE, replace(SILENT, silent_page_count=3), Health(WatchState.WATCHING, AGO[10])),
        (ALIVE, replace(SILENT, silent_since=None), Health(WatchState.WATCHING, AGO[10])),
        ({}, REACH, Health(WatchState.WATCHING, AGO[10])),
    ],
)
def test_judge_while_the_watch_is_alive(beats, reach, expected):
    assert judge(beats, reach, now=NOW) == expected


@pytest.mark.parametrize(
    ("part", "beat_at", "reach", "since"),
    [
        (WatchPart.SCHEDULER, AGO[61], REACH, AGO[61]),
        (WatchPart.SCHEDULER, None, LATE, AGO[1800]),
        (WatchPart.POLLER, AGO[121], LATE, AGO[121]),
        (WatchPart.POLLER, None, LATE, AGO[1800]),
        (WatchPart.MAILER, AGO[121], REACH, AGO[121]),
    ],
)
def test_q11_judge_names_the_dead_part_and_since_when(part, beat_at, reach, since):
    beats = {key: at for key, at in {**ALIVE, part: beat_at}.items() if at}

    health = judge(beats, reach, now=NOW)

    assert health == Health(WatchState.NOT_WATCHING, AGO[10], since, part)
    assert health.is_bad


@pytest.mark.parametrize("beat_at", [AGO[119], AGO[1800]])
def test_judge_lets_an_idle_poller_be_silent(beat_at):
    health = judge({**ALIVE, WatchPart.POLLER: beat_at}, REACH, now=NOW)

    assert health == Health(WatchState.WATCHING, AGO[10])
    assert not health.is_bad
