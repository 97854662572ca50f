"""The squares of the board: how each domain of each supplier runs, now or on an earlier day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import (
    Case,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from tracker.domain.statements import SEVERITY
from tracker.enums import RELEASE_ORDER, Basis, Level, RecoveryStage, ServiceDomain, Trend
from tracker.models import ServiceState, ServiceStateSpan, StageDecision, Supplier

GRAVE = RELEASE_ORDER[:2]  # without these nothing is bought
State = ServiceState | ServiceStateSpan


@dataclass(frozen=True, slots=True)
class Square:
    """One domain of one supplier on the board. None: nobody has spoken of it."""

    domain: ServiceDomain
    state: State | None


def of_suppliers(
    shown: Sequence[Supplier], *, at: datetime | None
) -> dict[int, tuple[Square, ...]]:
    """Return supplier id -> its squares, the same domains for all; None: as they are now."""
    found: dict[int, dict[ServiceDomain, State]] = defaultdict(dict)
    for state in _states(at).filter(supplier__in=shown):
        found[state.supplier_id][ServiceDomain(state.domain)] = state
    spoken = {domain for states in found.values() for domain in states} | set(RELEASE_ORDER)
    domains = [domain for domain in ServiceDomain if domain in spoken]
    return {
        supplier.pk: tuple(Square(domain, found[supplier.pk].get(domain)) for domain in domains)
        for supplier in shown
    }


def stages(shown: Sequence[Supplier], *, at: datetime) -> dict[int, RecoveryStage]:
    """Return supplier id -> the stage that a person decided last."""
    decided = StageDecision.objects.filter(
        supplier__in=shown, service="", domain="", decided_at__lte=at
    )
    rows = decided.order_by("decided_at", "pk").values_list("supplier_id", "stage")
    return {supplier: RecoveryStage(stage) for supplier, stage in rows}


def worst(at: datetime | None) -> Coalesce:
    """Return how bad the worst service of a supplier is; ordering and shipping weigh double."""
    by_level = [
        When(level=level, domain__in=GRAVE, then=Value(severity * 2))
        for level, severity in SEVERITY.items()
    ] + [When(level=level, then=Value(severity)) for level, severity in SEVERITY.items()]
    graded = (
        _states(at)
        .filter(supplier=OuterRef("pk"))
        .annotate(severity=Case(*by_level, default=Value(0), output_field=IntegerField()))
    )
    return Coalesce(Subquery(graded.order_by("-severity").values("severity")[:1]), 0)


def having(
    found: QuerySet[Supplier], *, at: datetime | None, domain: str = "", show: str = ""
) -> QuerySet[Supplier]:
    """Keep suppliers with a square that is asked for; `show` is a key of SHOWN."""
    wanted = SHOWN.get(show, ~Q(level=Level.UP) if domain else Q())
    states = _states(at).filter(wanted, supplier=OuterRef("pk"))
    if domain:
        states = states.filter(domain=domain)
    return found.filter(Exists(states))


SHOWN = {
    "down": Q(level=Level.DOWN),
    "limited": Q(level=Level.LIMITED),
    "worse": Q(trend=Trend.WORSE),
    "set": Q(basis=Basis.OVERRIDE),
}


def _states(at: datetime | None) -> QuerySet[ServiceState] | QuerySet[ServiceStateSpan]:
    if at is None:
        return ServiceState.objects.whole()
    return ServiceStateSpan.objects.whole().known_at(at)
