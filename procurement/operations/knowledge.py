"""What is known of suppliers right now, as marks that tell whether it was taken into account."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db.models import Count, Max, QuerySet, Sum
from django.utils import timezone

from procurement.models import Item, Offer, SupplierTerms
from reconciliation.models import Ledger, OrderDecided
from tracker.models import Disruption, ServiceState, StageDecision, Supplier

Facts = dict[int, list[Any]]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one supplier: papers up to a version, decisions up to one, and a mark of
    notices, stage, offers and the day."""

    ledger_version: int
    decided_id: int
    mark: str


def known_of(suppliers: Collection[Supplier], *, now: datetime) -> dict[int, Known]:
    """Return what is known, by supplier id, in as many questions as for one supplier."""
    ids = [supplier.pk for supplier in suppliers]
    versions = dict(Ledger.objects.filter(supplier__in=ids).values_list("supplier", "version"))
    decided = _newest(OrderDecided.objects.filter(order__supplier__in=ids), "order__supplier")
    stages = _newest(StageDecision.objects.filter(supplier__in=ids), "supplier")
    open_ones = Disruption.objects.open().filter(supplier__in=ids)
    disruptions = _rows(open_ones.values_list("supplier", "pk"))
    said = ServiceState.objects.filter(supplier__in=ids).whole()
    states = _rows(said.values_list("supplier", "domain", "level", "state", "plan_on", "claim"))
    offers = _offers({supplier.workspace_id for supplier in suppliers})
    terms = _rows(
        SupplierTerms.objects.filter(supplier__in=ids).values_list("supplier", "accepted_days")
    )
    today = timezone.localdate(now).isoformat()
    return {
        supplier.pk: Known(
            versions.get(supplier.pk, 0),
            decided.get(supplier.pk, 0),
            _mark(
                today,
                disruptions[supplier.pk],
                states[supplier.pk],
                stages.get(supplier.pk),
                offers.get(supplier.workspace_id),
                terms[supplier.pk],
            ),
        )
        for supplier in suppliers
    }


def _newest(rows: QuerySet[Any], by: str) -> dict[int, int]:
    return dict(rows.order_by().values(by).annotate(newest=Max("pk")).values_list(by, "newest"))


def _rows(rows: Iterable[tuple[Any, ...]]) -> Facts:
    """Return the rest of each row by its first value, in an order that does not vary."""
    found: Facts = defaultdict(list)
    for key, *rest in rows:
        found[key].append([str(value) for value in rest])
    for of_key in found.values():
        of_key.sort()
    return found


def _offers(workspaces: Collection[int]) -> Facts:
    """Return totals that move when somebody counts stock or changes what is offered."""
    items = Item.objects.filter(workspace__in=workspaces).order_by().values("workspace")
    stock = items.annotate(n=Count("pk"), total=Sum("stock_quantity"), newest=Max("counted_on"))
    rows = Offer.objects.filter(workspace__in=workspaces).order_by().values("workspace")
    offered = rows.annotate(n=Count("pk"), price=Sum("pack_price"), most=Sum("most_packs"))
    found = _rows(stock.values_list("workspace", "n", "total", "newest"))
    for key, *rest in offered.values_list("workspace", "n", "price", "most"):
        found[key].append([str(value) for value in rest])
    return found


def _mark(*facts: Any) -> str:
    return sha256(json.dumps(facts, default=str).encode()).hexdigest()
