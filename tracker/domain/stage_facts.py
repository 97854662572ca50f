"""What is known when a recovery stage is judged, and what each condition finds in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import jpholiday

from tracker.domain.series import Point, growth
from tracker.domain.standing import Cell
from tracker.domain.statements import SEVERITY, Statement
from tracker.enums import (
    OWN_VERIFICATIONS,
    Basis,
    Channel,
    DomainState,
    Level,
    MeasureKind,
    SeriesKind,
    ServiceDomain,
    StageCondition,
    VerificationKind,
)

STEADY_DAYS = 3  # business days; Source: docs/decisions/0031-recovery-stage.md
GOOD_DELIVERIES = 2  # days with deliveries as promised; Source: the same
WIDENED_WITHIN = timedelta(days=28)
_BY_HAND = frozenset({Channel.MANUAL, Channel.FAX})
_SHIPPING_SERIES = frozenset({SeriesKind.ITEMS, SeriesKind.SITES})


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that an order of our own, or our own eyes, proved or disproved.

    `lead_days` is from order to delivery, None unless it is a delivery.
    """

    kind: MeasureKind
    on: date
    is_good: bool
    text: str
    key: int = 0
    lead_days: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a finding rests on: a sentence of a notice, or something measured."""

    text: str
    on: date
    claim: int = 0  # key of the stored claim
    measure: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether one condition is met. An unmet one names what speaks against it, if anything."""

    condition: StageCondition
    is_met: bool
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a stage is judged by.

    Shapes: `cells` of one service, or over all of them. `verified` is None unless the supplier
        was attacked; `usual_lead_days` is None while nobody has set it.
    """

    today: date
    cells: Mapping[ServiceDomain, Cell]
    measures: tuple[Measure, ...] = ()
    points: tuple[Point, ...] = ()
    worsened_on: date | None = None  # when ordering or shipping last got worse
    usual_lead_days: int | None = None
    exceptions: tuple[str, ...] = ()  # open ones
    verified: frozenset[VerificationKind] | None = None
    widened: tuple[Statement, ...] = field(default=())  # that reached further than before

    def cell(self, domain: ServiceDomain) -> Cell:
        return self.cells.get(domain, Cell(domain))

    def good(self, kind: MeasureKind) -> list[Measure]:
        """Return what was proved since things last got worse; a failure after it undoes it."""
        since = self.worsened_on or date.min
        here = [one for one in self.measures if one.kind is kind and one.on >= since]
        failed_on = max((one.on for one in here if not one.is_good), default=date.min)
        return [one for one in here if one.is_good and one.on > failed_on]


def main_cells(facts: Facts) -> tuple[Cell, Cell]:
    """Return what stands for ordering and for shipping.

    Who takes no orders is judged by its shipping; who does neither, by the worst of what its
    customers rely on. Shipping of which nobody spoke stays unknown.
    """
    orders, shipping = facts.cell(ServiceDomain.ORDERS), facts.cell(ServiceDomain.SHIPPING)
    if orders.basis is Basis.NOTHING and shipping.basis is Basis.NOTHING:
        known = [one for one in facts.cells.values() if one.basis is not Basis.NOTHING]
        worst = max(known, key=lambda one: SEVERITY[one.level], default=orders)
        return worst, worst
    if orders.basis is Basis.NOTHING:
        return shipping, shipping
    return orders, shipping


def find(condition: StageCondition, facts: Facts) -> Finding:
    """Say whether a condition is met, and by what."""
    return _FINDERS[condition](facts, condition)


def business_days_since(day: date, today: date) -> int:
    """Return the business days after a day, today included; Saturdays are none."""
    days = (day + timedelta(days=count) for count in range(1, (today - day).days + 1))
    return sum(one.weekday() < 5 and not jpholiday.is_holiday(one) for one in days)


def is_daily(cell: Cell) -> bool:
    """Whether the main range runs every day, perhaps slowly or with exceptions."""
    return any(
        one.scope.is_whole and (one.level is Level.UP or one.state is DomainState.DEGRADED)
        for one in cell.deciding
    )


def is_by_hand(cell: Cell) -> bool:
    """Whether all that runs of it runs by hand or fax."""
    running = [one for one in cell.deciding if one.level in (Level.LIMITED, Level.UP)]
    return bool(running) and all(one.scope.channel in _BY_HAND for one in running)


def _said(cell: Cell) -> tuple[Evidence, ...]:
    return tuple(Evidence(one.evidence, one.told_on, claim=one.key) for one in cell.deciding)


def _of(measures: list[Measure]) -> tuple[Evidence, ...]:
    return tuple(Evidence(one.text, one.on, measure=one.key) for one in measures)


def _orders_in_part(facts: Facts, condition: StageCondition) -> Finding:
    orders, _ = main_cells(facts)
    return Finding(condition, orders.level in (Level.LIMITED, Level.UP), _said(orders))


def _shipping_in_part(facts: Facts, condition: StageCondition) -> Finding:
    _, shipping = main_cells(facts)
    runs = shipping.level in (Level.LIMITED, Level.UP) and not is_by_hand(shipping)
    return Finding(condition, runs, _said(shipping))


def _shipping_widens(facts: Facts, condition: StageCondition) -> Finding:
    _, shipping = main_cells(facts)
    newest = max((point.on for point in facts.points), default=facts.today)
    moves = growth(facts.points, since=newest - WIDENED_WITHIN)
    grown = [move.after for move in moves if move.after.number.kind in _SHIPPING_SERIES]
    evidence = tuple(Evidence(one.text, one.on) for one in grown)
    evidence += tuple(Evidence(one.evidence, one.told_on, one.key) for one in facts.widened)
    is_met = bool(evidence) or is_daily(shipping)
    return Finding(condition, is_met, evidence or _said(shipping))


def _orders_daily(facts: Facts, condition: StageCondition) -> Finding:
    orders, _ = main_cells(facts)
    return Finding(condition, is_daily(orders), _said(orders))


def _shipping_daily(facts: Facts, condition: StageCondition) -> Finding:
    _, shipping = main_cells(facts)
    return Finding(condition, is_daily(shipping), _said(shipping))


def _steady(facts: Facts, condition: StageCondition) -> Finding:
    if facts.worsened_on is None:
        return Finding(condition, is_met=True)
    passed = business_days_since(facts.worsened_on, facts.today)
    return Finding(condition, passed >= STEADY_DAYS)


def _domain_normal(domain: ServiceDomain) -> Callable[[Facts, StageCondition], Finding]:
    """A domain of which nothing was ever said was not affected, as far as is known."""

    def finder(facts: Facts, condition: StageCondition) -> Finding:
        cell = facts.cell(domain)
        is_met = cell.level is Level.UP or cell.basis is Basis.NOTHING
        return Finding(condition, is_met, _said(cell))

    return finder


def _measured(kind: MeasureKind) -> Callable[[Facts, StageCondition], Finding]:
    def finder(facts: Facts, condition: StageCondition) -> Finding:
        good = facts.good(kind)
        return Finding(condition, bool(good), _of(good))

    return finder


def _delivered(facts: Facts, condition: StageCondition) -> Finding:
    good = facts.good(MeasureKind.DELIVERED)
    days = {one.on for one in good}
    return Finding(condition, len(days) >= GOOD_DELIVERIES, _of(good))


def _accounts_seen(facts: Facts, condition: StageCondition) -> Finding:
    invoices, mails = facts.good(MeasureKind.INVOICED), facts.good(MeasureKind.MAILED)
    return Finding(condition, bool(invoices and mails), _of([*invoices, *mails]))


def _no_delays(facts: Facts, condition: StageCondition) -> Finding:
    held_back = [cell for cell in facts.cells.values() if cell.level in (Level.DOWN, Level.LIMITED)]
    evidence = tuple(piece for cell in held_back for piece in _said(cell))
    return Finding(condition, not held_back, evidence)


def _no_exceptions(facts: Facts, condition: StageCondition) -> Finding:
    evidence = tuple(Evidence(text, facts.today) for text in facts.exceptions)
    return Finding(condition, not facts.exceptions, evidence)


def _lead_time(facts: Facts, condition: StageCondition) -> Finding:
    usual = facts.usual_lead_days
    good = facts.good(MeasureKind.DELIVERED)
    quick = [one for one in good if one.lead_days is not None and one.lead_days <= (usual or 0)]
    return Finding(condition, usual is not None and bool(quick), _of(quick))


def _verified(*kinds: VerificationKind) -> Callable[[Facts, StageCondition], Finding]:
    def finder(facts: Facts, condition: StageCondition) -> Finding:
        return Finding(condition, frozenset(kinds) <= (facts.verified or frozenset()))

    return finder


_FINDERS: dict[StageCondition, Callable[[Facts, StageCondition], Finding]] = {
    StageCondition.ORDERS_IN_PART: _orders_in_part,
    StageCondition.ORDER_ACCEPTED: _measured(MeasureKind.ACCEPTED),
    StageCondition.SHIPPING_IN_PART: _shipping_in_part,
    StageCondition.SHIPPING_WIDENS: _shipping_widens,
    StageCondition.ORDER_SHIPPED: _measured(MeasureKind.SHIPPED),
    StageCondition.ORDERS_DAILY: _orders_daily,
    StageCondition.SHIPPING_DAILY: _shipping_daily,
    StageCondition.STEADY: _steady,
    StageCondition.DELIVERED_AS_PROMISED: _delivered,
    StageCondition.BILLING_NORMAL: _domain_normal(ServiceDomain.BILLING),
    StageCondition.EMAIL_NORMAL: _domain_normal(ServiceDomain.EMAIL),
    StageCondition.ACCOUNTS_SEEN: _accounts_seen,
    StageCondition.NO_DELAYS: _no_delays,
    StageCondition.NO_EXCEPTIONS: _no_exceptions,
    StageCondition.LEAD_TIME_USUAL: _lead_time,
    StageCondition.CAUSE_STATED: _verified(VerificationKind.CAUSE),
    StageCondition.SCOPE_STATED: _verified(VerificationKind.SCOPE),
    StageCondition.PREVENTION_STATED: _verified(VerificationKind.PREVENTION),
    StageCondition.DATA_VERIFIED: _verified(*OWN_VERIFICATIONS),
}
