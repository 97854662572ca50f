"""Consumption tax of one invoice: which rounding gives the tax it states, and fair shares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reconciliation.domain.money import tax_of
from reconciliation.enums import RoundingMode, TaxUnit

DIRECTIONS = tuple(RoundingMode)
RETURN_INVOICE_FROM = 10_000  # yen with tax, of the whole refund


@dataclass(frozen=True)
class TaxReading:
    """How a stated tax comes about. unit None: in no way that we know."""

    unit: TaxUnit | None
    mode: RoundingMode | None
    right: int
    stated: int

    @property
    def is_permitted(self) -> bool:
        return self.unit in (TaxUnit.INVOICE, TaxUnit.SLIP)

    @property
    def difference(self) -> int:
        return self.stated - self.right


def read_tax(
    slips: Mapping[str, Sequence[int]], *, rate: int, stated: int, mode: RoundingMode
) -> TaxReading:
    """Name the unit and direction of rounding that give the stated tax of one rate.

    Shapes: slips maps each delivery slip to the nets of its lines. Permitted are one rounding
        per invoice, or per slip where the slips state the tax; per line only names the fault.
        The issuer's own direction is tried first.
    """
    lines = [net for nets in slips.values() for net in nets]
    units = {
        TaxUnit.INVOICE: [sum(lines)],
        TaxUnit.SLIP: [sum(nets) for nets in slips.values()],
        TaxUnit.LINE: lines,
    }
    right = tax_of(sum(lines), rate=rate, mode=mode)
    for unit, nets in units.items():
        for direction in (mode, *(other for other in DIRECTIONS if other != mode)):
            if sum(tax_of(net, rate=rate, mode=direction) for net in nets) == stated:
                return TaxReading(unit, direction, right, stated)
    return TaxReading(None, None, right, stated)


def tax_inside(gross: int, *, rate: int, mode: RoundingMode) -> int:
    """Return the tax inside a sum of prices that contain it: gross x 10/110 or 8/108, once."""
    over = abs(gross) * rate
    whole, rest = divmod(over, 100 + rate)
    up = {
        RoundingMode.DOWN: False,
        RoundingMode.HALF_UP: rest * 2 >= 100 + rate,
        RoundingMode.UP: rest > 0,
    }
    size = whole + up[mode]
    return size if gross >= 0 else -size


def allot(total: int, weights: Sequence[int]) -> list[int]:
    """Share a sum out over weights by largest remainder, ties to the earlier one.

    The shares always sum to the total, also for a negative one. Weights of nothing but zero
    count alike.
    """
    if not weights:
        return []
    counted = list(weights) if any(weights) else [1] * len(weights)
    size, whole = abs(total), sum(counted)
    shares = [size * weight // whole for weight in counted]
    remainders = [size * weight % whole for weight in counted]
    order = sorted(range(len(counted)), key=lambda nth: (-remainders[nth], nth))
    for nth in order[: size - sum(shares)]:
        shares[nth] += 1
    return shares if total >= 0 else [-share for share in shares]


def part_of(total: int, *, before: int, until: int, of: int) -> int:
    """Return the share of the units after `before` up to `until`; parts sum to the whole."""
    return total * until // of - total * before // of


def needs_return_invoice(gross: int) -> bool:
    """Say whether a refund, with tax and over all its rates, needs its own paper."""
    return gross >= RETURN_INVOICE_FROM
