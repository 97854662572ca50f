"""Order lines with what has come of them, from the papers that count today."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max, Q, Sum

from procurement.models import Item, Offer
from reconciliation.enums import Direction
from reconciliation.models import Order, OrderLine, ShipmentLine
from tracker.models import Supplier

CHUNK = 500  # order keys in one question: databases limit how many they take


@dataclass(frozen=True, slots=True)
class LineState:
    """One order line and how much of it has been shipped and delivered. None as item: nobody has
    said what thing of ours it is."""

    order: Order
    line: OrderLine
    shipped_quantity: Decimal
    delivered_quantity: Decimal
    item: Item | None
    unit_size: int = 1  # of the item's smallest units in one unit of the line

    @property
    def open_quantity(self) -> Decimal:
        cancelled = self.line.cancelled_quantity or Decimal(0)  # where no file speaks of it
        left = self.line.quantity - cancelled - self.shipped_quantity
        return max(left, Decimal(0))

    @property
    def is_cancelled(self) -> bool:
        """Whether the supplier's papers call the whole line cancelled."""
        return (self.line.cancelled_quantity or Decimal(0)) >= self.line.quantity

    @property
    def open_amount(self) -> int | None:
        """The money of what is open, without tax. None: no price is known."""
        return self.amount_of(self.open_quantity)

    def amount_of(self, quantity: Decimal) -> int | None:
        """Return the money of so much of the line, without tax. None: no price is known."""
        if self.line.unit_price is not None:
            return int((self.line.unit_price * quantity).to_integral_value())
        if self.line.net_amount is None or not self.line.quantity:
            return None
        return int(self.line.net_amount * quantity // self.line.quantity)


@dataclass(frozen=True, slots=True)
class _Shipped:
    quantity: Decimal = Decimal(0)
    delivered: Decimal = Decimal(0)


def line_states(supplier: Supplier, orders: Iterable[Order]) -> list[LineState]:
    """Return the current lines of orders of one supplier, by order number and line."""
    by_key = {order.key: order for order in orders}
    keys = sorted(by_key)
    found: list[LineState] = []
    items = _items(supplier)
    for start in range(0, len(keys), CHUNK):
        some = keys[start : start + CHUNK]
        shipped = _shipped(supplier, some)
        lines = OrderLine.objects.current().filter(supplier=supplier, order_key__in=some)
        for line in lines.order_by("order_key", "line_number"):
            sent = shipped.get((line.order_key, line.line_number), _Shipped())
            item, unit_size = items.get(line.item_code, (None, 1))
            found.append(
                LineState(
                    order=by_key[line.order_key],
                    line=line,
                    shipped_quantity=sent.quantity,
                    delivered_quantity=sent.delivered,
                    item=item,
                    unit_size=unit_size,
                )
            )
    return found


def shipments_as_of(supplier: Supplier) -> date | None:
    """Return the newest day that any shipment paper of a supplier tells of. None: there is none."""
    current = ShipmentLine.objects.current().filter(supplier=supplier)
    newest: date | None = current.aggregate(newest=Max("shipped_on"))["newest"]
    return newest


def _shipped(supplier: Supplier, keys: Collection[str]) -> dict[tuple[str, int | None], _Shipped]:
    rows = (
        ShipmentLine.objects.current()
        .filter(supplier=supplier, order_key__in=keys, direction=Direction.OUT)
        .values("order_key", "line_number")
        .annotate(total=Sum("quantity"), came=Sum("quantity", filter=Q(delivered_on__isnull=False)))
        .order_by()
    )
    return {
        (row["order_key"], row["line_number"]): _Shipped(row["total"], row["came"] or Decimal(0))
        for row in rows
    }


def _items(supplier: Supplier) -> dict[str, tuple[Item, int]]:
    """Return our items, and the smallest units in what is sold, by the code that this supplier,
    or we ourselves, call them."""
    own = Item.objects.in_workspace(supplier.workspace).order_by("pk")
    found = {item.code: (item, 1) for item in own}
    offers = Offer.objects.filter(supplier=supplier).select_related("item").order_by("pk")
    return found | {offer.item_code: (offer.item, offer.pack_size) for offer in offers}


def same_item_codes(supplier: Supplier, codes: Iterable[str]) -> set[str]:
    """Return the codes, with every other code that this supplier or we have for the same items."""
    wanted, by_code = set(codes), _items(supplier)
    items = {by_code[code][0].pk for code in wanted if code in by_code}
    return wanted | {code for code, (item, _size) in by_code.items() if item.pk in items}


def by_order(states: Iterable[LineState]) -> dict[int, list[LineState]]:
    """Return the lines by the id of their order."""
    grouped: dict[int, list[LineState]] = defaultdict(list)
    for state in states:
        grouped[state.order.pk].append(state)
    return grouped
