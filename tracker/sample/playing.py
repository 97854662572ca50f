"""The story being played: its clock, kept across restarts, and the pages of the moment."""

import json
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from tracker.sample import story
from tracker.sample.clock import ClockError, StoryClock, next_event
from tracker.sample.manuscript import JST
from tracker.sample.story import Event, Rendered

_LONGEST_WAIT_SECONDS = 60  # what Retry-After says at most
_PAUSED_WAIT_SECONDS = 30  # and while nobody lets the story go on


class Play:
    """One running story. Every method takes the real time, in seconds of a steady clock."""

    def __init__(self, state_path: Path | None, *, now: float, is_playing: bool = False) -> None:
        self._lock = Lock()
        self._state_path = state_path
        self._kept: dict[str, Any] = {}
        self._pages: dict[str, Rendered] = {}
        self._pages_since: datetime | None = None
        self._clock = self._remembered(now) or StoryClock(
            story.STARTS_AT, now, is_playing=is_playing
        )

    def clock(self, now: float) -> StoryClock:
        with self._lock:
            self._clock = self._clock.at(now)
            return self._clock

    def page(self, path: str, *, now: float) -> Rendered | None:
        """Return what an address shows now; None when there is nothing there."""
        moment = self.clock(now).moment
        changed_at = max((e.at for e in story.events() if e.at <= moment), default=story.STARTS_AT)
        with self._lock:
            if self._pages_since != changed_at:
                self._pages, self._pages_since = story.pages_at(changed_at), changed_at
            return self._pages.get(path)

    def retry_seconds(self, page: Rendered, *, now: float) -> int | None:
        """Say when to ask again for a page that is away; None for any other."""
        if page.back_at is None:
            return None
        clock = self.clock(now)
        if not clock.is_playing:
            return _PAUSED_WAIT_SECONDS
        return min(_LONGEST_WAIT_SECONDS, int(clock.seconds_until(page.back_at)) + 1)

    def act(self, command: dict[str, Any], *, now: float) -> None:
        """Do what a person asked of the clock, and keep it.

        Raises: ClockError when it cannot be done.
        """
        action = _ACTIONS.get(str(command.get("action")))
        if action is None:
            raise ClockError("action is one of " + ", ".join(_ACTIONS))
        with self._lock:
            self._clock = action(self._clock.at(now), command)
        self.keep(now)

    def keep(self, now: float) -> None:
        """Write where the story stands, unless that is what was written last."""
        values = self.clock(now).as_values()
        if self._state_path is None or values == self._kept:
            return
        self._state_path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._state_path.with_suffix(".new")
        with beside.open("w", encoding="utf-8") as file:
            json.dump(values, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._state_path)
        self._kept = values

    def _remembered(self, now: float) -> StoryClock | None:
        """Read the kept state; a file that cannot be read is as none, for nothing is lost by it."""
        if self._state_path is None or not self._state_path.exists():
            return None
        try:
            values = json.loads(self._state_path.read_text("utf-8"))
            return StoryClock.from_values(values, now=now)
        except (ValueError, KeyError, TypeError, ClockError):
            return None


def state(clock: StoryClock) -> dict[str, Any]:
    """Describe the clock and everything that happens, past and to come, for the control page."""
    ahead = next_event(clock.moment)
    length = story.ENDS_AT - story.STARTS_AT
    return {
        **clock.as_values(),
        "starts_at": story.STARTS_AT.isoformat(),
        "ends_at": story.ENDS_AT.isoformat(),
        "progress": round((clock.moment - story.STARTS_AT) / length, 4),
        "next_event": _event_values(ahead) if ahead else None,
        "next_in_seconds": round(clock.seconds_until(ahead.at), 1) if ahead else None,
        "events": [
            {**_event_values(event), "is_past": event.at <= clock.moment}
            for event in story.events()
        ],
    }


def _event_values(event: Event) -> dict[str, Any]:
    return {
        "at": event.at.isoformat(),
        "kind": event.kind.value,
        "path": event.path,
        "title": event.title,
        "note": event.note,
        "series": event.series,
    }


def _jump(clock: StoryClock, command: dict[str, Any]) -> StoryClock:
    try:
        moment = datetime.fromisoformat(command["to"])
    except (KeyError, TypeError, ValueError) as error:
        raise ClockError("jump needs `to`: a day or a moment, as in 2025-11-28T15:30") from error
    return clock.jump(moment if moment.tzinfo else moment.replace(tzinfo=JST))


def _set_pace(clock: StoryClock, command: dict[str, Any]) -> StoryClock:
    pace = command.get("pace")
    if not isinstance(pace, int | float) or isinstance(pace, bool):
        raise ClockError("pace needs `pace`: story hours per second, as a number")
    return clock.with_pace(pace)


_ACTIONS: dict[str, Callable[[StoryClock, dict[str, Any]], StoryClock]] = {
    "play": lambda clock, command: clock.play(),
    "pause": lambda clock, command: clock.pause(),
    "step": lambda clock, command: clock.step(),
    "jump": _jump,
    "pace": _set_pace,
    "reset": lambda clock, command: clock.pause().jump(story.STARTS_AT),
}
