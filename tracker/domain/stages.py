"""The recovery stage: what the words support, what is measured, and what is still missing.

Source: docs/decisions/0031-recovery-stage.md. A stage is proposed, never set: a person decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from tracker.domain.stage_facts import Facts, Finding, find, is_by_hand, is_daily, main_cells
from tracker.domain.standing import Cell
from tracker.enums import (
    LADDER,
    RELEASE_ORDER,
    Basis,
    DomainState,
    Level,
    MeasureKind,
    RecoveryStage,
    ServiceDomain,
    StageCondition,
)

REQUIREMENTS: dict[RecoveryStage, tuple[StageCondition, ...]] = {
    RecoveryStage.STOPPED: (),
    RecoveryStage.TEMPORARY_STABILITY: (
        StageCondition.ORDERS_IN_PART,
        StageCondition.ORDER_ACCEPTED,
    ),
    RecoveryStage.PARTIAL_RECOVERY: (
        StageCondition.SHIPPING_IN_PART,
        StageCondition.SHIPPING_WIDENS,
        StageCondition.ORDER_SHIPPED,
    ),
    RecoveryStage.OPERATIONAL: (
        StageCondition.ORDERS_DAILY,
        StageCondition.SHIPPING_DAILY,
        StageCondition.STEADY,
        StageCondition.DELIVERED_AS_PROMISED,
    ),
    RecoveryStage.OVERALL_STABILITY: (
        StageCondition.BILLING_NORMAL,
        StageCondition.EMAIL_NORMAL,
        StageCondition.ACCOUNTS_SEEN,
    ),
    RecoveryStage.FULL_RECOVERY: (
        StageCondition.NO_DELAYS,
        StageCondition.NO_EXCEPTIONS,
        StageCondition.LEAD_TIME_USUAL,
    ),
}
# After an attack data may be altered or missing: more has to be so before normal work.
AFTER_ATTACK: dict[RecoveryStage, tuple[StageCondition, ...]] = {
    RecoveryStage.OPERATIONAL: (
        StageCondition.CAUSE_STATED,
        StageCondition.SCOPE_STATED,
        StageCondition.DATA_VERIFIED,
    ),
    RecoveryStage.OVERALL_STABILITY: (StageCondition.PREVENTION_STATED,),
}
MEASURED = frozenset(
    {
        StageCondition.ORDER_ACCEPTED,
        StageCondition.ORDER_SHIPPED,
        StageCondition.DELIVERED_AS_PROMISED,
        StageCondition.ACCOUNTS_SEEN,
        StageCondition.LEAD_TIME_USUAL,
        StageCondition.DATA_VERIFIED,
    }
)
# What has to be seen before the word on one domain is believed.
DOMAIN_MEASURES = {
    ServiceDomain.ORDERS: MeasureKind.ACCEPTED,
    ServiceDomain.SHIPPING: MeasureKind.SHIPPED,
    ServiceDomain.BILLING: MeasureKind.INVOICED,
    ServiceDomain.EMAIL: MeasureKind.MAILED,
}


@dataclass(frozen=True, slots=True)
class Rung:
    """One stage with everything that was found on its conditions."""

    stage: RecoveryStage
    findings: tuple[Finding, ...]

    @property
    def is_reached(self) -> bool:
        return all(one.is_met for one in self.findings)

    @property
    def is_said(self) -> bool:
        """Whether the words alone support it."""
        return all(one.is_met for one in self.findings if one.condition not in MEASURED)

    @property
    def missing(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if not one.is_met)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What is proposed, and why. None: there is no picture of ordering and shipping.

    Shapes: `rungs` lowest first; `announced` is as far as the words go without any check.
    """

    rungs: tuple[Rung, ...]
    proposed: RecoveryStage | None
    announced: RecoveryStage | None

    @property
    def next_rung(self) -> Rung | None:
        """The stage above the proposed one; None at the top, or without a picture."""
        if self.proposed is None or self.proposed is LADDER[-1]:
            return None
        return self.rungs[LADDER.index(self.proposed) + 1]

    @property
    def awaits_check(self) -> bool:
        """Whether the supplier's words are ahead of what we have measured."""
        return self.proposed is not self.announced


@dataclass(frozen=True, slots=True)
class DomainStage:
    """How far one domain has come: by the words, and by what we have seen."""

    announced: RecoveryStage
    proposed: RecoveryStage


@dataclass(frozen=True, slots=True)
class OutOfOrder:
    """A domain that came back before one that as a rule comes first."""

    early: ServiceDomain
    late: ServiceDomain


def assess(facts: Facts) -> Assessment:
    """Climb the ladder as far as every condition below is met."""
    rungs = tuple(_rung(stage, facts) for stage in LADDER)
    if all(cell.basis is Basis.NOTHING for cell in main_cells(facts)):
        return Assessment(rungs, None, None)
    return Assessment(
        rungs,
        _highest([one.is_reached for one in rungs]),
        _highest([one.is_said for one in rungs]),
    )


def assess_domain(cell: Cell, facts: Facts) -> DomainStage | None:
    """Judge one domain by itself. None when nothing is known of it."""
    if cell.basis is Basis.NOTHING or cell.level is Level.UNKNOWN:
        return None
    announced = _domain_stage(cell)
    kind = DOMAIN_MEASURES.get(cell.domain)
    is_seen = kind is None or bool(facts.good(kind))
    return DomainStage(announced, announced if is_seen else RecoveryStage.STOPPED)


def out_of_order(cells: Mapping[ServiceDomain, Cell]) -> list[OutOfOrder]:
    """Return the domains that were released before those that should come first."""
    held = (Level.DOWN, Level.LIMITED)
    known = [domain for domain in RELEASE_ORDER if domain in cells]
    return [
        OutOfOrder(early=later, late=earlier)
        for earlier, later in combinations(known, 2)
        if cells[earlier].level in held and cells[later].state is DomainState.RESUMED
    ]


def is_relapse(decided: RecoveryStage | None, found: Assessment) -> bool:
    """Whether the supplier's own words no longer support the stage that was decided."""
    if decided is None or found.announced is None:
        return False
    return LADDER.index(found.announced) < LADDER.index(decided)


def unmeasured(stage: RecoveryStage, found: Assessment) -> tuple[StageCondition, ...]:
    """Return the checks that are missing for a stage above the proposed one, lowest first.

    What the pages have not said yet a person may know better; what nobody has tried, nobody knows.
    """
    if LADDER.index(stage) <= LADDER.index(found.proposed or RecoveryStage.STOPPED):
        return ()
    below = found.rungs[: LADDER.index(stage) + 1]
    missing = [one.condition for rung in below for one in rung.missing]
    return tuple(one for one in missing if one in MEASURED)


def _rung(stage: RecoveryStage, facts: Facts) -> Rung:
    wanted = REQUIREMENTS[stage]
    if facts.verified is not None:
        wanted += AFTER_ATTACK.get(stage, ())
    return Rung(stage, tuple(find(one, facts) for one in wanted))


def _highest(passed: list[bool]) -> RecoveryStage:
    """Return the last stage before the first that is not passed; the stop always is."""
    below = passed.index(False) if False in passed else len(passed)
    return LADDER[below - 1]


def _domain_stage(cell: Cell) -> RecoveryStage:
    if cell.level is Level.DOWN:
        return RecoveryStage.STOPPED
    if cell.level is Level.UP:
        return RecoveryStage.FULL_RECOVERY if not cell.plans else RecoveryStage.OVERALL_STABILITY
    if is_daily(cell):
        return RecoveryStage.OPERATIONAL
    return RecoveryStage.TEMPORARY_STABILITY if is_by_hand(cell) else RecoveryStage.PARTIAL_RECOVERY
