"""Items, offers and terms as people keep them, and how long what is there will last."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count

from accounts.models import Membership, Workspace
from accounts.operations import audit
from accounts.operations.audit import Actor
from procurement.domain.minimum_operation import (
    Stock,
    lacks_alternates,
    safety_stock,
    stock_days,
    to_reorder,
)
from procurement.enums import ItemClass, Kinship
from procurement.models import Item, Offer, SupplierTerms
from procurement.operations.open_lines import LineState, line_states, same_item_codes
from procurement.operations.reorders import valid_offers
from procurement.operations.rules import plain_rules
from reconciliation.models import Order, OrderLine
from tracker.models import Supplier


@dataclass(frozen=True, slots=True)
class Standing:
    """One item with what its stock comes to. None: stock or use is not known."""

    item: Item
    days: int | None
    safety_quantity: Decimal | None
    reorder_quantity: Decimal | None
    alternate_count: int

    @property
    def lacks_alternates(self) -> bool:
        return lacks_alternates(self.alternate_count)

    @property
    def is_short(self) -> bool:
        return bool(self.reorder_quantity)


def save(
    row: Item | Offer | SupplierTerms, changed: Mapping[str, Any], *, by: Membership, now: datetime
) -> None:
    """Keep what a person has typed, with a record of the values that were there before."""
    with transaction.atomic():
        is_new = row._state.adding
        row.save()
        audit.record(
            f"{row._meta.model_name}.{'added' if is_new else 'changed'}",
            row,
            actor=Actor.person(by.user),
            now=now,
            workspace=by.workspace,
            before=None if is_new else {name: str(before) for name, before in changed.items()},
            after={name: str(getattr(row, name)) for name in changed},
        )


def standings(
    workspace: Workspace, items: Iterable[Item], *, today: date, on_order: Mapping[int, Decimal]
) -> list[Standing]:
    """Return what the stock of items comes to under the rules of today.

    on_order is by item id, of items whose open orders were counted.
    """
    rules = plain_rules(workspace)
    found = list(items)
    counts = alternate_counts(found, today=today)
    standings = []
    for item in found:
        stock = Stock(
            ItemClass(item.item_class),
            item.stock_quantity,
            item.daily_use,
            on_order.get(item.pk, Decimal(0)),
        )
        standings.append(
            Standing(
                item=item,
                days=stock_days(stock),
                safety_quantity=safety_stock(stock, rules, today),
                reorder_quantity=to_reorder(stock, rules, today),
                alternate_count=counts.get(item.pk, 0),
            )
        )
    return standings


def alternate_counts(items: Collection[Item], *, today: date) -> dict[int, int]:
    """Return how many different suppliers offer an approved alternate today, by item id."""
    rows = valid_offers(today).filter(item__in=items).exclude(kinship=Kinship.ORIGINAL)
    counted = rows.order_by().values("item").annotate(n=Count("supplier", distinct=True))
    return dict(counted.values_list("item", "n"))


def open_lines_of(item: Item) -> list[LineState]:
    """Return what is on order of an item, at whichever supplier (MIN-08)."""
    workspace = item.workspace
    codes = {item.code, *item.offers.values_list("item_code", flat=True)}
    lines = OrderLine.objects.in_workspace(workspace).current().filter(item_code__in=codes)
    by_supplier: dict[int, set[str]] = {}
    for supplier_id, key in lines.values_list("supplier_id", "order_key"):
        by_supplier.setdefault(supplier_id, set()).add(key)
    found: list[LineState] = []
    for supplier in Supplier.objects.filter(pk__in=by_supplier).order_by("pk"):
        orders = Order.objects.filter(supplier=supplier, key__in=by_supplier[supplier.pk])
        own = same_item_codes(supplier, [item.code])
        states = line_states(supplier, orders.unfinished().order_by("pk"))
        found += [s for s in states if s.line.item_code in own & codes and s.open_quantity > 0]
    return found


def on_order(lines: Iterable[LineState]) -> Decimal:
    """Return how much is to come, in the item's smallest unit."""
    return sum((state.open_quantity * state.unit_size for state in lines), Decimal(0))
