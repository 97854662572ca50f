"""Planned stops on the calendar: what they meet, how they move, what is to be done around them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tracker.enums import CompanyDayKind, PlannedTaskKind, TaskMoment

PREPARE_WITHIN = timedelta(days=3)  # before the work; a weekend still leaves a working day
_SAME_WORK = timedelta(days=45)  # a window that moves further than that is another one
LAST_DAY = 31  # a closing on the 31st means the last day of the month


@dataclass(frozen=True, slots=True)
class Stretch:
    """Half-open [start, end) of planned work; None where no reserve is named."""

    start: datetime
    end: datetime
    reserve: tuple[datetime, datetime] | None = None


@dataclass(frozen=True, slots=True)
class CompanyDay:
    """A day or hour of ours that a stop must not meet unseen.

    `weekday` (0 Monday) or `day_of_month` repeat, both None: every day; `at` None: all day.
    """

    kind: CompanyDayKind
    name: str
    weekday: int | None = None
    day_of_month: int | None = None
    at: time | None = None

    @property
    def is_dated(self) -> bool:
        """Whether it falls on some days only."""
        return self.weekday is not None or self.day_of_month is not None


@dataclass(frozen=True, slots=True)
class Collision:
    """One meeting of a window with a day of ours."""

    day: CompanyDay
    on: date


@dataclass(frozen=True, slots=True)
class Slot:
    """One service inside a window, as the notice words it."""

    service: str
    behaviour: str = ""
    alternative: str = ""


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """Something to be done before or after the work, and why."""

    moment: TaskMoment
    due_at: datetime
    kind: PlannedTaskKind
    source: str  # the words of the notice that call for it


@dataclass(frozen=True, slots=True)
class Renewal:
    """How a new reading of a notice changes the windows that were known.

    Shapes: `moved` pairs the index of a known window with its new stretch; `dropped` are indexes
        that the notice no longer names; `added` are new.
    """

    moved: tuple[tuple[int, Stretch], ...] = ()
    dropped: tuple[int, ...] = ()
    added: tuple[Stretch, ...] = ()


def collisions(stretch: Stretch, days: Iterable[CompanyDay], *, zone: ZoneInfo) -> list[Collision]:
    """Return every day of ours that a window meets, by day."""
    start, end = stretch.start.astimezone(zone), stretch.end.astimezone(zone)
    last = (end - timedelta(microseconds=1)).date()
    span = (last - start.date()).days
    dates = [start.date() + timedelta(days=count) for count in range(span + 1)]
    return [
        Collision(day, on)
        for on in dates
        for day in days
        if falls_on(day, on) and _meets(day, on, start, end, zone)
    ]


def renew(known: Sequence[Stretch], told: Sequence[Stretch]) -> Renewal:
    """Compare the windows that were known with those that a notice now names.

    Those that went and those that came are paired in order of time, if not too far apart.
    """
    same = {(one.start, one.end) for one in told}
    gone = [index for index, one in enumerate(known) if (one.start, one.end) not in same]
    kept = {(one.start, one.end) for one in known}
    came = sorted((one for one in told if (one.start, one.end) not in kept), key=_start)
    moved, dropped = [], []
    for index in sorted(gone, key=lambda index: known[index].start):
        if came and abs(came[0].start - known[index].start) <= _SAME_WORK:
            moved.append((index, came.pop(0)))
        else:
            dropped.append(index)
    return Renewal(tuple(moved), tuple(dropped), tuple(came))


def fall_back(stretch: Stretch) -> Stretch | None:
    """Return the reserve as the window that counts now. None when none was named."""
    return Stretch(*stretch.reserve) if stretch.reserve else None


_SLIPS = ("手書", "伝票の起票", "paper slip", "manual slip")
# What the words of a notice call for. Source: capabilities MNT-06, MNT-07, MNT-13.
_CALLS: dict[PlannedTaskKind, tuple[str, ...]] = {
    PlannedTaskKind.GET_SLIPS: _SLIPS,
    PlannedTaskKind.TEST_PHONE: ("オーソリ", "承認番号", "authoris", "authoriz"),
    PlannedTaskKind.PREPARE_CASH: ("現金", "cash"),
    PlannedTaskKind.ENTER_SLIPS: _SLIPS,
    PlannedTaskKind.GRANT_POINTS: ("後日付与", "レシート", "points later", "receipt"),
    PlannedTaskKind.DAILY_TOTALS: ("日計", "中間計", "締め処理", "daily total", "closing"),
    PlannedTaskKind.RETRY: ("処理をお願い", "再度", "やり直", "再実行", "retry", "run again"),
}
_PREPARED = frozenset(
    {
        PlannedTaskKind.TELL_STAFF,
        PlannedTaskKind.GET_SLIPS,
        PlannedTaskKind.TEST_PHONE,
        PlannedTaskKind.PREPARE_CASH,
    }
)


def tasks(stretch: Stretch, slots: Iterable[Slot]) -> list[PlannedTask]:
    """Return what has to be done around a window: told to everybody, prepared, made up for."""
    called = {
        kind: slot.alternative or slot.service
        for slot in slots
        for kind, words in _CALLS.items()
        if any(word in f"{slot.service} {slot.alternative}".lower() for word in words)
    }
    called |= {PlannedTaskKind.TELL_STAFF: "", PlannedTaskKind.CHECK_SERVICE: ""}
    return [_task(stretch, kind, called[kind]) for kind in PlannedTaskKind if kind in called]


def _task(stretch: Stretch, kind: PlannedTaskKind, source: str) -> PlannedTask:
    if kind in _PREPARED:
        return PlannedTask(TaskMoment.BEFORE, stretch.start - PREPARE_WITHIN, kind, source)
    return PlannedTask(TaskMoment.AFTER, stretch.end, kind, source)


def _start(stretch: Stretch) -> datetime:
    return stretch.start


def falls_on(day: CompanyDay, on: date) -> bool:
    """Whether a day of ours comes round on a date."""
    if day.weekday is not None and on.weekday() != day.weekday:
        return False
    if day.day_of_month is None:
        return True
    is_last = (on + timedelta(days=1)).day == 1
    return on.day == day.day_of_month or (is_last and day.day_of_month > on.day)


def _meets(day: CompanyDay, on: date, start: datetime, end: datetime, zone: ZoneInfo) -> bool:
    """Whether the hour of the day, or any of the day, lies in the window."""
    if day.at is None:
        return True
    return start <= datetime.combine(on, day.at, zone) < end
