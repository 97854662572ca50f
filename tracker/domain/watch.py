"""Whether anybody is watching: the decision behind the health chip on every page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tracker.enums import WatchPart

# A part that has given no sign for this long is taken for dead.
SILENCE = {
    WatchPart.SCHEDULER: timedelta(seconds=60),
    WatchPart.POLLER: timedelta(seconds=120),
    WatchPart.MAILER: timedelta(seconds=120),
}
HOSTS_THAT_MEAN_US = 3  # this many different servers silent at once: the fault is on our side


class WatchState(StrEnum):
    """What the chip says."""

    WATCHING = "watching"
    WAITING = "waiting"  # alive, nothing read yet
    NOTHING_TO_WATCH = "nothing_to_watch"  # no source is followed
    CUT_OFF = "cut_off"  # alive, but no server at all answers
    NOT_WATCHING = "not_watching"


@dataclass(frozen=True, slots=True)
class Reach:
    """What the last looks at a company's pages brought. None means there was no such look.

    Units: counts are of pages and of the servers that hold them.
    """

    page_count: int
    host_count: int
    silent_page_count: int  # whose last look got no answer
    last_checked_at: datetime | None
    silent_since: datetime | None  # the latest first miss among the silent pages
    due_since: datetime | None  # the oldest look that is due and not done


@dataclass(frozen=True, slots=True)
class Health:
    """The chip's content. `since` is None unless something is wrong."""

    state: WatchState
    last_checked_at: datetime | None
    since: datetime | None = None
    part: WatchPart | None = None

    @property
    def is_bad(self) -> bool:
        return self.state in {WatchState.NOT_WATCHING, WatchState.CUT_OFF}


def judge(beats: Mapping[WatchPart, datetime], reach: Reach, *, now: datetime) -> Health:
    """Return what to say. A part that never gave a sign counts only when its work waits."""
    if dead := _dead_part(beats, reach, now):
        since = beats.get(dead) or reach.due_since
        return Health(WatchState.NOT_WATCHING, reach.last_checked_at, since, dead)
    if not reach.page_count:
        return Health(WatchState.NOTHING_TO_WATCH, None)
    if _is_cut_off(reach):
        return Health(WatchState.CUT_OFF, reach.last_checked_at, reach.silent_since)
    state = WatchState.WATCHING if reach.last_checked_at else WatchState.WAITING
    return Health(state, reach.last_checked_at)


def _dead_part(
    beats: Mapping[WatchPart, datetime], reach: Reach, now: datetime
) -> WatchPart | None:
    """Return the part whose silence matters most. An idle poller may be silent."""
    for part in (WatchPart.SCHEDULER, WatchPart.POLLER, WatchPart.MAILER):
        beat_at = beats.get(part)
        is_silent = beat_at is not None and now - beat_at > SILENCE[part]
        if part is WatchPart.MAILER:
            is_dead = is_silent
        else:
            is_overdue = reach.due_since is not None and now - reach.due_since > SILENCE[part]
            never_seen = beat_at is None and is_overdue
            is_dead = never_seen or (is_silent and (part is WatchPart.SCHEDULER or is_overdue))
        if is_dead:
            return part
    return None


def _is_cut_off(reach: Reach) -> bool:
    return (
        reach.host_count >= HOSTS_THAT_MEAN_US
        and reach.silent_page_count == reach.page_count
        and reach.silent_since is not None
    )
