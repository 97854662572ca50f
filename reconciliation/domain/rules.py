"""The settings of a match: dates, lags, tolerances and the habits of the supplier."""

from dataclasses import dataclass
from datetime import date, timedelta

from reconciliation.enums import RoundingMode


@dataclass(frozen=True, kw_only=True)
class MatchRules:
    """What the match is judged by.

    Units: lags and promises in days; tolerance_points in hundredths of a per cent;
        fees in yen. None for rounding or links_kept means: read it from the data.
    Source: docs/decisions/0040-three-way-match.md.
    """

    as_of: date
    outage_from: date
    outage_to: date
    billing_lag_days: int = 10
    receipt_lag_days: int = 14
    refund_promise_days: int = 30
    delivery_promise_days: int = 7  # from the order date, when no date was promised
    reorder_days: int = 45
    price_tolerance_points: int = 50  # 0.5 %
    fees: tuple[int, ...] = (0, 220, 440, 660)  # bank fees the payee may bear
    return_invoice_from: int = 10_000  # yen with tax; below, no return invoice is needed
    rounding: RoundingMode | None = None
    links_kept: bool | None = None

    @property
    def last_day_billing_may_wait(self) -> date:
        """Goods that left on this day or later need no bill yet."""
        return self.as_of - timedelta(days=self.billing_lag_days)

    @property
    def last_day_receipt_may_wait(self) -> date:
        return self.as_of - timedelta(days=self.receipt_lag_days)

    @property
    def last_day_refund_may_wait(self) -> date:
        return self.as_of - timedelta(days=self.refund_promise_days)

    @property
    def last_reorder_day(self) -> date:
        return self.outage_from + timedelta(days=self.reorder_days)
