"""The result of a split in words: per supplier what, how much and why; what limits cost."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from procurement.enums import Charge, Method, Picked
from procurement.models import Errand, Offer
from reconciliation.models import Order
from tracker.models import Supplier


@dataclass(frozen=True, slots=True)
class ShownPick:
    offer: Offer
    pack_count: int
    amount: int
    why: str
    arrives_on: date


@dataclass(slots=True)
class ShownSupplier:
    supplier: Supplier
    freight_amount: int
    picks: list[ShownPick] = field(default_factory=list)

    @property
    def amount(self) -> int:
        return sum(pick.amount for pick in self.picks) + self.freight_amount


def shown_split(errand: Errand) -> dict[str, Any]:
    """Return what the page of a finished split shows."""
    result = errand.result
    lines = _Lines(errand)
    return {
        "method": Method(result["method"]).label,
        "is_proved": result["method"] == Method.OPTIMAL,
        "gap": result["gap"],
        "cost": result["cost"],
        "seconds": result["seconds"],
        "suppliers": _suppliers(errand),
        "shortfalls": [(lines.name(key), late, none) for key, late, none in result["shortfalls"]],
        "charges": [
            (Charge(kind).label, lines.about(kind, about), amount, is_exact)
            for kind, about, amount, is_exact in result["charges"]
        ],
        "unknown": [lines.name(key) for key in result["unknown"]],
    }


def _suppliers(errand: Errand) -> list[ShownSupplier]:
    picks = errand.result["picks"]
    own = Offer.objects.in_workspace(errand.workspace).select_related("supplier", "item")
    offers = own.in_bulk([int(key) for key, *_rest in picks])
    made_on = timezone.localdate(errand.created_at)
    found: dict[int, ShownSupplier] = {}
    for key, count, amount, why in picks:
        offer = offers[int(key)]
        freight = errand.result["freight"].get(str(offer.supplier_id), 0)
        shown = found.setdefault(offer.supplier_id, ShownSupplier(offer.supplier, freight))
        reasons = "、".join(str(Picked(one).label) for one in why)
        day = made_on + timedelta(days=offer.lead_days)
        shown.picks.append(ShownPick(offer, count, amount, reasons, day))
    return sorted(found.values(), key=lambda one: (-one.amount, one.supplier.name))


class _Lines:
    """Names of order lines and suppliers that a split speaks of by key."""

    def __init__(self, errand: Errand) -> None:
        ids = {int(key.partition("-")[0]) for key in errand.about["lines"]}
        self.orders = Order.objects.in_workspace(errand.workspace).in_bulk(ids)
        suppliers = Supplier.objects.in_workspace(errand.workspace)
        self.suppliers: dict[str, str] = defaultdict(str)
        self.suppliers |= {str(pk): name for pk, name in suppliers.values_list("pk", "name")}
        offers = Offer.objects.in_workspace(errand.workspace).select_related("item", "supplier")
        self.offers = offers.in_bulk([int(key) for key, *_rest in errand.result["picks"]])

    def name(self, key: str) -> str:
        order, _dash, line = key.removesuffix(" late").partition("-")
        return _("%(order)s line %(line)s") % {"order": self.orders[int(order)], "line": line}

    def about(self, kind: str, about: str) -> str:
        if kind == Charge.NEED_BY:
            return self.name(about)
        if kind == Charge.STOCK:
            return str(self.offers[int(about)])
        return self.suppliers[about]
