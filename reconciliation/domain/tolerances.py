"""Which difference is small enough: by amount and per cent, supplier, category and date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from reconciliation.enums import DiscrepancyKind


@dataclass(frozen=True, kw_only=True)
class Tolerance:
    """A limit for one kind. supplier and category None: for all of them.

    Units: amount in minor units; percent_points in hundredths of a per cent. None is no limit of
        that sort, 0 tolerates nothing. Valid in [valid_from, valid_until); None: still valid.
    """

    kind: DiscrepancyKind
    valid_from: date
    valid_until: date | None = None
    supplier: str | None = None
    category: str | None = None
    amount: int | None = None
    percent_points: int | None = None

    @property
    def width(self) -> int:
        """How much it covers: a limit for one supplier's category is the narrowest, 0."""
        return 2 * (self.supplier is None) + (self.category is None)

    def covers(self, *, supplier: str, category: str, on: date) -> bool:
        return (
            self.supplier in (None, supplier)
            and self.category in (None, category)
            and self.valid_from <= on
            and (self.valid_until is None or on < self.valid_until)
        )


@dataclass(frozen=True)
class Breach:
    """The limits of a tolerance that a difference broke, and by how much. None: not broken."""

    tolerance: Tolerance
    over_amount: int | None
    over_percent: int | None


def pick_tolerance(
    tolerances: Iterable[Tolerance],
    kind: DiscrepancyKind,
    *,
    supplier: str,
    category: str,
    on: date,
) -> Tolerance | None:
    """Return the narrowest limit of a kind, of several the newest; None: nothing is tolerated."""
    fitting = [
        tolerance
        for tolerance in tolerances
        if tolerance.kind == kind and tolerance.covers(supplier=supplier, category=category, on=on)
    ]
    return min(
        fitting,
        key=lambda each: (each.width, -each.valid_from.toordinal(), str(each)),
        default=None,
    )


def breach_of(tolerance: Tolerance, *, difference: int, base: int) -> Breach | None:
    """Say which limits a difference breaks; every limit that is set has to be kept.

    Units: difference and base in minor units; base is what the per cent is of.
    """
    size = abs(difference)
    over_amount = over_percent = None
    if tolerance.amount is not None and size > tolerance.amount:
        over_amount = size - tolerance.amount
    if tolerance.percent_points is not None:
        limit = abs(base) * tolerance.percent_points // 10_000
        over_percent = size - limit if size > limit else None
    if over_amount is None and over_percent is None:
        return None
    return Breach(tolerance, over_amount, over_percent)
