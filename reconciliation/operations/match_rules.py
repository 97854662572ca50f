"""By what one supplier's papers are judged today: outage, terms, tolerances, habits."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from reconciliation.domain.rules import MatchRules
from reconciliation.domain.tolerances import Tolerance
from reconciliation.enums import DiscrepancyKind, MatchScope, RoundingMode
from reconciliation.models import MatchRun, MatchTerms
from reconciliation.models import Tolerance as ToleranceRow
from tracker.models import Disruption, Supplier

DAYS = ("billing_lag_days", "receipt_lag_days", "refund_promise_days", "delivery_promise_days")
USUAL_PRICE = Tolerance(  # 0.5 per cent, where nobody has said anything
    kind=DiscrepancyKind.PRICE_VARIANCE,
    valid_from=date.min,
    percent_points=MatchRules.price_tolerance_points,
)


@dataclass(frozen=True)
class Judge:
    """The rules of one supplier, and the limits below which a difference is let pass."""

    rules: MatchRules
    tolerances: tuple[Tolerance, ...]


def judge_of(supplier: Supplier, *, now: datetime, habits: dict[str, object] | None) -> Judge:
    """Return how a supplier is judged at a moment.

    habits are those of all its papers, where only some are looked at; None: read them.
    """
    as_of = now.astimezone(ZoneInfo(supplier.workspace.time_zone)).date()
    outage_from, outage_to = _outage(supplier, as_of)
    tolerances = tuple(tolerances_of(supplier))
    own_price = any(each.kind == DiscrepancyKind.PRICE_VARIANCE for each in tolerances)
    terms = MatchTerms.objects.filter(supplier=supplier).first()
    days = {name: getattr(terms, name) for name in DAYS} if terms else {}
    rules = MatchRules(
        as_of=as_of,
        outage_from=outage_from,
        outage_to=outage_to,
        price_tolerance_points=0 if own_price else MatchRules.price_tolerance_points,
        rounding=_rounding(terms, habits),
        links_kept=bool(habits["links_kept"]) if habits else None,
        **{name: value for name, value in days.items() if value is not None},
    )
    return Judge(rules, (*tolerances, USUAL_PRICE) if own_price else tolerances)


def tolerances_of(supplier: Supplier) -> list[Tolerance]:
    rows = ToleranceRow.objects.filter(workspace=supplier.workspace_id).order_by("pk")
    return [
        Tolerance(
            kind=DiscrepancyKind(row.kind),
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            supplier=str(row.supplier_id) if row.supplier_id else None,
            category=row.category or None,
            amount=row.amount,
            percent_points=row.percent_points,
        )
        for row in rows
    ]


def known_habits(supplier: Supplier) -> dict[str, object] | None:
    """Return what the last match of all papers found to be the supplier's habits."""
    runs = MatchRun.objects.filter(supplier=supplier).exclude(scope=MatchScope.TOUCHED)
    last = runs.exclude(habits={}).order_by("-ran_at", "-pk").first()
    return last.habits if last else None


def _rounding(terms: MatchTerms | None, habits: dict[str, object] | None) -> RoundingMode | None:
    if terms and terms.rounding:
        return RoundingMode(terms.rounding)
    return RoundingMode(str(habits["rounding"])) if habits else None


def _outage(supplier: Supplier, as_of: date) -> tuple[date, date]:
    """Return the days of the latest stop; one that is still to come when there was none."""
    stops = Disruption.objects.filter(supplier=supplier, merged_into=None)
    last = stops.order_by("-started_at", "-pk").first()
    if last is None:
        return as_of + timedelta(days=1), as_of + timedelta(days=1)
    zone = ZoneInfo(supplier.workspace.time_zone)
    end = last.recovered_at or last.closed_at
    started_on = last.started_at.astimezone(zone).date()
    return started_on, max(started_on, end.astimezone(zone).date() if end else as_of)
