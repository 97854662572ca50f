"""The story's clock: how story time follows real time, and what a person may do to it."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self

from tracker.sample import story
from tracker.sample.manuscript import manuscript

USUAL_PACE = 5.0  # story hours per second: the 122 days take about ten minutes
SLOWEST_PACE, FASTEST_PACE = 0.01, 200.0
# Stretches that cannot be read last some days of the story; at half the pace a poller that asks
# every ten seconds still meets them.
_SLOWED = 0.5


class ClockError(Exception):
    """The clock was told something it cannot do; the message says what it can."""


@dataclass(frozen=True, slots=True)
class StoryClock:
    """Story time as it was at one moment of real time."""

    moment: datetime  # story time when it was last set
    read_at: float  # real seconds, of any steady clock, when that was
    pace: float = USUAL_PACE  # story hours per real second
    is_playing: bool = False

    @classmethod
    def at_start(cls, now: float) -> Self:
        return cls(moment=story.STARTS_AT, read_at=now)

    def at(self, now: float) -> Self:
        """Bring the clock to real time `now`; at the end of the story it stops."""
        if not self.is_playing:
            return replace(self, read_at=now)
        moment = _passed(self.moment, now - self.read_at, self.pace)
        return replace(self, moment=moment, read_at=now, is_playing=moment < story.ENDS_AT)

    def play(self) -> Self:
        if self.moment >= story.ENDS_AT:
            raise ClockError("the story is over; reset it or jump back first")
        return replace(self, is_playing=True)

    def pause(self) -> Self:
        return replace(self, is_playing=False)

    def step(self) -> Self:
        """Go on to the next event, or to the end when there is none, and pause there."""
        ahead = next_event(self.moment)
        return replace(self, moment=ahead.at if ahead else story.ENDS_AT, is_playing=False)

    def jump(self, moment: datetime) -> Self:
        """Go to a moment of the story, before or ahead."""
        if not story.STARTS_AT <= moment <= story.ENDS_AT:
            raise ClockError(
                f"jump to between {story.STARTS_AT:%F %H:%M} and {story.ENDS_AT:%F %H:%M}"
            )
        return replace(self, moment=moment)

    def with_pace(self, pace: float) -> Self:
        if not SLOWEST_PACE <= pace <= FASTEST_PACE:
            raise ClockError(f"pace is {SLOWEST_PACE} to {FASTEST_PACE} story hours per second")
        return replace(self, pace=pace)

    def seconds_until(self, moment: datetime) -> float:
        """Say how many real seconds away a moment is at this pace, were the clock playing."""
        return sum(
            (min(edge, moment) - start) / _speed(start, self.pace)
            for start, edge in _stretches(self.moment)
            if start < moment
        )

    def as_values(self) -> dict[str, Any]:
        """Give what has to be kept to go on from here after a restart."""
        values = asdict(self)
        del values["read_at"]
        return values | {"moment": self.moment.isoformat()}

    @classmethod
    def from_values(cls, values: dict[str, Any], *, now: float) -> Self:
        """Go on from kept values; time stood still meanwhile.

        Raises: KeyError, TypeError, ValueError or ClockError when as_values did not give them.
        """
        clock = cls.at_start(now).jump(datetime.fromisoformat(values["moment"]))
        clock = clock.with_pace(float(values["pace"]))
        return replace(clock, is_playing=bool(values["is_playing"]))


def next_event(moment: datetime) -> story.Event | None:
    """Return the first event after a moment; None after the last."""
    return next((event for event in story.events() if event.at > moment), None)


def _passed(moment: datetime, seconds: float, pace: float) -> datetime:
    """Move story time on by real seconds, slower where nothing can be read."""
    for start, edge in _stretches(moment):
        speed = _speed(start, pace)
        if seconds < (edge - start) / speed:
            return start + seconds * speed
        seconds -= (edge - start) / speed
    return story.ENDS_AT


def _stretches(moment: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Cut the rest of the story wherever the speed may change."""
    spells = manuscript().spells
    cuts = {edge for spell in spells for edge in (spell.at, spell.until)} | {story.ENDS_AT}
    start = moment
    for edge in sorted(cut for cut in cuts if cut > moment):
        yield start, edge
        start = edge


def _speed(moment: datetime, pace: float) -> timedelta:
    """Return how much story time one real second holds."""
    is_slowed = any(spell.at <= moment < spell.until for spell in manuscript().spells)
    return timedelta(hours=pace * (_SLOWED if is_slowed else 1.0))
