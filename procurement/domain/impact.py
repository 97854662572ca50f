"""What a disruption does to open orders: status, delay and uncovered need of every line."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from functools import cache

from procurement.enums import (
    HIT_STATUSES,
    ImpactReason,
    ImpactStatus,
    OwnFact,
    Priority,
)
from tracker.enums import Level

ANYTHING: frozenset[str] = frozenset()  # a scope that names nothing limits nothing
SUPPLY_DOMAINS = frozenset({"orders", "shipping", "sales"})  # without which no goods come
RANKS = {priority: rank for rank, priority in enumerate(Priority)}  # listed most urgent first


@dataclass(frozen=True, slots=True)
class Scope:
    """One thing an official notice says of one service domain, and how far it reaches.

    Shapes: each set names what is meant; an empty set means everything. `hours` is half-open and
    may cross midnight; None: at any hour. `back_on` is the day from which supply is promised;
    None: no day has been named.
    """

    domain: str
    level: Level
    item_groups: frozenset[str] = ANYTHING
    areas: frozenset[str] = ANYTHING
    customers: frozenset[str] = ANYTHING
    hours: tuple[time, time] | None = None
    back_on: date | None = None


@dataclass(frozen=True, slots=True)
class OpenLine:
    """What is still to come of one order line. Empty texts and None mean: not known.

    Units: quantity in the item's base unit; amount in the currency's minor unit, of what is open;
    lead_days after supply is back; accepted_days is how late it may come (our own SLA).
    """

    key: int
    order: str
    item: str
    quantity: Decimal
    amount: int | None
    due_on: date | None
    item_group: str = ""
    area: str = ""
    customer: str = ""
    department: str = ""
    wanted_at: time | None = None
    priority: Priority = Priority.ORDINARY
    fact: OwnFact = OwnFact.SILENT
    was_hit: bool = False
    lead_days: int = 0
    accepted_days: int | None = None


@dataclass(frozen=True, slots=True)
class Cover:
    """What can stand in for one item: the two tracks of our own stock and other suppliers."""

    own_quantity: Decimal = Decimal(0)
    alternate_quantity: Decimal | None = Decimal(0)  # None: as much as is wanted


@dataclass(frozen=True, slots=True)
class Situation:
    """All that lines are judged by."""

    scopes: tuple[Scope, ...]
    today: date
    cover: Mapping[str, Cover] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LineImpact:
    """The verdict on one line. None: not known. Uncovered is what no stock or alternate covers.

    Units: delay in days after the due date; amounts in minor units.
    """

    key: int
    status: ImpactStatus
    reason: ImpactReason
    due_on: date | None
    amount: int | None
    uncovered_amount: int | None
    own_quantity: Decimal
    alternate_quantity: Decimal
    expected_on: date | None
    delay_days: int | None
    is_beyond_accepted: bool | None

    @property
    def is_hit(self) -> bool:
        return self.status in HIT_STATUSES


@dataclass(frozen=True, slots=True)
class Reach:
    """What the scopes say together for lines of one kind."""

    level: Level | None  # None: nothing was said of them
    is_certain: bool
    back_on: date | None


def judge_lines(situation: Situation, lines: Iterable[OpenLine]) -> list[LineImpact]:
    """Judge lines; those most urgent come first and are covered first.

    Lines of one item share its cover, so a partial judgement needs all lines of its items.
    """
    reach_of = _reach_finder(situation.scopes)
    own = {item: cover.own_quantity for item, cover in situation.cover.items()}
    other = {item: cover.alternate_quantity for item, cover in situation.cover.items()}
    return [
        _judge(line, reach_of(line), situation.today, own, other)
        for line in sorted(lines, key=urgency)
    ]


def urgency(line: OpenLine) -> tuple[int, date, int, int]:
    """Return what to sort by: medical use, then key customers; earlier, then larger first."""
    return (RANKS[line.priority], line.due_on or date.max, -(line.amount or 0), line.key)


def _reach_finder(scopes: Sequence[Scope]) -> Callable[[OpenLine], Reach]:
    supply = [scope for scope in scopes if scope.domain in SUPPLY_DOMAINS]

    @cache
    def reach(item_group: str, area: str, customer: str, wanted_at: time | None) -> Reach:
        met = [
            (scope, certain)
            for scope in supply
            if (certain := _meets(scope, item_group, area, customer, wanted_at)) is not False
        ]
        return _worst_reach(met)

    def reach_of(line: OpenLine) -> Reach:
        return reach(line.item_group, line.area, line.customer, line.wanted_at)

    return reach_of


def _worst_reach(met: Sequence[tuple[Scope, bool | None]]) -> Reach:
    """Join what several notices say: the worst level, and the latest day, hold."""
    for level in (Level.DOWN, Level.LIMITED, Level.UNKNOWN, Level.UP):
        of_level = [(scope, certain) for scope, certain in met if scope.level == level]
        if of_level:
            days = [scope.back_on for scope, _certain in of_level]
            known = [day for day in days if day is not None]
            is_certain = any(certain for _scope, certain in of_level)
            return Reach(level, is_certain, max(known) if len(known) == len(days) else None)
    return Reach(None, is_certain=True, back_on=None)


def _meets(
    scope: Scope, item_group: str, area: str, customer: str, wanted_at: time | None
) -> bool | None:
    """Return whether a scope holds for such lines. None: what it asks for is not known."""
    answers = (
        _within(scope.item_groups, item_group),
        _within(scope.areas, area),
        _within(scope.customers, customer),
        _within_hours(scope.hours, wanted_at),
    )
    if False in answers:
        return False
    return None if None in answers else True


def _within(named: frozenset[str], value: str) -> bool | None:
    if not named:
        return True
    return value in named if value else None


def _within_hours(hours: tuple[time, time] | None, wanted_at: time | None) -> bool | None:
    if hours is None:
        return True
    if wanted_at is None:
        return None
    begin, end = hours
    if begin <= end:
        return begin <= wanted_at < end
    return wanted_at >= begin or wanted_at < end


def _judge(
    line: OpenLine,
    reach: Reach,
    today: date,
    own: dict[str, Decimal],
    other: dict[str, Decimal | None],
) -> LineImpact:
    status, reason = _status(line, reach, today)
    if status not in HIT_STATUSES:
        return _unhurt(line, status, reason)
    from_stock, elsewhere = _take_cover(line, own, other)
    expected_on, delay_days, is_beyond = _delay(line, reach, today)
    return LineImpact(
        key=line.key,
        status=status,
        reason=reason,
        due_on=line.due_on,
        amount=line.amount,
        uncovered_amount=_uncovered(line, from_stock + elsewhere),
        own_quantity=from_stock,
        alternate_quantity=elsewhere,
        expected_on=expected_on,
        delay_days=delay_days,
        is_beyond_accepted=is_beyond,
    )


def _unhurt(line: OpenLine, status: ImpactStatus, reason: ImpactReason) -> LineImpact:
    return LineImpact(
        key=line.key,
        status=status,
        reason=reason,
        due_on=line.due_on,
        amount=line.amount,
        uncovered_amount=0,
        own_quantity=Decimal(0),
        alternate_quantity=Decimal(0),
        expected_on=line.due_on,
        delay_days=0,
        is_beyond_accepted=False,
    )


# Our own papers decide before any announcement.
_BY_FACT = {
    OwnFact.SHIPPED: (ImpactStatus.NONE, ImpactReason.ON_ITS_WAY),
    OwnFact.CANCELLED: (ImpactStatus.CONFIRMED, ImpactReason.CANCELLED_BY_SUPPLIER),
    OwnFact.HELD: (ImpactStatus.CONFIRMED, ImpactReason.HELD),
    OwnFact.GIVEN_UP: (ImpactStatus.NONE, ImpactReason.GIVEN_UP),
}


def _status(line: OpenLine, reach: Reach, today: date) -> tuple[ImpactStatus, ImpactReason]:
    """An announcement makes a line possibly hit; only our own papers make it hit or whole."""
    if line.fact in _BY_FACT:
        return _BY_FACT[line.fact]
    if reach.level is None:
        return ImpactStatus.NONE, ImpactReason.OUTSIDE_SCOPE
    is_late = line.due_on is not None and line.due_on < today
    if is_late and (line.was_hit or reach.level != Level.UP):
        return ImpactStatus.CONFIRMED, ImpactReason.OVERDUE
    if reach.level == Level.UP:
        return _status_when_up(line, reach)
    is_clear = reach.is_certain and reach.level != Level.UNKNOWN
    reason = ImpactReason.ANNOUNCED if is_clear else ImpactReason.SCOPE_UNKNOWN
    return ImpactStatus.POTENTIAL, reason


def _status_when_up(line: OpenLine, reach: Reach) -> tuple[ImpactStatus, ImpactReason]:
    if not line.was_hit:
        return ImpactStatus.NONE, ImpactReason.OUTSIDE_SCOPE
    if reach.is_certain:
        return ImpactStatus.RESTORED, ImpactReason.RESUMED
    return ImpactStatus.POTENTIAL, ImpactReason.SCOPE_UNKNOWN


def _take_cover(
    line: OpenLine, own: dict[str, Decimal], other: dict[str, Decimal | None]
) -> tuple[Decimal, Decimal]:
    """Return how much comes from our own stock and how much from elsewhere; both are used up."""
    if line.item not in own:
        return Decimal(0), Decimal(0)
    from_stock = min(line.quantity, own[line.item])
    own[line.item] -= from_stock
    wanted = line.quantity - from_stock
    left = other[line.item]
    if left is None:
        return from_stock, wanted
    elsewhere = min(wanted, left)
    other[line.item] = left - elsewhere
    return from_stock, elsewhere


def _uncovered(line: OpenLine, covered: Decimal) -> int | None:
    """Return the yen that stay at stake, in whole minor units, rounded up. None: no price."""
    if line.amount is None:
        return None
    if covered <= 0 or line.quantity <= 0:
        return line.amount
    return line.amount - int(line.amount * covered // line.quantity)


def _delay(
    line: OpenLine, reach: Reach, today: date
) -> tuple[date | None, int | None, bool | None]:
    """Return the day the line may come, its delay, and whether that is more than we accept.

    Without a promised day the delay is not known, except that it is at least what has passed.
    """
    if line.due_on is None:
        return None, None, None
    if reach.back_on is None:
        passed = (today - line.due_on).days
        is_beyond = line.accepted_days is not None and passed > line.accepted_days
        return None, None, True if is_beyond else None
    expected_on = max(line.due_on, reach.back_on + timedelta(days=line.lead_days))
    delay_days = (expected_on - line.due_on).days
    if line.accepted_days is None:
        return expected_on, delay_days, None
    return expected_on, delay_days, delay_days > line.accepted_days
