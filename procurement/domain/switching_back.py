"""When which item goes back to its supplier, what speaks against it, and what ends with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from procurement.enums import BackBar, ItemClass
from tracker.enums import LADDER, RecoveryStage

# Source: what is important returns first, while shipping widens; recurring orders follow when
# ordering and shipping are steady; lead times and the rest only when all is.
RETURNS_AT: Mapping[ItemClass, RecoveryStage] = {
    ItemClass.ESSENTIAL: RecoveryStage.PARTIAL_RECOVERY,
    ItemClass.IMPORTANT: RecoveryStage.OPERATIONAL,
    ItemClass.REPLACEABLE: RecoveryStage.OVERALL_STABILITY,
}
NORMAL_AGAIN = RecoveryStage.FULL_RECOVERY  # usual lead times and recurring orders
WAIT = timedelta(days=1)  # never on the day on which a stage was announced (BCK-02)


@dataclass(frozen=True, slots=True)
class Switched:
    """One item that is bought elsewhere, and what was checked at its own supplier."""

    item: str
    item_class: ItemClass
    yearly_amount: int  # for the order among equals
    is_stock_shown: bool
    is_delivery_measured: bool
    is_contact_back: bool
    open_exception_count: int = 0


@dataclass(frozen=True, slots=True)
class Return:
    """One item with what keeps it from returning; nothing: it may go back."""

    item: str
    wanted_stage: RecoveryStage
    bars: tuple[BackBar, ...]

    @property
    def is_ready(self) -> bool:
        return not self.bars


def plan_returns(
    items: Iterable[Switched], *, stage: str, stage_since: date, today: date
) -> list[Return]:
    """Return the items in the order in which they go back, the most important first."""
    classes = list(ItemClass)
    ordered = sorted(
        items, key=lambda one: (classes.index(one.item_class), -one.yearly_amount, one.item)
    )
    return [
        Return(
            one.item,
            RETURNS_AT[one.item_class],
            _bars(one, stage=stage, is_fresh=today - stage_since < WAIT),
        )
        for one in ordered
    ]


def has_reached(stage: str, wanted: RecoveryStage) -> bool:
    """Return whether a stage is as far as another. An unknown stage has reached nothing."""
    return stage in LADDER and LADDER.index(RecoveryStage(stage)) >= LADDER.index(wanted)


def is_normal_again(stage: str) -> bool:
    """Return whether usual lead times and recurring orders may be set back (BCK-07)."""
    return has_reached(stage, NORMAL_AGAIN)


@dataclass(frozen=True, slots=True)
class TemporaryContract:
    """What we have with an alternate for the time being. None: there is no such date or sum."""

    supplier: str
    renews_on: date | None
    notice_days: int
    minimum_from: date | None
    minimum_amount: int | None


@dataclass(frozen=True, slots=True)
class ContractEnd:
    """By when a temporary contract has to be ended, and what it costs to miss the day."""

    supplier: str
    act_by: date
    costs_amount: int | None  # None: it renews


def contract_ends(contracts: Iterable[TemporaryContract]) -> list[ContractEnd]:
    """Return the days by which to act, the earliest first; without dates there is none (BCK-05)."""
    found = []
    for contract in contracts:
        notice = timedelta(days=contract.notice_days)
        if contract.renews_on is not None:
            found.append(ContractEnd(contract.supplier, contract.renews_on - notice, None))
        if contract.minimum_from is not None:
            act_by = contract.minimum_from - notice
            found.append(ContractEnd(contract.supplier, act_by, contract.minimum_amount))
    return sorted(found, key=lambda end: (end.act_by, end.supplier))


def _bars(one: Switched, *, stage: str, is_fresh: bool) -> tuple[BackBar, ...]:
    has_come = has_reached(stage, RETURNS_AT[one.item_class])
    checks = (
        (BackBar.STAGE, not has_come),
        (BackBar.TOO_FRESH, has_come and is_fresh),
        (BackBar.STOCK_NOT_SHOWN, not one.is_stock_shown),
        (BackBar.NOT_MEASURED, not one.is_delivery_measured),
        (BackBar.NO_CONTACT, not one.is_contact_back),
        (BackBar.EXCEPTIONS, one.open_exception_count > 0),
    )
    return tuple(bar for bar, is_raised in checks if is_raised)
