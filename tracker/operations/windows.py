"""Planned stops: proposed from notices, confirmed by people, kept on the calendar."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.operations import audit
from accounts.operations.audit import Actor
from tracker.domain.windows_calendar import Stretch, fall_back, renew
from tracker.enums import WindowState
from tracker.models import MaintenanceWindow, Reading, Supplier
from tracker.operations import window_news
from tracker.operations.window_rows import (
    TEXTS,
    add_tasks,
    create,
    stretch_of,
    stretch_told,
    told_by,
)

# what may follow what; everything else is refused
FOLLOWS = {
    WindowState.PROPOSED: {WindowState.CONFIRMED, WindowState.CANCELLED, WindowState.MOVED},
    WindowState.CONFIRMED: {
        WindowState.RUNNING,
        WindowState.DONE,
        WindowState.CANCELLED,
        WindowState.MOVED,
        WindowState.ROLLED_BACK,
    },
    WindowState.RUNNING: {WindowState.DONE, WindowState.ROLLED_BACK, WindowState.CANCELLED},
}
READER = Actor.task("digest_readings")
CLOCK = Actor.task("keep_up")


class WrongMomentError(Exception):
    """The window is not in a state that this may follow."""


def take_in(reading: Reading, supplier: Supplier, *, now: datetime) -> list[int]:
    """Bring a supplier's proposed windows up to what a page now says of planned work.

    A page that no longer names a window says nothing about it: only people call off.
    """
    if reading.is_restored or not reading.windows:
        return []
    known = list(
        MaintenanceWindow.objects.live()
        .filter(supplier=supplier, reading__page=reading.page)
        .order_by("start_at", "pk")
    )
    told = {stretch_told(one): one for one in reading.windows}
    renewal = renew([stretch_of(one) for one in known], list(told))
    for index, stretch in renewal.moved:
        move(known[index], told[stretch], reading=reading, actor=READER, now=now)
    fresh = [one for one in renewal.added if _is_fresh(one, reading, supplier, now)]
    twins = _twins(reading, supplier)
    made = []
    for one in fresh:
        twin = twins.get((one.start, one.end))
        if twin:
            _complete(twin, told[one], now)
        else:
            made.append(create(supplier, told[one], reading=reading, actor=READER, now=now))
    return window_news.tell_proposed(supplier, made, now=now) if made else []


def plan(supplier: Supplier, told: dict[str, Any], *, by: User, now: datetime) -> MaintenanceWindow:
    """Keep a planned stop that a person heard of; it is confirmed like any other."""
    with transaction.atomic():
        return create(supplier, told, actor=Actor.person(by), now=now)


def move(
    window: MaintenanceWindow,
    told: dict[str, Any],
    *,
    reading: Reading | None = None,
    actor: Actor,
    now: datetime,
) -> MaintenanceWindow:
    """Replace a window by the one that counts now; people confirm it anew.

    Raises: WrongMomentError.
    """
    with transaction.atomic():
        _set(window, WindowState.MOVED, actor, now)
        source = reading or window.reading
        return create(window.supplier, told, reading=source, replaces=window, actor=actor, now=now)


def describe(window: MaintenanceWindow, texts: dict[str, str], *, by: User, now: datetime) -> None:
    """Set right what is written about a window; its times stay."""
    before = {name: getattr(window, name) for name in TEXTS}
    changed = {name: texts[name] for name in TEXTS if texts[name] != before[name]}
    if not changed:
        return
    with transaction.atomic():
        MaintenanceWindow.objects.filter(pk=window.pk).update(**changed)
        audit.record(
            "window.described",
            window,
            actor=Actor.person(by),
            now=now,
            workspace=window.workspace,
            before={name: before[name] for name in changed},
            after=changed,
        )


def confirm(window: MaintenanceWindow, *, by: User, now: datetime) -> None:
    """Put a proposed window on the calendar, with its tasks.

    Raises: WrongMomentError.
    """
    with transaction.atomic():
        _set(window, WindowState.CONFIRMED, Actor.person(by), now)
        window.confirmed_by, window.confirmed_at = by, now
        window.save(update_fields=["confirmed_by", "confirmed_at"])
        add_tasks(window, owner=by, now=now)


def change_state(window: MaintenanceWindow, state: WindowState, *, by: User, now: datetime) -> None:
    """Say that a window began, ended, was called off.

    Raises: WrongMomentError.
    """
    with transaction.atomic():
        _set(window, state, Actor.person(by), now)


def roll_back(window: MaintenanceWindow, *, by: User, now: datetime) -> MaintenanceWindow | None:
    """Say that the work failed; its reserve becomes the window that counts. None: there is none.

    Raises: WrongMomentError.
    """
    actor = Actor.person(by)
    with transaction.atomic():
        _set(window, WindowState.ROLLED_BACK, actor, now)
        reserve = fall_back(stretch_of(window))
        if reserve is None:
            return None
        told = told_by(window, shift=reserve.start - window.start_at)
        told |= {"start": reserve.start.isoformat(), "end": reserve.end.isoformat()}
        source = window.reading
        row = create(window.supplier, told, reading=source, replaces=window, actor=actor, now=now)
        confirm(row, by=by, now=now)
        return row


def advance(*, now: datetime) -> int:
    """Move confirmed windows along with the clock, tell of it, and return how many moved."""
    related = MaintenanceWindow.objects.select_related("supplier__workspace", "workspace")
    begun = related.filter(state=WindowState.CONFIRMED, start_at__lte=now, end_at__gt=now)
    ongoing = [WindowState.CONFIRMED, WindowState.RUNNING]
    over = related.filter(state__in=ongoing, end_at__lte=now)
    steps = [(one, WindowState.RUNNING) for one in begun.order_by("pk")]
    steps += [(one, WindowState.DONE) for one in over.order_by("pk")]
    return sum(_step(window, state, now) for window, state in steps)


def _step(window: MaintenanceWindow, state: WindowState, now: datetime) -> bool:
    """Let the clock move a window. False: somebody was faster."""
    try:
        with transaction.atomic():
            _set(window, state, CLOCK, now)
            window_news.tell_step(window, now=now)
    except WrongMomentError:
        return False
    return True


def _twins(
    reading: Reading, supplier: Supplier
) -> dict[tuple[datetime, datetime], MaintenanceWindow]:
    """Return the supplier's windows that other pages announced, by their times."""
    live = MaintenanceWindow.objects.live().filter(supplier=supplier)
    others = live.exclude(reading__page=reading.page).select_related("workspace")
    return {(one.start_at, one.end_at): one for one in others}


def _complete(window: MaintenanceWindow, told: dict[str, Any], now: datetime) -> None:
    """Add what a second page tells of the same work, while nobody has confirmed it."""
    if window.state != WindowState.PROPOSED:
        return
    news = {name: told.get(name, "") for name in TEXTS if not getattr(window, name)}
    added: dict[str, Any] = {name: text for name, text in news.items() if text}
    reserve = stretch_told(told).reserve
    if reserve and window.reserve_start_at is None:
        added |= {"reserve_start_at": reserve[0], "reserve_end_at": reserve[1]}
    if added:
        MaintenanceWindow.objects.filter(pk=window.pk).update(**added)
        audit.record(
            "window.described",
            window,
            actor=READER,
            now=now,
            workspace=window.workspace,
            after=added,
        )


def _is_fresh(stretch: Stretch, reading: Reading, supplier: Supplier, now: datetime) -> bool:
    """Whether work is still to come; the sample lives on its pages' days, not on ours."""
    if supplier.workspace.is_sample:
        return reading.told_on is None or stretch.end.date() >= reading.told_on
    return stretch.end > now


def _set(window: MaintenanceWindow, state: WindowState, actor: Actor, now: datetime) -> None:
    """Change a window's state, if it is still in one that this may follow."""
    before = WindowState(window.state)
    is_allowed = state in FOLLOWS.get(before, set())
    rows = MaintenanceWindow.objects.filter(pk=window.pk, state=before)
    if not is_allowed or not rows.update(state=state):
        raise WrongMomentError
    window.state = state
    audit.record(
        "window.state",
        window,
        actor=actor,
        now=now,
        workspace=window.workspace,
        before={"state": before},
        after={"state": state, "from": window.start_at, "until": window.end_at},
    )
