"""Orders at different suppliers that may be for the same need (ORD-07)."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import Workspace
from procurement.domain.double_supply import SAME_PERIOD
from procurement.models import Item, Offer
from reconciliation.models import Order, OrderLine
from tracker.models import Disruption


def rivals_of(workspace: Workspace, touched: Collection[int] | None, *, today: date) -> set[int]:
    """Return ids of orders that share an item and a time with an order elsewhere. None as touched:
    whatever was ordered lately.

    Only while a supplier is stopped, and only orders of which one is at such a supplier: at other
    times buying one thing in two places is everyday business.
    """
    stopped = set(
        Disruption.objects.in_workspace(workspace).open().values_list("supplier", flat=True)
    )
    orders = Order.objects.in_workspace(workspace).listed()
    if touched is None:
        mine = orders.filter(ordered_on__gte=today - SAME_PERIOD)
    else:
        mine = orders.filter(pk__in=touched, ordered_on__isnull=False)
    if not stopped or not mine:
        return set()
    items = _items_by_code(workspace)
    wanted = {item for _order, _supplier, item in _sightings(_lines_of(mine), items)}
    days = [order.ordered_on for order in mine if order.ordered_on]
    near = (
        OrderLine.objects.in_workspace(workspace)
        .current()
        .filter(
            ordered_on__gte=min(days) - SAME_PERIOD,
            ordered_on__lte=max(days) + SAME_PERIOD,
            item_code__in=[code for (_supplier, code), item in items.items() if item in wanted],
        )
    )
    return _met(_sightings(near, items), stopped)


def _met(sightings: Collection[tuple[tuple[int, str], int, int]], stopped: set[int]) -> set[int]:
    """Return ids of orders whose item is on order at a stopped supplier and at another one."""
    suppliers: dict[int, set[int]] = defaultdict(set)
    for _key, supplier, item in sightings:
        suppliers[item].add(supplier)
    crossed = {item for item, of in suppliers.items() if len(of) > 1 and of & stopped}
    keys = {key for key, _supplier, item in sightings if item in crossed}
    by_supplier: dict[int, set[str]] = defaultdict(set)
    for supplier, order_key in keys:
        by_supplier[supplier].add(order_key)
    found: set[int] = set()
    for supplier, of_supplier in by_supplier.items():
        rows = Order.objects.filter(supplier=supplier, key__in=of_supplier)
        found.update(rows.values_list("pk", flat=True))
    return found


def _lines_of(orders: QuerySet[Order]) -> QuerySet[OrderLine]:
    by_supplier: dict[int, list[str]] = defaultdict(list)
    for order in orders:
        by_supplier[order.supplier_id].append(order.key)
    any_of = Q(pk=None)
    for supplier, keys in by_supplier.items():
        any_of |= Q(supplier=supplier, order_key__in=keys)
    return OrderLine.objects.current().filter(any_of)


def _sightings(
    lines: QuerySet[OrderLine], items: dict[tuple[int | None, str], int]
) -> list[tuple[tuple[int, str], int, int]]:
    """Return supplier and order key, supplier, and item of every line whose item is known."""
    found = []
    for supplier, key, code in lines.values_list("supplier_id", "order_key", "item_code"):
        item = items.get((supplier, code)) or items.get((None, code))
        if item is not None:
            found.append(((supplier, key), supplier, item))
    return found


def _items_by_code(workspace: Workspace) -> dict[tuple[int | None, str], int]:
    """Return our items by supplier and that supplier's code; None as supplier: our own code."""
    own = Item.objects.in_workspace(workspace).values_list("code", "pk")
    offered = Offer.objects.in_workspace(workspace)
    found: dict[tuple[int | None, str], int] = {(None, code): pk for code, pk in own}
    for supplier, code, item in offered.values_list("supplier_id", "item_code", "item_id"):
        found[supplier, code] = item
    return found
