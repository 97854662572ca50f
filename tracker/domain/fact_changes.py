"""What changed between two versions of a page in fact, before its words are compared."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.domain.series import Number, Point
from tracker.domain.statements import Scope, Statement
from tracker.enums import ServiceDomain

_Key = tuple[ServiceDomain, frozenset[str], str, bool]


@dataclass(frozen=True, slots=True)
class FactChange:
    """What one version says of a service, and what the next one does; empty: nothing.

    Shapes: `before` and `after` differ in state, limits or promised day, and name the same
        services and channel.
    """

    domain: ServiceDomain
    scope: Scope  # services and channel alone
    before: tuple[Statement, ...]
    after: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class NumberChange:
    """A number that became another. None: it was not given."""

    before: Point | None
    after: Point | None

    @property
    def number(self) -> Number:
        point = self.after or self.before
        assert point is not None  # noqa: S101 - one of both is there
        return point.number


def fact_changes(before: Iterable[Statement], after: Iterable[Statement]) -> list[FactChange]:
    """Return the services of which the two versions say something else, in their fixed order."""
    old, new = _by_key(before), _by_key(after)
    found = [
        FactChange(
            key[0],
            Scope(services=key[1], channel=key[2]),
            tuple(old.get(key, {}).values()),
            tuple(new.get(key, {}).values()),
        )
        for key in {**old, **new}
        if set(old.get(key, {})) != set(new.get(key, {}))
    ]
    return sorted(found, key=_place)


def number_changes(before: Iterable[Point], after: Iterable[Point]) -> list[NumberChange]:
    """Return the numbers that became others; of several for the same thing the last counts."""
    old = {(one.number.kind, one.number.population): one for one in before}
    new = {(one.number.kind, one.number.population): one for one in after}
    pairs = [NumberChange(old.get(key), new.get(key)) for key in {**old, **new}]
    return [one for one in pairs if _span(one.before) != _span(one.after)]


def _by_key(statements: Iterable[Statement]) -> dict[_Key, dict[object, Statement]]:
    """Return what is said by what it is about, each saying once."""
    found: dict[_Key, dict[object, Statement]] = {}
    for one in statements:
        key = (one.domain, one.scope.services, one.scope.channel, one.is_plan)
        found.setdefault(key, {}).setdefault(_saying(one), one)
    return found


def _saying(one: Statement) -> object:
    expected = one.expected and (one.expected.first, one.expected.last)
    return one.state, one.scope.limits, one.scope.items, expected


def _place(change: FactChange) -> tuple[int, list[str], str]:
    domains = list(ServiceDomain)
    return domains.index(change.domain), sorted(change.scope.services), change.scope.channel


def _span(point: Point | None) -> tuple[int, int] | None:
    return (point.number.low, point.number.high) if point else None
