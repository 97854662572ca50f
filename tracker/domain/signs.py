"""The ten signs of a restart, read from how the wording moved between two days."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.series import Point, steps
from tracker.domain.series import series as by_kind
from tracker.domain.stage_facts import Evidence
from tracker.domain.statements import Statement
from tracker.enums import (
    Certainty,
    DomainState,
    Level,
    Limit,
    ReopeningSign,
    SeriesKind,
    ServiceDomain,
)


@dataclass(frozen=True, slots=True)
class Wording:
    """What stood on an earlier day, what stands now, and what was seen in between.

    Shapes: `seen` are own observations of delivery dates and stock that work.
    """

    since: date
    before: tuple[Statement, ...]
    now: tuple[Statement, ...]
    points: tuple[Point, ...] = ()
    seen: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign with what shows it; no evidence: it has not been seen."""

    sign: ReopeningSign
    evidence: tuple[Evidence, ...] = ()

    @property
    def is_seen(self) -> bool:
        return bool(self.evidence)


def signs(wording: Wording) -> tuple[Sign, ...]:
    """Return all ten signs, seen or not, in their fixed order."""
    return tuple(Sign(sign, _FINDERS[sign](wording)) for sign in ReopeningSign)


def _of(found: Sequence[Statement]) -> tuple[Evidence, ...]:
    return tuple(Evidence(one.evidence, one.told_on, claim=one.key) for one in found)


def _new(wording: Wording) -> list[Statement]:
    """Return what is said now and was not said before in the same words."""
    known = {_words(one) for one in wording.before}
    fresh = [one for one in wording.now if _words(one) not in known]
    return [one for one in fresh if one.told_on >= wording.since]


def _words(one: Statement) -> tuple[object, ...]:
    return one.page, one.domain, one.state, one.scope, one.expected, one.evidence


def _limits_dropped(wording: Wording) -> tuple[Evidence, ...]:
    limited = {one.domain for one in wording.before if one.level is Level.LIMITED}
    free = [one for one in _new(wording) if one.level is Level.UP and one.scope.is_whole]
    return _of([one for one in free if one.domain in limited])


def _lead_time(wording: Wording) -> tuple[Evidence, ...]:
    found = by_kind(wording.points)
    moves = [
        step
        for (kind, _), points in found.items()
        if kind is SeriesKind.LEAD_DAYS
        for step in steps(points)
        if step.is_better and step.after.on >= wording.since
    ]
    return tuple(Evidence(step.after.text, step.after.on) for step in moves)


def _lifted(domain: ServiceDomain) -> Callable[[Wording], tuple[Evidence, ...]]:
    def finder(wording: Wording) -> tuple[Evidence, ...]:
        was_down = any(one.domain is domain and one.level is Level.DOWN for one in wording.before)
        back = [one for one in _new(wording) if one.domain is domain and _is_back(one)]
        return _of(back) if was_down else ()

    return finder


def _is_back(one: Statement) -> bool:
    return one.level is Level.UP or one.state is DomainState.PLANNED_RESUME


def _both_resumed(wording: Wording) -> tuple[Evidence, ...]:
    """Ordering and shipping told to run again in the same notice."""
    back = [one for one in _new(wording) if one.state is DomainState.RESUMED]
    orders = [one for one in back if one.domain is ServiceDomain.ORDERS]
    shipping = [one for one in back if one.domain is ServiceDomain.SHIPPING]
    notices = {(one.page, one.told_on) for one in orders}
    together = [one for one in shipping if (one.page, one.told_on) in notices]
    return _of(together)


def _fewer_stops(wording: Wording) -> tuple[Evidence, ...]:
    before = [one for one in wording.before if one.state is DomainState.STOPPED]
    now = [one for one in wording.now if one.state is DomainState.STOPPED]
    gone = {one.domain for one in before} - {one.domain for one in now}
    return (
        _of([one for one in _new(wording) if one.domain in gone]) if len(now) < len(before) else ()
    )


def _notice_edited(wording: Wording) -> tuple[Evidence, ...]:
    watched = (ServiceDomain.FAX, ServiceDomain.SHIPPING)
    pages = {one.page for one in wording.before if one.domain in watched}
    return _of([one for one in _new(wording) if one.domain in watched and one.page in pages])


def _services_named(wording: Wording) -> tuple[Evidence, ...]:
    """Services or hours are named where before there was only a general word."""
    vague = {one.domain for one in wording.before if not one.scope.services}
    named = [
        one
        for one in _new(wording)
        if one.state is not DomainState.STOPPED
        and (one.scope.services or Limit.HOURS in one.scope.limits)
    ]
    return _of([one for one in named if one.domain in vague])


def _displays_back(wording: Wording) -> tuple[Evidence, ...]:
    return tuple(one for one in wording.seen if one.on >= wording.since)


def _concrete(wording: Wording) -> tuple[Evidence, ...]:
    """A restart "in steps" or without a time now has one."""
    vague = {
        one.domain
        for one in wording.before
        if one.certainty in (Certainty.NONE, Certainty.GRADUAL) and one.level is not Level.UP
    }
    dated = [one for one in _new(wording) if one.is_plan and one.certainty is Certainty.DATE]
    return _of([one for one in dated if one.domain in vague])


_FINDERS: dict[ReopeningSign, Callable[[Wording], tuple[Evidence, ...]]] = {
    ReopeningSign.LIMITS_DROPPED: _limits_dropped,
    ReopeningSign.LEAD_TIME_SHORTER: _lead_time,
    ReopeningSign.BILLING_LIFTED: _lifted(ServiceDomain.BILLING),
    ReopeningSign.EMAIL_LIFTED: _lifted(ServiceDomain.EMAIL),
    ReopeningSign.BOTH_RESUMED: _both_resumed,
    ReopeningSign.FEWER_STOPS: _fewer_stops,
    ReopeningSign.NOTICE_EDITED: _notice_edited,
    ReopeningSign.SERVICES_NAMED: _services_named,
    ReopeningSign.DISPLAYS_BACK: _displays_back,
    ReopeningSign.ESTIMATE_CONCRETE: _concrete,
}
